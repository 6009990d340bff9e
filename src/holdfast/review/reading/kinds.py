"""What sort of number a figure is: a level, a share, a change, a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.comparators import approach_of
from holdfast.review.reading.patterns import match_at
import itertools

if TYPE_CHECKING:
    from holdfast.review.reading.model import QuantityKind
    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Amount, Word

_LEVEL_VERBS = frozenset(
    {
        "reach",
        "hit",
        "exceed",
        "surpass",
        "have",
        "grow",
        "increase",
        "maintain",
        "keep",
        "be",
        "raise",
        "attain",
        "pass",
    }
)
_LEVELS = frozenset({"to", "at", "of", "is", "are", "be", "=", ":", "above", "below", "average", "averages"})
_DURATION_METRICS = frozenset({"first_response_time", "resolution_time", "time_to_value"})
_REACH = 6


def kind_of(frame: Frame, index: int) -> QuantityKind:
    """Sort of the figure at that word."""
    amount = frame.sentence.words[index].amount
    if amount is None:
        return "absolute_target"
    if amount.kind in ("share", "ratio"):
        return _share_kind(frame, index)
    if amount.kind == "times":
        following = _word(frame, index + 1)
        is_rate = following is not None and following.lower in ("a", "per", "each", "every", "/")
        return (
            "absolute_target"
            if is_rate or (_tags(following) & {"cadence"} and frame.clause.head is not None)
            else "relative_change"
        )
    if _is_change(frame, index, amount):
        return "relative_change" if amount.kind == "percent" else "delta_absolute"
    if amount.kind == "percent":
        return "ratio" if _is_share(frame, index) else "absolute_target"
    if amount.kind in ("money", "points", "score"):
        return "absolute_target"
    if amount.kind == "duration":
        return "count" if frame.form == "activity" else "absolute_target"
    return _counted_kind(frame, index)


def _share_kind(frame: Frame, index: int) -> QuantityKind:
    """Two thirds of a group; or "by a third" for a change."""
    before = _word(frame, approach_of(frame.sentence, index).before)
    return "relative_change" if before is not None and before.lower == "by" else "ratio"


def _is_rate(frame: Frame, index: int) -> bool:
    """The figure comes per unit of time: 3 times a week, 25K/day, 500 leads/month."""
    words = frame.sentence.words
    for at in range(index + 1, min(len(words), index + _REACH)):
        if match_at(frame.sentence.language.patterns["per_time"], words, at):
            return True
        if words[at].tags & {"preposition", "conjunction"} and words[at].lower not in (
            "per",
            "in",
            "to",
            "of",
        ):
            return False
    return False


def _word(frame: Frame, index: int) -> Word | None:
    """The word at that place, None outside the sentence."""
    words = frame.sentence.words
    return words[index] if 0 <= index < len(words) else None


def _is_change(frame: Frame, index: int, amount: Amount) -> bool:
    """The figure is the size of a change: by 25%, up 50, +12 points, 15% more, a 5% increase."""
    approach = approach_of(frame.sentence, index)
    before, following = _word(frame, approach.before), _word(frame, index + 1)
    if amount.sign or (before is not None and before.lower in ("by", "up", "down", "net new")):
        return not (
            before is not None and before.lower in ("up", "down") and _word(frame, index - 1) != before
        )
    if following is not None and _names_change(frame, index + 1):
        return True
    if amount.kind == "money" and _is_net_new(frame, index):
        return True
    moves = frame.clause.action in ("up", "down")
    if not moves or approach.limit == "ceiling":
        return False
    if (
        before is None
        or before.lower in _LEVELS
        or before.lower in ("from", "with", "for", "in", "on", "below", "above")
    ):
        return False
    is_bare = amount.kind in ("percent", "points") and approach.limit == ""
    return (
        is_bare
        and frame.clause.head is not None
        and index > frame.clause.head + 1
        and "customer" not in _tags(following)
    )


def _tags(word: Word | None) -> frozenset[str]:
    """Classes of a word; none where there is no word."""
    return word.tags if word is not None else frozenset()


def _names_change(frame: Frame, at: int) -> bool:
    """A noun or an adjective of change stands there: increase, reduction, more, fewer, faster."""
    language, words = frame.sentence.language, frame.sentence.words
    word = words[at]
    if word.tags & {"comparative_up", "comparative_down"} and word.lower not in ("new", "or"):
        return word.lower != "new" and not match_at(language.patterns["floor_behind"], words, at)
    return any(match_at(language.patterns[name], words, at) for name in ("change_up", "change_down"))


def _is_net_new(frame: Frame, index: int) -> bool:
    """Money that is added: net new ARR of $2M, save $50k."""
    words = [word.lower for word in frame.sentence.words[max(0, index - 5) : index + 4]]
    return any(pair == ("net", "new") for pair in itertools.pairwise(words))


def _is_share(frame: Frame, index: int) -> bool:
    """A percentage of a group: 80% of calls, 100% issue resolution within 8 days, 60% users."""
    words = frame.sentence.words
    following = _word(frame, index + 1)
    before = _word(frame, approach_of(frame.sentence, index).before)
    if following is None:
        return False
    moved_to = frame.clause.action in ("up", "down") and before is not None and before.lower == "to"
    if following.lower == "of":
        return not moved_to and not any(word.tags & {"goal"} for word in words[index + 2 : index + 4])
    starts = [
        metric
        for metric, first, last in frame.sentence.metrics
        if first == index + 1 or first <= index + 2 < last
    ]
    if any(metric in _DURATION_METRICS for metric in starts):
        return True
    if starts and starts[0] not in ("other", "ticket_volume"):
        return False
    return bool(following.tags & {"customer", "ticket", "event"}) and not any(
        word.tags & {"measure"} for word in words[index + 1 : index + 4]
    )


def _counted_kind(frame: Frame, index: int) -> QuantityKind:
    """A bare number: a count of things made, done or won; a level of a metric or of a stock of users."""
    words, approach = frame.sentence.words, approach_of(frame.sentence, index)
    before, noun = _word(frame, approach.before), _counted_noun(frame, index)
    if frame.form != "outcome":
        return "count"
    value = words[index].amount
    if value is not None and value.value is not None and value.value % 1:
        return "absolute_target"
    if _is_rate(frame, index) or noun is None or approach.limit == "ceiling":
        return "absolute_target"
    if any(
        m in ("active_users", "nps", "csat") and first <= index + 3 and last > index
        for m, first, last in frame.sentence.metrics
    ):
        return "absolute_target"
    if before is not None and before.lower in ("to", "at", "is", "of") and not noun.tags & {"won"}:
        return "absolute_target"
    head = _word(frame, frame.clause.head) if frame.clause.head is not None else None
    is_level = head is not None and (head.verb in _LEVEL_VERBS or frame.clause.action in ("up", "keep"))
    if is_level and noun.tags & {"customer", "measure"} and not noun.tags & {"event"}:
        return "absolute_target"
    if "measure" in noun.tags and not noun.tags & {"won", "customer"}:
        return "absolute_target"
    return "count"


def _counted_noun(frame: Frame, index: int) -> Word | None:
    """The noun that a bare number counts: the last of the words before a preposition, a verb or a stop."""
    noun: Word | None = None
    for word in frame.sentence.words[index + 1 : index + _REACH]:
        if word.tags & {"preposition", "conjunction", "modal"} or not word.text[0].isalpha():
            return noun
        if (
            noun is not None
            and word.action
            and word.shape in ("s", "ed", "base")
            and not word.tags & {"won", "customer", "event", "artefact"}
        ):
            return noun
        if not word.tags & {"adverb", "determiner"}:
            noun = word
    return noun
