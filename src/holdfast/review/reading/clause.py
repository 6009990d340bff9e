"""Who acts in a sentence: the head verb, or the subject where the sentence has no command."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.lookalikes import has_start, is_of_relative, is_open_case, opens_name
from holdfast.review.reading.signs import DASHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word

_LABEL_WORDS = 8
_SUBJECT_WORDS = 9
_NOUNS = frozenset({"customer", "event", "artefact", "measure", "won", "ticket", "staff"})
_OPENERS = frozenset({"adverb", "modal", "pronoun"})
_STOPS = frozenset({",", ";", ".", "(", ":", *DASHES})
_LEADING_SIGNS = frozenset({"•", "-", "*", "'", '"'})
_STATE_WORDS = 9
_OBJECT_WORDS = 12
_DEEDS = frozenset({"make", "act"})
_TWO = 2  # words of a verb with its particle


class Clause(NamedTuple):
    """The main clause.

    Attributes:
        start: Its first word.
        head: Word of the head verb, or None where the clause opens with a noun or a figure.
        action: Class of the head verb, or empty.
        actor: ``team`` where the sentence is a command or names staff, else ``subject``.
    """

    start: int
    head: int | None
    action: str
    actor: str


def read_clause(sentence: Sentence) -> Clause:
    """The main clause of a sentence."""
    words = sentence.words
    start = _after_label(sentence)
    return _clause_from(sentence, _assured(words, skip_openers(words, start)) or start)


def _assured(words: Sequence[Word], at: int) -> int | None:
    """First word of the state behind "make sure that" or "ensure", or None where no state is told."""
    if at >= len(words):
        return None
    first = words[at]
    if "assuring" not in first.roles and not (
        "make" in first.roles and at + 1 < len(words) and "sure" in words[at + 1].roles
    ):
        return None
    start = at + (1 if "assuring" in first.roles else 2)
    start += start < len(words) and "that" in words[start].roles
    told = any(
        "helper" in word.roles and word.shape != "ing" for word in words[start + 1 : start + _STATE_WORDS]
    )
    return start if told else None


def _clause_from(sentence: Sentence, start: int) -> Clause:
    """The main clause from its first word on."""
    words = sentence.words
    start = _behind_there_are(words, start)
    at = _skip_being(words, skip_openers(words, start))
    if at < len(words) and words[at].action and not _is_noun(sentence, at, at + words[at].length):
        return Clause(start, at, words[at].action, "team")
    staff = _staff_verb(words, at)
    if staff is not None:
        return Clause(start, staff, words[staff].action, "staff")
    return Clause(start, None, "", "subject")


def _behind_there_are(words: Sequence[Word], start: int) -> int:
    """First word of what exists behind "there are" or "we have", else the same word."""
    opening = words[start : start + 2]
    is_there = len(opening) > 1 and "there" in opening[0].roles and "be" in opening[1].roles
    return start + 2 if is_there else start


def _after_label(sentence: Sentence) -> int:
    """First word behind a label such as "Customer Success:", or 0."""
    words = sentence.words
    colon = next((i for i, word in enumerate(words[: _LABEL_WORDS + 1]) if word.lower == ":"), None)
    if colon is None or colon + 1 >= len(words):
        return 0
    following = words[colon + 1]
    at = skip_openers(words, colon + 1)
    opens = following.amount is not None or (at < len(words) and bool(words[at].action))
    return colon + 1 if opens or words[0].action == "" else 0


def skip_openers(words: Sequence[Word], at: int) -> int:
    """First word behind "we will", "to", "successfully", "we've"."""
    while at < len(words) and (
        not words[at].tags.isdisjoint(_OPENERS)
        or words[at].lower in _LEADING_SIGNS
        or "leading" in words[at].roles
        or _is_prefix(words, at)
        or ("have" in words[at].roles and at and "we" in words[at - 1].roles)
    ):
        if (
            words[at].action in ("up", "down")
            and at + 1 < len(words)
            and "up_or_down_verb" not in words[at].roles
        ):
            break
        at += 1
    return at


def _is_prefix(words: Sequence[Word], at: int) -> bool:
    """A syllable joined to a verb by a hyphen: de-duplicate, re-negotiate."""
    return (
        at + 1 < len(words)
        and words[at + 1].glued
        and bool(words[at + 1].action)
        and "prefix" in words[at].tags
    )


def _skip_being(words: Sequence[Word], at: int) -> int:
    """The doing itself behind "we are regularly ...ing"."""
    if at >= len(words) or "be" not in words[at].roles or not at:
        return at
    end = at + 1
    while end < len(words) and "adverb" in words[end].tags:
        end += 1
    return end if end < len(words) and words[end].shape == "ing" else at


def _is_noun(sentence: Sentence, at: int, after: int) -> bool:
    """The word that could be a verb is a noun here: "Support CSAT", "Win rate", "Survey response rate"."""
    words = sentence.words
    word, following = words[at], words[after] if after < len(words) else None
    named = sentence.metric_at(at)
    if named is not None and named.start == at and named.end > after:
        return True
    if is_of_relative(word, following) or is_open_case(sentence, at) or opens_name(sentence, at):
        return True
    if following is not None and "of_word" in following.tags and word.length < _TWO and word.action:
        return True
    if following is None:
        return word.shape != "base" or (named is not None and named.start == at)
    is_doing = word.shape != "ing" or not any(
        w.shape == "s" and w.action and "relative" not in words[i - 1].roles
        for i, w in enumerate(words[after + 1 : after + 15], start=after + 1)
    )
    if is_doing and not following.tags.isdisjoint({"determiner", "all", "slot", "comparative_up"}):
        return False
    return _reads_as_noun(sentence, word, following, at)


def _reads_as_noun(sentence: Sentence, word: Word, following: Word, at: int) -> bool:
    """The same for a word that no article or quantity follows."""
    metric = sentence.metric_at(at)
    is_metric = metric is not None and metric.start == at and metric.name != "other"
    if _is_modifier(word, following):
        return True
    is_noun = is_metric or not word.tags.isdisjoint(_NOUNS)
    if following.amount is not None:
        is_state = word.shape == "ing" and (word.action not in _DEEDS or following.amount.kind != "plain")
        return is_metric or is_state or bool(following.amount.sign)
    if "up_or_down" in following.roles and following.action:
        return is_noun
    if word.shape != "base":
        return _inflected_noun(sentence, word, following, at, is_noun=is_noun)
    if "helper" in word.roles and "have_form" not in word.roles:
        return True
    return (
        _base_noun(sentence, word, following, at, is_metric=is_metric)
        if is_noun or "channel" in word.tags
        else False
    )


def _is_modifier(word: Word, following: Word) -> bool:
    """The word only qualifies the next one: "deploy frequency", "clear definition"."""
    names_rate = word.shape == "base" and word.action in ("act", "make") and "rate_noun" in following.roles
    is_adjective = "clear" in word.roles and not following.tags & {"measure", "ticket"}
    return names_rate or (is_adjective and following.amount is None)


def _inflected_noun(sentence: Sentence, word: Word, following: Word, at: int, *, is_noun: bool) -> bool:
    """A form such as "reporting", "churned", "calls" is a noun or an adjective."""
    if word.shape == "ing":
        finite = any(
            w.shape == "s" and w.action and not w.tags & _NOUNS for w in sentence.words[at + 2 : at + 16]
        )
        moves = word.action in ("up", "down", "keep")
        return finite or is_noun or not (moves or _is_doing(sentence, word, at))
    return word.shape == "s" or ("qualifier" in word.tags and "customer" in following.tags)


def _is_doing(sentence: Sentence, word: Word, at: int) -> bool:
    """The team is at it ("launching new features"), unless a measure stands behind ("billing errors")."""
    thing = sentence.words[at + 1 : at + _OBJECT_WORDS]
    measured = sentence.metrics or any(
        "measure" in w.tags or w.lemma in sentence.language.burdens for w in thing
    )
    if thing and thing[0].tags & {"staff"}:
        return False
    return word.action in _DEEDS and not measured and not any("percent" in w.tags for w in thing)


def _base_noun(sentence: Sentence, word: Word, following: Word, at: int, *, is_metric: bool) -> bool:
    """A base form is a noun before a measure: "call volume", "support CSAT"."""
    measured = "measure" in following.tags or "before_value" in following.roles
    named = sentence.metric_at(at + 1)
    names_metric = named is not None and named.start == at + 1
    if "channel" in word.tags and (names_metric or "staff" in following.tags):
        return True
    is_noun = is_metric or not word.tags.isdisjoint(_NOUNS)
    return is_noun and (
        measured or is_metric or (names_metric and "event" in word.tags and word.action != "act")
    )


def _staff_verb(words: Sequence[Word], at: int) -> int | None:
    """The verb behind a subject of the team's own people, or None where the subject is somebody else."""
    limit = min(len(words), at + _SUBJECT_WORDS)
    subject = None
    for index in range(at, limit):
        word = words[index]
        if word.lower in _STOPS or "measure" in word.tags or word.amount is not None:
            return None
        if subject is not None and _is_finite(word):
            names_measure = "event" in word.tags and any(
                w.tags & {"measure", "artefact"} for w in words[index + 1 : index + 3]
            )
            return None if names_measure else index
        if subject == index - 1 and "relative" in word.roles and has_start(words, at):
            return None  # "trainers that open the app from 55% to 75%": people are counted
        # "Us" is never the one who acts: "households trust us with their weekly shop".
        if subject is None and "helper" in word.roles:
            return None
        if "staff" in word.tags and "field_of_work" not in word.roles and word.text != "us":
            subject = index
        elif subject is None and "preposition" in word.tags:
            return None
    return None


