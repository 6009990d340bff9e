"""``holdfast challenge``: how hard a target is, and whether the way to it can be seen."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

import click

from holdfast.cli import terminal
from holdfast.cli.cuts import filters_of, pairs
from holdfast.cli.days import day
from holdfast.cli.workspace_option import workspace_option
from holdfast.errors import InputError
from holdfast.metrics.request import Grain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.evidence import EvidenceRecord
    from holdfast.units import Period


@click.command("challenge")
@click.argument("metric", required=False)
@click.argument("target", required=False)
@click.option("--typed", is_flag=True, help="Without data: ask for a few numbers, or take those given below.")
@workspace_option
@click.option("--from", "start", metavar="DATE", help="First day that counts for the target.")
@click.option("--to", "end", metavar="DATE", help="Day after the last that counts for it.")
@click.option("--expected", type=int, help="Customers or answers then; else the pace of late.")
@click.option("--since", metavar="DATE", help="Leave out what came before: something changed on this day.")
@click.option("--grain", type=click.Choice(get_args(Grain)), help="Length of past periods; else what fits.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the metric.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--customers", type=int, help="With --typed: paying customers today.")
@click.option("--new", type=int, help="With --typed: new customers a quarter.")
@click.option("--leaving", type=int, help="With --typed: customers who leave a quarter.")
@click.option("--values", help="With --typed: the last 4 to 8 quarters, such as 55%,57%,58%; today's last.")
@click.option("--goal", help="With --typed: the target for this quarter, such as 80%.")
@click.option("--of", "counted", type=click.Choice(["all", "new"]), help="With --typed: who counts.")
@click.option("--answers", type=int, help="With --typed: how many answers or cases a value rests on.")
@click.option("--down", is_flag=True, help="With --typed: lower is better.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(**given: object) -> None:
    """Hold TARGET (80%, 45, 1200, or a change: +50, "+5 points") for METRIC against the metric's own past.

    Says how likely it is if things carry on, what would be easier or harder, and whether the way to it can be
    told from noise; then whether one target fits every segment, and what the mix of segments does by itself.

    Example: holdfast challenge onboarding_completed 80% --from 2026-10-01 --to 2027-01-01
    """
    records = _typed(given) if given["typed"] else _measured(given)
    from holdfast.report.evidence import evidence_json, evidence_text  # noqa: PLC0415 - not for --help

    if given["form"] == "json":
        click.echo(evidence_json(records), nl=False)
    else:
        click.echo(evidence_text(records, width=terminal.width()), nl=False)


def _measured(given: dict[str, object]) -> Sequence[EvidenceRecord]:
    # Typed numbers need no engine.
    from holdfast.service.challenging import Past  # noqa: PLC0415
    from holdfast.service.challenging_segments import challenge_records, target_value  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    metric, target = _text(given, "metric"), _text(given, "target")
    if metric is None or target is None:
        missing = "no metric" if metric is None else "no target"
        raise InputError("challenge", f"{missing} was given", "both", "Or answer questions with --typed")
    past = Past(
        metric,
        parameters=dict(pairs("--set", _texts(given, "settings"))),
        filters=filters_of(_texts(given, "where")),
        grain=cast("Grain | None", given["grain"]),
        since=day("--since", _text(given, "since")),
    )
    as_of, period = day("--as-of", _text(given, "as_of")), _period(given)
    with open_workspace(Path(str(given["workspace"])), as_of=as_of, environment=os.environ) as workspace:
        value = target_value(workspace, past, target, period=period)
        return challenge_records(workspace, past, value, period=period, entities=_count(given, "expected"))


def _typed(given: dict[str, object]) -> Sequence[EvidenceRecord]:
    from datetime import date  # noqa: PLC0415 - the clock is read here alone

    from holdfast.evidence.typed import TypedNumbers, typed_records  # noqa: PLC0415
    from holdfast.service.target_text import typed_values  # noqa: PLC0415

    written = _asked(given, "values", "The metric in the last 4 to 8 quarters, today's last")
    values, target, is_score = typed_values(written, _asked(given, "goal", "The target for this quarter"))
    counted: Literal["all", "new"] = "new" if given["counted"] == "new" else "all"
    numbers = TypedNumbers(
        customers=int(_asked(given, "customers", "Paying customers today")),
        new=int(_asked(given, "new", "New customers a quarter")),
        leaving=int(_asked(given, "leaving", "Customers who leave a quarter")),
        values=values,
        target=target,
        counted=counted,
        answers=_count(given, "answers"),
        is_score=is_score,
        better="down" if given["down"] else "up",
    )
    return typed_records(numbers, today=date.today())  # noqa: DTZ011 - the day where the user sits


def _asked(given: dict[str, object], name: str, question: str) -> str:
    """What was given as an option, or typed as an answer where somebody sits at a terminal."""
    value = given[name]
    if value is not None:
        return str(value)
    if not sys.stdin.isatty():
        raise InputError(f"--{name}", "it was not given", "a number", "There is no terminal to ask on")
    is_count = name in {"customers", "new", "leaving"}
    return str(click.prompt(question, type=click.INT if is_count else click.STRING))


def _period(given: dict[str, object]) -> Period | None:
    from holdfast.units import Period  # noqa: PLC0415

    start, end = day("--from", _text(given, "start")), day("--to", _text(given, "end"))
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise InputError("--from and --to", "one of them was given", "both, or neither for this quarter")
    return Period(start, end)


def _text(given: dict[str, object], name: str) -> str | None:
    value = given[name]
    return None if value is None else str(value)


def _texts(given: dict[str, object], name: str) -> tuple[str, ...]:
    value = given[name]
    return value if isinstance(value, tuple) else ()


def _count(given: dict[str, object], name: str) -> int | None:
    value = given[name]
    return value if isinstance(value, int) else None
