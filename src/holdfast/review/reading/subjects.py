"""Form of a sentence without a command: by what its subject does, has or is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.clause import head_noun, object_words
from holdfast.review.reading.lookalikes import (
    by_customers,
    counts_people,
    falls,
    has_start,
    is_case,
    is_qualified,
)
from holdfast.review.reading.things import BETTER, names_metric, tags_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.clause import Clause
    from holdfast.review.reading.model import Form, Span
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word

_REACH = 5  # words to the one who acts
_COMMAND = 2  # words of the shortest command
_SHORT = 6  # words of a sentence that an unknown verb may open without an article


class FormReading(NamedTuple):
    """The form and the words it rests on."""

    form: Form
    span: Span | None


def subject_form(sentence: Sentence, clause: Clause) -> FormReading:
    """Form of a sentence that opens with a noun or a figure."""
    words = sentence.words[clause.start :]
    share = next(
        (i for i, w in enumerate(words[:4]) if w.amount and w.amount.kind in ("percent", "share", "slot")),
        None,
    )
    covers = share is not None or any("all" in word.tags for word in words[:3])
    if counts_people(words):
        return FormReading("outcome", None)
    predicate = _predicate(sentence, words)
    has_metric = any(first >= clause.start and metric != "other" for metric, first, _ in sentence.metrics)
    if predicate is not None:
        subject_covers = covers and (share is None or share < predicate)
        found = _predicate_form(sentence, words, predicate, covers=subject_covers, has_metric=has_metric)
        if found:
            return FormReading(found, words[predicate].span)
    return (
        _deed(sentence, words)
        or _unknown_command(sentence, words)
        or _noun_form(sentence, words, covers=covers)
    )


def _deed(sentence: Sentence, words: Sequence[Word]) -> FormReading | None:
    """A making named by its noun: "rollout of the portal", "migration to the new CRM"."""
    opens = next((i for i, word in enumerate(words[:_SHORT]) if "preposition" in word.tags), None)
    if not opens or "deed" not in words[opens - 1].tags or sentence.metrics:
        return None
    measured = any("measure" in word.tags or "percent" in word.tags for word in words)
    measured = measured or any(word.tags & {"customer", "specific"} for word in words[:opens])
    return None if measured else FormReading("output", words[opens - 1].span)


def _unknown_command(sentence: Sentence, words: Sequence[Word]) -> FormReading | None:
    """A verb that no list knows, before a thing of the team's: "spruce up the API docs"."""
    if not _may_be_verb(sentence, words):
        return None
    following, thing = words[1], object_words(words, 0)
    if has_start(words, 0) and not following.tags & {"determiner", "all"}:
        return None
    tags = tags_of(sentence, thing)
    known = tags & {"artefact", "event"}
    leads = following.tags & {"determiner", "plain", "all", "more"} or following.lower != following.lemma
    named = names_metric(sentence, thing) and "artefact" not in tags
    if named or tags & {"customer", "won", "measure", "ticket"}:
        return None
    if known and (leads or len(words) <= _SHORT):
        is_event = "event" in tags and not tags & {"artefact", "authored"}
        return FormReading("activity" if is_event else "output", words[0].span)
    told = "determiner" in following.tags and not any("percent" in word.tags for word in words)
    return FormReading("output", words[0].span) if told else None


def _may_be_verb(sentence: Sentence, words: Sequence[Word]) -> bool:
    """The first word stands in no list and no metric, and is written like a verb."""
    if len(words) < _COMMAND or words[0].tags or words[0].action or words[0].amount is not None:
        return False
    first = words[0]
    is_word = first.text.isalpha() and first.lower == first.lemma and not first.text.isupper()
    return is_word and not words[1].glued and sentence.metric_at(1) is None


