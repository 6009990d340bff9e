"""S307: too many key results or objectives, or a single key result that does not measure its objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of, is_measured
from holdfast.review.finding import Target
from holdfast.review.rule import Case, Rule
from holdfast.review.work import effects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.model import Objective
    from holdfast.review.finding import Finding

_MOST = 5
_MOST_CLOSE = 2


def _check(case: Case) -> Iterator[Finding]:
    yield from _of_key_results(case)
    own = _of_the_team(case)
    if len(own) > _MOST and case.source == own[0]:
        yield RULE.finding(
            "suggestion",
            Target("objective"),
            f"{case.source.team} has {len(own)} objectives at once.",
            why="Attention is what an OKR spends; a team with many aims has none when two of them collide.",
            question="Which of them would you keep if you could keep only three?",
        )


def _of_the_team(case: Case) -> tuple[Objective, ...]:
    """The open objectives of the team that is named, in the order of their source; none without a team."""
    if not case.source.team or case.source.is_closed:
        return ()
    every = (case.source, *case.others)
    own = (one for one in every if one.team == case.source.team and not one.is_closed)
    return tuple(sorted(own, key=lambda one: one.place.start if one.place else -1))


def _of_key_results(case: Case) -> Iterator[Finding]:
    count = len(case.key_results)
    if count > _MOST or (count == _MOST and _is_scattered(case)):
        yield RULE.finding(
            "suggestion" if count > _MOST else "nit",
            Target("okr"),
            f"There are {count} key results{'' if count > _MOST else ', and they scatter'}.",
            why="Attention is what an OKR spends; what is spread over many numbers moves none of them.",
            question="If only three of them could move this quarter, which?",
        )
    if count == 1 and not _is_covered(case):
        besides = ", and it does not measure it" if ends_of(case.reading) else ""
        yield RULE.finding(
            "suggestion",
            Target("okr"),
            f"A single key result carries the objective{besides}.",
            why="One number shows one side; it can be met while the objective is not.",
            question="What else would have to be seen before you say that the objective was reached?",
        )


def _is_covered(case: Case) -> bool:
    ends = ends_of(case.reading)
    return bool(ends) and all(is_measured(end, case) for end in ends)


def _is_scattered(case: Case) -> bool:
    """Results of as many metrics, of which at most two are the objective's own."""
    sized = [item.reading.metric for item in effects(case) if item.reading.measurable]
    named = [metric for metric in sized if metric not in {None, "other"}]
    own = {metric for end in ends_of(case.reading) for one in end.concepts for metric in one.measured_by}
    repeated, close = len(named) - len(set(named)), sum(metric in own for metric in named)
    return len(sized) >= _MOST - 1 and repeated <= 1 and close <= _MOST_CLOSE


RULE = Rule(
    code="S307",
    name="too-many-or-few",
    summary="Too many key results or objectives, or too few to cover the objective",
    source="Doerr, Measure What Matters, 2018: three to five key results; OKR corpus",
    check=_check,
    weight=40,
)
