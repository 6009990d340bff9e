"""What a measure is taken of, where that is named otherwise than as a group of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import (
    Population,
    in_brackets,
    narrows,
    phrase_end,
    population_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_PEOPLE = frozenset({"customer", "ticket", "staff", "specific", "won"})
_THINGS = _PEOPLE | {"group", "artefact", "event", "scoped"}
_LEADS = frozenset({"against", "about", "leads_any_phrase", "leads_narrow_phrase", "at", "among"})
_PHRASE = 2  # a noun and a word before it
_ACRONYM = 2
_SIZE_WORDS = 6
_MEASURE_BACK = 8


def group_of_share(frame: Frame) -> Population | None:
    """A group that a share is taken of, where a word narrows it: 60% of password tickets, all open roles."""
    words = frame.sentence.words
    for index in range(len(words) - 1):
        start = _after_share(words, index)
        if start is None or index in frame.spans.taken:
            continue
        kept = _named_words(words, start, phrase_end(frame, start))
        noun = next((i for i in kept if _is_group_noun(words, i)), None)
        if noun is None:
            continue
        end = _size_end(words, noun)
        if (
            end > noun + 1
            or _is_acronym(words[noun])
            or _is_narrowed(frame, kept[: kept.index(noun)], words[noun])
        ):
            return population_of(frame, kept[0], end)
    return None


def _size_end(words: Sequence[Word], noun: int) -> int:
    """Word after a size in money behind a noun: subscriptions under $1,200; else the word after the noun."""
    if noun + 1 < len(words) and "sized" in words[noun + 1].roles:
        for at in range(noun + 2, min(len(words), noun + 2 + _SIZE_WORDS)):
            amount = words[at].amount
            if amount is not None:
                return at + 1 if amount.kind == "money" else noun + 1
    return noun + 1


def _after_share(words: Sequence[Word], index: int) -> int | None:
    """First word of what a share is taken of: "60% of ...", "all ..."."""
    word = words[index]
    if (
        word.amount is not None
        and word.amount.kind in ("percent", "share")
        and "of" in words[index + 1].roles
    ):
        return index + 2
    return index + 1 if "every_one" in word.roles and "all" in word.tags else None


def _named_words(words: Sequence[Word], start: int, end: int) -> list[int]:
    """Words of a phrase without articles, adverbs and figures."""
    return [
        i
        for i in range(start, end)
        if not words[i].tags & {"determiner", "all", "adverb"}
        and words[i].amount is None
        and words[i].text[0].isalnum()
    ]


def _is_group_noun(words: Sequence[Word], at: int) -> bool:
    """A plural that names people, tickets or things."""
    word = words[at]
    is_measure = word.tags & {"measure"} and "scopes_asked" not in word.roles
    is_thing = bool(word.tags & _THINGS) or "scopes_asked" in word.roles
    return (is_thing and word.lemma != word.lower and not is_measure) or _is_acronym(word)


def _is_acronym(word: Word) -> bool:
    """A thing known by its letters: RFPs, QBRs, SKUs."""
    letters = word.text[:-1]
    return (
        len(letters) >= _ACRONYM
        and letters.isalpha()
        and letters.isupper()
        and word.text.endswith("s")
        and not word.tags & {"measure", "won"}
    )


def _is_narrowed(frame: Frame, before: Sequence[int], noun: Word) -> bool:
    """Any word narrows people and tickets, a telling one or a participle things."""
    words, plain = frame.sentence.words, frame.sentence.language.plain
    own = [words[i] for i in before if words[i].lemma not in plain and not words[i].tags & {"cadence"}]
    if noun.tags & {"customer", "staff", "specific"} or "scopes_asked" in noun.roles:
        return bool(own)
    return any(narrows(word) or word.shape == "ed" or word.tags & {"ranked"} for word in own)


def named_scope(frame: Frame) -> Population | None:
    """What stands behind a measure and says of what it is taken: "for core modules", "at step 3"."""
    words = frame.sentence.words
    for index in range(1, len(words) - 1):
        if words[index].roles.isdisjoint(_LEADS) or index in frame.spans.taken or in_brackets(words, index):
            continue
        found = _scope_at(frame, index)
        if found is not None:
            return population_of(frame, *found)
    return None


def _scope_at(frame: Frame, index: int) -> tuple[int, int] | None:
    """First word and the word after the last of what a preposition there restricts a measure to."""
    words, lead = frame.sentence.words, frame.sentence.words[index].roles
    start, end = _phrase_behind(frame, index)
    if "against" in lead and _names_competitor(words, start, end):
        return start, end
    if "about" in lead and "scopes_asked" in words[index - 1].roles:
        return _ticket_start(words, index), end
    if end <= start or frame.form == "activity":
        return None
    if lead & {"leads_any_phrase", "leads_narrow_phrase"} and _is_few(frame, index, start):
        return index + 1 + int("determiner" in words[index + 1].tags), end
    return (start, end) if _is_part(frame, index, start, end) else None


def _is_part(frame: Frame, index: int, start: int, end: int) -> bool:
    """A stage, people among whom, or a part that the measure before is taken of."""
    words, lead = frame.sentence.words, frame.sentence.words[index].roles
    if "at" in lead and _is_stage(words, start, end):
        return True
    if frame.form != "outcome":
        return False
    if "among" in lead and end - start >= _PHRASE:
        return True
    return _follows_measure(frame, index) and _restricts(frame, lead, start, end)


def _phrase_behind(frame: Frame, index: int) -> tuple[int, int]:
    """The noun phrase behind a preposition, without article and figure."""
    words = frame.sentence.words
    at = index + 2 if "related" in words[index].roles or words[index + 1].lower == "." else index + 1
    end = _joined_end(frame, phrase_end(frame, at))
    start = next((i for i in _named_words(words, at, end)), end)
    return start, end


def _joined_end(frame: Frame, end: int) -> int:
    """Word after a second part that shares its noun: business travel and hotel booking websites."""
    words = frame.sentence.words
    if end + 1 >= len(words):
        return end
    if "for" in words[end].roles and words[end + 1].tags & {"duration"}:
        return end + 2  # "users active for 3 months"
    if "and_or" not in words[end].roles:
        return end
    last = phrase_end(frame, end + 1)
    shares = words[end - 1].lower == words[end - 1].lemma and words[last - 1].lower != words[last - 1].lemma
    return last if shares and not any(w.action and not w.tags for w in words[end + 1 : last - 1]) else end


def _names_competitor(words: Sequence[Word], start: int, end: int) -> bool:
    """Another firm that ours is held against."""
    return any("rival" in word.roles for word in words[start:end])


def _ticket_start(words: Sequence[Word], index: int) -> int:
    """First word of "support tickets related to usability"."""
    start = index - 1
    while start and "plain_owner" in words[start - 1].roles:
        start -= 1
    return start


def _is_few(frame: Frame, index: int, start: int) -> bool:
    """The best or largest few are meant, and nothing is made for them: top 30 SKUs."""
    words = frame.sentence.words
    if frame.form == "output" and frame.clause.action == "make":
        return False
    return any(
        "largest" in words[at].roles and words[at + 1].amount is not None
        for at in range(index + 1, min(start + 1, len(words) - 1))
    )


def _is_stage(words: Sequence[Word], start: int, end: int) -> bool:
    """A step of a path by its number."""
    return any("ranked" in w.tags for w in words[start:end]) and any(
        "number_name" in w.tags for w in words[start:end]
    )


def _follows_measure(frame: Frame, index: int) -> bool:
    """Only figures stand between the measure and the preposition."""
    words = frame.sentence.words
    at = index - 1
    while at >= 0 and (words[at].amount is not None or "scopes_between" in words[at].roles):
        at -= 1
    if at < 0:
        return False
    return frame.sentence.metric_at(at) is not None or bool(words[at].tags & {"measure", "ticket", "won"})


def _restricts(frame: Frame, lead: frozenset[str], start: int, end: int) -> bool:
    """The phrase names a part and not the whole, a time or another measure."""
    words = frame.sentence.words
    phrase = words[start:end]
    telling = any(narrows(w) and "never_narrows" not in w.roles for w in phrase[:-1])
    if not _is_thing(frame, start, end) or not (telling or _is_told_apart(frame, start, end)):
        return False
    if "of" in lead and "amount_noun" in words[start - 2].roles:
        return False
    is_event = bool(phrase[-1].tags & {"event"})
    if "leads_any_phrase" in lead:
        return telling or (not is_event and _is_measure_before(frame, start))
    if "leads_narrow_phrase" not in lead or ("in" in lead and words[start - 1].amount is not None):
        return False
    return telling or (not is_event and any(w.glued for w in phrase[:-1]))


def _is_thing(frame: Frame, start: int, end: int) -> bool:
    """The phrase is a noun with a word before it, and no time, measure or doing."""
    phrase = frame.sentence.words[start:end]
    is_doing = bool(phrase) and phrase[0].shape == "ing" and not phrase[0].tags
    return (
        len(phrase) >= _PHRASE
        and not is_doing
        and not any(word.tags & {"measure", "period", "date"} for word in phrase)
        and frame.spans.taken.isdisjoint(range(start, end))
    )


def _is_told_apart(frame: Frame, start: int, end: int) -> bool:
    """Some word of the phrase is no plain one, and it is not "all" of them that are meant."""
    words, plain = frame.sentence.words, frame.sentence.language.plain
    covering = frame.sentence.metric_at(end - 1)
    is_measure = covering is not None and covering.start >= start and covering.end > covering.start + 1
    before = words[start - 1]
    is_name = all(word.text[0].isupper() for word in words[start:end])  # "a score on Google PageSpeed"
    return (
        not is_name
        and not before.tags & {"all"}
        and not is_measure
        and any(
            (word.lemma not in plain or word.tags & {"channel"}) and word.text[0].isalnum()
            for word in words[start : end - 1]
        )
    )


def _is_measure_before(frame: Frame, start: int) -> bool:
    """A measure by name and no mere count of tickets or orders is restricted."""
    words = frame.sentence.words
    return any(
        frame.sentence.metric_at(at) is not None or words[at].tags & {"measure"}
        for at in range(max(0, start - _MEASURE_BACK), start)
    )


def dated_group(frame: Frame) -> Population | None:
    """What falls due or begins in a span of time: Q1 renewals, tickets in the first 30 days."""
    words = frame.sentence.words
    for index, word in enumerate(words[:-1]):
        if "quarter" in word.tags and "dated_group" in words[index + 1].roles:
            return population_of(frame, index, index + 2)
        if "first" in word.roles and words[index + 1].tags & {"duration", "period"}:
            start = next((i for i in range(index - 1, index - 4, -1) if "within_span" in words[i].roles), 0)
            before = words[start - 1] if start > 0 else None
            if before is not None and ("ticket" in before.tags or "loss" in before.roles):
                return population_of(frame, start - 1 if "ticket" in before.tags else index, index + 2)
    return None


def served_contacts(frame: Frame) -> Population | None:
    """Satisfaction with support is asked of those who were served: "Support CSAT"."""
    words = frame.sentence.words
    for index, word in enumerate(words[:-1]):
        named = frame.sentence.metric_at(index + 1) or frame.sentence.metric_at(index)
        if "support" in word.roles and named is not None and named.name == "csat" and frame.form == "outcome":
            return Population("support interactions", word.span)
    return None
