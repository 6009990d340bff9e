"""Where the metric shall go: up, down or held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.comparators import approach_of

if TYPE_CHECKING:
    from holdfast.review.reading.model import Direction, Quantity
    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_ALL = 100.0


def read_direction(frame: Frame, quantity: Quantity, *, metric: str | None) -> Direction | None:
    """Direction of a key result; None for a doing or a deliverable that moves no number."""
    action = frame.clause.action
    if frame.form != "outcome":
        return _moved_thing(frame, quantity)
    if action == "keep" or (_holds(frame) and not _says_who(frame, quantity)):
        return "maintain"
    if action in ("up", "down"):
        return _by_verb(frame, quantity, metric)
    return _by_figure(frame, quantity, metric)


def _moved_thing(frame: Frame, quantity: Quantity) -> Direction | None:
    """Direction where the wording itself moves the number of a deliverable or a doing."""
    if frame.clause.action in ("up", "down"):
        return "up" if frame.clause.action == "up" else "down"
    if quantity.kind == "from_to" and quantity.baseline is not None and quantity.target is not None:
        return "up" if quantity.target > quantity.baseline else "down"
    words = frame.sentence.words
    if (
        any("comparative_up" in word.tags and "more" in word.roles for word in words[:6])
        and quantity.kind is None
    ):
        return "up"
    return None


def _says_who(frame: Frame, quantity: Quantity) -> bool:
    """What is kept says which people are counted: "movers that keep their contract from 57% to 70%"."""
    words = frame.sentence.words
    is_moved = quantity.kind == "from_to" and quantity.baseline != quantity.target
    kept = next((i for i, word in enumerate(words) if word.action == "keep"), 0)
    return is_moved and any("relative" in word.roles for word in words[:kept])


def _holds(frame: Frame) -> bool:
    """A staff subject maintains, or there shall be no increase, or the worst is allowed to get worse."""
    words = frame.sentence.words
    if any(w.action == "keep" for w in words[: (frame.clause.head or 0) + 3] if "keeping" in w.roles):
        return True
    figure = next((i for i, word in enumerate(words) if word.amount is not None), 0)
    if frame.clause.head is None and any(w.action == "keep" and "staying" in w.roles for w in words[:figure]):
        return True
    denied = any("no" in word.roles for word in words[:3])
    return denied and any("forbidden_change" in word.roles for word in words[:4])


def _by_verb(frame: Frame, quantity: Quantity, metric: str | None) -> Direction:
    """Direction of the head verb; "improve load time" goes down."""
    verb = frame.sentence.words[frame.clause.head or 0].verb or ""
    neutral = verb in frame.sentence.language.words["neutral_up"]
    lower_better = metric in frame.sentence.language.lower_is_better or _names_burden(frame)
    if quantity.baseline is not None and quantity.target is not None and neutral:
        return "up" if quantity.target > quantity.baseline else "down"
    if neutral and lower_better:
        return "down"
    return "up" if frame.clause.action == "up" else "down"


def _names_burden(frame: Frame) -> bool:
    """A measure that is better when it falls, outside the list: time, cost, errors."""
    nouns = {w.lemma for w in frame.sentence.words[:8]}
    return bool(nouns & frame.sentence.language.burdens)


def _by_figure(frame: Frame, quantity: Quantity, metric: str | None) -> Direction | None:
    """Direction from the figures, the limit, or words such as "rises", "down", "faster"."""
    if quantity.baseline is not None and quantity.target is not None and quantity.baseline != quantity.target:
        return _between_levels(frame, quantity, metric)
    limit, forbids = _limit(frame, quantity), quantity.kind == "absolute_target" and quantity.target == 0
    moved = "down" if limit == "ceiling" else _moving_word(frame, quantity)
    if moved or forbids:
        return "up" if moved == "up" else "down"
    serves_all = frame.clause.action == "serve" and quantity.kind == "ratio" and quantity.target == _ALL
    if serves_all or _covers_doing(frame, quantity):
        return None
    lower_better = metric in frame.sentence.language.lower_is_better or (
        quantity.kind == "absolute_target" and _names_burden(frame)
    )
    is_share = quantity.kind in ("ratio", "count") or limit == "floor"
    return "down" if lower_better and not is_share else _rest(frame, quantity, metric)


def _rest(frame: Frame, quantity: Quantity, metric: str | None) -> Direction | None:
    """Up where something is measured or won; a state without a number goes nowhere."""
    if quantity.kind is None and metric == "other" and frame.clause.action not in ("reach", "up"):
        return "up" if frame.clause.action == "" and _is_event_of_others(frame) else None
    return "up"


def _is_event_of_others(frame: Frame) -> bool:
    """The sentence opens with people who do something."""
    return any(word.tags & {"customer"} for word in frame.sentence.words[:4])


def _between_levels(frame: Frame, quantity: Quantity, metric: str | None) -> Direction:
    """Direction of a step between two levels; a ceiling above today's value is a guard."""
    rises = (quantity.target or 0) > (quantity.baseline or 0)
    if not rises and _limit(frame, quantity) == "ceiling":
        return "down"
    lower_better = metric in frame.sentence.language.lower_is_better
    if rises and lower_better and frame.clause.action == "" and _limit(frame, quantity) == "ceiling":
        return "maintain"
    if (
        not rises
        and frame.clause.action == "reach"
        and "averaging" not in frame.sentence.words[frame.clause.head or 0].roles
        and metric not in frame.sentence.language.lower_is_better
        and not _names_burden(frame)
    ):
        return "up"
    return "up" if rises else "down"


def _limit(frame: Frame, quantity: Quantity) -> str:
    """Limit of the first figure inside the quantity's span."""
    if quantity.span is None:
        return ""
    for index, word in enumerate(frame.sentence.words):
        if word.amount is not None and quantity.span[0] <= word.start < quantity.span[1]:
            limit = approach_of(frame.sentence, index).limit
            if limit:
                return limit
    return ""


def _moving_word(frame: Frame, quantity: Quantity) -> Direction | None:
    """A word that moves the number: rises, falls, reduction, more, fewer, faster."""
    limits = frame.spans.places["window"] if quantity.kind == "ratio" else ()
    inside = {index for match in limits for index in range(match.start, match.end + 2)}
    for index, word in enumerate(frame.sentence.words):
        if index in inside:
            continue
        if "guard" in word.roles or word.lower == "(":
            return None
        if _moves(word, "down") or "comparative_down" in word.tags:
            return "down"
        if _moves(word, "up") and "up_verb" not in word.roles:
            return "up"
        if "up" in word.roles:
            return "up"
    return None


def _moves(word: Word, action: str) -> bool:
    """The word is a verb or a noun of that movement and no name of a sort of customer."""
    return (
        (word.action == action and not word.tags & {"qualifier", "customer", "artefact", "event"})
        or (action == "down" and "fall" in word.roles)
        or (action == "up" and "rise" in word.roles)
    )


def _covers_doing(frame: Frame, quantity: Quantity) -> bool:
    """A share of customers with whom the team did something: a coverage that moves nothing by itself."""
    if quantity.kind != "ratio" or (frame.clause.head is not None and frame.clause.actor == "team"):
        return False
    words = frame.sentence.words
    served = any(word.action == "serve" for word in words)
    chosen = any(
        word.action
        and word.shape == "base"
        and "have" not in word.roles
        and words[at - 1].tags & {"customer"}
        for at, word in enumerate(words)
        if at
    )
    return not (served or chosen) and any(
        "event" in word.tags and not word.tags & {"measure"} for word in words
    )
