"""``holdfast rule``: one rule explained."""

from __future__ import annotations

import click

from holdfast.cli import terminal
from holdfast.connect.rule_pages import rule_page
from holdfast.report.rule_page import rule_page_text
from holdfast.review.selection import find_rule


@click.command("rule")
@click.argument("name", metavar="RULE")
def command(name: str) -> None:
    """Explain a rule, named by its code or name: what it finds, why, from where, with examples.

    Example: holdfast rule K201
    """
    rule = find_rule(name)
    text = rule_page_text(
        rule,
        rule_page(rule),
        width=terminal.width(),
        styled=terminal.shows_styles(),
        ascii_only=not terminal.speaks_unicode(),
    )
    click.echo(text, nl=False)
