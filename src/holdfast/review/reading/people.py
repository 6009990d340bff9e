"""People named by what they are and not as customers: candidates, site admins, new colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.groups import (
    Population,
    in_brackets,
    is_inside_function,
    modifiers_before,
    population_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_WON = frozenset({"up", "reach", "make"})
_NEAR = 3  # words between a verb and what it wins
_COMPOUND = 5  # words in which a compound comes to its measure
_PARTS = frozenset({"preposition", "conjunction", "modal", "determiner", "all", "pronoun"})


def named_people(frame: Frame) -> Population | None:
    """Roles whose state is measured, who act, or with whom something is done."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "specific" in word.tags and _is_meant(frame, index):
            return population_of(frame, modifiers_before(frame, index), index + 1)
        if word.tags & {"staff"} and _is_named_staff(frame, index):
            return population_of(frame, modifiers_before(frame, index), index + 1)
        if "leaving_field" in word.roles and index + 1 < len(words) and "leaving" in words[index + 1].roles:
            return population_of(frame, index, index + 1)
        if "employee_score" in word.roles:
            return Population("employees", word.span)
    return None


def _is_meant(frame: Frame, index: int) -> bool:
    """The role is the one whose state counts, no object that is won, hired or written for."""
    words = frame.sentence.words
    if frame.clause.head == index or is_part_of_name(words, index) or in_brackets(words, index):
        return False
    if is_compound(words, index):
        return frame.form == "outcome" and _is_measured(frame, index)
    if frame.form == "output":
        return _is_subject(frame, index)
    if words[index].lemma == words[index].lower and not _is_determined(frame, index):
        return False
    if frame.form == "activity":
        return "anybody" not in words[index].roles or modifiers_before(frame, index) < index
    return not _is_won(frame, index)


def is_part_of_name(words: Sequence[Word], index: int) -> bool:
    """The word belongs to another name, stands for one of many, or is a verb: "per guest", "co-host"."""
    named = bool(index) and ("before_one_of_many" in words[index - 1].roles or _is_cause(words, index))
    is_verb = words[index].glued and bool(words[index].action)
    return named or is_verb or is_inside_function(words, index)


def _is_determined(frame: Frame, index: int) -> bool:
    """A single one stands for its kind only behind an article or a word such as "each" or "new"."""
    words, start = frame.sentence.words, modifiers_before(frame, index)
    before = words[start - 1] if start else None
    return any("new_or_own_now" in w.roles for w in words[start:index]) or (
        before is not None and bool(before.tags & {"determiner", "all", "amount"})
    )


def _is_cause(words: Sequence[Word], index: int) -> bool:
    """Churn drivers and growth drivers are nobody."""
    return "driver" in words[index].roles and bool(words[index - 1].tags & {"measure"})


def is_compound(words: Sequence[Word], index: int) -> bool:
    """The word only opens a longer name: "candidate experience", "guest's stay", "recruiters attrition"."""
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None or not following.text[0].isalpha() or following.tags & _PARTS:
        return False
    is_one = words[index].lower == words[index].lemma or words[index].lower.endswith(("'s", "’s"))
    return bool(following.tags & {"measure"}) or (is_one and "helper" not in following.roles)


def _is_measured(frame: Frame, index: int) -> bool:
    """The compound ends in a measure that is taken of these people, whoever else has one too."""
    words = frame.sentence.words
    if "anybody" in words[index].roles:
        return False
    for at in range(index + 1, min(len(words), index + _COMPOUND)):
        word = words[at]
        if word.tags & {"measure", "state"} or frame.sentence.metric_at(at) is not None:
            return True
        if word.tags & (_PARTS - {"modal"}) or word.tags & {"artefact"} or not word.text[0].isalnum():
            return False
    return False


def _is_subject(frame: Frame, index: int) -> bool:
    """The people open the sentence, and the verb is theirs."""
    words = frame.sentence.words
    opening = words[frame.clause.start : index]
    return len(opening) < _NEAR and not any(w.action or w.amount for w in opening)


def _is_won(frame: Frame, index: int) -> bool:
    """These people are counted or won: "25k subscribers", "attract donors", "number of partners"."""
    words, head = frame.sentence.words, frame.clause.head
    start = modifiers_before(frame, index)
    before = words[start - 1] if start else None
    following = words[index + 1] if index + 1 < len(words) else None
    if before is not None and before.amount is not None and before.amount.kind in ("plain", "slot"):
        acts = following is not None and bool(following.action) and following.shape in ("base", "ed")
        return head is not None and not acts and "be" not in words[head].roles
    if before is not None and "of" in before.roles and "count_noun" in words[start - 2].roles:
        return following is None or "relative_of_people" not in following.roles
    return head is not None and frame.clause.action in _WON and head < index <= head + _NEAR


def _is_named_staff(frame: Frame, index: int) -> bool:
    """Colleagues who are told from the others: new CEs, our own team, a share of all reps."""
    words = frame.sentence.words
    start = modifiers_before(frame, index)
    told = any("new_or_own" in w.roles for w in words[start:index])
    before = words[start - 1] if start else None
    if words[index].tags & {"determiner", "pronoun"}:
        return False
    if before is not None and "of" in before.roles and start > 1 and _is_share(words[start - 2]):
        return "team_name" not in words[index].roles and not is_compound(words, index)
    if not told or in_brackets(words, index):
        return False
    if frame.form == "output":
        return _is_subject(frame, start)
    if is_compound(words, index) and not _acts(words, index):
        return _is_measured(frame, index)
    return not _is_won(frame, index)


def _acts(words: Sequence[Word], index: int) -> bool:
    """A team does something: "the new sales team closes"."""
    following = words[index + 1]
    return "team_name" in words[index].roles and bool(following.action) and following.shape == "s"


def _is_share(word: Word) -> bool:
    """The word is a percentage or a share."""
    return word.amount is not None and word.amount.kind in ("percent", "share")
