"""What sort of number a figure is: a level, a share, a change, a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.comparators import approach_of
from holdfast.review.reading.patterns import find_patterns, match_at

if TYPE_CHECKING:
    from holdfast.review.reading.model import QuantityKind
    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Amount, Word

_LEVEL_METRICS = frozenset({"active_users", "nps", "csat"})
_DURATION_METRICS = frozenset({"first_response_time", "resolution_time", "time_to_value"})
_SMALL = 100
_REACH = 6


def kind_of(frame: Frame, index: int) -> QuantityKind:
    """Sort of the figure at that word."""
    amount = frame.sentence.words[index].amount
    if amount is None:
        return "absolute_target"
    if amount.kind in _OWN_KINDS:
        return _OWN_KINDS[amount.kind](frame, index)
    if _is_change(frame, index, amount):
        return "relative_change" if amount.kind == "percent" else "delta_absolute"
    if amount.kind == "percent":
        return "ratio" if _is_share(frame, index) else "absolute_target"
    if amount.kind == "duration" and frame.form == "activity":
        return "count"
    return _counted_kind(frame, index) if amount.kind in ("plain", "slot") else "absolute_target"


def _multiple_kind(frame: Frame, index: int) -> QuantityKind:
    """Three times a week is a level, three times the leads is a change."""
    if frame.form != "outcome" and frame.clause.action in ("act", "make"):
        return "count"
    following = _word(frame, index + 1)
    is_rate = following is not None and "per_each" in following.roles
    rhythmic = bool(_tags(following) & {"cadence"}) and frame.clause.head is not None
    return "absolute_target" if is_rate or rhythmic else "relative_change"


def _share_kind(frame: Frame, index: int) -> QuantityKind:
    """Two thirds of a group; or "by a third" for a change."""
    before = _word(frame, approach_of(frame.sentence, index).before)
    halved = before is not None and "in" in before.roles and frame.clause.action in ("up", "down")
    return "relative_change" if halved or (before is not None and "by" in before.roles) else "ratio"


def _is_rate(frame: Frame, index: int) -> bool:
    """The figure comes per unit of time: 3 times a week, 25K/day, 500 leads/month."""
    words = frame.sentence.words
    for at in range(index + 1, min(len(words), index + _REACH)):
        if match_at(frame.sentence.language.patterns["per_time"], words, at):
            return True
        if words[at].tags & {"preposition", "conjunction"} and "keeps_rate" not in words[at].roles:
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
    if amount.sign or (before is not None and "before_change" in before.roles):
        return not (before is not None and "up_or_down" in before.roles and _word(frame, index - 1) != before)
    if _moves_itself(frame, index, amount) or (following is not None and _names_change(frame, index + 1)):
        return True
    if amount.kind == "money" and _is_net_new(frame, index):
        return True
    moves = frame.clause.action in ("up", "down")
    if not moves or approach.limit == "ceiling":
        return False
    if before is None or "before_level" in before.roles or "before_scope" in before.roles:
        return False
    is_bare = amount.kind in ("percent", "points") and approach.limit == ""
    return (
        is_bare
        and frame.clause.head is not None
        and index > frame.clause.head + 1
        and "customer" not in _tags(following)
    )


def _moves_itself(frame: Frame, index: int, amount: Amount) -> bool:
    """A percentage directly behind the verb of a measure: sales grow 35%, costs fall 10%."""
    before = _word(frame, index - 1)
    return (
        amount.kind == "percent"
        and before is not None
        and before.action in ("up", "down")
        and before.shape in ("base", "s", "ed")
        and index > 1
        and frame.clause.head is None
    )


def _tags(word: Word | None) -> frozenset[str]:
    """Classes of a word; none where there is no word."""
    return word.tags if word is not None else frozenset()


def _names_change(frame: Frame, at: int) -> bool:
    """A noun or an adjective of change stands there: increase, reduction, more, fewer, faster."""
    language, words = frame.sentence.language, frame.sentence.words
    word = words[at]
    if word.tags & {"comparative_up", "comparative_down"} and "new_or_or" not in word.roles:
        return "new" not in word.roles and not match_at(language.patterns["floor_behind"], words, at)
    return any(match_at(language.patterns[name], words, at) for name in ("change_up", "change_down"))


def _is_net_new(frame: Frame, index: int) -> bool:
    """Money that is added: net new ARR of $2M, save $50k."""
    words = frame.sentence.words[max(0, index - 5) : index + 4]
    return bool(find_patterns(frame.sentence.language.patterns["net_new"], words))


def _is_share(frame: Frame, index: int) -> bool:
    """A percentage of a group: 80% of calls, 100% issue resolution within 8 days, 60% users."""
    words = frame.sentence.words
    following = _word(frame, index + 1)
    before = _word(frame, approach_of(frame.sentence, index).before)
    if following is None:
        return False
    moved_to = frame.clause.action in ("up", "down") and before is not None and "to" in before.roles
    if "of" in following.roles:
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
    if frame.form != "outcome":
        return "absolute_target" if _rides_along(frame, index) else "count"
    noun, limit = _counted_noun(frame, index), approach_of(frame.sentence, index).limit
    if (
        noun is None
        or limit == "ceiling"
        or _is_borne(frame)
        or _is_for_each(frame, index)
        or _is_fractional(frame, index)
        or _is_rate(frame, index)
    ):
        return "absolute_target"
    is_level = (
        _is_there(frame)
        or _names_level(frame, index)
        or _follows_level(frame, index, noun)
        or _is_stock(frame, noun)
    )
    return "absolute_target" if is_level else "count"


def _is_borne(frame: Frame) -> bool:
    """A load that a system bears: "support 40K concurrent sessions"."""
    head = frame.clause.head
    return head is not None and frame.sentence.words[head].verb in frame.sentence.language.words["bearing"]


def _rides_along(frame: Frame, index: int) -> bool:
    """A level that a deliverable shall have: "launch the app with a 4.5+ star rating"."""
    before = _word(frame, approach_of(frame.sentence, index).before)
    if before is None or "at_or_with" not in before.roles:
        return False
    noun = _counted_noun(frame, index)
    return noun is None or "measure" in noun.tags or _is_fractional(frame, index) or _is_rate(frame, index)


def _is_fractional(frame: Frame, index: int) -> bool:
    """The figure is 0 or written with a decimal point: nothing is counted."""
    word = frame.sentence.words[index]
    is_written = "." in word.text[1:] and word.text.count(".") == 1
    amount = word.amount
    value = amount.value if amount is not None else None
    return value is not None and (value == 0 or value % 1 != 0 or (is_written and value < _SMALL))


def _is_for_each(frame: Frame, index: int) -> bool:
    """So many for each of something: 1,000 likes per post, 3 seats per account."""
    words = frame.sentence.words[index + 1 : index + 4]
    at = next((i for i, word in enumerate(words) if "per" in word.roles), None)
    return at is not None and not any(w.tags & {"preposition", "conjunction"} for w in words[:at])


def _is_there(frame: Frame) -> bool:
    """What exists is a stock: "there are 200 active publishers"."""
    start = frame.clause.start
    return start > 1 and "there" in frame.sentence.words[start - 2].roles


def _names_level(frame: Frame, index: int) -> bool:
    """A metric that is a level stands directly behind the figure: 20 daily active users."""
    words = frame.sentence.words
    stop = next((i for i in range(index + 1, len(words)) if "preposition" in words[i].tags), len(words))
    named = [frame.sentence.metric_at(at) for at in range(index + 1, min(stop, index + 4))]
    return any(one is not None and one.name in _LEVEL_METRICS for one in named)


def _follows_level(frame: Frame, index: int, noun: Word) -> bool:
    """The figure follows "to" or "of", or stands before a measure."""
    before = _word(frame, approach_of(frame.sentence, index).before)
    if before is not None and "level_word" in before.roles and "won" not in noun.tags:
        return True
    return "measure" in noun.tags and not noun.tags & {"won", "customer"}


def _is_stock(frame: Frame, noun: Word) -> bool:
    """Customers that are had, reached or kept are a stock; those that are won are counted."""
    head = frame.clause.head
    verb = None if head is None else frame.sentence.words[head].verb
    is_level = head is not None and (
        verb in frame.sentence.language.words["level_verbs"] or frame.clause.action in ("up", "keep")
    )
    if (
        verb in frame.sentence.language.words["arrivals"]
        and "won" in noun.tags
        and "customer" not in noun.tags
    ):
        return True
    return is_level and bool(noun.tags & {"customer", "measure"}) and "event" not in noun.tags


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


_OWN_KINDS = {"share": _share_kind, "ratio": _share_kind, "times": _multiple_kind}