def _predicate(sentence: Sentence, words: Sequence[Word]) -> int | None:
    """The verb of a subject: a participle ("is documented", "shipped to"), "has", or a verb behind "that"."""
    depth, small = 0, sentence.language.words
    for index, word in enumerate(words):
        depth += (word.lower == "(") - (word.lower == ")")
        if word.lower in small["clause_openers"]:
            return None
        if depth > 0:
            continue
        if index and word.shape == "ing" and word.action and words[index - 1].tags & {"customer"}:
            return None
        if index and word.verb in small["having"] and word.lower not in small["having_form"]:
            return index
        if (
            index
            and word.shape == "ed"
            and word.action
            and word.verb not in small["being"]
            and not word.tags & {"customer"}
        ):
            following = words[index + 1] if index + 1 < len(words) else None
            before = words[index - 1]
            adjective = (
                "qualifier" in word.tags or "determiner" in before.tags or "preposition" in before.tags
            )
            if adjective or (
                following is not None and following.tags & {"customer", "artefact", "event", "ticket"}
            ):
                continue
            return index
    return None


def _predicate_form(
    sentence: Sentence, words: Sequence[Word], at: int, *, covers: bool, has_metric: bool
) -> Form | None:
    """Form by the predicate; None where it does not tell."""
    word, small = words[at], sentence.language.words
    subject = words[:at]
    owns_artefact = any(w.tags & {"artefact"} and not w.tags & {"customer", "measure"} for w in subject)
    if word.verb in small["having"]:
        return _having_form(sentence, words, at, covers=covers, owns_artefact=owns_artefact)
    won = any("won" in w.tags for w in subject) and not owns_artefact
    if (
        word.verb in small["using"]
        or any(w.lemma in small["counting"] for w in subject)
        or (word.action == "make" and falls(words, at))
        or (word.action == "make" and (won or (is_case(head_noun(subject)) and has_start(words, at))))
    ):
        return None
    bettered = word.action == "up" and covers and at and words[at - 1].verb in small["being"]
    made = word.action == "make" and not has_metric
    if made or (owns_artefact and (word.action == "make" or bettered)):
        return "output"
    if word.action == "act" and _is_ours(sentence, words, at):
        return "activity"
    burdened = any(w.lemma in sentence.language.burdens for w in subject)
    if word.action != "act" or has_metric or burdened or by_customers(words[at + 1 :]):
        return None
    noun = next((w for w in subject if "event" in w.tags), None)
    doing = not covers and noun is not None and not is_qualified(words, noun)
    return "output" if owns_artefact else "activity" if doing else None


def _is_ours(sentence: Sentence, words: Sequence[Word], at: int) -> bool:
    """Only the team can have done it: accounts reviewed by their CSM, expansion identified and proposed."""
    by = next((i for i, w in enumerate(words[at : at + _REACH], at) if "by" in w.roles), None)
    if by is not None and any("staff" in w.tags for w in words[by : by + _REACH]):
        return True
    ends = at + 1 == len(words) or "conjunction" in words[at + 1].tags
    return ends and words[at].verb in sentence.language.words["team_finds"]


def _having_form(
    sentence: Sentence, words: Sequence[Word], at: int, *, covers: bool, owns_artefact: bool
) -> Form | None:
    """Form of "has": customers did something, something was made, or somebody has something."""
    rest = words[at + 1 :]
    theirs = any(w.tags & {"customer", "specific"} for w in words[:at])
    taken_up = covers and bool(rest) and rest[0].verb in sentence.language.words["customers_too"]
    if (theirs or taken_up) and _is_done(sentence, rest):
        return "outcome"
    if _was_made(sentence, rest):
        return "output" if owns_artefact else None
    return _possession_form(rest, covers=covers)


def _is_done(sentence: Sentence, rest: Sequence[Word]) -> bool:
    """Behind "have": somebody did something (have enabled), and it was not done to them (have been)."""
    return (
        bool(rest)
        and rest[0].shape == "ed"
        and bool(rest[0].action)
        and rest[0].lower not in sentence.language.words["been"]
    )


def _was_made(sentence: Sentence, rest: Sequence[Word]) -> bool:
    """Behind "have": something was made (have been redesigned)."""
    return len(rest) > 1 and rest[0].lower in sentence.language.words["been"] and rest[1].action == "make"


def _possession_form(rest: Sequence[Word], *, covers: bool) -> Form | None:
    """Somebody has something: the team's artefact makes it an output."""
    noun = head_noun(rest)
    made = any(w.shape == "ed" and w.action == "make" for w in rest[:3])
    if noun is not None and "artefact" in noun.tags and not noun.tags & {"event", "measure", "won"}:
        return "output"
    return "output" if made and covers and noun is not None and "artefact" in noun.tags else None


