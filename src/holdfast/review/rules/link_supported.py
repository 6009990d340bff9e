"""D408: customers with what the key result counts stay more often than others like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result, record in case.found("link", "supported by your data"):
        yield RULE.finding(
            "strength",
            key_result.target,
            f"Its link to staying is supported by your data: {record.sentence}",
            why="It holds beside customers like them, checks that should show nothing, and something hidden.",
            evidence=(("difference", f"{record.estimate:.4f}"), ("inputs", record.inputs_hash)),
        )


RULE = Rule(
    code="D408",
    name="link-supported",
    summary="What it counts goes together with staying, like for like",
    source="Hernán & Robins 2016, American Journal of Epidemiology 183; your own customers (evidence)",
    check=_check,
    weight=45,
)
