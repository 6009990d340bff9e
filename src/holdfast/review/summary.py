"""The gist of a review: the one thing, at most five points, what is good, what to ask, three sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.review.chain import what_has_to_be_true
from holdfast.review.finding import LEVELS
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.review.finding import Finding
    from holdfast.review.rule import Case, Rule

MOST_SHOWN = 5
MOST_QUESTIONS = 7
MOST_OPEN = 3
_ASSUMPTION = "S303"
_WORK = frozenset({"K201", "K202"})
_OF_WORK = frozenset({"K203", "K204"})
"""A do or a deliverable holds no number and is met or not met: that is no second fault."""


@dataclass(frozen=True, slots=True)
class SaidOnce:
    """What is true of several key results, or of the whole: ``What is it today? (key result 4)``."""

    rule: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reader with half a minute should see.

    Attributes:
        one_thing: What matters most, or None where there is nothing but small points.
        shown: The weightiest findings, one of a rule, at most five; the one thing is the first of them.
        folded: The other findings that are neither strengths nor said elsewhere, in order of weight.
        strengths: What is good, in the order of the text.
        once: Lines that are true of the whole OKR, said once ("What is it today? …"); may be empty.
        questions: To take to the team, the weightiest first.
        conclusion: Three sentences: what is good, what a closer look shows, what it comes to.
        assumption: What has to be true for the objective to follow from the key results, or None.
    """

    one_thing: Finding | None
    shown: tuple[Finding, ...]
    folded: tuple[Finding, ...]
    strengths: tuple[Finding, ...]
    once: tuple[SaidOnce, ...]
    questions: tuple[str, ...]
    conclusion: tuple[str, str, str]
    assumption: str | None

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, with stable keys; findings stand in full under the review's own key."""
        return {
            "one_thing": None if self.one_thing is None else self.one_thing.to_dict(),
            "strengths": [finding.to_dict() for finding in self.strengths],
            "shown": [finding.to_dict() for finding in self.shown],
            "folded": len(self.folded),
            "once": [line.sentence for line in self.once],
            "assumption": self.assumption,
            "questions": list(self.questions),
            "conclusion": list(self.conclusion),
        }


def summarise(findings: tuple[Finding, ...], *, cases: tuple[Case, ...], rules: tuple[Rule, ...]) -> Summary:
    """The gist of findings about one or several objectives; of no findings, what is good about that."""
    by_code = {rule.code: rule for rule in rules}
    ranked = _ranked((one for one in findings if one.level != "strength"), by_code)
    said_once = {rule.code for rule in rules if rule.once}
    elsewhere = said_once | {_ASSUMPTION}
    points = _together(tuple(one for one in ranked if one.rule not in elsewhere), by_code)
    shown = _one_of_each(_not_implied(points))[:MOST_SHOWN]
    one_thing = shown[0] if shown and shown[0].level in {"problem", "suggestion"} else None
    return Summary(
        one_thing=one_thing,
        shown=shown,
        folded=tuple(one for one in points if one not in shown),
        strengths=tuple(one for one in findings if one.level == "strength"),
        once=_once(ranked, said_once),
        questions=_questions(ranked),
        conclusion=(
            _good(findings, cases),
            _closer(points, shown, by_code),
            _comes_to(one_thing, points, ranked, by_code),
        ),
        assumption=_assumption(findings, cases),
    )


def _assumption(findings: tuple[Finding, ...], cases: tuple[Case, ...]) -> str | None:
    """What has to be true: as a finding where the objective is not measured, else as the chain alone."""
    found = next((one.message for one in findings if one.rule == _ASSUMPTION), None)
    if found is not None or len(cases) != 1:
        return found
    chain = what_has_to_be_true(cases[0])
    return chain.sentence if chain is not None and chain.is_clear else None


def _ranked(findings: Iterable[Finding], rules: dict[str, Rule]) -> tuple[Finding, ...]:
    """The weightiest first: by level, then by what its rule weighs; ties keep the order of the text."""

    def weight(finding: Finding) -> tuple[int, int]:
        rule = rules.get(finding.rule)
        return (-LEVELS.index(finding.level), -(rule.weight if rule else 0))

    return tuple(sorted(findings, key=weight))


def _together(points: tuple[Finding, ...], rules: dict[str, Rule]) -> tuple[Finding, ...]:
    """The points, with the weightiest joined to those of its rule and level where they come to one thing."""
    if not points or points[0].rule not in rules or not rules[points[0].rule].together:
        return points
    first = points[0]
    key = (first.rule, first.level, first.target)
    same = [one for one in points if (one.rule, one.level, one.target) == key]
    if len(same) == 1:
        return points
    joined = replace(
        first,
        message=" ".join((rules[first.rule].together, *(one.message for one in same))),
        why=same[-1].why,
        alternatives=(*first.alternatives, *(one.rewrite for one in same[1:] if one.rewrite)),
    )
    return (joined, *(one for one in points if (one.rule, one.level, one.target) != key))


