"""K212: a number that can rise while customers leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of
from holdfast.review.ontology import pattern, words
from holdfast.review.quantities import days_of, nature_of
from holdfast.review.rewrite_change import over_the_same
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import holds

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_STAYING = frozenset({"retention", "loyalty"})
_SHOW_LEAVING = frozenset(
    {"churn_rate", "retention_rate", "renewal_rate", "revenue_churn", "nrr", "grr", "repeat_purchase_rate"}
)


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        vanity = _vanity(key_result)
        if vanity is not None:
            yield _attention(key_result, vanity, case)
        elif _is_average(key_result) and _hides_a_loss(case):
            yield _average(key_result)


def _vanity(key_result: KeyResultCase) -> re.Match[str] | None:
    reading = key_result.reading
    if reading.form == "output" or reading.metric not in {None, "other", "engagement", "active_users"}:
        return None
    is_borne = reading.verb is not None and reading.verb in words("flatters", "borne")
    is_time = days_of(1, reading.quantity.unit or "") is not None
    is_share = reading.quantity.unit == "%" and reading.quantity.kind in {"from_to", "ratio"}
    found = None if is_borne or is_time or is_share else pattern("attention").search(reading.text)
    if found is None or pattern("told_of").search(reading.text[found.end() :]):
        return None
    return None if _says_which_people(reading.text[: found.start()]) else found


def _says_which_people(before: str) -> bool:
    """People are counted, and the word only says which: "guests with three visits or more"."""
    opening = pattern("says_which").search(before)
    return opening is not None and holds(before[: opening.start()], words("objective", "kept", "whom"))


def _attention(key_result: KeyResultCase, found: re.Match[str], case: Case) -> Finding:
    """A suggestion; of traffic a question where the objective is not about customers whom the company has."""
    is_aim = pattern("traffic").search(found[0]) is not None
    keeps = not is_aim or any(one.keeps for end in ends_of(case.reading) for one in end.concepts)
    return RULE.finding(
        "suggestion" if keeps else "question",
        key_result.target,
        f"“{found[0].strip()}” can rise while customers leave.",
        why="It counts attention or effort; nobody has to get anything out of the product for it to grow.",
        span=_trimmed(found),
        alternatives=(f"‹number› customers a month ‹do what {found[0].strip()} should lead to›",),
        question="What do customers do afterwards, when it was of use to them?",
    )


def _is_average(key_result: KeyResultCase) -> bool:
    """An average over those who are still there, where it is not said that it is about the same customers."""
    reading, nature = key_result.reading, nature_of(key_result.reading)
    if reading.form != "outcome" or reading.quantity.kind is None or reading.direction == "maintain":
        return False
    rises = pattern("average").search(reading.text) or (nature is not None and nature.rises_when_leaving)
    return bool(rises) and not holds(reading.text, words("flatters", "excused"))


def _hides_a_loss(case: Case) -> bool:
    """Customers are to stay, and no key result would show that they leave."""
    promised = {one.name for end in ends_of(case.reading) for one in end.concepts}
    shown = any(item.reading.metric in _SHOW_LEAVING for item in case.key_results)
    return not promised.isdisjoint(_STAYING) and not shown


def _average(key_result: KeyResultCase) -> Finding:
    reading, named = key_result.reading, pattern("average").search(key_result.reading.text)
    return RULE.finding(
        "question",
        key_result.target,
        "This average also rises when the unhappy leave.",
        why="Those who left no longer answer or count, so that a loss reads as progress.",
        span=reading.metric_span or (named.span() if named else None),
        alternatives=(over_the_same(reading),),
        question="Can it be taken over the same customers at both ends, with those who left shown beside it?",
    )


def _trimmed(found: re.Match[str]) -> tuple[int, int]:
    return (found.end() - len(found[0].lstrip()), found.end())


RULE = Rule(
    code="K212",
    name="number-that-flatters",
    summary="A number that can rise while customers leave",
    source="Ries, The Lean Startup, 2011, on vanity metrics; OKR corpus (vanity_metric)",
    check=_check,
    weight=40,
)
