"""K203: nothing to measure, and the praise of a number where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rewrite_change import with_ends
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        reading = key_result.reading
        if not reading.has_words:
            yield _bare(key_result)
        elif not reading.measurable:
            yield _fault(key_result)
        elif reading.quantity.kind is not None and not reading.is_binary:
            yield RULE.finding(
                "strength",
                key_result.target,
                "It holds a number.",
                why="It can be tested, and the team improves something even when it falls short.",
                span=reading.quantity.span,
            )


def _bare(key_result: KeyResultCase) -> Finding:
    text = key_result.source.text.strip()
    return RULE.finding(
        "problem",
        key_result.target,
        f"“{text}” stands alone: nothing says what is counted, and of whom.",
        why="At the end of the cycle two people could disagree about whether it was met.",
        rewrite=f"‹what is counted, of whom› from ‹today's value› to {text}",
        question="What would this be the number of?",
    )


def _fault(key_result: KeyResultCase) -> Finding:
    reading = key_result.reading
    return RULE.finding(
        "problem" if reading.form == "outcome" else "nit",
        key_result.target,
        "There is nothing to measure in it.",
        why="At the end of the cycle two people could disagree about whether it was met.",
        span=reading.metric_span,
        rewrite=with_ends(reading) if reading.form == "outcome" else None,
        question="By what number would you notice that it happened?",
    )


RULE = Rule(
    code="K203",
    name="nothing-to-measure",
    summary="A key result without a number; a strength where there is one",
    source=(
        "Allan Kelly's review of a customer engagement OKR: testable and non-binary; OKR corpus (no_number)"
    ),
    check=_check,
    weight=80,
)
