"""K204: done or not done, so that progress cannot be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        reading = key_result.reading
        if key_result.source.kind == "milestone":
            continue
        if reading.is_binary:
            yield RULE.finding(
                "suggestion",
                key_result.target,
                "It is met or not met: progress on the way cannot be seen.",
                why="A team that gets nine tenths of the way scores as one that never began.",
                span=reading.form_words,
                question="Which number would rise step by step on the way there?",
            )
        elif _allows_no_miss(key_result):
            yield RULE.finding(
                "nit",
                key_result.target,
                "One single miss fails it.",
                why="After the first miss nobody has a reason to go on; a target just below leaves room.",
                span=reading.quantity.span,
                question="What share would still be a success?",
            )


def _allows_no_miss(key_result: KeyResultCase) -> bool:
    """All or none in figures; a plain "all" counts as coverage, whose share can be watched."""
    quantity = key_result.reading.quantity
    if quantity.span is None or quantity.baseline is not None:
        return False
    words = key_result.reading.text[slice(*quantity.span)].lower()
    if quantity.kind == "ratio":
        return quantity.target == 100 and "100" in words  # noqa: PLR2004 - all of them, in per cent
    return quantity.kind == "absolute_target" and quantity.target == 0


RULE = Rule(
    code="K204",
    name="yes-or-no-only",
    summary="A key result that is met or not met, with nothing between",
    source="Allan Kelly's review of a customer engagement OKR: non-binary is praised; OKR corpus (binary_kr)",
    check=_check,
    weight=45,
)
