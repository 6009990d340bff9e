"""The look at the workspace: its metrics, what stands in their way, its tables and the data check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.metrics import has_cohorts
from holdfast.service.check import check_workspace
from holdfast.service.explaining import described
from holdfast.service.metric_list import list_metrics
from holdfast.web.measurements.measuring import told, workspace
from holdfast.web.metrics.actions import record_failed_look, record_look, unsaved
from holdfast.web.metrics.measuring import measure_usual
from holdfast.web.metrics.models import DataLook, KnownMetric

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.report.metrics import ListedMetric
    from holdfast.service.workspace import Workspace
    from holdfast.tables import CheckReport

MOST_FINDINGS = 200


def look(at: datetime) -> None:
    """Look at the workspace, keep what is found, and measure what the list shows.

    Where it fails, why is kept, and what was found before.
    """
    try:
        with workspace() as opened:
            found = [_known(opened, one) for one in list_metrics(opened)]
            record_look(found, _kept(check_workspace(opened)), at=at)
            measure_usual(opened, at=at)
    except HoldfastError as error:
        record_failed_look(told(error), at=at)


def _known(opened: Workspace, listed: ListedMetric) -> KnownMetric:
    explained = described(opened, listed.card.name)
    row = unsaved(explained.card)
    row.words = explained.words
    row.settings = [[one.name, one.value, one.allowed] for one in explained.settings]
    row.is_own, row.is_measurable, row.reason = listed.is_own, listed.is_measurable, listed.reason
    row.has_cohorts = has_cohorts(opened.catalogue.metric(row.name).form)
    return row


def _kept(report: CheckReport) -> DataLook:
    tables = [[one.name, one.rows, _iso(one.first), _iso(one.last)] for one in report.tables]
    findings = [
        {
            "table": one.table,
            "kind": one.kind,
            "severity": one.severity,
            "message": one.message,
            "remedy": one.remedy,
        }
        for one in report.findings[:MOST_FINDINGS]
    ]
    return DataLook(tables=tables, findings=findings)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
