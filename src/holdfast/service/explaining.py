"""Explain a metric: in words, with a customer of the data or the page's example, and its SQL."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.connect.metric_pages import metric_page
from holdfast.errors import InputError
from holdfast.metrics import catalogue, compile_sql
from holdfast.metrics.example import example_of
from holdfast.metrics.expression.model import Expression
from holdfast.metrics.own.rules import RULES
from holdfast.records.words import maturity_text, period_text
from holdfast.report.metric_page import Explanation, ShownRows
from holdfast.service.explaining_page import explain_from_the_page, prose, settings_of
from holdfast.service.measuring import card_as_asked, request_for

if TYPE_CHECKING:
    from holdfast.metrics import Metric, Request
    from holdfast.records import Measurement
    from holdfast.service.workspace import Workspace

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?")
_YEAR = timedelta(days=365)
_MOST_PERIODS = 12


def explain_metric(name: str, *, workspace: Workspace | None, dialect: str | None) -> Explanation:
    """All that is said of a metric.

    Args:
        name: In the catalogue, or of the workspace's own; some of its words where no other has them.
        workspace: Whose customers make the example; None takes the page's.
        dialect: Of the SQL; None takes the workspace's engine's, else DuckDB's.

    Raises:
        InputError: There is no such metric, or several, or no such dialect.
        SourceError: The engine failed, or the installation is not whole.
    """
    if workspace is None:
        known = catalogue()
        return explain_from_the_page(known.metric(known.called(name)), dialect or "duckdb")
    name = workspace.catalogue.called(name)
    explained = described(workspace, name, dialect=dialect)
    request = request_for(workspace, name)
    try:
        return _with_example(explained, workspace, request, dialect)
    except InputError as error:
        return replace(explained, obstacle=error.found, sql=_sql_without_data(request, explained.dialect))


def described(workspace: Workspace, name: str, *, dialect: str | None = None) -> Explanation:
    """What is said of a metric without a look at any row: its words and its settings.

    Raises:
        InputError: There is no such metric.
        SourceError: The installation is not whole.
    """
    metric = workspace.catalogue.metric(name)
    is_own = name not in catalogue().metrics
    return Explanation(
        card=card_as_asked(workspace, name, {}),
        is_own=is_own,
        words=_words(metric) if is_own else prose(metric_page(name)),
        settings=tuple(settings_of(metric, workspace.metric_parameters(name))),
        example="",
        rows=(),
        dialect=dialect or workspace.engine.dialect,
        sql="",
        company=workspace.company.name,
    )


def _with_example(
    explained: Explanation, workspace: Workspace, request: Request, dialect: str | None
) -> Explanation:
    """The explanation with a customer of the workspace and the query on its data.

    Raises:
        InputError: The metric cannot be measured with these data.
        SourceError: The engine failed.
    """
    example = example_of(workspace.engine, request)
    if example is None:
        sql = _sql_without_data(request, explained.dialect)
        return replace(explained, obstacle="nobody is in its population", sql=sql)
    return replace(
        explained,
        sql=compile_sql(request, engine=workspace.engine, dialect=dialect),
        example=f"Customer {example.customer}: its rows (in UTC), and what the metric makes of them.",
        rows=(
            *(ShownRows(one.table, one.columns, tuple(map(_cells, one.rows))) for one in example.read),
            _verdict(example.counted[-_MOST_PERIODS:], explained.card.window_days),
        ),
    )


def _words(metric: Metric) -> str:
    """What a page would say of a metric that has none."""
    form, card = metric.form, metric.card
    rules = RULES[form.kind]
    rows = f"Rows of `{form.population.table}`, anchored at `{form.population.at}`{_where(metric)}"
    lines = [
        f"- **Population:** {card.population}. {rows}.",
        f"- **Outcome:** {card.outcome}.",
        f"- **Maturity:** {rules.maturity}.",
        f"- **Range:** {rules.range}.",
        f"- **Mind:** {rules.traps}.",
        f"\n**Source:** {metric.source}.",
    ]
    return "\n".join(lines)


def _where(metric: Metric) -> str:
    texts = [one.text for one in metric.form.population.where if isinstance(one, Expression)]
    return f", where `{' '.join(' and '.join(texts).split())}`" if texts else ""


def _sql_without_data(request: Request, dialect: str) -> str:
    """The query over the year before the as-of date, where the data do not allow one."""
    return compile_sql(replace(request, start=request.as_of - _YEAR), dialect=dialect)


def _cells(row: tuple[object, ...]) -> tuple[str, ...]:
    return tuple("" if cell is None else _written(str(cell)) for cell in row)


def _written(cell: str) -> str:
    """An instant to the second and without its T; anything else as it is."""
    found = _INSTANT.fullmatch(cell)
    return f"{found[1]} {found[2]}" if found else cell


def _verdict(counted: tuple[Measurement, ...], window_days: int | None) -> ShownRows:
    rows = tuple(
        (
            period_text(one.period),
            str(one.numerator),
            str(one.denominator),
            str(one.pending),
            maturity_text(one, window_days),
        )
        for one in counted
    )
    return ShownRows("counted", ("period", "numerator", "denominator", "pending", "state"), rows)
