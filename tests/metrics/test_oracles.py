"""Each metric against its meaning in plain Python over rows: slow, obvious, written apart from the engine.

Every oracle returns counts by (month, size) as a tuple that starts with numerator, denominator, pending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

Row = dict[str, Any]
World = dict[str, list[Row]]
MakeWorld = Callable[..., World]
Key = tuple[date, str]
Answer = dict[Key, tuple[int | None, ...]]


class Oracle:
    """One world seen from one as-of date in one zone."""

    def __init__(self, world: World, *, as_of: date, zone: str) -> None:
        self.world, self.as_of, self.zone = world, as_of, zone
        self.sizes = {row["customer_id"]: row["size"] or "(none)" for row in world["customers"]}

    def day(self, moment: datetime) -> date:
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone)).date()

    def start(self, day: date) -> datetime:
        local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone))
        return local.astimezone(UTC).replace(tzinfo=None)

    def seen(self, moment: datetime | None) -> bool:
        return moment is not None and self.day(moment) < self.as_of

    def size(self, row: Row) -> str:
        return self.sizes.get(row["customer_id"], "(none)")

    def onboarding(self, column: str, within: int) -> Answer:
        gaps = []
        for row in self.world["customers"]:
            if not self.seen(row["signed_at"]) or row["free_since"] == row["signed_at"]:
                continue
            reached = [
                self.day(e[column])
                for e in self.world["engagements"]
                if e["customer_id"] == row["customer_id"]
                and e["kind"] == "onboarding"
                and self.seen(e[column])
            ]
            gaps.append((self.size(row), self.day(row["signed_at"]), min(reached, default=None)))
        return self._windowed(gaps, within)

    def repeat(self, within: int) -> Answer:
        days = defaultdict(set)
        for row in self.world["orders"]:
            is_purchase = row["kind"] == "sale" and row["amount_minor"] > 0 and row["customer_id"]
            if is_purchase and self.seen(row["ordered_at"]):
                days[row["customer_id"]].add(self.day(row["ordered_at"]))
        gaps = []
        for customer, found in days.items():
            first, *later = sorted(found)
            gaps.append((self.sizes.get(customer, "(none)"), first, min(later, default=None)))
        return self._windowed(gaps, within)

    def _windowed(self, gaps: Iterable[tuple[str, date, date | None]], within: int) -> Answer:
        found: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        for size, anchor, reached in gaps:
            cell = found[anchor.replace(day=1), size]
            is_reached = reached is not None and (reached - anchor).days <= within
            is_mature = anchor + timedelta(days=within) < self.as_of
            cell[0] += is_mature and is_reached
            cell[1] += is_mature
            cell[2] += not is_mature
            cell[3] += 1
            cell[4] += is_reached
        return {key: tuple(cell) for key, cell in found.items()}

    def churn(self, months: Sequence[date]) -> Answer:
        found: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
        for start in months:
            end = (start + timedelta(days=31)).replace(day=1)
            before, after = self._paying(start), self._paying(min(end, self.as_of))
            for customer in before:
                cell = found[start, self.sizes.get(customer, "(none)")]
                cell[0] += customer not in after
                cell[1] += 1
                cell[2] += customer in after and end > self.as_of
        return {key: tuple(cell) for key, cell in found.items()}

    def _paying(self, day: date) -> set[str]:
        cut = self.start(day)
        return {
            row["customer_id"]
            for row in self.world["subscriptions"]
            if row["state"] in {"active", "past_due", "ended"}
            and row["amount_minor"] > 0
            and self.seen(row["started_at"])
            and row["started_at"] <= cut
            and (not self.seen(row["ended_at"]) or row["ended_at"] > cut)
        }

    def nps(self) -> Answer:
        answers: dict[tuple[date, str | None, str | None], list[Row]] = defaultdict(list)
        sent: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        found: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in self.world["surveys"]:
            if row["kind"] != "nps":
                continue
            if self.seen(row["sent_at"]):
                key = self.day(row["sent_at"]).replace(day=1), self.size(row)
                sent[key][0] += 1
                sent[key][1] += self.seen(row["answered_at"])
                is_young = self.day(row["sent_at"]) + timedelta(days=14) >= self.as_of
                found[key][2] += is_young and not self.seen(row["answered_at"])
            if self.seen(row["answered_at"]) and row["score"] is not None and 0 <= row["score"] <= 10:
                person, month = row["person_id"], self.day(row["answered_at"]).replace(day=1)
                who = (month, person, None if person else row["customer_id"])
                answers[who].append(row)
        for (month, *_), rows in answers.items():
            newest = max(row["answered_at"] for row in rows)
            of_one_instant = [row for row in rows if row["answered_at"] == newest]
            row = min(of_one_instant, key=lambda row: (row["score"], row["customer_id"]))
            cell = found[month, self.size(row)]
            cell[0] += (row["score"] >= 9) - (row["score"] <= 6)
            cell[1] += 1
        keys = {*found, *sent}
        return {key: (*found[key], *sent[key]) for key in keys}

    def response(self, limit_hours: int) -> Answer:
        cells: dict[Key, list[tuple[int, bool, bool]]] = defaultdict(list)
        stop, limit = self.start(self.as_of), timedelta(hours=limit_hours)
        for row in self.world["tickets"]:
            opened, reply = row["opened_at"], row["first_public_reply_at"]
            if not self.seen(opened) or (reply is not None and reply < opened):
                continue
            is_over = self.seen(reply)
            minutes = -((opened - (reply if is_over else stop)) // timedelta(minutes=1))
            cell = cells[self.day(opened).replace(day=1), self.size(row)]
            cell.append((minutes, is_over, opened + limit <= stop))
        return {key: _waits(cell, limit_hours * 60) for key, cell in cells.items()}


def _waits(cell: Sequence[tuple[int, bool, bool]], limit: int) -> tuple[int | None, ...]:
    survival, median = Fraction(1), None
    for time in sorted({minutes for minutes, is_over, _ in cell if is_over}):
        at_risk = sum(minutes >= time for minutes, *_ in cell)
        survival *= 1 - Fraction(sum(m == time and over for m, over, _ in cell), at_risk)
        if survival <= Fraction(1, 2) and median is None:
            median = time
    waiting = [minutes for minutes, is_over, _ in cell if not is_over]
    within = sum(old and is_over and minutes <= limit for minutes, is_over, old in cell)
    pending = sum(median is None or minutes < median for minutes in waiting)
    return len(cell) - len(waiting), len(cell), pending, median, within, sum(old for *_, old in cell)


ORACLES: Mapping[str, Callable[[Oracle, Sequence[date]], Answer]] = {
    "onboarding_scheduled": lambda oracle, _: oracle.onboarding("scheduled_at", 5),
    "onboarding_completed": lambda oracle, _: oracle.onboarding("completed_at", 10),
    "repeat_purchase_rate": lambda oracle, _: oracle.repeat(30),
    "logo_churn": lambda oracle, months: oracle.churn(months),
    "nps": lambda oracle, _: oracle.nps(),
    "first_response_time": lambda oracle, _: oracle.response(24),
}

MONTHS = tuple(date(2024, month, 1) for month in range(1, 7))
PARAMETERS: Mapping[str, Mapping[str, int]] = {"repeat_purchase_rate": {"within_days": 30}}


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("as_of", [date(2024, 4, 1), date(2024, 6, 12)])
@pytest.mark.parametrize("seed", range(6))
def test_every_metric_counts_what_its_oracle_counts(
    seed: int, as_of: date, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    engine, oracle = company(tables), Oracle(tables, as_of=as_of, zone=zone)
    months = [month for month in MONTHS if month < as_of]

    for name, answer in ORACLES.items():
        request = Request(
            metric=name,
            as_of=as_of,
            start=months[0],
            time_zone=zone,
            by=("size",),
            parameters=PARAMETERS.get(name, {}),
        )
        wanted = {key: value for key, value in answer(oracle, months).items() if key[0] >= months[0]}
        found = {(one.period.start, one.segment[0][1]): _counts(one) for one in measure(engine, request)}

        assert {key: found[key] for key in wanted} == wanted, name
        assert not any(any(value or 0 for value in found[key]) for key in set(found) - set(wanted)), name


def _counts(one: Measurement) -> tuple[int | None, ...]:
    counts: tuple[int | None, ...] = (one.numerator, one.denominator)
    details = {name: int(value) for name, value in one.details}
    match one.metric:
        case "nps":
            return (*counts, one.pending, details["sent"], details["answered"])
        case "logo_churn":
            return (*counts, one.pending)
        case "first_response_time":
            median = None if one.value is None else round(one.value * 60)
            return (*counts, one.pending, median, details["within_limit"], details["old_enough"])
        case _:
            return (*counts, one.pending, details.get("entities", 0), details.get("reached", 0))
