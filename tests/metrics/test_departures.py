"""When customers left: the end of the last paid span where none is open, against plain Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.metrics import Request
from holdfast.metrics.departures import departures

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
AS_OF = date(2024, 6, 12)
BERLIN = ZoneInfo("Europe/Berlin")
PAID = {"active", "past_due", "ended"}


def asked(metric: str = "logo_churn") -> Request:
    return Request(metric=metric, as_of=AS_OF, time_zone="Europe/Berlin")


def by_hand(world: World) -> dict[str, date | None]:
    """Customer by customer, with Python's own calendar."""
    end = datetime(2024, 6, 11, 22)  # noqa: DTZ001 - UTC, as columns are; in Berlin the as-of day begins
    ends: dict[str, list[datetime | None]] = {}
    for row in world["subscriptions"]:
        is_paid = row["state"] in PAID and row["amount_minor"] > 0
        if row["customer_id"] is None or not is_paid or row["started_at"] >= end:
            continue
        until = row["ended_at"]
        known = None if until is None or until >= end else until
        ends.setdefault(row["customer_id"], []).append(known)
    return {
        customer: None if None in found else _local(max(one for one in found if one))
        for customer, found in ends.items()
    }


def _local(instant: datetime) -> date:
    return instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(BERLIN).date()


@pytest.mark.parametrize("seed", range(3))
def test_every_customer_left_when_plain_python_says(seed: int, company: Company, world: MakeWorld) -> None:
    made = world(seed, customers=120)

    found = departures(company(made), asked())

    assert found == by_hand(made)
    assert None in found.values()
    assert any(found.values())


def test_a_sample_is_the_panel_s(company: Company, world: MakeWorld) -> None:
    engine = company(world(1, customers=300))
    whole = departures(engine, asked())

    half = departures(engine, asked(), sampled_share=0.5)

    assert half.items() <= whole.items()
    assert 0.3 < len(half) / len(whole) < 0.7


def test_a_metric_without_spans_is_a_bug_of_the_caller(company: Company, world: MakeWorld) -> None:
    with pytest.raises(TypeError, match="nps"):
        departures(company(world(1)), asked("nps"))