def _is_bare_thing(sentence: Sentence, opening: Sequence[Word], words: Sequence[Word]) -> bool:
    """The sentence only names something the team makes: "new careers page", "clear definition of roles"."""
    noun = head_noun(opening)
    if noun is None or "artefact" not in noun.tags or noun.tags & {"customer", "won", "event", "measure"}:
        return False
    moved = any(
        w.amount or w.tags & (BETTER | {"measure", "all", "none"}) or (w.shape == "s" and w.action)
        for w in words
    )
    return not moved and not sentence.metrics and not any("customer" in w.tags for w in opening)


def _is_measured(sentence: Sentence, words: Sequence[Word]) -> bool:
    """A metric's name or a verb of customers stands in the sentence."""
    return any(
        word.verb and word.shape in ("ed", "s") and word.action and "event" not in word.tags for word in words
    ) or any(named.name != "other" for named in sentence.metrics)


def _opens_state(sentence: Sentence, words: Sequence[Word], index: int) -> bool:
    """A thing "is live", or "available on" something: no share of the time is measured."""
    before = words[index - 1]
    stands = before.verb in sentence.language.words["being"] or bool(
        before.tags & {"artefact", "conjunction"}
    )
    stands = stands or index == len(words) - 1
    return stands and not any(word.amount and word.amount.kind == "percent" for word in words)


def _ends_opening(words: Sequence[Word], index: int) -> bool:
    """The words that a sentence opens with end there: at a preposition, or where customers do something."""
    word = words[index]
    acts = bool(word.action) and word.shape in ("base", "ed") and not word.tags
    return "preposition" in word.tags or (acts and "customer" in words[index - 1].tags)


def _says_what_they_do(sentence: Sentence, words: Sequence[Word]) -> bool:
    """Behind the noun stands what these do: "profiles which add an item", "shops that reorder"."""
    relative = sentence.language.words["relative"]
    return any(
        word.lower in relative and words[index + 1].action and words[index + 1].shape in ("base", "s", "ed")
        for index, word in enumerate(words[:-1])
        if index
    )


def _is_there(sentence: Sentence, words: Sequence[Word]) -> bool:
    """A thing is live, available or in place."""
    small = sentence.language.words
    return any(
        index
        and (
            (word.lower in small["states"] and _opens_state(sentence, words, index))
            or (word.lower in small["place"] and words[index - 1].lower in small["in_word"])
        )
        for index, word in enumerate(words)
    )


def _noun_form(sentence: Sentence, words: Sequence[Word], *, covers: bool) -> FormReading:
    """Form by the noun a sentence opens with: N features, N interviews, a metric, a share."""
    opening = words[: next((i for i in range(1, len(words)) if _ends_opening(words, i)), len(words))]
    noun = head_noun(opening)
    tags = noun.tags if noun else frozenset()
    counted = bool(words) and words[0].amount is not None and words[0].amount.kind in ("plain", "slot")
    state = _is_there(sentence, words)
    if noun is not None and noun.lemma in sentence.language.burdens and "measure" not in tags:
        return FormReading("outcome", noun.span)
    if (state and not tags & {"measure", "customer"}) or _is_bare_thing(sentence, opening, words):
        return FormReading("output", noun.span if noun else None)
    if counted and not covers and not tags & {"measure"}:
        if "artefact" in tags and not tags & {"customer", "won"} and not _says_what_they_do(sentence, words):
            return FormReading("output", noun.span if noun else None)
        if "event" in tags and not tags & {"won", "ticket"}:
            return FormReading("activity", noun.span if noun else None)
    is_doing = (
        "event" in tags
        and not tags & {"won", "ticket", "measure"}
        and not _is_measured(sentence, words)
        and not is_qualified(words, noun)
    )
    if noun is not None and (is_doing or ("event" in tags and words[0].tags & {"cadence"})):
        return FormReading("activity", noun.span)
    return FormReading("outcome", noun.span if noun and sentence.metrics else None)
