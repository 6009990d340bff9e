"""The rules as a SARIF log describes them: once, however many findings there are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.review.registry import all_rules

if TYPE_CHECKING:
    from holdfast.review.rule import Rule

_FAMILIES = {
    "O": "objective",
    "K": "key result",
    "S": "key results against their objective",
    "D": "data",
    "P": "cycle",
}


def rules_metadata() -> list[dict[str, Any]]:
    """A reporting descriptor for every rule, sorted by code."""
    return [_descriptor(rule) for rule in all_rules()]


def rule_index(code: str) -> dict[str, int]:
    """Where a rule stands among `rules_metadata`; empty for a code that is not there."""
    place = _places().get(code)
    return {} if place is None else {"ruleIndex": place}


@cache
def _places() -> dict[str, int]:
    return {rule.code: place for place, rule in enumerate(all_rules())}


def _descriptor(rule: Rule) -> dict[str, Any]:
    described = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary}. Source: {rule.source}."},
        "help": _help(rule),
        "defaultConfiguration": {"enabled": rule.stage == "stable" and rule.by_default},
        # No helpUri: it must be absolute (3.49.12), and the pages have no address that we know of.
        "properties": {
            "tags": ["okr", _FAMILIES[rule.code[0]]],
            "stage": rule.stage,
            "page": f"rules/{rule.name.replace('-', '_')}.md",
        },
    }
    return described | ({"deprecatedNames": list(rule.aliases)} if rule.aliases else {})


def _help(rule: Rule) -> dict[str, str]:
    more = f"holdfast rule {rule.code}"
    return {
        "text": f"{rule.summary}. Source: {rule.source}. For sentences that are flagged and accepted: {more}",
        "markdown": (
            f"**{rule.code} {rule.name}**\n\n{rule.summary}.\n\nSource: {rule.source}.\n\n"
            f"Sentences that are flagged and accepted: `{more}`"
        ),
    }
