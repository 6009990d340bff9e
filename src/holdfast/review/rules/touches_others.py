"""D415: the key results touch other customers than those who leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import WHOLE, Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    record = case.of_all("whom")
    if record is None or record.verdict != "they touch others than those who leave":
        return
    yield RULE.finding(
        "suggestion",
        WHOLE,
        f"The key results touch other customers than those who leave: {record.sentence}",
        why="However well they are met, most of those who leave were never in them.",
        question="What happens to customers later in their life, and which key result is about that?",
        evidence=(("late", f"{record.figure('late'):.0f}"), ("inputs", record.inputs_hash)),
    )


RULE = Rule(
    code="D415",
    name="touches-others",
    summary="The key results touch other customers than those who leave",
    source="The age of the customers who left (evidence)",
    check=_check,
    weight=72,
)
