"""What is measured, by the label guide's coarse names, and the catalogue's metric that would measure it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.catalogue import propose
from holdfast.review.reading.comparators import approach_of
from holdfast.review.reading.lookalikes import is_of_something_else, names_people_or_cases
from holdfast.review.reading.patterns import find_patterns

if TYPE_CHECKING:
    from holdfast.review.reading.model import Quantity, Span
    from holdfast.review.reading.patterns import Match
    from holdfast.review.reading.quantity import Frame

# Ways of saying that name a metric without its name, the most telling first.
_WORDINGS = (
    ("answering_us", "engagement"),
    ("first_contact", "first_contact_resolution"),
    ("onboarding_time", "time_to_value"),
    ("value_time", "time_to_value"),
    ("setup_completion", "onboarding_completion"),
    ("repeat_buying", "repeat_purchase_rate"),
    ("renewing", "renewal_rate"),
    ("recommending", "nps"),
    ("converting", "conversion"),
    ("expanding", "expansion"),
    ("delighting", "csat"),
    ("time_to_resolution", "resolution_time"),
    ("time_to_first_answer", "first_response_time"),
    ("leaving", "churn_rate"),
    ("still_using", "retention_rate"),
    ("share_adoption", "adoption"),
    ("staying", "retention_rate"),
    ("referring", "referral"),
    ("logging_in", "engagement"),
    ("user_stock", "active_users"),
    ("ticket_handling", "ticket_volume"),
    ("selling", "revenue"),
)
_SHORT = frozenset({"seconds", "minutes", "hours"})
_EFFECT = 12  # words in which an effect names its measure
_NAMED, _WORDED, _GUESSED = 0.9, 0.7, 0.4
# Metrics that only say of whom or of what another one is taken.
_SETTINGS = frozenset(
    {
        "active_users",
        "renewal_rate",
        "referral",
        "ticket_volume",
        "other",
        "revenue",
        "engagement",
        "churn_rate",
    }
)
# Metrics of customers that are taken of employees as well, and are outside the list there.
_OF_PEOPLE = frozenset(
    {
        "churn_rate",
        "retention_rate",
        "csat",
        "nps",
        "engagement",
        "onboarding_completion",
        "time_to_value",
        "revenue",
        "referral",
        "first_response_time",
        "resolution_time",
    }
)
_TIMES = frozenset({"first_response_time", "resolution_time", "time_to_value", "onboarding_completion"})


class MetricReading(NamedTuple):
    """Coarse metric, the catalogue's name for it, how sure both are, and the words they rest on."""

    metric: str | None
    proposed: str | None
    confidence: float
    span: Span | None


def read_metric(frame: Frame, quantity: Quantity) -> MetricReading:
    """Metric of a key result; None where nothing is measured, ``other`` outside the list."""
    found = _found(frame, quantity)
    measured = frame.form == "outcome"
    metric, sure, span = found or ("other", _GUESSED, None)
    if not measured:
        proposed = propose(frame, metric if found else None)
        effect = _effect(frame)
        return MetricReading(effect, proposed, _WORDED if proposed else 0.0, span)
    proposed = propose(frame, metric)
    return MetricReading(metric, proposed, sure if proposed or metric != "other" else _GUESSED, span)


def _effect(frame: Frame) -> str | None:
    """The measure that a deliverable is to move: "a format that doubles the click-through rate"."""
    words = frame.sentence.words
    for match in find_patterns(frame.sentence.language.patterns["effect"], words):
        for at in range(match.start + 1, min(match.start + _EFFECT, len(words))):
            named = frame.sentence.metric_at(at)
            if (
                named is not None
                and named.name != "other"
                and any(w.action or w.amount for w in words[match.start + 1 : at + 6])
            ):
                return named.name
    return None


def _found(frame: Frame, quantity: Quantity) -> tuple[str, float, Span] | None:
    """The metric the sentence names, or that its wording speaks of."""
    named = _named(frame)
    if named is not None and named[0] not in _SETTINGS:
        return named
    worded = _worded(frame, quantity)
    if worded is not None and worded[0] in _OF_PEOPLE and _opens_with_staff(frame):
        return named
    if worded is not None and (named is None or _outweighs(frame, worded[0], named)):
        return worded
    return named


def _opens_with_staff(frame: Frame) -> bool:
    """The sentence is about the team's own people: "all new hires are productive"."""
    words = frame.sentence.words[frame.clause.start : frame.clause.start + 6]
    return any(
        word.lemma in frame.sentence.language.workforce
        or ("member" in word.roles and index and "team" in words[index - 1].roles)
        for index, word in enumerate(words)
    )


def _outweighs(frame: Frame, worded: str, named: tuple[str, float, Span]) -> bool:
    """A wording counts more than a name that only says of whom or what the metric is taken."""
    if worded == "ticket_volume" or named[0] == worded:
        return False
    if named[0] == "other":
        return worded in (
            "onboarding_completion",
            "resolution_time",
            "first_response_time",
            "referral",
            "conversion",
            "adoption",
            "active_users",
            "time_to_value",
            "retention_rate",
            "engagement",
        ) and (worded in _TIMES or frame.clause.action not in ("up", "down"))
    if named[0] == "active_users" and worded in ("conversion", "retention_rate", "churn_rate"):
        return True
    if named[0] == "revenue":
        return worded == "expansion"
    if named[0] == "ticket_volume":
        return worded in (
            "resolution_time",
            "first_response_time",
            "first_contact_resolution",
            "csat",
        )
    return named[0] in ("active_users", "referral", "renewal_rate") and worded in (
        "adoption",
        "engagement",
        "repeat_purchase_rate",
    )


