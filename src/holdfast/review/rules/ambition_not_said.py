"""K211: a challenge, or keeping up the good performance? It is not said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import WHOLE, Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    measurable = [one for one in case.key_results if one.reading.measurable]
    if case.source.commitment or not measurable or all(_shows_ambition(one) for one in measurable):
        return
    yield RULE.finding(
        "question",
        WHOLE,
        "Nothing says whether this is a challenge or keeping up the good performance.",
        why=(
            "A committed result that falls short needs an explanation; an ambitious one that reaches "
            "70% is a success."
        ),
        question="Committed or aspirational?",
    )


def _shows_ambition(key_result: KeyResultCase) -> bool:
    """It is said, or both ends of the way are, or it is a guard by its wording."""
    said = key_result.source.commitment is not None or key_result.source.kind != "change"
    return said or key_result.baseline is not None or key_result.reading.direction == "maintain"


RULE = Rule(
    code="K211",
    name="ambition-not-said",
    summary="Committed or aspirational is not said",
    source=(
        "Allan Kelly's review of a customer engagement OKR, before key result 1; Doerr 2018 on "
        "committed and aspirational"
    ),
    check=_check,
    once=True,
    weight=45,
)
