"""S309: targets that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.likeness import are_about_the_same, pairs, stages_of_one_work, subject_of
from holdfast.review.quantities import days_of, plain
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import Window

_LEVELS = frozenset({"absolute_target", "from_to", "ratio"})


def _check(case: Case) -> Iterator[Finding]:
    for earlier, later in stages_of_one_work(case):
        if _is_more(later, earlier):
            yield _more_done_than_planned(earlier, later)
    for one, other in pairs(case):
        if _stands_against(one, other):
            yield RULE.finding(
                "problem",
                other.target,
                f"Key results {one.number} and {other.number} set different targets for the same number.",
                why="One of them decides whether the number is met, and nobody can say which.",
                span=other.reading.quantity.span,
                question="Which of the two targets holds?",
            )


def _more_done_than_planned(earlier: KeyResultCase, later: KeyResultCase) -> Finding:
    done, planned = (item.reading.quantity.target or 0 for item in (later, earlier))
    return RULE.finding(
        "problem" if _is_impossible(earlier.reading.window, later.reading.window) else "question",
        later.target,
        f"Key result {later.number} asks for {plain(done)} % to be completed, "
        f"and key result {earlier.number} for only {plain(planned)} % to be scheduled.",
        why="What was never scheduled is not completed, so one of the two numbers cannot be meant.",
        span=later.reading.quantity.span,
        question=f"Where do the other {plain(done - planned)} % come from?",
    )


def _is_more(later: KeyResultCase, earlier: KeyResultCase) -> bool:
    one, other = later.reading.quantity, earlier.reading.quantity
    if one.target is None or other.target is None or one.kind != "ratio" or other.kind != "ratio":
        return False
    return one.target > other.target


def _is_impossible(planned: Window | None, done: Window | None) -> bool:
    """The later stage has no more time than the earlier."""
    if planned is None or done is None:
        return planned is None and done is None
    first, second = days_of(planned.value, planned.unit), days_of(done.value, done.unit)
    return first is not None and second is not None and second <= first


def _stands_against(one: KeyResultCase, other: KeyResultCase) -> bool:
    """The same metric of the same people, with two targets or two directions."""
    left, right = one.reading, other.reading
    if left.metric in {None, "other"} or left.metric != right.metric or left.window != right.window:
        return False
    if left.population != right.population or subject_of(left.text) != subject_of(right.text):
        return False
    if not are_about_the_same(one, other) or left.quantity.unit != right.quantity.unit:
        return False
    kinds = {left.quantity.kind, right.quantity.kind}
    opposed = {left.direction, right.direction} == {"up", "down"}
    return opposed or (kinds <= _LEVELS and left.quantity.target != right.quantity.target)


RULE = Rule(
    code="S309",
    name="targets-contradict",
    summary="Two targets cannot both be meant",
    source="The second seed's key results 1 and 2 with their shares exchanged; logic",
    check=_check,
    weight=72,
)
