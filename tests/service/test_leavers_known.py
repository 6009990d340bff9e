"""Shops, where nobody gives notice: what orders say of leaving, and what they do not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.service.persons.conftest import write_workspace

import holdfast
from holdfast.errors import InputError
from holdfast.service.leavers_known import buyers, gone, refuse_nobody_left, shop_sentence
from holdfast.service.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORDERS = "order_id,customer_id,ordered_at,amount_minor,currency,kind\n"
FEW = ORDERS + (
    "1,a,2025-01-05,1000,EUR,sale\n2,a,2025-01-09,2000,EUR,sale\n"  # silent since January
    "3,b,2025-01-05,1000,EUR,sale\n4,b,2025-11-05,1000,EUR,sale\n"  # paused, and came back
    "5,c,2025-11-20,500,EUR,sale\n6,c,2025-11-21,-500,EUR,refund\n"  # there
    "7,,2025-02-01,900,EUR,sale\n"  # a guest
)
TICKETS = "ticket_id,customer_id,opened_at,reopened,text\n"


def many(customers: int) -> dict[str, str]:
    """Everybody orders once a month; every third writes about late parcels, and stops soon after."""
    orders, tickets = [ORDERS], [TICKETS]
    for n in range(customers):
        last = 150 + n if n % 3 == 0 else 690
        orders += [
            f"{n}-{day},c{n},{date(2024, 1, 1) + timedelta(days=day)},1000,EUR,sale\n"
            for day in range(n % 30, last, 30)
        ]
        words = "The parcel came late, delivery took weeks." if n % 3 == 0 else "How do I change my address?"
        tickets.append(f't{n},c{n},{date(2024, 1, 1) + timedelta(days=90 + n)},0,"{words}"\n')
    return {"orders": "".join(orders), "tickets": "".join(tickets)}


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(write_workspace(tmp_path, {"orders": FEW})) as opened:
        yield opened


def test_a_buyer_is_gone_once_the_window_of_repeat_purchase_has_passed(few: Workspace) -> None:
    some = buyers(few)

    assert [one.customer_id for one in some] == ["a", "b", "c"]
    left = gone(few, some)
    assert left[0] == (date(2025, 1, 9) + timedelta(days=90)).toordinal()
    assert np.isnan(left[1:]).all()
    assert [one.paused for one in some] == [False, True, False]
    assert some[0].monthly_minor == pytest.approx(3000)


def test_the_window_is_the_workspaces_own(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, {"orders": FEW})
    with (folder / "holdfast.toml").open("a") as file:
        file.write("[metrics.repeat_purchase_rate]\nwithin_days = 5\n")

    with open_workspace(folder) as opened:
        assert shop_sentence(opened, buyers(opened)).endswith(
            "Of 3 customers with an order 3 have not ordered for 5 days, and 1 once paused as long and "
            "ordered again: silence need not be leaving."
        )


@pytest.mark.parametrize(
    "ask",
    [
        holdfast.customers_at_risk,
        holdfast.find_drivers,
        holdfast.survival_of,
        holdfast.worth_of_retention,
        holdfast.draft_okr,
    ],
)
def test_what_needs_leavers_says_why_orders_are_not_enough_and_what_they_tell(
    few: Workspace, ask: object
) -> None:
    assert callable(ask)
    with pytest.raises(InputError) as error:
        ask(few)

    told = str(error.value)
    assert "Of 3 customers with an order 1 have not ordered for 90 days" in told
    assert "repeat_purchase_rate" in told


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ("2025-02-01", "all 2 customers left by the subscriptions"),
        ("2025-12-01", "Of 2 customers a subscription ends on"),
    ],
)
def test_everybody_leaving_and_ends_beyond_the_data_are_named(tmp_path: Path, ended: str, said: str) -> None:
    head = "subscription_id,customer_id,started_at,ended_at,state,interval_months,amount_minor,currency\n"
    spans = head + "".join(f"{one},{one},2025-01-01,{ended},active,1,1000,EUR\n" for one in "ab")
    tickets = TICKETS + "1,a,2025-03-01,0,Help\n"

    with (
        open_workspace(write_workspace(tmp_path, {"subscriptions": spans, "tickets": tickets})) as opened,
        pytest.raises(InputError, match=said),
    ):
        refuse_nobody_left(opened, "worth")


def test_reasons_of_a_shop_are_held_against_silence_and_say_so(tmp_path: Path) -> None:
    with open_workspace(write_workspace(tmp_path, many(180))) as opened:
        found = holdfast.why_customers_leave(opened).record
        risk = holdfast.customers_at_risk(opened, length=None)
        there = {one.customer_id for one in buyers(opened) if opened.as_of.toordinal() - one.last <= 90}

    assert found.customers == 180
    assert found.left == 60
    assert found.notes[0].startswith("Nobody gives notice in a shop.")
    assert found.notes[1] == "Here who has not ordered for 90 days counts as gone."
    assert next(one for one in found.reasons if one.theme == "delivery").difference > 0
    assert risk.notes[0].startswith("Who ordered within 90 days counts as a customer")
    assert {one.customer_id for one in risk.listed} == there
    assert risk.events == 60
    assert {name for name, _ in risk.rests_on}.isdisjoint({"contract", "price"})


def test_texts_joined_to_nothing_are_read_and_nothing_is_said_of_leaving(tmp_path: Path) -> None:
    tables = {"tickets": TICKETS + "t1,x,2025-03-01,0,The parcel came late.\n"}
    with open_workspace(write_workspace(tmp_path, tables)) as opened:
        told = holdfast.why_customers_leave(opened).to_text()
        with pytest.raises(InputError, match="holdfast why says what customers write about"):
            holdfast.customers_at_risk(opened)

    assert "Nothing in the data says who left" in told
    assert "Delivery" in told
