"""How long customers last, as text, JSON and CSV: where they leave first, then groups and cohorts."""

from __future__ import annotations

import csv
import io
import json
from textwrap import fill
from typing import TYPE_CHECKING

from holdfast.records.words import column_words, day_text
from holdfast.report.table import Align, aligned_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.survival import AgePoint, Group, Phase, SurvivalReport

_YEAR_DAYS = 360
"""Twelve months of 30 days."""
_COLUMNS = ("kind", "name", "customers", "left", "age_days", "share", "low", "high")


def survival_json(found: SurvivalReport) -> str:
    """All figures under the names of the record: shares 0..1, dates as ISO text."""
    return json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n"


def survival_csv(found: SurvivalReport) -> str:
    """A row per group and age; ages that nobody has reached have no figures."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    kinds = (("everybody", (found.everybody,)), ("segment", found.segments), ("cohort", found.cohorts))
    for kind, groups in kinds:
        for one in groups:
            for point in one.points:
                figures = ("" if v is None else f"{v:.4f}" for v in (point.share, point.low, point.high))
                writer.writerow((kind, one.name, one.customers, one.left, point.days, *figures))
    return out.getvalue()


def survival_text(found: SurvivalReport, *, width: int) -> str:
    """Sentences, parts of life, groups, cohorts, comparisons."""
    everybody = found.everybody
    title = (
        f"How long customers last, as of {day_text(found.as_of)}: {everybody.customers:,} ever paid,"
        f" {everybody.left:,} left."
    )
    parts = [fill(one, width) for one in (title, *found.sentences)]
    parts.append(_phases(found.phases))
    if found.segments:
        parts.append(_table(column_words(found.by or ""), (everybody, *found.segments)))
    parts.append(_table("first paid in", (*(() if found.segments else (everybody,)), *found.cohorts)))
    parts += [fill(f"By {column_words(one.what)}: {one.sentence}", width) for one in found.compared]
    parts.append("\n".join(f"- {note}" for note in found.notes))
    return "\n\n".join(parts) + "\n"


def course_text(groups: Sequence[Group]) -> str:
    """Where each group stands a year after the first payment and at the end of what was seen, in words."""
    return " ".join(_course(one) for one in groups if one.course)


def _course(one: Group) -> str:
    seen = [point for point in one.course if point.share is not None]
    year = next((point for point in seen if point.days == _YEAR_DAYS), None)
    at = [year, seen[-1]] if year is not None and year is not seen[-1] else [seen[-1]]
    told = " and ".join(f"{100 * (point.share or 0):.0f}% after {point.days // 30} months" for point in at)
    return f"{one.name or '(empty)'}: {told} are still there."


def _phases(phases: Sequence[Phase]) -> str:
    rows = [
        (
            f"{one.start_days} to {one.end_days}" if one.end_days else f"from {one.start_days} on",
            f"{one.left:,}",
            f"{100 * one.monthly:.1f}%",
            f"{100 * one.low:.1f}% to {100 * one.high:.1f}%",
        )
        for one in phases
    ]
    align: tuple[Align, ...] = ("left", "right", "right", "right")
    return aligned_table(("days of life", "left", "a month", "95% range"), rows, align)


def _table(what: str, groups: Sequence[Group]) -> str:
    ages = [f"day {point.days}" for point in groups[0].points]
    rows = [
        (one.name, f"{one.customers:,}", *(_share(point) for point in one.points), _median(one))
        for one in groups
    ]
    right: Align = "right"
    head = (what, "customers", *ages, "half left after")
    return aligned_table(head, rows, ("left", *(right for _ in head[1:])))


def _share(point: AgePoint) -> str:
    return "" if point.share is None else f"{100 * point.share:.0f}%"


def _median(one: Group) -> str:
    return "not yet" if one.median_days is None else f"{one.median_days:,} days"