def _named(frame: Frame) -> tuple[str, float, Span] | None:
    """The first named metric of the main clause, where no plain one stands before a more telling one."""
    candidates = [
        (metric, first, last)
        for metric, first, last in frame.sentence.metrics
        if not _is_aside(frame, first) or frame.clause.start > first
    ]
    candidates = [c for c in candidates if not (c[0] == "revenue" and _sizes_group(frame, c[1], c[2]))]
    candidates = [c for c in candidates if not names_people_or_cases(frame.sentence, c)]
    candidates = [c for c in candidates if not _is_purpose(frame, c[1])] or candidates
    candidates = [c for c in candidates if not _says_who(frame, c[1])] or candidates
    if not candidates:
        return None
    best = candidates[0]
    telling = [c for c in candidates if c[0] not in _SETTINGS]
    if best[0] in _SETTINGS and telling:
        best = telling[0] if not _owns_first(frame, best, telling[0]) else best
    words = frame.sentence.words
    is_leaving = best[0] == "revenue" and "turnover" in words[best[1]].roles and frame.clause.action == "down"
    if is_leaving or (best[0] in _OF_PEOPLE and _is_of_staff(frame, best[1], best[2])):
        return "other", _GUESSED, (words[best[1]].start, words[best[2] - 1].end)
    return best[0], _NAMED if best[0] != "other" else _GUESSED, (words[best[1]].start, words[best[2] - 1].end)


def _sizes_group(frame: Frame, start: int, end: int) -> bool:
    """The revenue only says how large customers or deals are: $20k ARR customers, deals over $500K ARR."""
    words = frame.sentence.words
    if not start or words[start - 1].amount is None:
        return False
    behind = bool(words[end : end + 1]) and bool(words[end].tags & {"customer", "won"})
    limited = approach_of(frame.sentence, start - 1).limit != ""
    return behind or (
        limited and any(w.tags & {"won", "customer"} for w in words[max(0, start - 5) : start - 1])
    )


def _is_of_staff(frame: Frame, start: int, end: int) -> bool:
    """The measure is taken of the team's own people: retention of engineers, new-hire satisfaction."""
    words = frame.sentence.words
    before = [w for w in words[max(0, start - 4) : start] if w.amount is None]
    if any(w.lemma in frame.sentence.language.workforce for w in before[-2:]):
        return True
    behind = words[end : end + 4]
    if not behind or "of_whom" not in behind[0].roles:
        return False
    return any(w.lemma in frame.sentence.language.workforce for w in behind)


def _owns_first(frame: Frame, one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """The first name is the measure itself and the other one only qualifies it (by, from, for, to)."""
    between = frame.sentence.words[one[2] : other[1]]
    return any("qualifies_measure" in word.roles for word in between)


def _is_aside(frame: Frame, index: int) -> bool:
    """The word stands in brackets."""
    words = frame.sentence.words[max(0, index - 12) : index]
    return sum((word.lower == "(") - (word.lower == ")") for word in words) > 0


def _says_who(frame: Frame, index: int) -> bool:
    """The word only says which customers are meant: customers with expansion revenue."""
    words = frame.sentence.words
    return any(
        words[at].tags & {"customer"} and "with_whom" in words[at + 1].roles
        for at in range(max(0, index - 3), index - 1)
    )


def _is_purpose(frame: Frame, index: int) -> bool:
    """The word stands in what the result is for: "to improve retention", "via self-serve"."""
    words = frame.sentence.words
    for at in range(max(1, index - 6), index):
        if (
            "to" in words[at].roles
            and at + 1 < len(words)
            and words[at + 1].action in ("up", "down")
            and at > (frame.clause.head or 0)
        ):
            return True
        if "opens_purpose" in words[at].roles:
            return True
    return False


def _worded(frame: Frame, quantity: Quantity) -> tuple[str, float, Span] | None:
    """The metric that a way of saying speaks of."""
    words, patterns = frame.sentence.words, frame.sentence.language.patterns
    for name, metric in _WORDINGS:
        found = [
            match
            for match in find_patterns(patterns[name], words, frame.sentence.keys)
            if not _opens_measure(frame, match.start)
            and not is_of_something_else(frame.sentence, metric, match)
        ]
        if name == "staying":
            found = [match for match in found if not _keeps_level(frame, match)]
        if found and _fits(frame, name, metric, quantity):
            match = found[0]
            return metric, _WORDED, (words[match.start].start, words[match.end - 1].end)
    return None


def _opens_measure(frame: Frame, index: int) -> bool:
    """The word only names another measure: "answer rate"."""
    words = frame.sentence.words
    return index + 1 < len(words) and bool(words[index].verb) and "measure" in words[index + 1].tags


def _keeps_level(frame: Frame, match: Match) -> bool:
    """A level stays, and not the customers before it: "claims of young drivers stay at or below 9"."""
    patterns, words = frame.sentence.language.patterns, frame.sentence.words
    return any(match.start <= kept.start < match.end for kept in find_patterns(patterns["level_kept"], words))


def _is_swift(frame: Frame) -> bool:
    """A time of hours or less stands there, and no setup: within days, a share of people is meant."""
    words = frame.sentence.words
    if find_patterns(frame.sentence.language.patterns["setup_completion"], words):
        return False
    return any(word.amount.unit in _SHORT for word in words if word.amount is not None)


def _fits(frame: Frame, name: str, metric: str, quantity: Quantity) -> bool:
    """The quantity suits the metric: a span of time is none of satisfaction, a share no onboarding time."""
    if name == "onboarding_time" and quantity.kind == "ratio":
        return False
    if name == "value_time" and (quantity.kind == "ratio" or quantity.unit == "%") and not _is_swift(frame):
        return False
    is_time = quantity.unit in ("seconds", "minutes", "hours", "days", "weeks", "months")
    return metric in _TIMES or not is_time
