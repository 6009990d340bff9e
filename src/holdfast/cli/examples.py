"""``holdfast examples``: retention OKRs to learn from, found by words and printed ready to save."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.okr.example import Example
    from holdfast.service.examples import ExampleForm

SHOW = "show"


@click.command("examples")
@click.argument("words", nargs=-1, metavar="[show NAME | WORD...]")
@click.option("--domain", help="Only this trade, such as gyms.")
@click.option("--metric", help="Only OKRs measured by this metric, such as logo_churn.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "yaml", "markdown"]),
    help="A list is text (the default) or json; show is yaml (the default), markdown, text or json.",
)
def command(words: tuple[str, ...], domain: str | None, metric: str | None, form: str | None) -> None:
    """Retention OKRs of many trades: list them, look for words, show one.

    Example: holdfast examples churn onboarding; holdfast examples show second-order-within-ninety-days
    """
    if words[:1] == (SHOW,):
        _refuse_filters(words, domain, metric)
        click.echo(_shown(words[1], form or "yaml"), nl=False)
        return
    if form in {"yaml", "markdown"}:
        raise click.UsageError(f"--format {form} prints one example: holdfast examples show NAME.")
    from holdfast.service.examples import find_examples  # noqa: PLC0415 - not needed for --help

    asked = " ".join(words)
    found = find_examples(asked, domain=domain, metric=metric)
    click.echo(_json(found) if form == "json" else _listed(found, asked), nl=False)


def _refuse_filters(words: tuple[str, ...], domain: str | None, metric: str | None) -> None:
    if len(words) != len((SHOW, "NAME")):
        raise click.UsageError("show takes one name: holdfast examples show NAME.")
    if domain is not None or metric is not None:
        raise click.UsageError("--domain and --metric narrow a list; show prints the one you name.")


def _shown(name: str, form: str) -> str:
    from holdfast.service.examples import example_in, example_named  # noqa: PLC0415 - not needed for --help

    example = example_named(name)
    if form == "json":
        return json.dumps(example.to_dict(), ensure_ascii=False, indent=2) + "\n"
    chosen: ExampleForm = "markdown" if form == "markdown" else "text" if form == "text" else "yaml"
    return example_in(example, chosen)


def _json(found: Sequence[Example]) -> str:
    return json.dumps([one.to_dict() for one in found], ensure_ascii=False, indent=2) + "\n"


def _listed(found: Sequence[Example], asked: str) -> str:
    from holdfast.report.examples import examples_by_domain, examples_found  # noqa: PLC0415 - JSON needs none of it

    ascii_only = not terminal.speaks_unicode()
    if asked:
        return examples_found(found, words=asked, width=terminal.width(), ascii_only=ascii_only)
    return examples_by_domain(found, width=terminal.width(), ascii_only=ascii_only)
