"""``holdfast measure``: a metric's series."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, get_args

import click

from holdfast.cli.cohorts import cohorts
from holdfast.cli.cuts import filters_of, pairs
from holdfast.cli.days import day
from holdfast.cli.terminal import say_progress
from holdfast.cli.workspace_option import workspace_option
from holdfast.errors import GoneError, InputError, SourceError
from holdfast.metrics import compile_sql
from holdfast.metrics.request import Grain
from holdfast.report.measurements import measurements_csv, measurements_json, measurements_text
from holdfast.report.overview import overview_json, overview_text
from holdfast.service.measuring import card_as_asked, measure_metrics, notes_on, request_for
from holdfast.service.withholding import measured
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from holdfast.errors import HoldfastError
    from holdfast.service.measuring import Question
    from holdfast.service.workspace import Workspace


@click.command("measure")
@click.argument("metric", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Every metric that the data allow, in shared queries."
)
@workspace_option
@click.option("--grain", type=click.Choice(get_args(Grain)), default="month", show_default=True)
@click.option("--by", multiple=True, metavar="COLUMN", help="Cut by a segment column; may be repeated.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the metric.")
@click.option("--from", "start", metavar="DATE", help="First local date.")
@click.option("--to", "end", metavar="DATE", help="Local date after the last.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
@click.option("--table", is_flag=True, help="Every cohort at every distance, for metrics with cohorts.")
@click.option(
    "--fixed-mix",
    "mixed",
    metavar="COLUMN",
    help="A share beside what it would be had the mix of this column's segments stayed the same.",
)
@click.option("--mix-of", metavar="DATE", help="With --fixed-mix: the period whose mix is held; else all.")
@click.option(
    "--bridge",
    "to",
    metavar="VARIANT",
    help="Who makes another variant differ, and why: in the period between the dates, else the last ended.",
)
@click.option("--sql", "only_sql", is_flag=True, help="Print the query instead: exactly the text that runs.")
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    metric: str | None,
    everything: bool,  # noqa: FBT001 - a flag
    workspace: Path,
    grain: Grain,
    by: tuple[str, ...],
    where: tuple[str, ...],
    settings: tuple[str, ...],
    start: str | None,
    end: str | None,
    as_of: str | None,
    form: str,
    table: bool,  # noqa: FBT001 - a flag
    mixed: str | None,
    mix_of: str | None,
    to: str | None,
    only_sql: bool,  # noqa: FBT001 - a flag
) -> int:
    """Measure METRIC: value, numerator, denominator, range and maturity for each period.

    Some words of its name will do where they are said of no other metric.

    With --all the latest final value of every metric; those that read the same rows share one query. Where
    the source fails, the values that the last refresh recorded are shown; the exit status is 3.

    Example: holdfast measure onboarding_scheduled --set within_days=5 --grain quarter --by size
    """
    if (table or mixed or to) and everything:
        option = "--table" if table else "--fixed-mix" if mixed else "--bridge"
        raise InputError(option, "it was given with --all", "one metric", "Name the metric")
    if everything == (metric is not None):
        found = "a metric and --all were given" if everything else "no metric was given"
        raise InputError("measure", found, "a metric, or --all", "holdfast metrics lists them")
    given = dict(pairs("--set", settings))
    question: Question = {
        "parameters": given,
        "grain": grain,
        "start": day("--from", start),
        "end": day("--to", end),
        "by": by,
        "filters": filters_of(where),
    }
    opening = partial(open_workspace, workspace, as_of=day("--as-of", as_of), environment=os.environ)
    try:
        if metric is None:
            click.echo(_overview(opening, form, question), nl=False)
            return 0
        with opening() as opened:
            answer = partial(_bridge, to=to) if to is not None else cohorts if table else _answer
            metric = opened.catalogue.called(metric, variant=to or given.get("variant"))
            if mixed:
                answer = partial(_mixed, column=mixed, base=day("--mix-of", mix_of))
            click.echo(answer(opened, metric, question, form=form, only_sql=only_sql), nl=False)
    except (SourceError, GoneError) as error:
        return _recorded(error, workspace, metric, grain)
    return 0


def _mixed(  # noqa: PLR0913 - as the command line has them
    workspace: Workspace,
    metric: str,
    question: Question,
    *,
    column: str,
    base: date | None,
    form: str,
    only_sql: bool,
) -> str:
    from holdfast.cli.fixed_mix import fixed_mix_of  # noqa: PLC0415 - a plain measurement needs none of it

    return fixed_mix_of(workspace, metric, question, column=column, base=base, form=form, only_sql=only_sql)


def _answer(workspace: Workspace, metric: str, question: Question, *, form: str, only_sql: bool) -> str:
    request = request_for(workspace, metric, **question)
    if only_sql:
        return workspace.engine.statement(compile_sql(request, engine=workspace.engine)) + "\n"
    with workspace.engine.snapshot():
        measurements = measured(workspace.engine, request)
        notes = notes_on(workspace, request, measurements)
    card = card_as_asked(workspace, metric, request.parameters)
    if form == "csv":
        return measurements_csv(measurements)
    if form == "json":
        return measurements_json(card, measurements, notes=notes)
    return measurements_text(card, measurements, currency=workspace.company.currency, notes=notes)


def _bridge(  # noqa: PLR0913 - as the other answers, and the variant
    workspace: Workspace, metric: str, question: Question, *, to: str, form: str, only_sql: bool
) -> str:
    from holdfast.cli.bridging import bridge_answer  # noqa: PLC0415 - a plain measurement needs none of it

    if only_sql:
        raise InputError("--sql", "it was given with --bridge", "one of the two", "Leave --bridge out")
    return bridge_answer(workspace, metric, question, to=to, form=form)


def _overview(opening: Callable[[], Workspace], form: str, question: Question) -> str:
    if form == "csv":
        raise InputError(
            "--format", "csv was given with --all", "text or json", "Metrics differ in their columns"
        )
    with opening() as workspace:
        with workspace.engine.snapshot():
            answers = measure_metrics(workspace, tell=say_progress("Measuring"), **question)
        measured = [
            (card_as_asked(workspace, one.request.metric, one.request.parameters), one.series, one.error)
            for one in answers
        ]
        if form == "json":
            return overview_json(measured, as_of=workspace.as_of)
        return overview_text(measured, as_of=workspace.as_of, currency=workspace.company.currency)


def _recorded(error: HoldfastError, workspace: Path, metric: str | None, grain: Grain) -> int:
    """Shows the values of the last refresh in place of those that the source does not give."""
    try:
        shown = _last_values(workspace, metric, grain)
    except InputError:
        raise error from None
    if not shown:
        raise error
    click.echo(f"holdfast: {error} These are the values of the last refresh:", err=True)
    click.echo(shown, nl=False)
    return error.exit_status


def _last_values(workspace: Path, metric: str | None, grain: Grain) -> str:
    """A metric's series as it was recorded last, or a line of every metric; empty where there is none."""
    # The refresh's store is loaded only where it is needed.
    from holdfast.report.refreshes import history_text, recorded_text  # noqa: PLC0415
    from holdfast.service.recorded_values import latest_of_each  # noqa: PLC0415
    from holdfast.service.refreshing import latest_values, recorded_values  # noqa: PLC0415

    if metric is not None:
        return history_text(latest_values(recorded_values(workspace, metric, grain)))
    latest = latest_of_each(workspace, grain)
    return recorded_text(latest) if latest else ""
