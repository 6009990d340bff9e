"""Clauses behind a group that say which ones: who cancelled, with a score under 60, about billing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import STOPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_TAIL = 12
_BACK = 5
_NEAR = 4  # words before a clause that can take a share
_DONE = frozenset({"reach", "act", "make", "other"})


def clause_end(frame: Frame, index: int) -> int:
    """Word after a clause that narrows the group at that word, else the word after the group."""
    words = frame.sentence.words
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None:
        return index + 1
    if _is_relative(frame, index, following):
        return _stop_after(words, index + 2)
    if "opens_narrowing" not in following.roles or not _narrows(frame, index + 1):
        return index + 1
    end = _behind_helper(words, index + 2)
    while (
        end < min(len(words), index + _TAIL)
        and not _closes(words, end)
        and not _is_main_verb(words, index + 1, end)
    ):
        end += 1
    return end if end > index + len(("who", "left")) else index + 1


def _behind_helper(words: Sequence[Word], at: int) -> int:
    """First word behind the "have" or "are" of a clause: "who have paid", "that are silent"."""
    return at + 1 if at < len(words) and "helper" in words[at].roles else at


def _closes(words: Sequence[Word], at: int) -> bool:
    """A stop, another clause, or what these customers do ends the clause."""
    word, following = words[at], words[at + 1] if at + 1 < len(words) else None
    acts = following is not None and bool(following.action) and following.shape == "base"
    if word.lower in STOPS or ("helper" in word.roles and "having" not in word.roles):
        return True
    if word.tags & {"conjunction"} and ("and_or" not in word.roles or acts):
        return True
    is_figure = following is not None and following.amount is not None
    return "before_figure" in word.roles and (is_figure or (acts and "to" in word.lower))


def _is_main_verb(words: Sequence[Word], opening: int, at: int) -> bool:
    """The second verb behind "who": what these people do, after what they are known by."""
    if "relative" not in words[opening].roles or not _is_finite(words, at):
        return False
    return any(word.action and not word.tags for word in words[opening + 1 : at - 1])


def _is_finite(words: Sequence[Word], at: int) -> bool:
    """A verb of the plural, which no "to", "and" or modal leads in."""
    word, before = words[at], words[at - 1]
    led = before.tags & {"conjunction", "modal", "preposition", "determiner"} or "to" in before.roles
    return bool(word.action) and word.shape == "base" and not word.tags and not led


def _is_relative(frame: Frame, index: int, following: Word) -> bool:
    """What the group went through, or is about: customers acquired last year, complaints about billing."""
    words, head = frame.sentence.words, frame.clause.head
    if "about" in following.roles and "scopes_asked" in words[index].roles:
        return True
    led = head is not None and head < index and "customer" in words[index].tags
    is_done = following.shape == "ed" and "helper" not in following.roles
    return led and is_done and following.action in _DONE


def _stop_after(words: Sequence[Word], end: int) -> int:
    """Word after the rest of a clause: up to a stop, a preposition or a verb, its own object included."""
    limit = min(len(words), end + _BACK)
    while end < limit and words[end].lower not in STOPS and not words[end].tags & {"conjunction", "amount"}:
        is_figure = end + 1 < len(words) and words[end + 1].amount
        if "helper" in words[end].roles or ("before_figure" in words[end].roles and is_figure):
            break
        end += 1
    return end


def _narrows(frame: Frame, at: int) -> bool:
    """Such as "up for renewal", "due in Q4", "who ...": the clause says which ones."""
    words = frame.sentence.words
    if "with" in words[at].roles:
        return _has_trait(frame, at)
    if "on" in words[at].roles:
        return any(word.tags & {"group", "unpaid"} for word in words[at + 1 : at + 4])
    if "narrowing_clause" in words[at].roles:
        is_thing = "artefact" in words[at - 1].tags and not words[at - 1].tags & {"customer", "ticket"}
        return "help_noun" not in words[at - 1].roles and not is_thing
    is_figure = at + 2 < len(words) and words[at + 2].amount is not None
    is_up = at + 1 < len(words) and "behind_up" in words[at + 1].roles
    return is_up and not is_figure  # "grow up to 74%" narrows nothing


def _has_trait(frame: Frame, at: int) -> bool:
    """A "with" that tells customers apart, not one by which something is done or launched."""
    words = frame.sentence.words
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or following.tags & {"pronoun", "staff"} or "ticket" in words[at - 1].tags:
        return False  # "deflect tickets with a bot", "win users with our content"
    is_made = frame.form == "output" and (following.amount is not None or "artefact" in words[at - 1].tags)
    return not is_made and not any("share_noun" in word.roles for word in words[max(0, at - _NEAR) : at])
