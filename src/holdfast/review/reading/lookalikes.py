"""Words that look like a verb or a metric and are none: open bugs, invoices that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.patterns import find_patterns, match_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.patterns import Match
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word

_DOERS = 4  # words in which those stand who do it
_OPENING = 6  # words in which people and "that" open a sentence
_CASE = 4  # words in which "open" and the cases that are open stand
_TOLD = 8  # words between "say" and what is said
_SERVES = frozenset({"serve", "reach", "make"})
_OPENS_OBJECT = frozenset({"determiner", "all", "pronoun"})
_PARTICLE = frozenset({"particle", "live"})
_ENDS_NAME = frozenset({"preposition", "conjunction", "determiner", "modal", "pronoun", "adverb", "all"})
_ACTED_ON = frozenset({"customer", "ticket", "won", "staff"})
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


def is_qualified(words: Sequence[Word], noun: Word | None) -> bool:
    """A clause says which of them are counted, and not who holds them: "visits that end in tears"."""
    at = next((i for i, word in enumerate(words) if noun is not None and word.start == noun.start), None)
    following = words[at + 1 : at + 3] if at is not None else ()
    return (
        len(following) > 1
        and "relative" in following[0].roles
        and not following[1].tags & {"staff", "pronoun"}
    )


def is_case(noun: Word | None) -> bool:
    """Customers' cases are told of: "help desk cases opened twice"."""
    return noun is not None and "ticket" in noun.tags and "artefact" not in noun.tags


def by_customers(rest: Sequence[Word]) -> bool:
    """Customers do it: "lessons completed by learners"."""
    return bool(rest) and "by" in rest[0].roles and any("customer" in w.tags for w in rest[1:_DOERS])


def opens_name(sentence: Sentence, at: int) -> bool:
    """The word that could be a command opens the name of what goes from one figure to another.

    "Help centre visitors", "book club members", "booked nights per guest", "complete orders": nobody helps,
    books or completes from 40 to 60. "Survey customers from 40% to 60%" stays one: people are its object.
    """
    words = sentence.words
    word, following = words[at], words[at + 1 : at + 2]
    is_phrase = _opens_phrase(sentence, at)
    if ("effort" in word.roles and is_phrase) or (word.length == 1 and _is_hyphened(following)):
        return True
    if not has_start(words, at) or any(w.amount or w.tags & _OPENS_OBJECT for w in following):
        return False
    if word.shape == "ed" or is_phrase:
        return True
    if word.shape != "base" or not word.roles & {"also_noun", "also_adjective"}:
        return False
    name = _name_from(words, at + 1)
    if not name or name[-1].lower == name[-1].lemma or name[-1].tags & {"event", "artefact"}:
        return False
    return len(name) > 1 or "also_adjective" in word.roles or not name[-1].tags & _ACTED_ON


def counts_people(words: Sequence[Word]) -> bool:
    """People are counted by what they do: "guests that report a fault and see it fixed from 52% to 80%"."""
    who = next((i for i, word in enumerate(words[:_OPENING]) if "relative" in word.roles), None)
    if not who or not has_start(words, 0) or who + 1 >= len(words):
        return False
    is_ours = words[who + 1].tags & {"staff", "pronoun"}
    return bool(words[who - 1].tags & {"customer", "specific", "staff"}) and not is_ours


def falls(words: Sequence[Word], at: int) -> bool:
    """The figures behind go down: nobody delivers from 900 to 300."""
    figures = [word.amount.value for word in words[at:] if word.amount is not None]
    ends = [value for value in figures if value is not None]
    return has_start(words, at) and len(ends) > 1 and ends[0] > ends[1]


def has_start(words: Sequence[Word], at: int) -> bool:
    """A change with its start value stands behind: from 40% to 60%."""
    ends = zip(words[at + 1 :], words[at + 2 :], strict=False)
    return any("from_sign" in word.roles and following.amount is not None for word, following in ends)


def _is_hyphened(following: Sequence[Word]) -> bool:
    """A hyphen makes it part of a name: partner-sold accounts, move-outs; not so "stress-test"."""
    return any(one.glued and not (one.action and one.shape == "base" and not one.tags) for one in following)


def _opens_phrase(sentence: Sentence, at: int) -> bool:
    """A thing of several words starts there, and no verb with its particle."""
    words = sentence.words
    for parts, _ in sentence.language.phrases.get(words[at].lemma, ()):
        told = words[at : at + len(parts)]
        if tuple(word.lemma for word in told) == parts and not _PARTICLE & told[1].roles:
            return words[at].shape == "base"
    return False


def _name_from(words: Sequence[Word], at: int) -> Sequence[Word]:
    """The words up to the first one that cannot stand in a name."""
    end = at
    while end < len(words) and words[end].text[0].isalpha() and not words[end].tags & _ENDS_NAME:
        end += 1
    return words[at:end]


def is_of_something_else(sentence: Sentence, metric: str, match: Match) -> bool:
    """The words are not about what happened to customers themselves.

    Somebody at the customer's leaves ("accounts whose contact left"), a thing comes back ("invoices that come
    back"), or people say afterwards that they got their answer, whatever time it took.
    """
    words = sentence.words
    if metric in _ENDS:
        left_behind = metric == "churn_rate" and find_patterns(
            sentence.language.patterns["left_behind"], words
        )
        return bool(left_behind) or any("whose_word" in w.roles for w in words[match.start : match.end])
    if metric == "retention_rate":
        clauses = (i for i in range(max(1, match.start - 1), match.end) if "that" in words[i].roles)
        return any(_is_thing(sentence, index - 1) for index in clauses)
    if metric in _TIMES:
        return _is_no_service(sentence, match)
    return False


def _is_no_service(sentence: Sentence, match: Match) -> bool:
    """Customers say it, do it ("firms that close a case"), or a machine does ("answered by a page")."""
    words = sentence.words
    if any("telling" in word.roles for word in words[max(0, match.start - _TOLD) : match.start]):
        return True
    before, behind = words[max(0, match.start - 2) : match.start], words[match.end : match.end + 1]
    is_theirs = len(before) > 1 and "relative" in before[1].roles and "customer" in before[0].tags
    acts = words[match.start].action in _SERVES and words[match.start].shape in ("base", "ed")
    is_by = any("by" in word.roles for word in behind)
    return (is_theirs and acts) or (is_by and not _is_deadline(sentence, match.end))


def _is_deadline(sentence: Sentence, at: int) -> bool:
    return at < len(sentence.words) and bool(
        match_at(sentence.language.patterns["deadline"], sentence.words, at)
    )


def names_people_or_cases(sentence: Sentence, named: tuple[str, int, int]) -> bool:
    """The name only says who or what is counted: season ticket holders, bookings that fall through."""
    metric, start, end = named
    behind = sentence.words[end : end + 1]
    if metric == "ticket_volume":
        return any("ticket_holder" in word.roles for word in behind)
    is_told = any("relative" in word.roles or word.shape == "ed" for word in behind)
    return metric == "revenue" and is_told and _is_shared_out(sentence.words, start)


def _is_shared_out(words: Sequence[Word], start: int) -> bool:
    """A share of it is taken: "share of bookings"."""
    return start > 1 and "of" in words[start - 1].roles and "share_noun" in words[start - 2].roles


def _is_thing(sentence: Sentence, index: int) -> bool:
    """The word names what people make, send or report, and not the people."""
    word = sentence.words[index]
    is_named = sentence.metric_at(index) is not None or word.lemma in sentence.language.burdens
    return "customer" not in word.tags and (is_named or bool(word.tags & {"artefact", "ticket", "won"}))
