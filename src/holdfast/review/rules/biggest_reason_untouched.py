"""D410: the biggest reason for leaving is touched by no key result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import WHOLE, Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    record = case.of_all("reasons")
    if record is None or record.verdict != "touched by none":
        return
    yield RULE.finding(
        "problem",
        WHOLE,
        record.sentence,
        why=" ".join(("Whoever leaves over it leaves however green the key results are.", *record.notes)),
        question="Which key result would move if this reason were gone?",
        evidence=(
            ("lost", f"{record.figure('lost') or 0:.0f}"),
            ("wrote about it", f"{record.figure('wrote') or 0:.0f}"),
            ("inputs", record.inputs_hash),
        ),
    )


RULE = Rule(
    code="D410",
    name="biggest-reason-untouched",
    summary="The biggest reason for leaving is touched by no key result",
    source="What customers wrote before they left, beside customers like them (reasons)",
    check=_check,
    weight=85,
)
