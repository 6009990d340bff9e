"""Surveys whose answers come by another mix of channels than before, which moves a score by itself."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.service.checks.wording import finding
from holdfast.tables import SCORE_RANGES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.metrics.protocol import Cell
    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_LEAST_ANSWERS = 100
# People score higher by voice than in writing; a tenth more of either shows in a score.
_LEAST_SHIFT = 0.1


@dataclass(frozen=True, slots=True)
class _Shift:
    """One channel's part of the answers of two quarters that follow each other."""

    channel: str
    before: tuple[str, float]
    after: tuple[str, float]
    answers: int

    @property
    def size(self) -> float:
        return self.after[1] - self.before[1]


def find(look: Look) -> Iterator[CheckFinding]:
    """Scores of several channels, of which one gives a tenth more of the answers than a quarter before."""
    if not look.has("surveys", "score", "channel", "answered_at"):
        return
    quarter = f"DATE_TRUNC('quarter', {look.local_date('answered_at')})"
    answered = "score IS NOT NULL AND channel IS NOT NULL AND answered_at IS NOT NULL"
    for kind in SCORE_RANGES:
        rows = look.rows(
            f"SELECT CAST({quarter} AS DATE), channel, COUNT(*), SUM(score) FROM surveys "
            f"WHERE {answered} AND kind = '{kind}' GROUP BY 1, 2 ORDER BY 1, 2"
        )
        shift = max(_shifts(rows), key=lambda one: one.size, default=None)
        if shift is not None and shift.size >= _LEAST_SHIFT:
            yield _told(kind, shift, _averages(rows))


def _shifts(rows: Iterable[tuple[Cell, ...]]) -> Iterator[_Shift]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for quarter, channel, answers, _ in rows:
        counts[str(quarter)][str(channel)] = int(answers or 0)
    told = [(quarter, of) for quarter, of in counts.items() if sum(of.values()) >= _LEAST_ANSWERS]
    for (before, old), (after, new) in pairwise(told):
        for channel in old | new:
            yield _Shift(
                channel, (before, _part(old, channel)), (after, _part(new, channel)), sum(new.values())
            )


def _part(counts: Mapping[str, int], channel: str) -> float:
    return counts.get(channel, 0) / sum(counts.values())


def _averages(rows: Iterable[tuple[Cell, ...]]) -> Mapping[str, float]:
    """Mean score of each channel over all quarters, the channel with most answers first."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, channel, answers, score in rows:
        totals[str(channel)][0] += int(answers or 0)
        totals[str(channel)][1] += int(score or 0)
    largest = sorted(totals.items(), key=lambda one: -one[1][0])
    return {channel: score / answers for channel, (answers, score) in largest}


def _told(kind: str, shift: _Shift, averages: Mapping[str, float]) -> CheckFinding:
    (before, old), (after, new) = shift.before, shift.after
    means = ", ".join(f"{channel} {mean:.1f}" for channel, mean in list(averages.items())[:4])
    return finding(
        table="surveys",
        kind="contradictory",
        severity="warning",
        says=(
            f"score of {kind}: {shift.channel} gives {new:.0%} of the answers from {after} on, {old:.0%} "
            f"in the quarter from {before}; the score can move by this alone (means: {means})"
        ),
        count=round(shift.size * shift.answers),
        of=shift.answers,
        remedy="Measure one channel at a time: a metric of your own with a condition on channel",
    )
