"""What a refresh did, a verification found, and values as they were recorded, as text and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.records.words import (
    day_text,
    maturity_text,
    measured_text,
    period_text,
    range_text,
    segment_text,
)
from holdfast.report.measurements import measurement_dict
from holdfast.report.table import Align, aligned_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.metrics.partials.model import Revision
    from holdfast.metrics.partials.outcome import MetricRefresh, MetricVerification

_HEAD = ("metric", "read from", "new or changed", "restated")


def refresh_text(refreshed: Sequence[MetricRefresh], *, as_of: date) -> str:
    """One line per metric that was refreshed, then each restated value, then what could not be measured."""
    done = [one for one in refreshed if one.done]
    failed = [one for one in refreshed if one.error]
    rows = [_row(one) for one in done]
    parts = [f"As of {day_text(as_of)}: {len(done)} of {len(refreshed)} metrics are up to date."]
    if rows:
        parts.append(aligned_table(_HEAD, rows, ("left", "left", "right", "right")))
    restated = [revision for one in done if one.done for revision in one.done.restated]
    if restated:
        parts.append("Restated, although they were final:\n" + "\n".join(map(_restated, restated)))
    if failed:
        parts.append("Not measured:\n" + "\n".join(f"  {one.metric}: {one.error}" for one in failed))
    return "\n\n".join(parts) + "\n"


def refresh_json(refreshed: Sequence[MetricRefresh], *, as_of: date) -> str:
    """JSON with one object per metric: what was read, what was recorded, or the error."""
    document = {"as_of": as_of.isoformat(), "metrics": [_refresh_dict(one) for one in refreshed]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def verification_text(verified: Sequence[MetricVerification]) -> str:
    """One line per metric."""
    words = {
        None: "keeps no day that is frozen",
        True: "equal",
        False: "DIFFERS: run holdfast refresh --full",
    }
    lines = []
    for one in verified:
        day = f"{day_text(one.verified.day)} " if one.verified else ""
        lines.append(f"{one.metric}: {day}{words[one.verified.is_equal if one.verified else None]}")
    return "\n".join(lines) + "\n"


def history_text(revisions: Sequence[Revision]) -> str:
    """One line per revision: what was recorded when, as of when, by which definition."""
    head = ("period", "segment", "number", "value", "95% range", "state", "as of", "recorded", "definition")
    align: list[Align] = ["left" for _ in head]
    rows: list[tuple[str, ...]] = [
        (
            period_text(one.measurement.period),
            segment_text(one.measurement.segment),
            f"{one.number}{' restated' if one.is_restated else ''}",
            measured_text(one.measurement),
            range_text(one.measurement.interval, one.measurement.unit),
            maturity_text(one.measurement, None),
            day_text(one.measurement.as_of),
            one.recorded_at.strftime("%Y-%m-%d %H:%M UTC"),
            one.measurement.version,
        )
        for one in revisions
    ]
    return aligned_table(head, rows, align) + "\n"


def recorded_text(revisions: Sequence[Revision]) -> str:
    """One line per metric: the value that was recorded last, as of when, and when it was recorded."""
    head = ("metric", "period", "value", "95% range", "state", "as of", "recorded")
    rows = [
        (
            one.measurement.metric,
            period_text(one.measurement.period),
            measured_text(one.measurement),
            range_text(one.measurement.interval, one.measurement.unit),
            maturity_text(one.measurement, None),
            day_text(one.measurement.as_of),
            one.recorded_at.strftime("%Y-%m-%d %H:%M UTC"),
        )
        for one in revisions
    ]
    return aligned_table(head, rows, ["left"] * len(head)) + "\n"


def history_json(revisions: Sequence[Revision]) -> str:
    """JSON with one object per revision."""
    return json.dumps([_revision_dict(one) for one in revisions], ensure_ascii=False, indent=2) + "\n"


def _row(one: MetricRefresh) -> tuple[str, ...]:
    done = one.done
    if done is None or done.read_from is None:
        return (one.metric, "no data", "0", "0")
    what = " (all)" if done.is_full else " (all events)" if done.reads_all_events else ""
    start = f"{day_text(done.read_from)}{what}"
    return (one.metric, start, str(len(done.revisions)), str(len(done.restated)))


def _restated(revision: Revision) -> str:
    one = revision.measurement
    segment = f" {segment_text(one.segment)}" if one.segment else ""
    value = measured_text(one)
    return f"  {one.metric} {period_text(one.period)}{segment}: now {value}, revision {revision.number}"


def _refresh_dict(one: MetricRefresh) -> dict[str, Any]:
    if one.done is None:
        return {"metric": one.metric, "error": str(one.error)}
    return {
        "metric": one.metric,
        "version": one.done.family.version,
        "read_from": one.done.read_from and one.done.read_from.isoformat(),
        "is_full": one.done.is_full,
        "reads_all_events": one.done.reads_all_events,
        "revisions": [_revision_dict(revision) for revision in one.done.revisions],
    }


def _revision_dict(revision: Revision) -> dict[str, Any]:
    return {
        "grain": revision.grain,
        "number": revision.number,
        "recorded_at": revision.recorded_at.isoformat(),
        "is_restated": revision.is_restated,
        **measurement_dict(revision.measurement),
    }
