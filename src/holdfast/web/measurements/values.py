"""Stored values as the measurements that scoring and charts work on, and back."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from holdfast.records import Measurement
from holdfast.records.words import WITHHELD
from holdfast.units import Interval, Period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from holdfast.records import Unit
    from holdfast.web.checkins.models import CheckIn
    from holdfast.web.measurements.models import Series, Value

OUTSIDE = "outside"
"""Definition version of what Holdfast did not compute."""
LONGEST_SEGMENT = 200
"""As long as its column."""
_DIGEST = 8
_DAY = timedelta(days=1)
_PARTING = frozenset("%,=\0")
"""A zero would be refused by PostgreSQL."""


VALUE_FIELDS = (
    "period_start",
    "period_end",
    "segment",
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "pending",
    "is_mature",
    "as_of",
    "version",
    "pending_among",
)
"""What `measured` takes of a stored value, in its order."""
_of_value = attrgetter(*VALUE_FIELDS)


def as_measurement(row: Value, series: Series) -> Measurement:
    """A stored value as it was measured."""
    return measured(asked_of(series), *_of_value(row))


class AskedOf(NamedTuple):
    """What a measurement says of its series."""

    metric: str
    variant: str
    unit: str
    of_money: bool


def asked_of(series: Series) -> AskedOf:
    """What a series is asked."""
    variant = str(series.parameters.get("variant", "standard"))
    return AskedOf(series.metric, variant, series.unit, series.of_money)


def measured(  # noqa: PLR0913, PLR0917 - the fields of a stored value, as a query gives them
    asked: AskedOf,
    period_start: date,
    period_end: date,
    segment: str,
    value: float | None,
    numerator: int | None,
    denominator: int | None,
    low: float | None,
    high: float | None,
    pending: int,
    is_mature: bool,  # noqa: FBT001 - as above
    as_of: date,
    version: str,
    pending_among: int | None,
) -> Measurement:
    """The fields of a stored value as it was measured, without the object between."""
    unit: Unit = asked.unit  # type: ignore[assignment]  # written from a card
    return Measurement(
        metric=asked.metric,
        variant=asked.variant,
        version=version,
        period=Period(period_start, period_end),
        segment=segment_pairs(segment),
        unit=unit,
        value=value,
        numerator=numerator or 0,
        denominator=denominator or 0,
        interval=None if low is None or high is None else Interval(low, high),
        pending=pending,
        is_mature=is_mature,
        as_of=as_of,
        pending_among=pending_among,
        of_money=asked.of_money,
        details=WITHHELD if value is None and denominator else (),
    )


def typed_measurements(check_ins: Iterable[CheckIn], unit: str) -> tuple[Measurement, ...]:
    """What owners typed in, as values of their days: final, since nobody waits for an outcome."""
    return tuple(typed_measurement(one.on, one.value, unit) for one in check_ins if one.value is not None)


def segment_key(segment: Iterable[tuple[str, str]]) -> str:
    """A segment as it is stored: ``size=large``, several joined by commas, empty for everybody.

    What would part it elsewhere is written as in addresses (``%2C``); what is longer than the column ends in
    a digest, so that two long names do not become one.
    """
    key = ",".join(f"{_escaped(column)}={_escaped(value)}" for column, value in segment)
    if len(key) <= LONGEST_SEGMENT:
        return key
    digest = sha256(key.encode()).hexdigest()[:_DIGEST]
    # An escape that is cut in its middle would be read as something else.
    kept = re.sub("%[0-9A-F]?$", "", key[: LONGEST_SEGMENT - _DIGEST - 1])
    return f"{kept}\N{HORIZONTAL ELLIPSIS}{digest}"


def segment_pairs(stored: str) -> tuple[tuple[str, str], ...]:
    """The segment that was stored."""
    pairs = (part.partition("=") for part in stored.split(",") if part)
    return tuple((unquote(column), unquote(value)) for column, _, value in pairs)


def _escaped(text: str) -> str:
    return "".join(f"%{ord(one):02X}" if one in _PARTING else one for one in text)


def typed_measurement(on: date, value: float, unit: str) -> Measurement:
    """A value that an owner typed in on a day."""
    after = on + _DAY
    return Measurement(
        metric="",
        variant="",
        version=OUTSIDE,
        period=Period(on, after),
        segment=(),
        unit=unit,  # type: ignore[arg-type]  # choices of the model
        value=value,
        numerator=0,
        denominator=0,
        interval=None,
        pending=0,
        is_mature=True,
        as_of=after,
    )
