"""S312: a key result that only repeats the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of, is_vague
from holdfast.review.ontology import words
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import content_words, holds, likeness
from holdfast.review.work import is_own_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_ALIKE = 0.6


def _check(case: Case) -> Iterator[Finding]:
    for item in case.key_results:
        if _restates(case, item) or _says_again(case, item):
            yield RULE.finding(
                "suggestion" if item.reading.quantity.kind is None else "nit",
                item.target,
                f"Key result {item.number} says what the objective says.",
                why="A key result adds how one would know; a repetition leaves it as open as before.",
                question="What would you see if the objective were reached?",
            )


def _restates(case: Case, item: KeyResultCase) -> bool:
    """Nearly the same words; a number excuses it, unless the objective is a task or a measure."""
    own, objective = _body(item.reading.text), _body(case.source.text)
    is_number_added = item.reading.quantity.kind is not None and not _is_measure(case)
    return not is_number_added and bool(own) and likeness(own, objective) >= _ALIKE


def _says_again(case: Case, item: KeyResultCase) -> bool:
    """The objective's own concept without a number; or the objective's own measure with one."""
    if item.reading.metric in {None, "other"} or is_vague(case.reading):
        return False
    concepts = [one for end in ends_of(case.reading) for one in end.concepts]
    measures = any(item.reading.metric in one.measured_by for one in concepts) and not is_own_work(
        item.reading
    )
    if item.reading.quantity.kind is None:
        return measures and not item.reading.measurable
    return (
        measures
        and _is_measure(case)
        and likeness(_body(item.reading.text), _body(case.source.text)) >= _ALIKE / 2
    )


def _is_measure(case: Case) -> bool:
    return case.reading.is_key_result_or_task or holds(case.source.text, words("compare", "measures"))


def _body(text: str) -> frozenset[str]:
    return content_words(text, without=words("compare", "change"))


RULE = Rule(
    code="S312",
    name="repeats-the-objective",
    summary="A key result says what the objective says",
    source="OKR corpus (kr_duplicates_objective)",
    check=_check,
    weight=45,
)
