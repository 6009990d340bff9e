"""Words that read two ways, or have no measure; silent where a figure or a time limit defines them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.model import Doubt

if TYPE_CHECKING:
    from holdfast.review.reading.model import Quantity
    from holdfast.review.reading.quantity import Frame

_NO_NOUN = frozenset(
    {
        "preposition", "conjunction", "determiner", "modal", "adverb", "amount", "pronoun", "more", "all",
        "comparative_up", "comparative_down", "vague",
    }
)  # fmt: skip


def read_doubts(frame: Frame, quantity: Quantity) -> tuple[Doubt, ...]:
    """Doubts in the order of the text; none for what the sentence itself settles."""
    words, language = frame.sentence.words, frame.sentence.language
    found: list[Doubt] = []
    index = 0
    while index < len(words):
        hit = _phrase_at(frame, index)
        if hit is None:
            index += 1
            continue
        length, name = hit
        if not _is_settled(frame, quantity, name, index):
            span = (words[index].start, words[index + length - 1].end)
            found.append(
                Doubt(frame.sentence.text[span[0] : span[1]], span, language.doubt_reasons[name]["why"])
            )
        index += length
    return tuple(found)


def _phrase_at(frame: Frame, index: int) -> tuple[int, str] | None:
    """Length and name of the doubtful words that start there."""
    words, doubts = frame.sentence.words, frame.sentence.language.doubts
    for form in (words[index].lemma, words[index].verb or ""):
        for parts, name in doubts.get(form, ()):
            rest = words[index + 1 : index + len(parts)]
            if len(rest) == len(parts) - 1 and all(
                frame.sentence.language.lemma(w.text) == p for w, p in zip(rest, parts[1:], strict=True)
            ):
                return len(parts), name
    return None


def _is_settled(frame: Frame, quantity: Quantity, name: str, index: int) -> bool:
    """The sentence itself says what is meant, or the word is part of a name."""
    reason = frame.sentence.language.doubt_reasons[name]
    defined_by = reason["defined_by"]
    in_metric = frame.sentence.metric_at(index) is not None
    has_time = frame.spans.has("window") or frame.spans.has("cadence") or frame.spans.has("rolling")
    if defined_by == "name" or _opens_proper_name(frame, index):
        return True
    if reason.get("names_things") and _opens_compound(frame, index):
        return True
    if defined_by == "nothing":
        return frame.form != "activity" or frame.clause.head != index
    if defined_by == "share":
        return frame.form != "activity" or quantity.kind is not None
    if defined_by == "window":
        return has_time or (in_metric and quantity.kind is not None)
    return quantity.kind is not None


def _opens_proper_name(frame: Frame, index: int) -> bool:
    """A product's name begins with it: Simple Start, Fast Track."""
    told = frame.sentence.words[index : index + 2]
    return len(told) > 1 and all(word.text.istitle() and len(word.text) > 1 for word in told)


def _opens_compound(frame: Frame, index: int) -> bool:
    """It only says what kind of thing is meant: help articles, health insurance, success fees."""
    words = frame.sentence.words
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None or not following.text[0].isalpha() or following.tags & _NO_NOUN:
        return False
    is_act = (
        bool(index)
        and "customer" in words[index - 1].tags
        and words[index - 1].lower != words[index - 1].lemma
    )
    is_verb = bool(following.action) and not following.tags
    return not is_act and not is_verb and frame.clause.head != index
