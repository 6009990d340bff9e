"""Measured values are compared with written ones in the unit of the text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.records import Measurement
from holdfast.review.quantities import as_written, days_of, latest_final, plain
from holdfast.units import Period

if TYPE_CHECKING:
    from holdfast.records import Unit


def _measurement(unit: Unit, value: float | None, *, month: int = 1, final: bool = True) -> Measurement:
    period = Period(date(2026, month, 1), date(2026, month + 1, 1))
    return Measurement("m", "standard", "1", period, (), unit, value, 1, 2, None, 0, final, date(2026, 9, 1))


@pytest.mark.parametrize(
    ("unit", "value", "written", "expected"),
    [
        ("share", 0.62, "%", 62.0),
        ("share", 0.62, "hours", None),
        ("points", 31.0, None, 31.0),
        ("points", 31.0, "points", 31.0),
        ("hours", 36.0, "hours", 36.0),
        ("hours", 1.5, "minutes", 90.0),
        ("hours", 36.0, "days", 1.5),
        ("days", 14.0, "weeks", 2.0),
        ("hours", 36.0, "%", None),
        ("count", 40.0, "%", None),
    ],
)
def test_a_value_is_given_in_the_unit_of_the_text(
    unit: Unit, value: float, written: str | None, expected: float | None
) -> None:
    found = as_written(value, _measurement(unit, value), written)

    assert found == (None if expected is None else pytest.approx(expected))


def test_the_last_final_value_counts_and_not_the_last() -> None:
    series = (
        _measurement("share", 0.1, month=1),
        _measurement("share", 0.2, month=2),
        _measurement("share", 0.3, month=3, final=False),
        _measurement("share", None, month=4),
    )

    last = latest_final(series)

    assert last is not None
    assert last.value == 0.2
    assert latest_final(()) is None


@pytest.mark.parametrize(
    ("value", "unit", "days"), [(2, "weeks", 14), (36, "hours", 1.5), (1, "points", None)]
)
def test_lengths_of_time_in_days(value: float, unit: str, days: float | None) -> None:
    assert days_of(value, unit) == days


@pytest.mark.parametrize(("value", "words"), [(95.0, "95"), (4.5, "4.5"), (12000, "12,000"), (1 / 3, "0.33")])
def test_numbers_read_as_people_write_them(value: float, words: str) -> None:
    assert plain(value) == words
