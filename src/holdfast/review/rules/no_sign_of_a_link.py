"""D406: customers with what the key result counts stay no more often than others like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result, record in case.found("link", "no sign of a link"):
        yield RULE.finding(
            "suggestion",
            key_result.target,
            f"No sign of a link to staying: {record.sentence}",
            why="Met or not, as many customers stay as far as the data can tell.",
            question="Why should this keep customers, and which of them would show it?",
            evidence=(("difference", f"{record.estimate:.4f}"), ("inputs", record.inputs_hash)),
        )


RULE = Rule(
    code="D406",
    name="no-sign-of-a-link",
    summary="What it counts does not go together with staying",
    source="Hernán & Robins 2016, American Journal of Epidemiology 183; your own customers (evidence)",
    check=_check,
    weight=64,
)