def _is_finite(word: Word) -> bool:
    """The word is the verb of a subject before it."""
    return (
        bool(word.action)
        and word.shape in ("base", "s", "ed")
        and not word.tags.intersection({"modal", "staff"})
    )


def object_words(words: Sequence[Word], head: int) -> Sequence[Word]:
    """Words of the thing a head verb acts on: up to the first word that opens another part."""
    start = head + max(1, words[head].length)
    end = start
    while end < min(len(words), start + _OBJECT_WORDS):
        word = words[end]
        if (
            word.lower in _STOPS
            or "conjunction" in word.tags
            or (end > start and word.tags & {"cadence", "season"} and _closes(words, end))
        ):
            break
        if "preposition" in word.tags and "keeps_object" not in word.roles and end > start:
            break
        end += 1
    return words[start:end]


def _closes(words: Sequence[Word], at: int) -> bool:
    """Nothing that the word could qualify stands behind it."""
    following = words[at + 1] if at + 1 < len(words) else None
    return (
        following is None
        or not following.text[0].isalpha()
        or bool(following.tags & {"preposition", "conjunction"})
    )


def head_noun(words: Sequence[Word]) -> Word | None:
    """The word that names a thing: the last before the first preposition."""
    named: Word | None = None
    for word in words:
        if "preposition" in word.tags:
            if named is not None:
                return named
            continue
        if word.lower in _STOPS or "conjunction" in word.tags:
            return named
        if word.amount is None and not word.tags & {"determiner", "adverb", "all", "more"}:
            named = word
    return named
