"""D416: most customers who left would have been green on every key result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import WHOLE, Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    record = case.of_all("leavers")
    if record is None or record.verdict != "most would have been green":
        return
    yield RULE.finding(
        "problem",
        WHOLE,
        f"The leavers' test: {record.sentence}",
        why=" ".join((*record.named, *record.notes)),
        question="What did they leave for, and which key result would have shown it?",
        evidence=(
            ("left", f"{record.figure('left'):.0f}"),
            ("green", f"{record.figure('left_green'):.0f}"),
            ("inputs", record.inputs_hash),
        ),
    )


RULE = Rule(
    code="D416",
    name="leavers-were-green",
    summary="Most customers who left would have been green on every key result",
    source="The customers who left, beside those who stayed at equal age (evidence)",
    check=_check,
    weight=86,
)
