"""Whether a key result touches a reason for leaving: by its metric, its concepts, its work or its words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.leavers.model import Touch
from holdfast.review.leavers.themes import themes
from holdfast.review.ontology import concept, words
from holdfast.review.words import content_words, first_span, holds, listed
from holdfast.review.work import concepts_in, is_own_work, kinds_of_work

if TYPE_CHECKING:
    from holdfast.review.leavers.themes import Theme
    from holdfast.review.reading.model import KeyResultReading

LEAVING = frozenset(
    {"churn_rate", "retention_rate", "renewal_rate", "revenue_churn", "nrr", "grr", "logo_churn"}
    | {"gross_revenue_retention", "net_revenue_retention", "revenue_at_risk", "repeat_purchase_rate"}
)
_OPINIONS = frozenset({"nps", "csat", "ces", "review_rating", "survey_response_rate"})
_LISTENING = frozenset({"contact", "listening"})
_ACRONYMS = frozenset({"nps", "csat", "ces", "nrr", "grr", "clv", "mrr"})
# Metrics of the catalogue that no theme and no list here names, and that are known all the same.
_OTHER_KNOWN = frozenset(
    {"ticket_rate", "referral_share", "free_to_paid_conversion", "historic_value", "clv", "mrr", "lifecycle"}
)
_POPULATION_WORDS = range(2, 6)


def work_of(item: ReadKeyResult) -> frozenset[str]:
    """Kinds of the team's own work that it counts; a first call is onboarding and no lasting contact."""
    if not item.is_own_work:
        return frozenset()
    kinds = frozenset(kinds_of_work(item.reading.text))
    return kinds - _LISTENING if "onboarding" in kinds else kinds


class ReadKeyResult(NamedTuple):
    """A key result with its label, its reading, and the metric its author names, if any."""

    label: str
    reading: KeyResultReading
    bound: str | None

    @property
    def is_own_work(self) -> bool:
        """It counts what the team does, where its author names no metric that says otherwise."""
        return self.bound not in _known_metrics() and is_own_work(self.reading)

    @property
    def metrics(self) -> frozenset[str]:
        """What is measured: the author's metric where it is known, else what is read; none for own work."""
        if self.bound is not None and self.bound in _known_metrics():
            return frozenset({self.bound})
        if self.is_own_work:
            return frozenset()
        named = (self.bound, self.reading.metric, self.reading.proposed_metric)
        return frozenset(one for one in named if one is not None and one != "other")


@cache
def _known_metrics() -> frozenset[str]:
    """Metrics whose meaning for a leaver is known: those of the themes, of leaving, and of opinions."""
    of_themes = (one.metrics for one in themes().values())
    return LEAVING | _OPINIONS | _OTHER_KNOWN | frozenset().union(*of_themes)


def counts_leaving(item: ReadKeyResult) -> bool:
    """The key result counts customers or money that leave or stay, so that each leaver counts against it."""
    return bool(item.metrics & LEAVING)


def listens(item: ReadKeyResult) -> bool:
    """It counts opinions or contact: a reason may be heard there, and stays."""
    return bool(work_of(item) & _LISTENING) or bool(item.metrics & _OPINIONS)


def touch(item: ReadKeyResult, theme: Theme) -> Touch | None:
    """How the key result touches the theme, the surest way first; None where it does not."""
    text, measured = item.reading.text, item.metrics
    if measured & theme.excepted:
        return None
    direct = sorted(measured & theme.metrics, key=lambda one: one != item.reading.metric)
    if direct:
        return _touch(item, theme, "metric", f"counts {metric_noun(direct[0])}")
    if kinds := theme.work & work_of(item):
        return _touch(item, theme, "work", f"is the team's own work on it ({listed(sorted(kinds))})")
    named = first_span(text, theme.named)
    if named is not None:
        return _touch(item, theme, "names", f"names “{text[slice(*named)]}”")
    spoken = next(
        (one for one in map(concept, concepts_in(text)) if one and one.name in theme.concepts), None
    )
    return None if spoken is None else _touch(item, theme, "concept", f"speaks of {spoken.noun}")


def leads(item: ReadKeyResult, theme: Theme) -> str | None:
    """A sentence on a key result whose metric usually moves before what the theme is about, and is not it."""
    for name in sorted(theme.concepts):
        known = concept(name)
        early = (item.metrics & known.led_by) - _OPINIONS - LEAVING if known else frozenset()
        if early and known is not None:
            measured = metric_noun(min(early, key=lambda one: one != item.reading.metric))
            return f"key result {item.label} ({measured}) may lead to {known.noun} and does not touch it"
    return None


def shared_words(item: ReadKeyResult, reason: str) -> tuple[str, ...]:
    """Words that a key result and a reason have in common, beside those that say nothing."""
    dropped = (*words("compare", "empty"), *words("compare", "vague"))
    ours = content_words(item.reading.text, without=dropped)
    return tuple(sorted(ours & content_words(reason, without=dropped)))


def naming(item: ReadKeyResult, noun: str, reason: str) -> Touch | None:
    """How a key result touches a theme of the user's own: by naming it, not by words of the reason."""
    shared = tuple(word for word in shared_words(item, f"{noun} {reason}") if holds(noun, (f"{word}*",)))
    if not shared:
        return None
    quoted = listed(f"“{word}”" for word in shared)
    return Touch(item.label, "names", f"key result {item.label} names {quoted}; the reason is {noun}")


def metric_noun(metric: str) -> str:
    """A metric as people say it: ``first response time``, ``NPS``."""
    return metric.upper() if metric in _ACRONYMS else metric.replace("_", " ")


def _touch(item: ReadKeyResult, theme: Theme, way: str, how: str) -> Touch:
    why = f"key result {item.label} {how}{_of_whom(item.reading)}; the reason is {theme.noun}"
    return Touch(item.label, way, why)  # type: ignore[arg-type]


def _of_whom(reading: KeyResultReading) -> str:
    """The population, where the key result is about some customers only."""
    people, span = reading.population, reading.population_span
    if people is None or span is None or span[0] == 0 or " that" in f" {people}":
        return ""
    if len(people.split()) not in _POPULATION_WORDS:
        return ""
    return f", for {people} only"
