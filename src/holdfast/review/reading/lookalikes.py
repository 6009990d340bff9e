"""Words that look like a verb or a metric and are none: open bugs, invoices that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.reading.patterns import Match
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word

_CASE = 4  # words in which "open" and the cases that are open stand
_TOLD = 8  # words between "say" and what is said
_ENDS = frozenset({"churn_rate", "ticket_volume"})
_TIMES = frozenset({"first_response_time", "resolution_time", "time_to_value", "onboarding_completion"})


def is_of_relative(word: Word, following: Word | None) -> bool:
    """A plural that a clause says more of: "calls that end unresolved"."""
    return word.shape == "s" and following is not None and "relative" in following.roles


def is_open_case(sentence: Sentence, at: int) -> bool:
    """The "open" of open bugs and open support cases says in what state they are."""
    opening = sentence.words[at : at + _CASE]
    return (
        len(opening) > 1
        and "open_word" in opening[0].roles
        and opening[1].amount is None
        and not opening[1].tags & {"determiner", "all"}
        and any(
            w.lower != w.lemma and (w.lemma in sentence.language.burdens or "ticket" in w.tags)
            for w in opening[1:]
        )
    )


def is_of_something_else(sentence: Sentence, metric: str, match: Match) -> bool:
    """The words are not about what happened to customers themselves.

    Somebody at the customer's leaves ("accounts whose contact left"), a thing comes back ("invoices that come
    back"), or people say afterwards that they got their answer, whatever time it took.
    """
    words = sentence.words
    if metric in _ENDS:
        return any("whose_word" in word.roles for word in words[match.start : match.end])
    if metric == "retention_rate":
        clauses = (i for i in range(max(1, match.start - 1), match.end) if "that" in words[i].roles)
        return any(_is_thing(sentence, index - 1) for index in clauses)
    if metric in _TIMES:
        return any("telling" in word.roles for word in words[max(0, match.start - _TOLD) : match.start])
    return False


def counts_cases(sentence: Sentence, start: int, end: int) -> bool:
    """Bookings and sales of which a clause says what becomes: "share of bookings that do not show up"."""
    words = sentence.words
    behind = words[end : end + 1]
    is_share = start > 1 and "of" in words[start - 1].roles and "share_noun" in words[start - 2].roles
    return is_share and any("relative" in word.roles or word.shape == "ed" for word in behind)


def _is_thing(sentence: Sentence, index: int) -> bool:
    """The word names what people make, send or report, and not the people."""
    word = sentence.words[index]
    is_named = sentence.metric_at(index) is not None or word.lemma in sentence.language.burdens
    return "customer" not in word.tags and (is_named or bool(word.tags & {"artefact", "ticket", "won"}))
