"""S305: speed or volume without a guardrail for quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.clauses import guardrail_in
from holdfast.review.ontology import known_concepts, words
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import holds
from holdfast.review.work import is_measured_by, is_own_work, kinds_of_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import KeyResultReading

_SUPPORT_SPEED = frozenset({"first_response_time", "resolution_time"})
_QUALITY = frozenset(
    {
        "csat",
        "ces",
        "review_rating",
        "first_contact_resolution",
        "retention_rate",
        "churn_rate",
        "renewal_rate",
        "nrr",
    }
)
_LATER = ("adoption", "engagement", "retention")
_USE = frozenset({"adoption", "conversion", "engagement", "onboarding_completion", "active_users"})
# Kind of hurry: what is said of it, why, the guardrail that would do, and the metrics that already are one.
_SAYS = {
    "contact": (
        "Frequent contact is counted, and nothing says that customers find it useful.",
        "Calls and messages may only annoy the customer when nothing gets solved.",
        "CSAT of customers after ‹these calls› stays at or above ‹90 %›",
        _QUALITY - {"retention_rate", "churn_rate", "renewal_rate", "nrr"},
    ),
    "support": (
        "Speed is counted, and nothing guards the quality of the help.",
        "A fast answer that solves nothing wins the number and loses the customer.",
        "CSAT of resolved tickets stays at or above ‹90 %›",
        _QUALITY | {"nps"},
    ),
    "deflection": (
        "Fewer contacts are counted, and nothing says that customers got the help they needed.",
        "The number also falls when customers give up asking.",
        "CSAT of customers who looked for help stays at or above ‹90 %›",
        _QUALITY | {"nps"},
    ),
    "start": (
        "A fast start is counted, and nothing says that customers got where they wanted.",
        "Onboarding can be made short by leaving out what customers need.",
        "Share of new customers that use ‹core action› in their second month stays at or above ‹x %›",
        _QUALITY | _USE | {"nps"},
    ),
    "cost": (
        "Cost is counted, and nothing says that customers get the same for it.",
        "The quickest way to spend less is to do less for customers.",
        "CSAT of customers stays at or above ‹90 %›",
        _QUALITY | _USE | {"nps"},
    ),
    "volume": (
        "Only volume is counted, and nothing says that those who came had something of it.",
        "People can be won by a promise that is not kept, and leave again.",
        "Share of those who came that are still there after ‹30› days stays at or above ‹x %›",
        _QUALITY | _USE | {"nps"},
    ),
}


def _check(case: Case) -> Iterator[Finding]:
    hurried = _hurried(case)
    if 2 * len(hurried) < len(case.key_results):
        return
    said: set[str] = set()
    beside: dict[str, tuple[KeyResultCase, ...]] = {}
    for item, kind in hurried:
        message, why, guardrail, guards = _SAYS.get(kind, ("", "", "", frozenset()))
        if not message or kind in said:
            continue
        if kind not in beside:
            beside[kind] = tuple(one for one in case.key_results if _guards(one, guards, kind=kind))
        if _guards_itself(item) or any(one is not item for one in beside[kind]):
            continue
        said.add(kind)
        yield RULE.finding(
            "question",
            item.target,
            message,
            why=why,
            span=item.reading.quantity.span or item.reading.form_words,
            rewrite=guardrail,
            question=f"How could key result {item.number} be met while customers are worse off?",
        )


def _hurried(case: Case) -> tuple[tuple[KeyResultCase, str], ...]:
    """The key results of speed, cost or volume with their kind; volume only where nothing else is counted."""
    found = tuple((item, kind) for item in case.key_results if (kind := _hurry(item)) is not None)
    big = [item.number for item, kind in found if kind == "volume"]
    rest = (item.reading.metric for item in case.key_results if item.number not in big)
    is_all = all(metric == "revenue" for metric in rest)
    return tuple((item, kind) for item, kind in found if kind != "volume" or is_all)


def _hurry(item: KeyResultCase) -> str | None:
    """The kind of speed or volume that a key result counts, None for another key result.

    First calls within days (``onboarding``) are hurried too, and so is ``money`` beside costs, but they only
    add weight to the others.
    """
    reading = item.reading
    if _is_excused(reading):
        return None
    kinds = kinds_of_work(reading.text)
    if is_own_work(reading) and kinds and reading.measurable:
        return _hurried_work(item, kinds)
    if reading.metric in _SUPPORT_SPEED or holds(reading.text, words("guard", "efficiency")):
        return "support"
    if reading.metric == "ticket_volume" and reading.direction == "down":
        return None if holds(reading.text, words("guard", "faults")) else "deflection"
    if reading.metric == "time_to_value" and reading.direction == "down":
        return "start"
    return _bulk(reading)


def _is_excused(reading: KeyResultReading) -> bool:
    """It holds its guardrail, or is about the company's own people and not about their output."""
    is_guarded = guardrail_in(reading) is not None and reading.metric not in _SUPPORT_SPEED
    is_of_staff = holds(reading.text, words("people", "side", "staff"))
    return is_guarded or (is_of_staff and not holds(reading.text, words("guard", "efficiency")))


def _bulk(reading: KeyResultReading) -> str | None:
    """Costs to be cut, or people to be won in numbers."""
    if reading.form != "outcome":
        return None
    if reading.direction != "up" and holds(reading.text, words("guard", "costs")):
        return "cost"
    if reading.metric == "revenue" or holds(reading.text, words("guard", "money")):
        return "money"
    is_volume = reading.quantity.kind not in {None, "ratio"} and holds(reading.text, words("guard", "volume"))
    return "volume" if is_volume and reading.metric in {None, "other"} else None


def _hurried_work(item: KeyResultCase, kinds: tuple[str, ...]) -> str | None:
    if "onboarding" in kinds:
        return "onboarding"
    if "remedy" in kinds or holds(item.reading.text, words("guard", "tickets")):
        return "support" if item.reading.window is not None else None
    is_repeated = item.reading.cadence is not None or item.reading.quantity.kind == "ratio"
    return "contact" if {"contact", "messages", "listening"} & set(kinds) and is_repeated else None


def _guards_itself(hurried: KeyResultCase) -> bool:
    """Whether its own sentence would show that the speed is won at customers' cost."""
    guard = guardrail_in(hurried.reading)
    return guard is not None and holds(hurried.reading.text[slice(*guard)], words("guard", "quality"))


def _guards(one: KeyResultCase, metrics: frozenset[str], *, kind: str) -> bool:
    """Whether a key result beside the hurried one would show that the speed is won at customers' cost."""
    reading = one.reading
    if reading.metric in metrics or (reading.metric in {*_QUALITY, "nps"} and _is_limit(reading)):
        return True
    if kind in {"start", "volume"} and any(is_measured_by(one, reading) for one in known_concepts(_LATER)):
        return True
    if kind == "contact" and (reading.metric == "resolution_time" or "remedy" in kinds_of_work(reading.text)):
        return True
    is_target_nps = reading.metric == "nps" and kind == "contact"
    return not is_target_nps and not is_own_work(reading) and holds(reading.text, words("guard", "quality"))


def _is_limit(reading: KeyResultReading) -> bool:
    """A level to be kept, not one to be reached."""
    return reading.direction == "maintain" or holds(reading.text, words("guard", "keep"))


RULE = Rule(
    code="S305",
    name="no-guardrail",
    summary="Speed or volume without a guardrail for quality",
    source="Allan Kelly's review of a customer engagement OKR: calls that annoy; Grove 1983, on pairs",
    check=_check,
    weight=68,
)
