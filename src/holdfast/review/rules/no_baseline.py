"""K205: without a start value nobody can tell whether the target is hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of
from holdfast.review.ontology import words
from holdfast.review.quantities import latest_final
from holdfast.review.rewrite_change import with_start
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import holds
from holdfast.review.work import measuring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import KeyResultReading

_CHANGES = frozenset({"relative_change", "delta_absolute"})
_LEVELS = frozenset({"ratio", "absolute_target"})


def _check(case: Case) -> Iterator[Finding]:
    for item in _lacking(case):
        yield RULE.finding(
            "suggestion",
            item.target,
            "It does not say where the number stands today.",
            why=(
                "Without a start value nobody can tell whether the target is trivial, "
                "challenging or out of reach."
            ),
            span=item.reading.quantity.span,
            rewrite=with_start(item.reading),
            question="What is the number today?",
        )


def _lacking(case: Case) -> tuple[KeyResultCase, ...]:
    """The results without a start value, where they are half of those that have a size, or hold the main one.

    A level beside results that show their start is a choice; "up 50" is open whatever stands beside it. What
    is counted from nothing (pilots won, posts) has no start value. Where no result has a size at all,
    changes of a known number ("improve satisfaction", "more leads") lack it too.
    """
    results = tuple(item for item in case.key_results if item.reading.form == "outcome")
    sized = tuple(item for item in results if _has_size(item.reading))
    if not sized:
        return tuple(item for item in results if not item.reading.measurable and _is_open(item.reading))
    lacking = tuple(item for item in sized if _lacks_baseline(item, case))
    if 2 * len(lacking) >= len(sized) or _main(case) in lacking:
        return lacking
    return tuple(item for item in lacking if item.reading.quantity.kind == "delta_absolute")


def _has_size(reading: KeyResultReading) -> bool:
    """It is a level or a change of a number; a blank ("N customers") is one only of a share or a score."""
    quantity = reading.quantity
    is_stated = quantity.target is not None or quantity.unit in {"%", "points"}
    return is_stated and quantity.kind in _CHANGES | _LEVELS | {"from_to"}


def _is_open(reading: KeyResultReading) -> bool:
    """A change of a known number without a size, or a number's name alone ("cloud cost")."""
    known = reading.metric not in {None, "other"} or holds(reading.text, words("start", "more"))
    is_name = reading.verb is None and reading.metric is not None
    return is_name or (known and reading.direction is not None)


def _lacks_baseline(item: KeyResultCase, case: Case) -> bool:
    reading, quantity = item.reading, item.reading.quantity
    has_gap = "‹" in reading.text  # a rewrite of ours, whose author is asked for the value already
    known = has_gap or item.baseline is not None or latest_final(item.series) is not None
    guards = reading.direction == "maintain" or item.source.kind != "change"
    if known or guards or quantity.kind == "from_to":
        return False
    return quantity.kind in _CHANGES or not _is_excused(reading, case)


def _is_excused(reading: KeyResultReading, case: Case) -> bool:
    """All, none, a standard of its own, and what is measured for the first time need no start value."""
    is_standard = holds(reading.text, words("start", "standards"))
    first_time = holds(reading.text, words("start", "first_time"))
    is_launch = _is_launch(case.source.text)
    return reading.quantity.target in {0, 100} or is_standard or first_time or is_launch


def _is_launch(objective: str) -> bool:
    """It is about a thing that is not there yet, and no second version of one."""
    begins = holds(" ".join(objective.split()[:3]), words("start", "launches"))
    return begins and not any(sign.isdigit() for sign in objective)


def _main(case: Case) -> KeyResultCase | None:
    """The only key result that measures what the objective promises; None where several do, or none."""
    concepts = [one for end in ends_of(case.reading) for one in end.concepts]
    found = {item.number: item for one in concepts for item in measuring(one, case)}
    return next(iter(found.values())) if len(found) == 1 else None


RULE = Rule(
    code="K205",
    name="no-baseline",
    summary="A target without the value it starts from",
    source="Allan Kelly's review of a customer engagement OKR, key result 4; OKR corpus (no_baseline)",
    check=_check,
    once=True,
    weight=60,
)
