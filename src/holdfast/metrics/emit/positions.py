"""The position of an instant among cuts, without the engine's time zones: Python knows where days start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_LONGEST_LIST = 4
"""Comparisons in a row; each asks for all rows that are left, so that halves of a long list cost less."""
_SHORTEST_RUN = 8
"""Intervals of one length that are worth a division; fewer are cheaper to compare, as are most months."""
_MONTHS = 12
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Run:
    """Intervals of one length that follow one another; days between two changes of the clock are one run."""

    start: datetime
    length: timedelta
    first: int
    count: int

    @property
    def end(self) -> datetime:
        return self.start + self.length * self.count


def position(at: exp.Expr, cuts: Sequence[datetime], dialect: str) -> exp.Expr:
    """How many cuts lie at an instant or before it: 0 before the first, all of them from the last on.

    Args:
        at: An instant, never null.
        cuts: In rising order.
        dialect: For what engines write differently.
    """
    months = [_month(cut) for cut in cuts]
    if all(_is_month_start(cut) for cut in cuts) and months == list(range(months[0], months[-1] + 1)):
        return _clamped(sql.month_number(at, dialect), months[0] - 1, last=len(cuts))
    return sql.paren(_stairs(at, _runs(cuts), last=len(cuts), dialect=dialect))


def _is_month_start(cut: datetime) -> bool:
    return cut == cut.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _month(cut: datetime) -> int:
    return cut.year * _MONTHS + cut.month - 1


def _clamped(month: exp.Expr, before: int, *, last: int) -> exp.Expr:
    """Months of UTC have numbers of their own, which cost a third of comparing with each start."""
    place = exp.Sub(this=month, expression=sql.whole(before))
    least = exp.Greatest(this=place, expressions=[sql.whole(0)], ignore_nulls=True)
    return exp.Least(this=least, expressions=[sql.whole(last)], ignore_nulls=True)


def _runs(cuts: Sequence[datetime]) -> list[_Run]:
    runs: list[_Run] = []
    for number, (start, end) in enumerate(pairwise(cuts), start=1):
        previous = runs[-1] if runs else None
        if previous and previous.length == end - start:
            runs[-1] = _Run(previous.start, previous.length, previous.first, previous.count + 1)
        else:
            runs.append(_Run(start, end - start, number, 1))
    return [piece for run in runs for piece in _worth_dividing(run)]


def _worth_dividing(run: _Run) -> list[_Run]:
    if run.count >= _SHORTEST_RUN:
        return [run]
    return [_Run(run.start + run.length * n, run.length, run.first + n, 1) for n in range(run.count)]


def _stairs(at: exp.Expr, runs: Sequence[_Run], *, last: int, dialect: str) -> exp.Expr:
    """A list of runs while it is short, halves of it beyond; ``last`` is the position after them."""
    if len(runs) > _LONGEST_LIST:
        middle = runs[len(runs) // 2]
        early = _stairs(at, runs[: len(runs) // 2], last=middle.first, dialect=dialect)
        late = _stairs(at, runs[len(runs) // 2 :], last=last, dialect=dialect)
        return sql.case((sql.before(at.copy(), middle.start), early), default=late)
    branches = [(sql.before(at.copy(), run.end), _step(at, run, dialect)) for run in runs]
    if runs and runs[0].first == 1:
        branches.insert(0, (sql.before(at.copy(), runs[0].start), sql.whole(0)))
    return sql.case(*branches, default=sql.whole(last))


def _step(at: exp.Expr, run: _Run, dialect: str) -> exp.Expr:
    if run.count == 1:
        return sql.whole(run.first)
    elapsed = sql.microseconds_between(sql.instant(run.start), at.copy(), dialect)
    steps = sql.steps_of(elapsed, run.length // _MICROSECOND, dialect)
    return exp.Add(this=sql.whole(run.first), expression=steps)
