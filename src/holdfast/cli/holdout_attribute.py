"""``holdfast holdout attribute``: what changed where something was begun, by the best comparison there is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import click

from holdfast.cli.cuts import filters_of, pairs
from holdfast.cli.days import day
from holdfast.cli.holdout_outcome import show
from holdfast.cli.workspace_option import workspace_option
from holdfast.metrics.request import Grain

if TYPE_CHECKING:
    from datetime import date


@click.command("attribute")
@click.argument("metric")
@click.option("--by", "column", required=True, metavar="COLUMN", help="Its values are the teams or regions.")
@click.option(
    "--start",
    "starts",
    multiple=True,
    required=True,
    metavar="VALUE=DATE",
    help="When it began in one of them; may be repeated. The others never began.",
)
@click.option("--do", "title", default="it", help="What was begun, in words.")
@workspace_option
@click.option("--grain", type=click.Choice(get_args(Grain)), default="week", show_default=True)
@click.option("--since", metavar="DATE", help="Leave out what came before.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only this segment; may be repeated.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the metric.")
@click.option("--matters", default="2%", show_default=True, help="Smallest change that matters.")
@click.option("--holdout", default="", metavar="NAME", help="A holdout that tested the same.")
@click.option("--link", default="", metavar="METRIC", help="Compare like for like who had this experience.")
@click.option("--as-of", metavar="DATE", help="Use the data before this date only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(**given: object) -> None:
    """Say what changed in METRIC where something was begun: by rollout, comparable segments, or before it.

    The firmest rung stands first; one that cannot bear says why. Before and after stands last.

    Example: holdfast holdout attribute logo_churn --by region --start eu=2026-03-02 --start us=2026-05-04
    """
    from holdfast.service.holdouts.attributing import Attribution, attribute_change  # noqa: PLC0415 - not for --help
    from holdfast.service.target_text import typed_value  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    question = Attribution(
        metric=str(given["metric"]),
        column=str(given["column"]),
        starts=_starts(_texts(given, "starts")),
        treatment=str(given["title"]),
        parameters=dict(pairs("--set", _texts(given, "settings"))),
        filters=filters_of(_texts(given, "where")),
        grain=cast("Grain", given["grain"]),
        start=day("--since", None if given["since"] is None else str(given["since"])),
        matters=typed_value("--matters", str(given["matters"])),
        holdout=str(given["holdout"]),
        link=str(given["link"]),
    )
    as_of = day("--as-of", None if given["as_of"] is None else str(given["as_of"]))
    with open_workspace(Path(str(given["workspace"])), as_of=as_of, environment=os.environ) as workspace:
        records = attribute_change(workspace, question)
    show(records, given["form"])


def _starts(texts: tuple[str, ...]) -> tuple[tuple[str, date], ...]:
    found = []
    for name, text in pairs("--start", texts):
        began = day("--start", text)
        if began is not None:
            found.append((name, began))
    return tuple(found)


def _texts(given: dict[str, object], name: str) -> tuple[str, ...]:
    value = given[name]
    return value if isinstance(value, tuple) else ()
