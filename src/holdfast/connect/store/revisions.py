"""A revision as a row of SQLite and back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from holdfast.metrics.partials.model import Revision
from holdfast.records import Measurement
from holdfast.units import Interval, Period

if TYPE_CHECKING:
    from holdfast.metrics.request import Grain
    from holdfast.records import Unit

Identity = tuple[str, str, str, str, str, str]
"""Metric, version, grain, start and end of the period, segment."""


class Recorded(NamedTuple):
    """One row of the table of revisions; text is ISO 8601 or JSON."""

    metric: str
    version: str
    grain: str
    period_start: str
    period_end: str
    segment: str
    number: int
    recorded_at: str
    is_restated: int
    figures: str

    @classmethod
    def of(cls, revision: Revision) -> Recorded:
        """The row of a revision."""
        one = revision.measurement
        figures = {
            "variant": one.variant,
            "unit": one.unit,
            "value": one.value,
            "numerator": one.numerator,
            "denominator": one.denominator,
            "interval": one.interval and [one.interval.low, one.interval.high],
            "pending": one.pending,
            "is_mature": one.is_mature,
            "as_of": one.as_of.isoformat(),
            "details": one.details,
            "pending_among": one.pending_among,
            "of_money": one.of_money,
        }
        return cls(
            *recorded(one, revision.grain),
            revision.number,
            revision.recorded_at.isoformat(),
            int(revision.is_restated),
            json.dumps(figures),
        )

    def revision(self) -> Revision:
        """The revision of the row."""
        return Revision(
            number=self.number,
            grain=cast("Grain", self.grain),
            recorded_at=datetime.fromisoformat(self.recorded_at),
            measurement=self._measurement(),
            is_restated=bool(self.is_restated),
        )

    def _measurement(self) -> Measurement:
        figures = json.loads(self.figures)
        interval = figures["interval"]
        return Measurement(
            metric=self.metric,
            variant=figures["variant"],
            version=self.version,
            period=Period(date.fromisoformat(self.period_start), date.fromisoformat(self.period_end)),
            segment=tuple((column, value) for column, value in json.loads(self.segment)),
            unit=cast("Unit", figures["unit"]),
            value=figures["value"],
            numerator=figures["numerator"],
            denominator=figures["denominator"],
            interval=Interval(*interval) if interval else None,
            pending=figures["pending"],
            is_mature=figures["is_mature"],
            as_of=date.fromisoformat(figures["as_of"]),
            details=tuple((name, value) for name, value in figures["details"]),
            pending_among=figures.get("pending_among"),
            of_money=figures.get("of_money", False),
        )


def recorded(measurement: Measurement, grain: Grain) -> Identity:
    """What makes two values values of the same thing."""
    period = measurement.period
    segment = json.dumps(measurement.segment, ensure_ascii=False)
    return (
        measurement.metric,
        measurement.version,
        grain,
        period.start.isoformat(),
        period.end.isoformat(),
        segment,
    )


def same_figures(one: Measurement, other: Measurement) -> bool:
    """They differ in nothing but the date they were measured as of."""
    return replace(one, as_of=other.as_of) == other


def columns_of(row: type[NamedTuple]) -> str:
    """The columns of a row's class for SELECT."""
    return ", ".join(row._fields)
