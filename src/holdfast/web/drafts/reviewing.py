"""The review of an objective while it is written: dismissed findings left out, gates kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr.model import Binding, Initiative, KeyResult, Milestone, Objective, OkrDocument
from holdfast.review.ignoring import Ignored
from holdfast.review.registry import default_rules
from holdfast.review.rule import Occasion
from holdfast.review.run import ObjectiveReview, Review, in_order, review_document
from holdfast.review.selection import find_rule
from holdfast.review.summary import summarise
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from holdfast.review.finding import Finding
    from holdfast.review.rule import Rule
    from holdfast.web.measurements.models import Series
    from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedObjective


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for.

    Attributes:
        people: Ids to names; likewise `teams` and `above`, the objectives it may support.
        cycle: Its name.
        series: Ids to what measures a key result.
    """

    people: Mapping[int, str]
    teams: Mapping[int, str]
    above: Mapping[int, str]
    cycle: str
    series: Mapping[int, Series]


def review_stated(  # noqa: PLR0913 - what is written, and what decides of it
    stated: StatedObjective,
    names: Names,
    *,
    dismissed: Mapping[tuple[str, str], str],
    gates: Sequence[str],
    occasion: Occasion,
    by_data: Sequence[Finding] = (),
) -> Review | None:
    """The review of an objective; None while it has no words or no key result.

    Args:
        stated: Key results without words are passed over.
        names: Of those it refers to.
        dismissed: Rule and words to the reason why the finding is set aside.
        gates: Codes of the rules that cannot be dismissed; they run although they may not by default.
        occasion: The day, and whether it is about to be published.
        by_data: What a job found of these very words by the data.
    """
    document = as_document(stated, names)
    if document is None:
        return None
    rules = _rules(gates)
    found = review_document(document, rules=rules, occasion=occasion)
    [part] = found.objectives
    every = in_order((*part.findings, *by_data))
    aside = {
        one: dismissed[one.rule, words_of(one, document)]
        for one in every
        if one.rule not in gates and (one.rule, words_of(one, document)) in dismissed
    }
    if not aside and not by_data:
        return found
    kept = tuple(one for one in every if one not in aside)
    summary = summarise(kept, cases=(part.case,), rules=rules)
    ignored = (*found.ignored, *(Ignored(one, reason) for one, reason in aside.items()))
    return replace(
        found, objectives=(ObjectiveReview(part.case, kept, summary),), summary=summary, ignored=ignored
    )


def gate_codes(gates: Iterable[str]) -> tuple[str, ...]:
    """Gates as codes; one whose rule is not known any more keeps nobody out."""
    found = []
    for one in gates:
        try:
            found.append(find_rule(one).code)
        except InputError:
            continue
    return tuple(dict.fromkeys(found))


def in_the_way(review: Review | None, gates: Sequence[str]) -> tuple[Finding, ...]:
    """Findings of rules that the workspace made into gates."""
    findings = review.findings if review else ()
    return tuple(one for one in findings if one.rule in gates and one.level != "strength")


def words_of(finding: Finding, document: OkrDocument) -> str:
    """The words that a dismissal holds for: the statement's, or all of them for a finding about the whole."""
    objective = document.objectives[finding.target.objective - 1]
    match finding.target.part:
        case "objective":
            return objective.text
        case "key-result":
            return objective.key_results[(finding.target.number or 1) - 1].text
        case _:
            return "\n".join([objective.text, *(one.text for one in objective.key_results)])


def as_document(stated: StatedObjective, names: Names) -> OkrDocument | None:
    """The objective as an OKR document; None without words or key results."""
    results = tuple(_key_result(one, names) for one in stated.key_results if one.text.strip())
    if not stated.text.strip() or not results:
        return None
    objective = Objective(
        text=_line(stated.text),
        key_results=results,
        team=names.teams.get(stated.team or 0),
        owner=names.people.get(stated.owner or 0),
        cycle=names.cycle,
        commitment=stated.commitment or None,  # type: ignore[arg-type]  # choices of the form
        initiatives=tuple(_initiative(one, names) for one in stated.initiatives),
        supports="; ".join(names.above[pk] for pk in stated.supports if pk in names.above) or None,
    )
    return OkrDocument("the objective", (objective,))


def _key_result(one: StatedKeyResult, names: Names) -> KeyResult:
    return KeyResult(
        text=_line(one.text),
        kind=one.kind,  # type: ignore[arg-type]  # choices of the form
        owner=names.people.get(one.owner or 0),
        baseline=one.baseline,
        target=one.target,
        commitment=one.commitment or None,  # type: ignore[arg-type]  # choices of the form
        binding=_binding(names.series.get(one.series or 0)),
        initiatives=tuple(_initiative(each, names) for each in one.initiatives),
        relative_target=one.relative_target,
        at_least=one.at_least,
        at_most=one.at_most,
        milestones=tuple(Milestone(step.text, step.weight, step.is_done) for step in one.steps),
    )


def _binding(series: Series | None) -> Binding | None:
    if series is None or not series.metric:
        return None
    parameters = tuple((name, str(value)) for name, value in sorted(series.parameters.items()))
    segment = tuple((column, values[0]) for column, values in sorted(series.filters.items()) if values)
    return Binding(series.metric, parameters, segment)


def _initiative(one: StatedInitiative, names: Names) -> Initiative:
    due = one.due_on.isoformat() if one.due_on else None
    return Initiative(_line(one.text), names.people.get(one.owner or 0), due, one.expected_lift or None)


def _rules(gates: Sequence[str]) -> tuple[Rule, ...]:
    rules = {rule.code: rule for rule in default_rules()}
    rules |= {code: find_rule(code) for code in gates if code not in rules}
    return tuple(rules[code] for code in sorted(rules))


def occasion_of(today: date, cadence_days: int, *, is_publishing: bool) -> Occasion:
    """The day and purpose of a review."""
    return Occasion(today, cadence_days, is_publishing)


def _line(text: str) -> str:
    return " ".join(text.split())
