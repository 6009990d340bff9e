"""Who acts in a key result, what kind of work it counts, and which concepts its metric measures."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from holdfast.review.ontology import vocabulary, words
from holdfast.review.reading import read_objective
from holdfast.review.words import MEMORY, MOST_READ, holds, without_words

if TYPE_CHECKING:
    from holdfast.review.ontology import Concept
    from holdfast.review.reading.model import KeyResultReading
    from holdfast.review.rule import Case, KeyResultCase

# Metrics that count work around customers although they are worded as a state.
_COUNTS_WORK = frozenset({"onboarding_scheduled", "review_coverage"})
# Metrics that a sentence about work is read as where it names no better one. A share of customers may be read
# as any metric ("90 % of accounts up for renewal have had a call") but those that only customers move.
_UNSPECIFIC = frozenset({None, "other", "onboarding_completion"})
_OF_CUSTOMERS = frozenset(
    {"csat", "nps", "ces", "review_rating", "first_contact_resolution", "resolution_time", "churn_rate"}
    | {"retention_rate", "repeat_purchase_rate", "referral", "conversion", "adoption"}
)


@lru_cache(maxsize=MEMORY)
def kinds_of_work(text: str) -> tuple[str, ...]:
    """Kinds of work that the words name (``onboarding``, ``contact``, ``remedy`` …), in causal order."""
    known = vocabulary()["work"]
    found = (kind for kind in known if holds(text, words("work", kind, "words")))
    return tuple(sorted(found, key=lambda kind: int(known[kind]["rank"])))


def is_own_work(reading: KeyResultReading) -> bool:
    """Whether the key result counts what the team does or delivers, however it is worded.

    "Hold a review with all accounts" and "All accounts have had a review" are the same work; "Half of
    the accounts that had a review use one more feature" is an effect, and so is the number that a do is
    for: "rework the menu to raise satisfaction from 55% to 75%".
    """
    if reading.form in {"activity", "output"}:
        return not (reading.quantity.kind == "from_to" and reading.metric in _OF_CUSTOMERS)
    is_share = reading.quantity.kind == "ratio" and reading.metric not in _OF_CUSTOMERS
    if not (is_share or reading.metric in _UNSPECIFIC) or _customers_act(reading.text):
        return False
    return reading.proposed_metric in _COUNTS_WORK or _is_passive_work(reading.text)


def _customers_act(text: str) -> bool:
    return holds(without_words(text, words("acts", "no_acts")), words("acts", "customer_acts"))


def _is_passive_work(text: str) -> bool:
    held = holds(text, words("acts", "team_nouns")) and holds(text, words("acts", "team_participles"))
    return held or holds(text, words("acts", "team_done_to_customers"))


@lru_cache(maxsize=MEMORY)
def asks_why(text: str) -> bool:
    """Whether a statement finds out, or names as found out, why customers leave."""
    if holds(text, words("leaving", "complete")):
        return True
    return holds(text, words("leaving", "leavers")) and holds(text, words("leaving", "asks"))


def own_work(case: Case) -> tuple[KeyResultCase, ...]:
    """The key results that count the team's own work."""
    return tuple(item for item in case.key_results if is_own_work(item.reading))


def effects(case: Case) -> tuple[KeyResultCase, ...]:
    """The key results in which someone other than the team acts, or a metric moves."""
    return tuple(item for item in case.key_results if not is_own_work(item.reading))


def is_measured_by(concept: Concept, reading: KeyResultReading) -> bool:
    """Whether the key result measures the concept itself: by its metric, by a sign of it, or by naming it."""
    if is_own_work(reading) or asks_why(reading.text):
        return False
    metric, proposed = _metrics_of(reading)
    if {metric, proposed} & concept.measured_by or holds(reading.text, concept.signs):
        return True
    return metric in {None, "other"} and concept.name in concepts_in(reading.text)


def _metrics_of(reading: KeyResultReading) -> tuple[str | None, str | None]:
    """What is measured; none where the metric's words only name the people ("90 % of paying users renew")."""
    people, named = reading.population_span, reading.metric_span
    if (
        reading.quantity.kind == "ratio"
        and people
        and named
        and people[0] <= named[0]
        and named[1] <= people[1]
    ):
        return None, None
    return reading.metric, reading.proposed_metric


def measuring(concept: Concept, case: Case) -> tuple[KeyResultCase, ...]:
    """The key results that measure the concept."""
    return tuple(item for item in case.key_results if is_measured_by(concept, item.reading))


def leading(concept: Concept, case: Case) -> tuple[KeyResultCase, ...]:
    """The key results whose metric usually moves before the concept and is not the concept."""
    return tuple(
        item
        for item in case.key_results
        if not is_own_work(item.reading) and concept.led_by.intersection(_metrics_of(item.reading))
    )


@lru_cache(maxsize=MEMORY)
def concepts_in(text: str) -> tuple[str, ...]:
    """Names of the concepts that any statement names, as the reading of objectives finds them."""
    return read_objective(text[:MOST_READ]).concepts


def numbers_of(items: tuple[KeyResultCase, ...]) -> str:
    """``key result 3`` or ``key results 1, 2 and 3``."""
    if len(items) == 1:
        return f"key result {items[0].number}"
    *head, tail = (str(item.number) for item in items)
    return f"key results {', '.join(head)} and {tail}"
