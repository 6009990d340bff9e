"""D405: the number can move because other customers are counted, and nothing got better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records.evidence import EvidenceRecord
    from holdfast.review.finding import Finding
    from holdfast.review.rule import KeyResultCase

_HALF = 0.5


def _check(case: Case) -> Iterator[Finding]:
    for key_result, record in case.found("mix", ""):
        if not (_is_mix(record) or _could_do_half(key_result, record)):
            continue
        yield RULE.finding(
            "suggestion",
            key_result.target,
            " ".join(
                (f"The number can move by the mix of customers alone. {record.sentence}", *record.notes)
            ),
            why="More of the customers who do well anyway raise it, and not one of them fares better.",
            span=key_result.reading.quantity.span,
            question="Would you follow it with the mix held fixed, or by segment?",
            evidence=(("mix", f"{record.figure('mix'):.4f}"), ("inputs", record.inputs_hash)),
        )


def _is_mix(record: EvidenceRecord) -> bool:
    return record.verdict == "the change is mix, not improvement"


def _could_do_half(key_result: KeyResultCase, record: EvidenceRecord) -> bool:
    """In the past year the mix alone moved it by half of the way to the target, more than its noise."""
    way = next((one.estimate for one in key_result.evidence if one.check == "noise"), None)
    largest = record.figure("largest_mix")
    return bool(way) and largest is not None and abs(largest) >= _HALF * (way or 0.0)


RULE = Rule(
    code="D405",
    name="moved-by-mix",
    summary="A number that the mix of customers can move alone",
    source="Kitagawa 1955, Journal of the American Statistical Association 50; Simpson 1951",
    check=_check,
    weight=60,
)
