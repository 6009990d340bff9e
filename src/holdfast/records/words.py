"""Figures in words: values with their unit, ranges, periods, segments, and whether a value is final."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records import Measurement, Unit
    from holdfast.units import Interval, Period

NO_VALUE = "no value (nobody to count)"
NOT_SHOWN = "not shown (few persons)"
WITHHELD = (("withheld", 1.0),)
"""The details of a measurement whose value is not shown, since too few persons are behind it."""
# Not `calendar.month_abbr`: that follows the machine's locale, and a report must read the same everywhere.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WITHOUT_MINOR_UNIT = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "XPF", "PYG"})
"""Currencies whose smallest coin is a whole one: their amounts are kept in these."""
BY_LENGTH = frozenset({"retention_rate", "logo_churn", "grr", "nrr", "revenue_churn"})
"""Metrics whose values depend on how long a period is: of all customers fewer leave in a month."""
_ABBREVIATION = re.compile(
    "acv|api|arpa|arpu|arr|b2b|b2c|ces|clv|crm|csat|csm|eu|gmv|id|kpi|ltv|mau|mrr|nps|qbr|saas|sla|smb|sso"
    "|uk|us|usa|vip"
)
"""Words of a column's name that are written in capitals."""
_WEEK_DAYS, _LONGEST_MONTH = 7, 31
_WHOLE_MONEY_FROM = 1000


def value_text(value: float | None, unit: Unit, *, currency: str | None = None) -> str:
    """A value as people write it: ``88.3%`` for a share of 0.883, ``3.5 hours``, ``EUR 1,200``.

    Args:
        value: In the unit; None is undefined and never reads as 0.
        unit: A share is 0..1, money is in minor units.
        currency: ISO 4217 code for money, or None where it is not known.
    """
    if value is None:
        return NO_VALUE
    match unit:
        case "share":
            return f"{100 * value:.1f}%"
        case "points" | "hours" | "days":
            return f"{value:,.1f} {unit if abs(value) != 1 else unit[:-1]}"
        case "count":
            return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
        case "money":
            return _money_text(value, currency)
        case "ratio":
            return f"{value:,.2f}"


def is_withheld(measurement: Measurement) -> bool:
    """Whether its value is not shown, since it would tell what a few persons answered."""
    return measurement.details == WITHHELD


def measured_text(measurement: Measurement, *, currency: str | None = None) -> str:
    """The value of a measurement; of one that is withheld, that it is."""
    if is_withheld(measurement):
        return NOT_SHOWN
    return value_text(measurement.value, measurement.unit, currency=currency)


def range_text(interval: Interval | None, unit: Unit, *, currency: str | None = None) -> str:
    """A range as ``85.1% to 91.0%``, the unit's word only once; ``not known`` where there is none."""
    if interval is None:
        return "not known"
    high = value_text(interval.high, unit, currency=currency)
    low = value_text(interval.low, unit, currency=currency)
    word = f" {unit}"
    return f"{low.removesuffix(word)} to {high}"


def day_text(day: date) -> str:
    """A date as ``1 Oct 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period_text(period: Period) -> str:
    """A period as people say it: ``Oct 2026``, ``Jul-Sep 2026``, ``2026``, or its days.

    The last day named is the last one inside the period.
    """
    start, last = period.start, period.end - timedelta(days=1)
    if start.day == 1 and period.end.day == 1:
        return _months_text(start, last)
    if period.days == 1:
        return day_text(start)
    if period.days == _WEEK_DAYS:
        return f"week of {day_text(start)}"
    return f"{day_text(start)} to {day_text(last)}"


def column_words(column: str) -> str:
    """A segment's column as people read it, on pages, in reports and sentences; files keep its name.

    >>> column_words("arr_band")
    'ARR band'
    """
    words = column.replace("_", " ").split()
    return " ".join(one.upper() if _ABBREVIATION.fullmatch(one) else one for one in words)


def segment_text(segment: tuple[tuple[str, str], ...]) -> str:
    """A segment as ``size: large, ARR band: over 1m``; ``everybody`` where there is none."""
    return ", ".join(f"{column_words(column)}: {value}" for column, value in segment) or "everybody"


def maturity_text(measurement: Measurement, window_days: int | None) -> str:
    """``final``, or why the value may still change: how many are waited for, of all whom they are among."""
    if measurement.is_mature:
        return "final"
    if not measurement.pending:
        is_over = measurement.period.end <= measurement.as_of
        return (
            f"not final{': the data do not cover all of it' if is_over else ' yet: the period is not over'}"
        )
    waiting = f"{measurement.pending:,} of {measurement.entities:,}"
    if window_days is None:
        return f"not final yet: {waiting} still open"
    days = "day" if window_days == 1 else "days"
    return f"not final yet: {waiting} still within their {window_days} {days}"


def count_text(measurement: Measurement, *, currency: str | None = None) -> str:
    """What a value rests on: ``212 of 240`` or ``EUR 1,950 of EUR 2,100`` for a share, else ``from 98``."""
    above, below = counted_texts(measurement, currency=currency)
    return f"{above} of {below}" if measurement.unit == "share" else f"from {below}"


def counted_texts(measurement: Measurement, *, currency: str | None = None) -> tuple[str, str]:
    """Numerator and denominator, each as money where it is some: of a mean of money the numerator alone."""

    def text(number: int, *, is_money: bool) -> str:
        return _money_text(number, currency) if is_money else f"{number:,}"

    is_sum = measurement.unit == "money" or measurement.of_money
    return (
        NOT_SHOWN if is_withheld(measurement) else text(measurement.numerator, is_money=is_sum),
        text(measurement.denominator, is_money=measurement.of_money),
    )


def _months_text(start: date, last: date) -> str:
    first_month, last_month = _MONTHS[start.month - 1], _MONTHS[last.month - 1]
    if (start.year, start.month) == (last.year, last.month):
        return f"{first_month} {start.year}"
    if start.year != last.year:
        return f"{first_month} {start.year} to {last_month} {last.year}"
    if (start.month, last.month) == (1, 12):
        return str(start.year)
    return f"{first_month}-{last_month} {start.year}"


def _money_text(minor: float, currency: str | None) -> str:
    amount = minor if currency in WITHOUT_MINOR_UNIT else minor / 100
    figure = f"{amount:,.0f}" if abs(amount) >= _WHOLE_MONEY_FROM else f"{amount:,.2f}"
    return f"{currency} {figure}" if currency else figure


def length_text(metric: str, period: Period) -> str:
    """How long a period a value is of and how to say another; empty where values do not depend on it."""
    if metric not in BY_LENGTH:
        return ""
    if period.days <= _LONGEST_MONTH:
        return "Taken as the value of one month, and not of a quarter, in which more is lost."
    return (
        "Taken as the value of a whole quarter, in which more is lost than in a month. If a month is "
        "meant, say “in a month”."
    )
