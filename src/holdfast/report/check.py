"""The data check as terminal text and as JSON."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from holdfast.records.words import day_text
from holdfast.report.table import aligned_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.tables import CheckFinding, CheckReport, TableSummary

_SEVERITY = {
    "error": "Not usable as they are",
    "warning": "Bends the numbers",
    "note": "Good to know",
}


def check_text(report: CheckReport, *, width: int) -> str:
    """What was found, what is wrong with it, what can be measured and what cannot; what is empty is left out.

    Args:
        report: The data check.
        width: Columns of the terminal.
    """
    return "\n\n".join(_sections(report, width)) + "\n"


def check_json(report: CheckReport) -> str:
    """The data check with stable keys; dates as ISO text, unknown ones null; ends with a newline."""
    document = {
        "company": report.company,
        "as_of": _iso(report.as_of),
        "tables": [_table_dict(table) for table in report.tables],
        "findings": [_finding_dict(finding) for finding in report.findings],
        "measurable": [card.name for card in report.measurable],
        "unmeasurable": [{"metric": card.name, "reason": why} for card, why in report.unmeasurable],
        "remarks": list(report.remarks),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _sections(report: CheckReport, width: int) -> Iterator[str]:
    total = len(report.measurable) + len(report.unmeasurable)
    upto = f", data up to {day_text(report.as_of)} (that day not included)" if report.as_of else ""
    yield _wrapped(
        f"{report.company}{upto}: {len(report.measurable)} of {total} metrics can be measured.", width
    )
    if report.tables:
        rows = [_table_row(table) for table in report.tables]
        yield aligned_table(("table", "rows", "from", "to"), rows, ("left", "right", "left", "left"))
    for severity, heading in _SEVERITY.items():
        found = [finding for finding in report.findings if finding.severity == severity]
        if found:
            yield _listed(heading, [_finding_words(finding) for finding in found], width)
    if report.measurable:
        yield _listed("Can be measured", [f"{card.title} ({card.name})" for card in report.measurable], width)
    if report.unmeasurable:
        reasons = [f"{card.title} ({card.name}): {why}" for card, why in report.unmeasurable]
        yield _listed("Cannot be measured, and why", reasons, width)
    if report.remarks:
        yield _listed("Where the tables come from", list(report.remarks), width)


def _finding_words(finding: CheckFinding) -> str:
    places = f" For example {'; '.join(map(str, finding.examples))}." if finding.examples else ""
    remedy = f" {finding.remedy.rstrip('.')}." if finding.remedy else ""
    return f"{finding.table}, {finding.kind}: {finding.message.rstrip('.')}.{places}{remedy}"


def _table_row(table: TableSummary) -> tuple[str, str, str, str]:
    rows = "cannot be read" if table.rows is None else f"{table.rows:,}"
    return (
        table.name,
        rows,
        day_text(table.first) if table.first else "",
        day_text(table.last) if table.last else "",
    )


def _listed(heading: str, lines: list[str], width: int) -> str:
    return "\n".join((heading.upper(), *(_wrapped(line, width, mark="  - ") for line in lines)))


def _wrapped(text: str, width: int, mark: str = "") -> str:
    indent = " " * len(mark)
    return "\n".join(textwrap.wrap(text, width, initial_indent=mark, subsequent_indent=indent))


def _table_dict(table: TableSummary) -> dict[str, Any]:
    return {"name": table.name, "rows": table.rows, "first": _iso(table.first), "last": _iso(table.last)}


def _finding_dict(finding: CheckFinding) -> dict[str, Any]:
    return {
        "table": finding.table,
        "kind": finding.kind,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": finding.remedy,
        "count": finding.count,
        "share": finding.share,
        "examples": [{"value": e.value, "file": e.file, "row": e.row} for e in finding.examples],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
