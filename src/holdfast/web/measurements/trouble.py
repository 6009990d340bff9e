"""What a reader must know of where figures come from: gone, failing, or fed with old data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from holdfast.web.measurements.models import Series

OLD_AFTER_DAYS = 7
"""Days without newer data after which a page says so, where no cycle has another cadence."""
_ORDER = {"removed": 0, "failed": 1, "old": 2}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a series.

    Attributes:
        kind: ``removed`` from the workspace, ``failed`` the last time, or its data are ``old``.
        series: With its last good values.
        days: How old the data are; 0 where that is not the trouble.
    """

    kind: Literal["removed", "failed", "old"]
    series: Series
    days: int = 0


def trouble_of(series: Series | None, *, today: date, old_after: int = OLD_AFTER_DAYS) -> Trouble | None:
    """What is wrong with a series, the worst alone; None where nothing is. Those from outside are never old.

    Args:
        series: As last measured.
        today: Local date.
        old_after: Days without newer data that are usual.
    """
    if series is None:
        return None
    if series.removed_at is not None:
        return Trouble("removed", series)
    if series.error:
        return Trouble("failed", series)
    if not series.metric:
        return None
    days = 0 if series.data_through is None else (today - series.data_through).days
    return Trouble("old", series, days) if days > old_after else None


def troubles_of(some: Iterable[Series], *, today: date, old_after: int) -> tuple[Trouble, ...]:
    """The troubles of some series, each once, the worst first."""
    found = [
        trouble_of(one, today=today, old_after=old_after) for one in {one.pk: one for one in some}.values()
    ]
    known = [one for one in found if one is not None]
    return tuple(sorted(known, key=lambda one: (_ORDER[one.kind], one.series.title)))
