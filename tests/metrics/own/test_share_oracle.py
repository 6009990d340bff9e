"""Shares that take several outcomes, from the anchor on or ever, against their meaning in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.metrics import Catalogue, Request, catalogue, measure
from holdfast.metrics.expression.scope import scope_of
from holdfast.metrics.own.declaring import declare

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

MakeWorld = Callable[..., Any]
Row = dict[str, Any]
ZONE = "Europe/Berlin"
AS_OF = date(2024, 6, 12)
CASES = [
    (count, since, entity, days)
    for count in (1, 2, 3)
    for since in ("anchor", "ever")
    for entity, days in (("customer_id", 40), ("ticket_id", 10))
]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("count", "since", "entity", "days"), CASES)
def test_the_query_counts_what_plain_python_counts(  # noqa: PLR0913, PLR0917 - the cases
    count: int, since: str, entity: str, days: int, seed: int, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    definition = {
        "form": "share",
        "better": "down",
        "population": {"table": "tickets", "at": "opened_at", "entity": entity},
        "outcome": {
            "table": "orders",
            "at": "ordered_at",
            "where": "kind = 'sale'",
            "count": count,
            "since": since,
        },
        "window": {"days": days},
    }
    metrics = declare({"own": definition}, known=catalogue().metrics, place=".".join, scopes=scope_of)
    request = Request(
        metric="own", as_of=AS_OF, start=date(2024, 1, 1), time_zone=ZONE, catalogue=Catalogue(metrics)
    )

    found = measure(company(tables), request)

    wanted = _wanted(tables, count=count, since=since, entity=entity, days=days)
    assert [(one.numerator, one.denominator, one.pending) for one in found] == [
        tuple(wanted.get((one.period.start.year, one.period.start.month), (0, 0, 0))) for one in found
    ]
    assert sum(one.denominator for one in found) > 0


def _wanted(
    tables: dict[str, list[Row]], *, count: int, since: str, entity: str, days: int
) -> dict[tuple[int, int], list[int]]:
    """Numerator, denominator and pending by month of the anchor."""
    end = (
        datetime(AS_OF.year, AS_OF.month, AS_OF.day, tzinfo=ZoneInfo(ZONE))
        .astimezone(UTC)
        .replace(tzinfo=None)
    )
    anchors = [row for row in tables["tickets"] if row["opened_at"] < end]
    if entity == "customer_id":
        firsts: dict[str, Row] = {}
        for row in sorted(anchors, key=lambda row: row["opened_at"]):
            firsts.setdefault(row["customer_id"], row)
        anchors = list(firsts.values())
    found: dict[tuple[int, int], list[int]] = {}
    for anchor in anchors:
        bought = sorted(
            order["ordered_at"]
            for order in tables["orders"]
            if order["customer_id"] == anchor["customer_id"]
            and order["kind"] == "sale"
            and order["ordered_at"] < end
            and (since == "ever" or order["ordered_at"] >= anchor["opened_at"])
        )
        day = _local(anchor["opened_at"])
        cell = found.setdefault((day.year, day.month), [0, 0, 0])
        if day + timedelta(days=days) >= AS_OF:
            cell[2] += 1
            continue
        cell[1] += 1
        cell[0] += len(bought) >= count and (_local(bought[count - 1]) - day).days <= days
    return found


def _local(moment: datetime) -> date:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).date()
