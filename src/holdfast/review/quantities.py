"""The nature of a coarse metric (good direction, range, share or not), and the units of text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from holdfast.review.ontology import pattern, words
from holdfast.review.words import first_span, holds
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.records import Measurement
    from holdfast.review.reading.model import KeyResultReading

_HOURS = {
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.5,
    "quarter": 2191.5,
    "year": 8766.0,
}
_POINTS = frozenset({"points", "point", "pp", "pts", "percentage points"})


@dataclass(frozen=True, slots=True)
class Nature:
    """What is true of a metric whatever the company.

    Attributes:
        better: The direction that is good for customers and company.
        low: Least possible value in the unit people write (per cent, points), or None.
        high: Greatest possible value, or None.
        is_share: People write it in per cent, so that "by 10%" reads two ways.
        rises_when_leaving: An average over those who answer or stay, which rises when the unhappy leave.
    """

    better: Literal["up", "down"]
    low: float | None = None
    high: float | None = None
    is_share: bool = False
    rises_when_leaving: bool = False


_SHARE_UP = Nature("up", 0, 100, is_share=True)
_TIME = Nature("down", 0)
_CSAT = Nature("up", 0, None, is_share=True, rises_when_leaving=True)
_NATURES = {
    "nps": Nature("up", -100, 100, rises_when_leaving=True),
    "csat": _CSAT,
    "review_rating": Nature("up", 0, None, rises_when_leaving=True),
    "churn_rate": Nature("down", 0, 100, is_share=True),
    "revenue_churn": Nature("down", None, 100, is_share=True),
    "retention_rate": _SHARE_UP,
    "renewal_rate": _SHARE_UP,
    "repeat_purchase_rate": _SHARE_UP,
    "onboarding_completion": _SHARE_UP,
    "first_contact_resolution": _SHARE_UP,
    "conversion": _SHARE_UP,
    "adoption": Nature("up", 0, None, is_share=True),
    "nrr": Nature("up", 0, None, is_share=True),
    "first_response_time": _TIME,
    "resolution_time": _TIME,
    "time_to_value": _TIME,
}


def nature_of(reading: KeyResultReading) -> Nature | None:
    """The nature of the metric that a key result is about; None where it is not known.

    Drop-offs and detractors turn a metric over. A time in per cent is a share of cases ("resolved within 10
    days", "open for more than 10 days"), of which the sentence alone says whether more is better, and a share
    in days ("time to churn") is another metric.
    """
    nature, quantity = _NATURES.get(reading.metric or ""), reading.quantity
    if nature is _CSAT and quantity.unit == "%":
        nature = replace(_CSAT, high=100)
    if nature is _TIME:
        is_share_of_cases = quantity.unit == "%" and quantity.kind != "relative_change"
        return None if is_share_of_cases else nature
    if nature is None or (quantity.unit is not None and days_of(1, quantity.unit) is not None):
        return None
    return _turned(nature, reading) if nature.better == "up" else nature


def _turned(nature: Nature, reading: KeyResultReading) -> Nature | None:
    """The nature of a metric that is better up, turned over where its own words say so.

    None where such a word stands elsewhere: of detractors that got an answer more is better.
    """
    found = first_span(reading.text, words("inverse", "words"))
    if found is None:
        return nature
    named = reading.metric_span or found
    is_own = named[0] <= found[0] and not reading.text[named[1] : found[0]].strip()
    is_of_people = reading.population_span is not None or holds(
        " ".join(reading.text[found[1] :].split()[:1]), words("inverse", "clauses")
    )
    if not is_own or is_of_people:
        return None
    return replace(nature, better="down", rises_when_leaving=False)


def is_step(reading: KeyResultReading) -> bool:
    """Its target is a step from the start value behind it, and not a level: "up 50 from 62"."""
    quantity = reading.quantity
    if quantity.kind != "from_to" or quantity.span is None:
        return False
    start, end = quantity.span
    is_led = pattern("step").search(reading.text[:start]) is not None
    return is_led and pattern("step_from").search(reading.text[start:end]) is not None


def is_points(unit: str | None) -> bool:
    """The unit says points, so that a change is not read as a per cent."""
    return unit is not None and unit.lower() in _POINTS


def plain(value: float) -> str:
    """A number as people write it: 95, 4.5, 12,000."""
    rounded = round(value, 2)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"


def days_of(value: float, unit: str) -> float | None:
    """A length of time in days; None for a unit that is none of time."""
    hours = _HOURS.get(unit.lower().rstrip("s").removeprefix("business ").removeprefix("working "))
    return None if hours is None else value * hours / 24


def as_written(value: float, measurement: Measurement, unit: str | None) -> float | None:
    """A measured value in the unit of the text; None where the two cannot be compared.

    A share of 0.62 is 62 where the text says %; hours are minutes, days or weeks where the text says so.
    """
    if measurement.unit == "share":
        return value * 100 if unit == "%" else None
    if measurement.unit in {"hours", "days"}:
        own, wanted = days_of(1, measurement.unit), days_of(1, unit or measurement.unit)
        return None if own is None or wanted is None else value * own / wanted
    return None if unit == "%" and measurement.unit != "points" else value


def latest_final(series: tuple[Measurement, ...]) -> Measurement | None:
    """The last value that will not change any more, or None."""
    return next((one for one in reversed(series) if one.is_mature and one.value is not None), None)