def _not_implied(points: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The points without small ones that a do or a deliverable brings with it: no number, met or not met."""
    undone = {one.target for one in points if one.rule in _WORK}
    return tuple(
        one for one in points if not (one.rule in _OF_WORK and one.level == "nit" and one.target in undone)
    )


def _one_of_each(ranked: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The first finding of every rule: said of one key result, it can be seen in the others."""
    first: dict[tuple[str, int], Finding] = {}
    for one in ranked:
        first.setdefault((one.rule, one.target.objective), one)
    return tuple(first.values())


def _once(ranked: tuple[Finding, ...], codes: set[str]) -> tuple[SaidOnce, ...]:
    """One line for each rule that is said once: what is it today, by when, who."""
    lines = []
    for code in sorted(codes):
        own = [one for one in ranked if one.rule == code]
        if own:
            numbers = sorted({one.target.number for one in own if one.target.number is not None})
            where = f" ({key_results(numbers)})" if numbers else ""
            lines.append(SaidOnce(code, own[0].name, f"{own[0].question or own[0].message}{where}"))
    return tuple(lines)


def _questions(ranked: tuple[Finding, ...]) -> tuple[str, ...]:
    asked = (one.question for one in ranked if one.question is not None)
    return tuple(dict.fromkeys(asked))[:MOST_QUESTIONS]


def key_results(numbers: list[int]) -> str:
    """``key result 2``, ``key results 1, 2 and 4``."""
    if len(numbers) == 1:
        return f"key result {numbers[0]}"
    return f"key results {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _good(findings: tuple[Finding, ...], cases: tuple[Case, ...]) -> str:
    """The first sentence: what is good."""
    praised = {one.rule for one in findings if one.level == "strength"}
    total = sum(len(case.key_results) for case in cases)
    numbered = sum(one.rule == "K203" and one.level == "strength" for one in findings)
    parts = ["the objective says whom it is about"] if "O104" in praised else []
    if numbered and numbered == total:
        parts.append("every key result holds a number" if total > 1 else "its key result holds a number")
    elif 2 * numbered >= total > 0:
        parts.append(f"{numbered} of {total} key results {'holds' if numbered == 1 else 'hold'} a number")
    if not parts:
        return "The intention is there, and the key results do not carry it yet."
    return f"At first sight it looks good: {' and '.join(parts)}."


def _closer(points: tuple[Finding, ...], shown: tuple[Finding, ...], rules: dict[str, Rule]) -> str:
    """The second sentence: what a closer look shows beside the one thing."""
    parts = []
    for finding in [one for one in shown[1:] if one.rule in rules][:2]:
        same = [one for one in points if one.rule == finding.rule]
        numbers = sorted({one.target.number for one in same if one.target.number is not None})
        name = rules[finding.rule].summary
        where = f" ({key_results(numbers)})" if numbers else ""
        parts.append(f"{_lower(name.split(';')[0].rstrip('.'))}{where}")
    if not parts:
        return "A closer look raises little beyond that."
    return f"A closer look raises questions: {'; '.join(parts)}."


def _comes_to(
    one_thing: Finding | None,
    points: tuple[Finding, ...],
    ranked: tuple[Finding, ...],
    rules: dict[str, Rule],
) -> str:
    """The third sentence: what it comes to."""
    if one_thing is None:
        return _still_open(ranked, rules)
    together = rules[one_thing.rule].together if one_thing.rule in rules else ""
    message = one_thing.message.strip()
    if together:
        told = together if message.startswith(together) else message.partition(":")[0]
        return f"But in the end {_lower(told.rstrip('.'))}: {_lower(one_thing.why)}"
    same = {one.target.number for one in points if (one.rule, one.level) == (one_thing.rule, one_thing.level)}
    numbers = sorted(number for number in same if number is not None)
    where = f" ({key_results(numbers)})" if numbers else ""
    told = message.partition(": ")[0].rstrip(".")
    return f"In the end this matters most{where}: {_lower(told)}."


def _still_open(ranked: tuple[Finding, ...], rules: dict[str, Rule]) -> str:
    """What an OKR without a great fault lacks: what is asked, the weightiest first."""
    asked = dict.fromkeys(one.rule for one in ranked if one.level != "nit" and one.rule in rules)
    if not asked:
        return "In the end nothing stands in the way of starting."
    told = [_lower(rules[code].summary.split(";")[0].rstrip(".")) for code in asked]
    more = f"; and {len(told) - MOST_OPEN} more" if len(told) > MOST_OPEN else ""
    listed = "; ".join(told[:MOST_OPEN])
    return f"In the end little stands in the way of starting, and this is still open: {listed}{more}."


def _lower(sentence: str) -> str:
    """The sentence as it stands after a colon; an abbreviation keeps its capitals."""
    return sentence if sentence[1:2].isupper() else f"{sentence[:1].lower()}{sentence[1:]}"
