"""Ends that are the end of the export and no one's leaving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.service.checks.wording import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_LEAST_ENDS = 5
_MASS_SHARE = 0.2
_LEAST_SPANS = 20
_NEAR = timedelta(days=31)


def find(look: Look) -> Iterator[CheckFinding]:
    """Many spans that end on the last day of the data, or no open span at all."""
    if look.as_of and look.has("subscriptions", "ended_at"):
        yield from _mass_end(look, look.as_of)
        yield from _none_open(look)


def _mass_end(look: Look, as_of: date) -> Iterator[CheckFinding]:
    """The day near the data's end on which a fifth of all spans then running end."""
    day = look.local_date("s.ended_at")
    near = f"{day} > DATE '{(as_of - _NEAR).isoformat()}' AND {day} <= DATE '{(as_of + _NEAR).isoformat()}'"
    rows = look.rows(
        f"SELECT {day}, COUNT(*) FROM subscriptions AS s WHERE s.ended_at IS NOT NULL AND {near} "
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
    )
    if not rows:
        return
    last, count = date.fromisoformat(str(rows[0][0])), int(rows[0][1] or 0)
    started = look.local_date("s.started_at")
    running, after = look.numbers(
        f"SELECT COUNT(*), COUNT(CASE WHEN {day} > DATE '{last}' THEN 1 END) FROM subscriptions AS s "
        f"WHERE {started} < DATE '{last}' AND (s.ended_at IS NULL OR {day} >= DATE '{last}')"
    )
    if count < _LEAST_ENDS or count < _MASS_SHARE * running or after:
        return
    yield finding(
        table="subscriptions",
        kind="impossible",
        severity="error",
        says=f"{count:,} of the {running:,} spans that ran on {last} end on this day, the last of the data: "
        "the end of the export reads as mass churn",
        count=count,
        of=running,
        remedy="Leave ended_at empty where nothing but the export ended, or set as_of before that day",
    )


def _none_open(look: Look) -> Iterator[CheckFinding]:
    """Every running span has its end already: ends of paid periods, which most renewals will move."""
    running, still_open = look.numbers(
        f"SELECT COUNT(*), COUNT(*) - COUNT(s.ended_at) FROM subscriptions AS s WHERE {look.running}"
    )
    if running < _LEAST_SPANS or still_open:
        return
    yield finding(
        table="subscriptions",
        kind="impossible",
        severity="warning",
        says=f"all {running:,} running spans have an ended_at after the data's end: it looks like the end of "
        "the paid period, at which most renew",
        count=running,
        of=look.counts["subscriptions"],
        remedy="Map the day on which the subscription ended for good, and leave it empty while it runs",
    )
