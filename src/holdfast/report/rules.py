"""The rules as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.review.rule import Rule

#: The letter that codes begin with, and what it stands for, in the order of a review.
FAMILIES = {
    "O": "The objective",
    "K": "One key result",
    "S": "The set: key results against their objective",
    "D": "Against the data",
    "P": "The cycle",
}
_LEAST_SUMMARY = 24


def rules_text(rules: Sequence[Rule], *, width: int) -> str:
    """One line a rule under its family: code, name, stage, whether it runs by default, what it finds.

    Args:
        rules: Sorted by code.
        width: Columns; summaries wrap within them where 24 are left, else they follow on their own line.
    """
    name_width = max((len(rule.name) for rule in rules), default=0)
    lines: list[str] = []
    for family, title in FAMILIES.items():
        own = [rule for rule in rules if rule.code[0] == family]
        lines += ["", title.upper()] if own else []
        lines += (line for rule in own for line in _lines(rule, name_width, width))
    return "\n".join((*lines, "", _total(rules))).lstrip("\n") + "\n"


def rules_json(rules: Sequence[Rule]) -> str:
    """A list of objects with stable keys."""
    values = [
        {
            "code": rule.code,
            "name": rule.name,
            "stage": rule.stage,
            "by_default": rule.stage == "stable" and rule.by_default,
            "summary": rule.summary,
            "source": rule.source,
            "aliases": list(rule.aliases),
        }
        for rule in rules
    ]
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def standing(rule: Rule) -> str:
    """The stage of a rule and whether it runs unasked: ``stable, on`` or ``preview, off``."""
    is_on = rule.stage == "stable" and rule.by_default
    return f"{rule.stage}, {'on' if is_on else 'off'}"


def _lines(rule: Rule, name_width: int, width: int) -> Iterator[str]:
    head = f"  {rule.code}  {rule.name:<{name_width}}  {standing(rule):<12}  "
    if width - len(head) < _LEAST_SUMMARY:
        yield f"  {rule.code}  {rule.name} ({standing(rule)})"
        head = " " * 8
        yield from textwrap.wrap(rule.summary, width, initial_indent=head, subsequent_indent=head)
        return
    yield from textwrap.wrap(rule.summary, width, initial_indent=head, subsequent_indent=" " * len(head))


def _total(rules: Sequence[Rule]) -> str:
    number = "1 rule" if len(rules) == 1 else f"{len(rules)} rules"
    return f"{number}; on: runs unless told otherwise. holdfast rule CODE explains one."
