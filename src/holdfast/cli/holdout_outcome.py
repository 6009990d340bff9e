"""Options that say what a holdout compares, and how records are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from holdfast.cli import terminal
from holdfast.cli.cuts import pairs
from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.records import Direction
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.records.holdout import HoldoutOutcome

Command = TypeVar("Command", bound="Callable[..., object]")

_OPTIONS = (
    click.option("--stay-days", type=int, help="Compare who still pays so many days after the lot: 90."),
    click.option("--metric", help="Compare a share of new customers with a window (onboarding_completed)."),
    click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the metric."),
    click.option("--count", "table", help="Compare how many rows of a table each has (events, orders …)."),
    click.option("--days", type=int, help="With --count: days after the lot; 90."),
    click.option("--down", is_flag=True, help="Less is better."),
)


def outcome_options(command: Command) -> Command:
    """Adds the options of an outcome to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def outcome_of(given: dict[str, object]) -> HoldoutOutcome:
    """What the options say is compared: who stays, unless a metric or a table is named.

    Raises:
        InputError: More than one is named.
    """
    from holdfast.records.holdout import HoldoutOutcome  # noqa: PLC0415 - not for --help

    named = [name for name in ("stay_days", "metric", "table") if given[name] is not None]
    if len(named) > 1:
        raise InputError("outcome", f"{len(named)} were given", "one of --stay-days, --metric and --count")
    if given["metric"] is not None:
        settings = given["settings"]
        parameters = tuple(pairs("--set", settings if isinstance(settings, tuple) else ()))
        # Its days are those of its window, which the workspace knows.
        return HoldoutOutcome("metric", str(given["metric"]), 1, parameters=parameters)
    better: Direction = "down" if given["down"] else "up"
    if given["table"] is not None:
        return HoldoutOutcome("count", str(given["table"]), number(given["days"], 90), better)
    return HoldoutOutcome("stay", "", number(given["stay_days"], 90), better)


def number(value: object, otherwise: int) -> int:
    """A whole number that was given, or another."""
    return value if isinstance(value, int) else otherwise


def show(records: Sequence[EvidenceRecord], form: object) -> None:
    """Prints records as text or JSON."""
    from holdfast.report.evidence import evidence_json, evidence_text  # noqa: PLC0415 - not for --help

    text = evidence_json(records) if form == "json" else evidence_text(records, width=terminal.width())
    click.echo(text, nl=False)
