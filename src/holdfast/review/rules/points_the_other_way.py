"""D407: customers with what the key result counts stay less often than others like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

MAY_HARM = "it may do harm: watch for it"
"""As the link has it (`evidence.link.gates`), which a review without data does not load."""


def _check(case: Case) -> Iterator[Finding]:
    for key_result, record in case.found("link", "points the other way"):
        yield RULE.finding(
            "problem",
            key_result.target,
            f"The link points the other way: {record.sentence}",
            why="More of it may lose customers: a contact reminds of leaving as much as of staying.",
            question="What happens in it, and would you hold it out for some to see?",
            evidence=(("difference", f"{record.estimate:.4f}"), ("inputs", record.inputs_hash)),
        )
    yield from _may_harm(case)


def _may_harm(case: Case) -> Iterator[Finding]:
    """The range lies below nothing, less a hidden factor it does not: harm is told sooner than good."""
    for key_result, record in case.found("link", "cannot tell"):
        if (record.reason or record.verdict).endswith(MAY_HARM):
            yield RULE.finding(
                "suggestion",
                key_result.target,
                f"It may do harm: {record.sentence}",
                why="It is not sure, and waiting until it is costs customers.",
                question="What would you see first if it drove customers away, and who looks at it weekly?",
                evidence=(("difference", f"{record.estimate:.4f}"), ("inputs", record.inputs_hash)),
            )


RULE = Rule(
    code="D407",
    name="points-the-other-way",
    summary="What it counts goes together with leaving",
    source="Ascarza, Iyengar & Schleicher 2016, Journal of Marketing Research 53",
    check=_check,
    weight=82,
)
