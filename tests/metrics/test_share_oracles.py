"""Shares of entities of their own against their meaning in plain Python over rows, on random companies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

Row = dict[str, Any]
World = dict[str, list[Row]]
MakeWorld = Callable[..., World]
Entity = tuple[str, datetime, list[datetime | None]]
"""Customer, anchor, and the instants that would reach it; those not known yet are dropped by the oracle."""


def _one_row(table: str, at: str, reached: str, **where: str) -> Callable[[World], Iterator[Entity]]:
    def entities(world: World) -> Iterator[Entity]:
        for row in world[table]:
            is_meant = all(row[column] == value for column, value in where.items())
            if is_meant and (row[reached] is None or row[reached] >= row[at]):
                yield row["customer_id"], row[at], [row[reached]]

    return entities


def _first_contact(world: World) -> Iterator[Entity]:
    for row in world["tickets"]:
        solved = row["first_solved_at"]
        if solved is None or solved >= row["opened_at"]:
            yield row["customer_id"], row["opened_at"], [] if row["reopened"] else [solved]


def _detractors(world: World) -> Iterator[Entity]:
    for row in world["surveys"]:
        at, score = row["answered_at"], row["score"]
        if row["kind"] == "nps" and at is not None and score is not None and 0 <= score <= 6:
            mine = [
                *(e["completed_at"] for e in world["engagements"] if e["customer_id"] == row["customer_id"]),
                *(
                    t["first_public_reply_at"]
                    for t in world["tickets"]
                    if t["customer_id"] == row["customer_id"]
                ),
            ]
            yield row["customer_id"], at, [moment for moment in mine if moment and moment >= at]


def _free(world: World) -> Iterator[Entity]:
    for row in world["customers"]:
        if row["free_since"]:
            paid = _paid(world, row["customer_id"])
            yield row["customer_id"], row["free_since"], [m for m in paid if m >= row["free_since"]]


def _uses(world: World, customer: str, since: datetime, *, least: int) -> list[datetime | None]:
    """From the one on that makes up the number."""
    uses = sorted(
        row["occurred_at"]
        for row in world["events"]
        if (row["customer_id"], row["name"]) == (customer, "report") and row["occurred_at"] >= since
    )
    return [*uses[least - 1 :]]


def _adopting_after_signing(world: World) -> Iterator[Entity]:
    for row in world["customers"]:
        yield (
            row["customer_id"],
            row["signed_at"],
            _uses(world, row["customer_id"], row["signed_at"], least=2),
        )


def _adopting_after_first_payment(world: World) -> Iterator[Entity]:
    for customer in sorted({row["customer_id"] for row in world["subscriptions"]}):
        if paid := _paid(world, customer):
            yield customer, min(paid), _uses(world, customer, min(paid), least=1)


def _trials(world: World) -> Iterator[Entity]:
    first: dict[str, datetime] = {}
    for row in world["subscriptions"]:
        if row["state"] == "trial":
            customer = row["customer_id"]
            first[customer] = min(first.get(customer, row["started_at"]), row["started_at"])
    for customer, tried in first.items():
        yield customer, tried, [moment for moment in _paid(world, customer) if moment >= tried]


def _paid(world: World, customer: str) -> list[datetime]:
    return [
        row["started_at"]
        for row in world["subscriptions"]
        if row["customer_id"] == customer
        and row["state"] in {"active", "past_due", "ended"}
        and row["amount_minor"] > 0
    ]


def _referred(world: World) -> Iterator[Entity]:
    for row in world["customers"]:
        free, signed = row["free_since"], row["signed_at"]
        if free != signed:
            accepted = (
                r["accepted_at"]
                for r in world["referrals"]
                if r["referred_customer_id"] == row["customer_id"]
            )
            # Long before is no referral. Asked in UTC only, so that an instant's date is its day.
            near = [m for m in accepted if m and (m.date() - signed.date()).days >= -12]
            yield row["customer_id"], signed, near


def _step_by_step(names: set[str]) -> Callable[[World], Iterator[Entity]]:
    """Customers with the day of their last step; these worlds have one version only."""

    def entities(world: World) -> Iterator[Entity]:
        # The as-of date of these tests: what was never completed by then is no step.
        known = [row for row in world["onboarding_steps"] if row["completed_at"].date() < date(2024, 6, 12)]
        required = names or {row["step"] for row in known}
        for row in world["customers"]:
            if row["free_since"] != row["signed_at"]:
                done = {s["step"]: s["completed_at"] for s in known if s["customer_id"] == row["customer_id"]}
                is_whole = required <= set(done)
                reached = [max(done[step] for step in required)] if is_whole and required else []
                yield row["customer_id"], row["signed_at"], [*reached]

    return entities


METRICS: Mapping[str, tuple[dict[str, str | int], Callable[[World], Iterator[Entity]]]] = {
    "issues_resolved": ({"within_days": 5}, _one_row("issues", "raised_at", "resolved_at")),
    "survey_response_rate": ({"within_days": 9}, _one_row("surveys", "sent_at", "answered_at")),
    "survey_response_rate of nps": (
        {"within_days": 9, "variant": "nps"},
        _one_row("surveys", "sent_at", "answered_at", kind="nps"),
    ),
    "first_contact_resolution": ({"within_days": 4}, _first_contact),
    "detractors_answered": ({"within_days": 20}, _detractors),
    "free_to_paid_conversion": ({"within_days": 40}, _free),
    "free_to_paid_conversion of trials": ({"within_days": 40, "variant": "trials"}, _trials),
    "feature_adoption after signing": (
        {"within_days": 40, "variant": "after_signing", "event": "report", "minimum_occurrences": 2},
        _adopting_after_signing,
    ),
    "feature_adoption after the first payment": (
        {"within_days": 40, "variant": "after_first_payment", "event": "report"},
        _adopting_after_first_payment,
    ),
    "referral_share": ({"within_days": 12}, _referred),
    "onboarding_steps": ({"within_days": 60}, _step_by_step(set())),
    "onboarding_steps of one": (
        {"within_days": 60, "version": 1, "steps": "invite"},
        _step_by_step({"invite"}),
    ),
}


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", METRICS)
def test_a_share_counts_what_its_oracle_counts(
    name: str, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    if name in {"referral_share", "onboarding_steps"}:
        zone = "UTC"
    parameters, entities = METRICS[name]
    tables, as_of = world(seed), date(2024, 6, 12)
    request = Request(
        metric=name.split(maxsplit=1)[0],
        as_of=as_of,
        start=date(2024, 1, 1),
        time_zone=zone,
        by=("size",),
        parameters=parameters,
    )

    found = {
        (one.period.start, one.segment[0][1]): (one.numerator, one.denominator, one.pending)
        for one in measure(company(tables), request)
    }

    sizes = {row["customer_id"]: row["size"] or "(none)" for row in tables["customers"]}
    wanted = _counts(entities(tables), as_of, ZoneInfo(zone), within=int(parameters["within_days"]))
    by_size: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (month, customer), counts in wanted.items():
        cell = by_size[month, sizes.get(customer, "(none)")]
        cell[:] = [mine + other for mine, other in zip(cell, counts, strict=True)]
    assert {key: counts for key, counts in found.items() if any(counts)} == {
        key: tuple(counts) for key, counts in by_size.items() if key[0] >= date(2024, 1, 1)
    }


def _counts(
    entities: Iterator[Entity], as_of: date, zone: ZoneInfo, *, within: int
) -> Mapping[tuple[date, str], list[int]]:
    """Reached, mature and pending by month and customer."""
    found: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for customer, anchor, outcomes in entities:
        anchored = _day(anchor, zone)
        if anchored >= as_of:
            continue
        days = [day for moment in outcomes if moment and (day := _day(moment, zone)) < as_of]
        is_mature = anchored + timedelta(days=within) < as_of
        cell = found[anchored.replace(day=1), customer]
        cell[0] += is_mature and bool(days) and (min(days) - anchored).days <= within
        cell[1] += is_mature
        cell[2] += not is_mature
    return found


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


def test_trap_22_the_referral_share_of_an_open_attribution_window_is_no_number(company: Company) -> None:
    customers = [{"customer_id": f"c{n}", "signed_at": "2024-01-20"} for n in range(10)]
    request = Request(metric="referral_share", as_of=date(2024, 2, 1), start=date(2024, 1, 1))

    [found] = measure(company({"customers": customers}), request)

    assert (found.value, found.pending, found.is_mature) == (None, 10, False)


def test_trap_21_time_to_value_is_no_mean_over_those_who_arrived(company: Company) -> None:
    """Four of ten arrive on the second day, and six never: half have not arrived, so there is no median."""
    customers = [{"customer_id": f"c{n}", "signed_at": "2024-01-05"} for n in range(10)]
    events = [{"customer_id": f"c{n}", "name": "report", "occurred_at": "2024-01-06"} for n in range(4)]
    request = Request(metric="time_to_value", as_of=date(2024, 2, 1), start=date(2024, 1, 1))

    [found] = measure(company({"customers": customers, "events": events}), request)

    assert (found.value, found.numerator, found.denominator) == (None, 4, 10)
    assert dict(found.details)["share_within_limit"] == 0.4


def test_trap_18_resolution_time_of_a_queue_that_grows_is_not_that_of_the_closed(company: Company) -> None:
    """Four closed within a day, six still open after a week: the closed alone would read 24 hours."""
    closed = [{**_ticket(n), "last_solved_at": "2024-01-06"} for n in range(4)]
    request = Request(metric="resolution_time", as_of=date(2024, 1, 12), start=date(2024, 1, 1))

    [found] = measure(company({"tickets": [*closed, *(_ticket(n) for n in range(4, 10))]}), request)

    assert (found.value, found.numerator, found.denominator, found.pending) == (None, 4, 10, 6)


def test_trap_18_tickets_count_in_the_month_they_were_opened_in_and_not_closed_in(company: Company) -> None:
    ticket = {**_ticket(1), "last_solved_at": "2024-02-05"}
    request = Request(metric="resolution_time", as_of=date(2024, 3, 1), start=date(2024, 1, 1))

    january, february = measure(company({"tickets": [ticket]}), request)

    assert (january.denominator, february.denominator) == (1, 0)


def _ticket(number: int) -> Row:
    return {"ticket_id": f"t{number}", "customer_id": "c1", "opened_at": "2024-01-05", "reopened": 0}
