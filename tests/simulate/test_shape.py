"""The figures that tables.md gives for company Seed, over several seeds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.simulate.arrays import Instants

    Tables = dict[str, dict[str, Any]]

SEEDS = (1, 2, 3, 4)
NEW_YORK = ZoneInfo("America/New_York")
QUARTERS = np.arange(np.datetime64("2023-10"), np.datetime64("2027-01"), 3)


def _local_dates(instants: Instants) -> Instants:
    utc = ZoneInfo("UTC")
    dates = [
        None if at is None else at.replace(tzinfo=utc).astimezone(NEW_YORK).date() for at in instants.tolist()
    ]
    return np.array(dates, dtype="datetime64[D]")


def _onboarding(tables: Tables, column: str, days: int) -> tuple[Any, Any]:
    """Whether each customer's onboarding came within so many local days, and its size; mature ones only."""
    customers, rows = tables["customers"], tables["engagements"]
    kind = rows["kind"] == "onboarding"
    position = {name: row for row, name in enumerate(customers["customer_id"])}
    who = np.array([position[name] for name in rows["customer_id"][kind]])
    signed = _local_dates(customers["signed_at"][who])
    passed = (_local_dates(rows[column][kind]) - signed).astype(float)
    within = ~np.isnan(passed) & (passed <= days) & (passed >= 0)
    mature = signed < np.datetime64("2026-09-15")
    return within[mature], customers["size"][who][mature]


@pytest.mark.parametrize("seed", SEEDS)
def test_about_two_thousand_accounts_pay_and_free_ones_stand_beside_them(
    tables: Callable[[int], Tables], seed: int
) -> None:
    made = tables(seed)
    subscriptions = made["subscriptions"]
    running = np.isnat(subscriptions["ended_at"]) & (subscriptions["amount_minor"] > 0)
    paying = made["customers"]["customer_id"][made["customers"]["is_paying"]]

    assert 1800 <= len(paying) <= 2200
    assert set(subscriptions["customer_id"][running]) == set(paying)
    assert (made["customers"]["plan"] == "free").sum() > 1000


@pytest.mark.parametrize("seed", SEEDS)
def test_about_240_sign_each_quarter(tables: Callable[[int], Tables], seed: int) -> None:
    customers = tables(seed)["customers"]
    paid = customers["plan"] != "free"
    quarter = np.searchsorted(QUARTERS.astype("datetime64[us]"), customers["signed_at"][paid], side="right")

    counts = np.bincount(quarter, minlength=13)[1:13]

    assert counts.mean() == pytest.approx(240, abs=1)
    assert counts.min() > 180
    assert counts.max() < 300


@pytest.mark.parametrize("seed", SEEDS)
def test_twelve_pay_over_a_million_a_year(tables: Callable[[int], Tables], seed: int) -> None:
    rows = tables(seed)["subscriptions"]
    yearly: Counter[str] = Counter()
    for row in np.flatnonzero(np.isnat(rows["ended_at"])).tolist():
        yearly[rows["customer_id"][row]] += int(
            rows["amount_minor"][row] * 12 // rows["interval_months"][row]
        )

    over = sum(amount > 100_000_000 for amount in yearly.values())

    assert 11 <= over <= 12


@pytest.mark.parametrize("seed", SEEDS)
def test_about_a_hundred_answer_the_nps_question_each_quarter(
    tables: Callable[[int], Tables], seed: int
) -> None:
    rows = tables(seed)["surveys"]
    answered = rows["answered_at"][(rows["kind"] == "nps") & ~np.isnat(rows["answered_at"])]

    counts = np.bincount(np.searchsorted(QUARTERS.astype("datetime64[us]"), answered, side="right"))[1:13]

    # The first quarters have too few people to ask.
    assert 85 <= counts[4:].mean() <= 115
    assert counts[4:].min() > 55


def test_onboarding_dates_are_agreed_within_five_days_for_about_88_in_100(
    tables: Callable[[int], Tables],
) -> None:
    within = np.concatenate([_onboarding(tables(seed), "scheduled_at", 5)[0] for seed in SEEDS])

    # Of about 11,000 signings: three standard errors.
    assert within.mean() == pytest.approx(0.88, abs=0.009)


@pytest.mark.parametrize("seed", SEEDS)
def test_onboarding_calls_are_held_within_ten_days_as_the_shape_says(
    tables: Callable[[int], Tables], seed: int
) -> None:
    within, size = _onboarding(tables(seed), "completed_at", 10)

    assert within.mean() == pytest.approx(0.58, abs=0.03)
    assert within[size == "large"].mean() == pytest.approx(0.85, abs=0.055)
    assert within[size == "small"].mean() == pytest.approx(0.45, abs=0.035)


def test_tickets_are_written_in_many_ways(tables: Callable[[int], Tables]) -> None:
    written = [text for text in tables(1)["tickets"]["text"] if text is not None]

    assert len(set(written)) > 0.6 * len(written)


def test_what_a_people_table_says_of_persons_is_at_domains_for_examples(
    tables: Callable[[int], Tables],
) -> None:
    emails = [email for email in tables(1)["people"]["email"] if email is not None]

    assert all(email.endswith(".example") and email.count("@") == 1 for email in emails)
    assert len(set(emails)) > 0.9 * len(emails)
