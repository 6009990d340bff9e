"""``holdfast measure METRIC --table``: a metric's cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.cohorts import cohort_sql
from holdfast.report.cohort_table import cohort_table_csv, cohort_table_json, cohort_table_text
from holdfast.service.measuring import card_as_asked, request_for, table_of_cohorts

if TYPE_CHECKING:
    from holdfast.service.measuring import Question
    from holdfast.service.workspace import Workspace


def cohorts(workspace: Workspace, metric: str, question: Question, *, form: str, only_sql: bool) -> str:
    """The table in one of the forms, or the text of its query."""
    if only_sql:
        return cohort_sql(workspace.engine, request_for(workspace, metric, **question)) + "\n"
    with workspace.engine.snapshot():
        table = table_of_cohorts(workspace, metric, **question)
    if form == "csv":
        return cohort_table_csv(table)
    card = card_as_asked(workspace, metric, question.get("parameters", {}))
    return cohort_table_json(card, table) if form == "json" else cohort_table_text(card, table)
