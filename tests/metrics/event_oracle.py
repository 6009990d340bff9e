"""What metrics of events mean, in plain Python over rows: slow, obvious, written apart from the engine."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
Actor = tuple[Any, ...]
DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90}


@dataclass
class Log:
    """Events seen from one as-of date in one zone, in intervals of one grain; weeks start on Monday."""

    events: list[Row]
    sizes: dict[str, str]
    as_of: date
    zone: str
    grain: str
    person: bool = False
    known: dict[tuple[str, ...], dict[Actor, list[datetime]]] = field(default_factory=dict)

    @classmethod
    def of(cls, world: dict[str, list[Row]], **given: Any) -> Log:  # noqa: ANN401 - the fields
        sizes = {row["customer_id"]: row["size"] or "(none)" for row in world["customers"]}
        log = cls(world["events"], sizes, **given)
        log.events = [
            row for row in log.events if row["customer_id"] and log.day(row["occurred_at"]) < log.as_of
        ]
        return log

    def day(self, moment: datetime) -> date:
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone)).date()

    def start(self, day: date) -> datetime:
        local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone))
        return local.astimezone(UTC).replace(tzinfo=None)

    def interval(self, moment: datetime) -> date:
        return self.floor(self.day(moment))

    def floor(self, day: date) -> date:
        if self.grain == "day":
            return day
        if self.grain == "week":
            return day - timedelta(days=day.weekday())
        return day.replace(
            day=1, month=day.month if self.grain == "month" else 3 * ((day.month - 1) // 3) + 1
        )

    def step(self, start: date, steps: int = 1) -> date:
        """The start of the interval so many later."""
        if self.grain in {"day", "week"}:
            return start + timedelta(days=steps * DAYS[self.grain])
        months = start.year * 12 + start.month - 1 + steps * (1 if self.grain == "month" else 3)
        return date(months // 12, months % 12 + 1, 1)

    def actor(self, row: Row) -> Actor:
        return (row["customer_id"], row["person_id"]) if self.person else (row["customer_id"],)

    def size(self, actor: Actor) -> str:
        return self.sizes.get(actor[0], "(none)")

    def by_actor(self, names: tuple[str, ...]) -> dict[Actor, list[datetime]]:
        if names not in self.known:
            found = defaultdict(list)
            for row in self.events:
                if not names or row["name"] in names:
                    found[self.actor(row)].append(row["occurred_at"])
            self.known[names] = {actor: sorted(moments) for actor, moments in found.items()}
        return self.known[names]


@dataclass
class Retention:
    """One cell of a retention, by its definition."""

    log: Log
    start: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    variant: str = "calendar"
    entry: str = "recurring"
    denominator: str = "fixed"
    least: int = 1
    brackets: tuple[int, ...] = (1, 3, 7)

    def anchors(self) -> dict[tuple[Actor, date], datetime]:
        """The first start of each actor in each interval of which it is a member."""
        found: dict[tuple[Actor, date], datetime] = {}
        anything = self.log.by_actor(())
        for actor, moments in self.log.by_actor(self.start).items():
            if self.entry == "first_ever" and anything[actor][0] != moments[0]:
                continue
            for moment in moments if self.entry == "recurring" else moments[:1]:
                key = actor, self.log.interval(moment)
                found[key] = min(found.get(key, moment), moment)
        return found

    def is_found(self, actor: Actor, cohort: date, anchor: datetime, at: int) -> bool:
        moments = self.log.by_actor(self.back).get(actor, [])
        if self.variant == "windows_24h":
            length = timedelta(days=DAYS[self.log.grain])
            inside = [m for m in moments if anchor + at * length <= m < anchor + (at + 1) * length]
            return len(inside) >= self.least
        first, end = self.distances(at)
        counted = Counter(self.log.interval(m) for m in moments)
        often = [start for start, times in counted.items() if times >= self.least]
        begins = self.log.step(cohort, first)
        return any(start >= begins and (end is None or start < self.log.step(cohort, end)) for start in often)

    def distances(self, at: int) -> tuple[int, int | None]:
        if self.variant == "unbounded":
            return at, None
        if self.variant == "bracket" and at:
            first = 1 + sum(self.brackets[: at - 1])
            return first, first + self.brackets[at - 1]
        return at, at + 1

    def cells(self, at: int) -> dict[tuple[date, str], tuple[int, int, int]]:
        """Retained, cohort and pending by cohort and size."""
        found: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        length = timedelta(days=DAYS[self.log.grain])
        for (actor, cohort), anchor in self.anchors().items():
            if self.denominator == "relative" and at and not self.is_found(actor, cohort, anchor, at - 1):
                continue
            cell = found[cohort, self.log.size(actor)]
            is_back = self.is_found(actor, cohort, anchor, at)
            first, end = self.distances(at)
            if self.variant == "windows_24h":
                is_counted = anchor + (at + 1) * length <= self.log.start(self.log.as_of)
                is_pending = not is_counted
            else:
                is_counted = self.log.step(cohort, first) < self.log.as_of
                is_over = end is not None and self.log.step(cohort, end) <= self.log.as_of
                is_pending = not is_counted or (not is_over and not is_back)
            cell[0] += is_counted and is_back
            cell[1] += is_counted
            cell[2] += is_pending
        return {key: (cell[0], cell[1], cell[2]) for key, cell in found.items()}
