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


METRICS: Mapping[str, tuple[dict[str, str | int], Callable[[World], Iterator[Entity]]]] = {
    "issues_resolved": ({"within_days": 5}, _one_row("issues", "raised_at", "resolved_at")),
    "survey_response_rate": ({"within_days": 9}, _one_row("surveys", "sent_at", "answered_at")),
    "survey_response_rate of nps": (
        {"within_days": 9, "variant": "nps"},
        _one_row("surveys", "sent_at", "answered_at", kind="nps"),
    ),
}


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", METRICS)
def test_a_share_counts_what_its_oracle_counts(
    name: str, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
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
