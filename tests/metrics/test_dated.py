"""Rows with their local dates, and how many there are by month, against plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request
from holdfast.metrics.dated import Happening, dated_rows, rows_by_month
from holdfast.metrics.departures import paid_days

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
AS_OF = date(2024, 6, 12)
BERLIN = ZoneInfo("Europe/Berlin")
TICKETS = Happening("tickets", "opened_at", until="last_solved_at")


def asked() -> Request:
    return Request(metric="logo_churn", as_of=AS_OF, time_zone="Europe/Berlin")


def _local(instant: datetime | None) -> date | None:
    if instant is None:
        return None
    day = instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(BERLIN).date()
    return day if day < AS_OF else None


def test_every_row_has_its_local_dates_and_what_ends_later_is_open(
    company: Company, world: MakeWorld
) -> None:
    made = world(1, customers=120)

    found = dated_rows(company(made), asked(), TICKETS)

    wanted = Counter(
        (row["customer_id"], _local(row["opened_at"]), _local(row["last_solved_at"]))
        for row in made["tickets"]
        if row["customer_id"] is not None and _local(row["opened_at"]) is not None
    )
    assert Counter((one.customer_id, one.begun_on, one.ended_on) for one in found) == wanted
    assert any(one.ended_on is None for one in found)


def test_what_ended_within_so_many_minutes_is_told_to_the_minute(company: Company, world: MakeWorld) -> None:
    made = world(1, customers=120)
    waits = Happening("tickets", "opened_at", "first_public_reply_at", within_minutes=90)

    found = dated_rows(company(made), asked(), waits)

    wanted = Counter(
        (row["customer_id"], _is_within(row["opened_at"], row["first_public_reply_at"]))
        for row in made["tickets"]
        if row["customer_id"] is not None and _local(row["opened_at"]) is not None
    )
    assert Counter((one.customer_id, bool(one.said)) for one in found) == wanted
    assert 0 < sum(one.said for one in found) < len(found)


def _is_within(opened: datetime, replied: datetime | None) -> bool:
    is_known = replied is not None and _local(replied) is not None
    return is_known and replied is not None and timedelta(0) <= replied - opened <= timedelta(minutes=90)


def test_months_add_up_to_the_rows(company: Company, world: MakeWorld) -> None:
    engine = company(world(2, customers=120))

    months = rows_by_month(engine, asked(), TICKETS)

    firsts = Counter(
        (one.customer_id, one.begun_on.replace(day=1)) for one in dated_rows(engine, asked(), TICKETS)
    )
    counted = {(who, first): n for who, first, n in months}
    # Months begin with the first paid subscription: what came before is not asked for.
    assert counted == {key: n for key, n in firsts.items() if key[1] >= min(first for _, first in counted)}


def test_a_sample_is_of_customers_and_keeps_all_of_theirs(company: Company, world: MakeWorld) -> None:
    engine = company(world(3, customers=120))

    everybody = dated_rows(engine, asked(), TICKETS)
    some = dated_rows(engine, asked(), TICKETS, sampled_share=0.5)

    drawn = {one.customer_id for one in some}
    assert 0 < len(drawn) < len({one.customer_id for one in everybody})
    assert Counter(some) == Counter(one for one in everybody if one.customer_id in drawn)
    spans = paid_days(engine, asked(), sampled_share=0.5)
    assert spans == {who: own for who, own in paid_days(engine, asked()).items() if who in spans}


def test_a_column_that_is_not_there_is_named(company: Company, world: MakeWorld) -> None:
    engine = company(world(1, customers=20))

    with pytest.raises(InputError, match="no column 'nothing_at'"):
        dated_rows(engine, asked(), Happening("tickets", "nothing_at"))
