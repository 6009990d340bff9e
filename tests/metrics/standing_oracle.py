"""Who stood when, in plain Python over rows: slow, obvious, written apart from the engine."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, Any]
FAR = datetime.fromisoformat("9999-12-31")


@dataclass
class Follower:
    """The paid spells of each customer as known at an as-of date; overlapping and touching spans are one."""

    rows: Sequence[Row]
    as_of: date
    zone: str
    variant: str = "standard"
    delinquent_days: int = 30

    def __post_init__(self) -> None:
        spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for row in self.rows:
            begins, ends = row["started_at"], self._end(row)
            is_paid = row["state"] in {"active", "past_due", "ended"} and row["amount_minor"] > 0
            if is_paid and row["customer_id"] and begins < self.instant(self.as_of) and ends > begins:
                spans[row["customer_id"]].append((begins, ends))
        self.spells = {customer: _merged(found) for customer, found in spans.items()}

    def instant(self, day: date) -> datetime:
        return _day_start(day, self.zone)

    def _end(self, row: Row) -> datetime:
        known = [row["ended_at"]]
        if self.variant == "cancel_requested":
            known.append(row["cancel_requested_at"])
        if self.variant == "baremetrics" and row["state"] == "past_due":
            known.append(row["started_at"] + timedelta(days=self.delinquent_days))
        end = min((moment for moment in known if moment), default=FAR)
        return end if end < self.instant(self.as_of) else FAR

    def stands(self, customer: str, day: date) -> bool:
        return any(begins <= self.instant(day) < ends for begins, ends in self.spells[customer])

    def leavings(self, customer: str, start: date, end: date) -> int:
        return sum(self.instant(start) < ends <= self.instant(end) for _, ends in self.spells[customer])

    def joinings(self, customer: str, start: date, end: date) -> int:
        return sum(self.instant(start) < begins <= self.instant(end) for begins, _ in self.spells[customer])

    def counts(self, customers: Sequence[str], start: date, end: date) -> tuple[float, ...]:
        """Numerator, denominator and value of the variant in one window; value -1 where undefined."""
        at_start = [c for c in customers if self.stands(c, start)]
        gone = [c for c in customers if self.leavings(c, start, end) and not self.stands(c, end)]
        match self.variant:
            case "stripe":
                top = sum(self.leavings(c, start, end) for c in gone)
                whole = len(at_start) + sum(self.joinings(c, start, end) for c in customers)
            case "baremetrics":
                top, whole = len(gone), len(at_start)
            case "average":
                top, whole = len(gone), len(at_start) + sum(self.stands(c, end) for c in customers)
                return top, whole, top / (whole / 2) if whole else -1
            case "daily":
                return self._daily(customers, start, end)
            case _:
                top, whole = sum(not self.stands(c, end) for c in at_start), len(at_start)
        return top, whole, top / whole if whole else -1

    def _daily(self, customers: Sequence[str], start: date, end: date) -> tuple[float, ...]:
        lost = standing = 0
        rate = 0.0
        for number in range((end - start).days):
            day, next_day = (start + timedelta(days=number + more) for more in (0, 1))
            there = [c for c in customers if self.stands(c, day)]
            left = sum(not self.stands(c, next_day) for c in there)
            lost, standing = lost + left, standing + len(there)
            rate += left / len(there) if there else 0
        return lost, standing, rate if standing else -1


@cache
def _day_start(day: date, zone: str) -> datetime:
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def _merged(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return merged
