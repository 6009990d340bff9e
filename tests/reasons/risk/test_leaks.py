"""Columns that know the future are found by name and by values, and ordinary ones are not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.reasons.risk.leaks import Leak, leak_by_name, leak_by_values, leaks, refuse_leaks


@pytest.mark.parametrize(
    "name",
    [
        "last_activity",
        "last_login_at",
        "LastLoginDate",
        "days_since_last_order",
        "days_since_login",
        "recency",
        "Last Seen",
        "churn_reason",
        "reason",
        "Churn Reason",
        "cancel_date",
        "cancellation_reason",
        "left_at",
        "churned",
        "exit_survey",
        "is_active",
        "status",
    ],
)
def test_a_name_that_tells_the_future_is_a_leak(name: str) -> None:
    assert leak_by_name(name) is not None


@pytest.mark.parametrize(
    "name",
    [
        "tenure",
        "Contract",
        "contract_end_date",
        "PaymentMethod",
        "plan",
        "size",
        "region",
        "seats",
        "industry",
        "channel",
        "arr_band",
        "SeniorCitizen",
        "last_name",
        "MonthlyCharges",
    ],
)
def test_an_ordinary_name_is_none(name: str) -> None:
    assert leak_by_name(name) is None


def _left(count: int, share: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return (np.arange(count) < share * count).astype(np.float64)


def test_a_column_that_is_filled_only_at_leaving_is_a_leak_whatever_its_name() -> None:
    left = _left(500, 0.2)
    note = np.array(["too expensive" if one else "" for one in left], dtype=object)

    assert leak_by_values(note, left) is not None


def test_a_column_that_is_filled_for_some_of_both_is_none() -> None:
    left = _left(500, 0.2)
    note = np.array(["asked" if row % 3 else "" for row in range(500)], dtype=object)

    assert leak_by_values(note, left) is None


def test_a_number_that_parts_leavers_almost_without_fail_is_a_leak() -> None:
    left = _left(500, 0.2)
    idle = np.array([f"{80 + row % 40 if one else row % 30}" for row, one in enumerate(left)], dtype=object)

    assert leak_by_values(idle, left) is not None


def test_a_day_after_the_snapshot_is_a_leak() -> None:
    days = np.array(["2026-01-05", "2026-03-09"], dtype=object)

    assert leak_by_values(days, np.array([0.0, 1.0]), before=date(2026, 2, 1)) is not None
    assert leak_by_values(days, np.array([0.0, 1.0]), before=date(2026, 4, 1)) is None


def test_a_leak_that_is_asked_for_is_refused_with_the_reason() -> None:
    columns = {
        "last_activity": np.array(["a", "b"], dtype=object),
        "size": np.array(["s", "l"], dtype=object),
    }
    found = leaks(columns, np.array([0.0, 1.0]))

    assert [one.column for one in found] == ["last_activity"]
    with pytest.raises(InputError, match="last active as of today"):
        refuse_leaks(["last_activity"], found)
    refuse_leaks(["size"], found)


def test_a_leak_that_nobody_asked_for_stops_nothing() -> None:
    refuse_leaks([], [Leak("reason", "…")])
