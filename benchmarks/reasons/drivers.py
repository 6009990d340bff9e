"""Drivers in drawn companies whose differences are known: coverage, and false alarms of the harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated
from tests.reasons.drivers.worlds import world

from holdfast.reasons.drivers.candidates import UNKNOWN, compare, verdicts
from holdfast.stats.relative_weights import relative_weights, weighed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EFFECTS = (0.8, 0.4, 0.0, 0.0)
_CUSTOMERS = 1_000
_HARMLESS = 30
_LARGE = 200_000
_COVERAGE = Goal(0.93, 0.97)


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Every line."""
    inside = np.array(repeated("drivers-coverage", times, _coverage, state=state))
    note = f"{times} companies of {_CUSTOMERS:,} customers on 4 landmarks, {len(_EFFECTS)} candidates"
    yield Line(
        "driver differences within their 95 % ranges", _COVERAGE, int(inside.sum()), inside.size, note=note
    )
    alarms = repeated("drivers-harmless", times, _alarm, state=state)
    note = f"{_HARMLESS} harmless candidates, all of which go with a mood that goes with leaving"
    yield Line("companies with a false alarm", Goal(0, 0.10), sum(alarms), len(alarms), note=note)
    yield _weights(min(times, 100), state)


def _coverage(seed: int) -> list[int]:
    candidates, left, known, groups, truth = world(seed, _CUSTOMERS, _EFFECTS)
    found = [compare(one, left, known, groups, seed=seed) for one in candidates]
    return [
        int(one.low is not None and one.high is not None and one.low <= true <= one.high)
        for one, true in zip(found, truth.tolist(), strict=True)
    ]


def _alarm(seed: int) -> int:
    candidates, left, known, groups, _ = world(seed + 10_000, _CUSTOMERS, (0.0,) * _HARMLESS)
    found = [compare(one, left, known, groups, seed=seed) for one in candidates]
    return int(any(one != UNKNOWN for one in verdicts(found)))


def _weights(times: int, state: Path | None) -> Line:
    """Ranges of the weights hold those of a company a hundred times as large."""
    candidates, left, known, _, _ = world(77, _LARGE, _EFFECTS)
    truth = relative_weights(_columns(candidates), left, known)

    def run(seed: int) -> list[int]:
        drawn, gone, told, groups, _ = world(seed, 2 * _CUSTOMERS, _EFFECTS)
        generator = np.random.default_rng(seed)
        _, of = np.unique(groups, return_inverse=True)
        found = weighed(_columns(drawn), gone, told, groups=of.astype(np.int64), generator=generator)
        inside = (found.low <= truth) & (truth <= found.high)
        return [int(one) for one in inside]

    inside = np.array(repeated("drivers-weights", times, run, state=state))
    return Line(
        "weights of the two that matter within their 95 % ranges",
        _COVERAGE,
        int(inside[:, :2].sum()),
        inside[:, :2].size,
        note=f"of the harmless, {100 * inside[:, 2:].mean():.0f} %: the true weight is 0, the least there is",
    )


def _columns(candidates: tuple[object, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.column_stack([one.had.astype(np.float64) for one in candidates])  # type: ignore[attr-defined]
