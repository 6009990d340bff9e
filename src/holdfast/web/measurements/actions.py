"""Recording values: new ones beside the old, in one transaction for each series."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.records.words import is_withheld
from holdfast.report.measurements import definition_text
from holdfast.web.audit.actions import Actor, record
from holdfast.web.measurements.models import Series, Value
from holdfast.web.measurements.values import OUTSIDE, segment_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from holdfast.records import Measurement, MetricCard


def series_for(
    card: MetricCard,
    *,
    parameters: Mapping[str, object],
    filters: Mapping[str, Sequence[str]],
    grain: str,
) -> Series:
    """The series of a question; the same question, whoever asks it, is one series.

    Args:
        card: As asked, with its window in the title.
        parameters: Of the definition, variant included.
        filters: Segment column to the values let through.
        grain: Length of a period.
    """
    asked = _asked(card.name, parameters, filters, grain)
    key = question_key(card.name, parameters=parameters, filters=filters, grain=grain)
    described = {
        "title": card.title,
        "definition": definition_text(card),
        "unit": card.unit,
        "better": card.better,
        "window_days": card.window_days,
    }
    found, _ = Series.objects.get_or_create(key=key, defaults={**asked, **described})
    return found


def question_key(
    metric: str, *, parameters: Mapping[str, object], filters: Mapping[str, Sequence[str]], grain: str
) -> str:
    """What makes a question one series: digest of all that is asked."""
    asked = _asked(metric, parameters, filters, grain)
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _asked(
    metric: str, parameters: Mapping[str, object], filters: Mapping[str, Sequence[str]], grain: str
) -> dict[str, object]:
    return {
        "metric": metric,
        "parameters": dict(sorted(parameters.items())),
        "filters": {column: sorted(values) for column, values in sorted(filters.items())},
        "grain": grain,
    }


def outside_series(name: str, *, title: str, unit: str, better: str) -> Series:
    """A series whose figures come from outside under a name of their sender's choice."""
    key = sha256(f"{OUTSIDE}:{name}".encode()).hexdigest()
    described = {"title": title, "unit": unit, "better": better}
    found, _ = Series.objects.get_or_create(key=key, defaults=described)
    return found


def record_values(series: Series, measured: Sequence[Measurement], *, sql: str, at: datetime) -> int:
    """Record what was measured; a value that did not change is left as it is. Returns how many are new.

    One transaction: a reader sees all of it or nothing. What was current before stays to be read.

    Args:
        series: Saved.
        measured: Any segments and periods of it.
        sql: The query behind it; empty for figures from outside.
        at: The instant of recording.
    """
    with transaction.atomic():
        before = Series.objects.select_for_update().get(pk=series.pk)
        known = {
            (one.segment, one.period_start): one
            for one in Value.objects.select_for_update().filter(series=series, is_current=True)
        }
        rows = [_row(series, one, at) for one in measured]
        changed = [row for row in rows if not _same(known.get((row.segment, row.period_start)), row)]
        old = [known[key] for row in changed if (key := (row.segment, row.period_start)) in known]
        Value.objects.filter(pk__in=[one.pk for one in old]).update(is_current=False)
        restated = {(one.segment, one.period_start) for one in old if one.is_mature}
        for row in changed:
            row.restated = (row.segment, row.period_start) in restated
        Value.objects.bulk_create(changed)
        Series.objects.filter(pk=series.pk).update(
            sql=sql,
            error="",
            tried_at=at,
            measured_at=at,
            removed_at=None,
            of_money=any(one.of_money for one in measured) if measured else before.of_money,
            data_through=max((one.as_of for one in measured), default=before.data_through),
        )
        if before.error:
            record(Actor(None, "job", at), "measured again", series)
    return len(changed)


def record_failure(series: Series, error: str, *, at: datetime, is_gone: bool = False) -> None:
    """Keep why a series could not be measured; its last good values stay as they are.

    The audit log is told when it begins to fail, and not at each attempt.
    """
    with transaction.atomic():
        before = Series.objects.select_for_update().get(pk=series.pk)
        gone = {"removed_at": at} if is_gone and before.removed_at is None else {}
        Series.objects.filter(pk=series.pk).update(error=error, tried_at=at, **gone)
        if not before.error:
            record(Actor(None, "job", at), "could not measure", series)


def _row(series: Series, one: Measurement, at: datetime) -> Value:
    return Value(
        series=series,
        period_start=one.period.start,
        period_end=one.period.end,
        segment=segment_key(one.segment),
        value=one.value,
        numerator=None if is_withheld(one) else one.numerator,
        denominator=one.denominator,
        low=one.interval.low if one.interval else None,
        high=one.interval.high if one.interval else None,
        pending=one.pending,
        pending_among=one.pending_among,
        is_mature=one.is_mature,
        as_of=one.as_of,
        version=one.version,
        recorded_at=at,
    )


_COMPARED = (
    "period_end",
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "pending",
    "is_mature",
    "version",
)


def _same(before: Value | None, after: Value) -> bool:
    return before is not None and all(getattr(before, name) == getattr(after, name) for name in _COMPARED)
