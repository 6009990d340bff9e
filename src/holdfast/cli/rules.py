"""``holdfast rules``: which rules there are."""

from __future__ import annotations

import click

from holdfast.cli import terminal
from holdfast.report.rules import rules_json, rules_text
from holdfast.review.registry import all_rules
from holdfast.review.selection import check_selector, exactness


@click.command("rules")
@click.argument("selectors", nargs=-1, metavar="[RULES]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(selectors: tuple[str, ...], form: str) -> None:
    """List the rules: code, name, stage, whether they run by default, and what they find.

    RULES are codes, beginnings of codes such as K or S3, or names; without them all rules are listed.
    """
    for selector in selectors:
        check_selector(selector, where="rules")
    chosen = [rule for rule in all_rules() if not selectors or any(exactness(one, rule) for one in selectors)]
    click.echo(rules_json(chosen) if form == "json" else rules_text(chosen, width=terminal.width()), nl=False)
