"""Counts at an instant, and of those who stand at it, against their meaning in plain Python over rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

    from holdfast.metrics.request import Grain
    from holdfast.records import Measurement
    from holdfast.units import Period

Row = dict[str, Any]
World = dict[str, list[Row]]
MakeWorld = Callable[..., World]
AS_OF, START = date(2024, 6, 12), date(2024, 1, 1)
ZONES = ("UTC", "Europe/Berlin", "America/New_York")


class Sight:
    """One world seen from the as-of date in one zone."""

    def __init__(self, world: World, zone: str) -> None:
        self.world, self.zone = world, ZoneInfo(zone)
        self.sizes = {row["customer_id"]: row["size"] or "(none)" for row in world["customers"]}

    def start(self, day: date) -> datetime:
        local = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return local.astimezone(UTC).replace(tzinfo=None)

    def day(self, moment: datetime) -> date:
        return moment.replace(tzinfo=UTC).astimezone(self.zone).date()

    def size(self, customer: str) -> str:
        return self.sizes.get(customer, "(none)")

    def paying(self, cut: datetime) -> set[str]:
        stop = self.start(AS_OF)
        return {
            row["customer_id"]
            for row in self.world["subscriptions"]
            if row["state"] in {"active", "past_due", "ended"}
            and row["amount_minor"] > 0
            and row["started_at"] <= cut
            and row["started_at"] < stop
            and (row["ended_at"] is None or row["ended_at"] >= stop or row["ended_at"] > cut)
        }


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("grain", ["month", "week"])
def test_the_backlog_is_what_is_open_at_the_end(
    grain: Grain, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    sight = Sight(tables, zone)

    found = measure(company(tables), _request("backlog", zone, grain=grain))

    for one in found:
        end = min(one.period.end, AS_OF)
        ages = _open_ages(sight, end, one.segment[0][1])
        details = dict(one.details)
        assert one.numerator == ages.total()
        assert details["older_than_limit"] == sum(n for age, n in ages.items() if age > 7)
        assert details.get("oldest_days") == max(ages, default=None)
        if ages:
            assert details["median_age_days"] == sorted(ages.elements())[(ages.total() - 1) // 2]


def _open_ages(sight: Sight, end: date, size: str) -> Counter[int]:
    cut = sight.start(end)
    return Counter(
        (end - timedelta(days=1) - sight.day(row["opened_at"])).days
        for row in sight.world["tickets"]
        if row["opened_at"] < cut
        and (row["last_solved_at"] is None or row["last_solved_at"] >= cut)
        and sight.size(row["customer_id"]) == size
    )


def _at_start(sight: Sight, period: Period, table: str, at: str, customer: str) -> Mapping[str, int]:
    """Occurrences in a period by customer, of those paying at its start."""
    begin, end = sight.start(period.start), sight.start(min(period.end, AS_OF))
    paying = sight.paying(begin)
    return Counter(
        row[customer] for row in sight.world[table] if begin <= row[at] < end and row[customer] in paying
    )


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("grain", ["month", "week"])
def test_tickets_are_those_of_customers_paying_at_the_start(
    grain: Grain, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    sight = Sight(tables, zone)

    found = _by_period(measure(company(tables), _request("ticket_rate", zone, grain=grain)))

    for (period, size), one in found.items():
        paying = {c for c in sight.paying(sight.start(period.start)) if sight.size(c) == size}
        tickets = _at_start(sight, period, "tickets", "opened_at", "customer_id")
        mine = {customer: n for customer, n in tickets.items() if customer in paying}
        assert (one.numerator, one.denominator) == (sum(mine.values()), len(paying))
        assert dict(one.details)["customers_with_any"] == len(mine)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(4))
def test_the_k_factor_is_invitations_per_customer_times_the_share_of_old_ones_that_is_accepted(
    seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables, days = world(seed), 10 + seed
    sight = Sight(tables, zone)
    last_old = AS_OF - timedelta(days=1 + days)

    found = measure(company(tables), _request("k_factor", zone, parameters={"within_days": days}))

    for one in found:
        begin, end = sight.start(one.period.start), sight.start(min(one.period.end, AS_OF))
        paying = {c for c in sight.paying(begin) if sight.size(c) == one.segment[0][1]}
        sent = [
            row
            for row in tables["referrals"]
            if row["referrer_id"] in paying and begin <= row["invited_at"] < end
        ]
        old = [row for row in sent if sight.day(row["invited_at"]) <= last_old]
        accepted = [
            row
            for row in old
            if row["accepted_at"]
            and (sight.day(row["accepted_at"]) - sight.day(row["invited_at"])).days <= days
        ]
        assert (one.numerator, one.denominator) == (len(accepted), len(paying))
        assert one.pending == len(sent) - len(old)
        if not paying or (sent and not old):
            assert one.value is None
        else:
            rate = len(accepted) / len(old) if old else 0.0
            assert one.value == pytest.approx(len(sent) / len(paying) * rate)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(4))
def test_participants_are_paying_customers_who_invited_once_or_more(
    seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    sight = Sight(tables, zone)

    found = _by_period(measure(company(tables), _request("referral_participation", zone)))

    for (period, size), one in found.items():
        invited = _at_start(sight, period, "referrals", "invited_at", "referrer_id")
        paying = {c for c in sight.paying(sight.start(period.start)) if sight.size(c) == size}
        assert (one.numerator, one.denominator) == (len(paying & set(invited)), len(paying))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("grain", "days"), [("month", 30), ("week", 30), ("month", 5)])
def test_accounts_are_covered_by_a_call_within_the_days_before_the_end(  # noqa: PLR0913, PLR0917 - draws of a world
    grain: Grain, days: int, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    sight = Sight(tables, zone)
    request = _request("review_coverage", zone, grain=grain, parameters={"within_days": days})

    found = _by_period(measure(company(tables), request))

    for (period, size), one in found.items():
        end = min(period.end, AS_OF)
        begin, cut = sight.start(end - timedelta(days=days)), sight.start(end)
        called = {
            row["customer_id"]
            for row in tables["engagements"]
            if row["kind"] == "review_call" and row["completed_at"] and begin <= row["completed_at"] < cut
        }
        paying = {customer for customer in sight.paying(cut) if sight.size(customer) == size}
        assert (one.numerator, one.denominator) == (len(paying & called), len(paying))


def test_customers_who_write_all_the_time_widen_the_range_of_the_ticket_rate(company: Company) -> None:
    spans = [
        {
            "subscription_id": f"s{n}",
            "customer_id": f"c{n}",
            "started_at": "2023-01-01",
            "state": "active",
            "amount_minor": 900,
        }
        for n in range(20)
    ]
    widths = []
    for writers in (20, 2):
        tickets = [
            {"ticket_id": f"t{n}", "customer_id": f"c{n % writers}", "opened_at": "2024-01-05", "reopened": 0}
            for n in range(30)
        ]
        request = Request(metric="ticket_rate", as_of=date(2024, 2, 1), start=START)
        [one] = measure(company({"subscriptions": spans, "tickets": tickets}), request)
        assert one.value == 150
        assert one.interval is not None
        widths.append(one.interval.high - one.interval.low)

    assert widths[1] > 5 * widths[0]


def _request(metric: str, zone: str, **given: Any) -> Request:  # noqa: ANN401 - fields of a request
    return Request(metric=metric, as_of=AS_OF, start=START, time_zone=zone, by=("size",), **given)


def _by_period(found: tuple[Measurement, ...]) -> Mapping[tuple[Period, str], Measurement]:
    cells: dict[tuple[Period, str], Measurement] = defaultdict()
    for one in found:
        cells[one.period, one.segment[0][1]] = one
    return cells
