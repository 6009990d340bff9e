"""S301: a concept of the objective that no key result measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import End, ends_of, is_without_result, unmeasured_ends
from holdfast.review.finding import Target
from holdfast.review.ontology import words
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import holds, listed
from holdfast.review.work import leading, numbers_of, own_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_OBJECTIVE = Target("objective")


def _check(case: Case) -> Iterator[Finding]:
    missing = unmeasured_ends(case)
    is_partial = len(missing) < len(ends_of(case.reading))
    for end in missing:
        yield RULE.finding(
            "suggestion" if is_partial else "problem",
            _OBJECTIVE,
            _message(case, end),
            why=f"The team might meet every key result, and {end.concept.fault}.",
            span=end.span,
            rewrite=end.concept.key_result_for(case.reading.scope),
            question=f"Which number would show that {end.concept.state}?",
        )
    if is_without_result(case):
        yield RULE.finding(
            "problem",
            _OBJECTIVE,
            "No key result measures the objective: all of them count the team's own work.",
            why="The team might do all of it, and nothing that the objective is for might have changed.",
            question="What would be different, and for whom, once all of this is done?",
        )


def _message(case: Case, end: End) -> str:
    """What is counted in its place: work, at the first of the missing ends, and what may lead to it."""
    first = min(unmeasured_ends(case), key=lambda one: one.concept.rank)
    work = own_work(case) if end == first else ()
    before = leading(end.concept, case)
    parts = []
    if work:
        verb = "counts" if len(work) == 1 else "count"
        parts.append(f"{numbers_of(work)} {verb} {_what(work)}")
    if before:
        names = listed(dict.fromkeys(_metric_name(item.reading.metric) for item in before))
        parts.append(f"{names} ({numbers_of(before)}) may lead to it and is not it")
    noun = _noun(case, end)
    return f"No key result measures {noun}{': ' if parts else ''}{', and '.join(parts)}."


def _what(work: tuple[KeyResultCase, ...]) -> str:
    """What is counted in the place of an effect."""
    delivered = {item.reading.form == "output" for item in work}
    if len(delivered) > 1:
        return "the team's own work"
    return "what is delivered" if delivered == {True} else "the activity itself"


def _noun(case: Case, end: End) -> str:
    """The concept's noun; the objective's own words where they are the name of a function."""
    said = case.source.text[slice(*end.span)]
    return said.lower() if holds(said, words("compare", "functions")) else end.concept.noun


def _metric_name(metric: str | None) -> str:
    name = (metric or "the number").replace("_", " ")
    return name.upper() if name in {"nps", "csat", "ces", "nrr", "grr", "clv"} else name


RULE = Rule(
    code="S301",
    name="objective-not-measured",
    summary="What the objective promises is measured by no key result",
    source="Allan Kelly's review of a customer engagement OKR: its conclusion; OKR corpus",
    check=_check,
    weight=100,
    together="The key results do not measure the objective.",
)
