"""Instants of tickets that give no durations: days without a time, late replies, one wait for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.wording import finding, slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_LEAST_TICKETS = 50
_ENDS = ("first_public_reply_at", "first_solved_at", "last_solved_at")


def find(look: Look) -> Iterator[CheckFinding]:
    """Findings on `tickets` alone; the order of opening and ends is checked with every table's rows."""
    if look.has("tickets", "opened_at"):
        yield from _days_only(look)
        yield from _equal_waits(look)
    if look.has("tickets", "first_public_reply_at", "last_solved_at"):
        yield from _late_replies(look)


def _days_only(look: Look) -> Iterator[CheckFinding]:
    rows = look.counts["tickets"]
    ends = [name for name in _ENDS if look.has("tickets", name)]
    zone = look.workspace.time_zone
    local = "CAST((({}) AT TIME ZONE 'UTC') AT TIME ZONE '{}' AS TIME)"
    timed = [f"COUNT(CASE WHEN {local.format(name, zone)} <> TIME '00:00:00' THEN 1 END)" for name in ends]
    opened, *others = look.numbers(
        f"SELECT COUNT(CASE WHEN {local.format('opened_at', zone)} <> TIME '00:00:00' THEN 1 END)"
        f"{''.join(f', {count}' for count in timed)} FROM tickets"
    )
    if rows < _LEAST_TICKETS or opened or not any(others):
        return
    named = " and ".join(name for name, count in zip(ends, others, strict=True) if count)
    yield finding(
        table="tickets",
        kind="impossible",
        severity="warning",
        says=f"opened_at is midnight in all {rows:,} rows while {named} have times of day: "
        "every duration is too long by up to a day",
        count=rows,
        of=rows,
        remedy="Export the time of opening, or read durations as whole days",
    )


def _equal_waits(look: Look) -> Iterator[CheckFinding]:
    for name in _ENDS:
        if not look.has("tickets", name):
            continue
        ended, least, most = look.rows(
            f"SELECT COUNT({name}), MIN({name} - opened_at), MAX({name} - opened_at) FROM tickets"
        )[0]
        if int(ended or 0) >= _LEAST_TICKETS and least == most:
            yield finding(
                table="tickets",
                kind="impossible",
                severity="warning",
                says=f"{name} lies equally long after opened_at in all {int(ended or 0):,} rows that have it",
                count=int(ended or 0),
                of=look.counts["tickets"],
                remedy="Check which column is mapped: no team answers every ticket equally fast",
            )


def _late_replies(look: Look) -> Iterator[CheckFinding]:
    late = "FROM tickets WHERE first_public_reply_at > last_solved_at"
    [count] = look.numbers(f"SELECT COUNT(*) {late}")
    if not count:
        return
    rows = look.counts["tickets"]
    shown = look.rows(
        f"SELECT ticket_id, first_public_reply_at, last_solved_at {late} ORDER BY ticket_id LIMIT {EXAMPLES}"
    )
    found = [
        (str(key), f"ticket_id {key}, first_public_reply_at {reply}, last_solved_at {solved}")
        for key, reply, solved in shown
    ]
    yield finding(
        table="tickets",
        kind="contradictory",
        severity=slip(count / rows),
        says=f"{count:,} of {rows:,} rows have the first reply after the last solution",
        count=count,
        of=rows,
        remedy="Check time zones and units of the two, and whether tickets were closed without an answer",
        examples=examples(look, "tickets", "ticket_id", found),
    )
