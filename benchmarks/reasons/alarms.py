"""False alarms and coverage of the weights of themes, in simulated companies whose truth is known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.evidence.rates import Goal, Line, repeated
from tests.reasons.companies import THEMES, company

from holdfast.reasons.ranking.weighing import weigh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.stats.like_for_like import Difference

EFFECT = 0.03
"""What the planted theme adds to the hazard of leaving in 30 days while it is remembered."""


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Two lines of false alarms, three of coverage, and how often the planted theme is found and first."""
    for name, unhappy in (("thirty harmless themes", 0.0), ("the same, the unhappy write more", 0.5)):
        found = repeated(name.replace(" ", "_"), times, partial(_harmless, unhappy), state=state)
        yield Line(f"{name}: at least one false alarm", Goal(0, 0.10), sum(one[0] for one in found), times)
        yield Line(
            f"{name}: 95 % ranges hold 0", Goal(0.93, 0.97), sum(one[1] for one in found), times * THEMES
        )
    for name, unhappy in (("one planted", 0.0), ("one planted, the unhappy write more", 0.5)):
        planted = repeated(name.replace(" ", "_"), times, partial(_planted, unhappy), state=state)
        yield Line(
            f"{name}: its range holds the truth", Goal(0.93, 0.97), sum(one[0] for one in planted), times
        )
        others = times * (THEMES - 1)
        yield Line(
            f"{name}: those of the 29 others hold 0", Goal(0.93, 0.97), sum(one[1] for one in planted), others
        )
        yield Line(f"{name}: found", Goal(0.80, 1), sum(one[2] for one in planted), times)
        yield Line(f"{name}: another found beside it", Goal(0, 0.10), sum(one[3] for one in planted), times)


def _harmless(unhappy: float, seed: int) -> tuple[int, int]:
    weighed = weigh(*company(seed, unhappy=unhappy, effect=0.0), THEMES)
    alarm = any(one.verdict == "goes with leaving" for one in weighed)
    return int(alarm), sum(_holds(one.difference, 0.0) for one in weighed)


def _planted(unhappy: float, seed: int) -> tuple[int, int, int, int]:
    weighed = weigh(*company(seed, unhappy=unhappy, effect=EFFECT), THEMES)
    first, *others = weighed
    found = sum(one.verdict == "goes with leaving" for one in others)
    return (
        _holds(first.difference, EFFECT),
        sum(_holds(one.difference, 0.0) for one in others),
        int(first.verdict == "goes with leaving"),
        int(found > 0),
    )


def _holds(difference: Difference | None, truth: float) -> int:
    return int(difference is None or difference.low <= truth <= difference.high)
