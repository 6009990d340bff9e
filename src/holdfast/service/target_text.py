"""Targets as people type them, in the unit of a metric."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.records.words import WITHOUT_MINOR_UNIT, value_text
from holdfast.service.measuring import card_as_asked
from holdfast.service.relative import Moves, resolved_from

if TYPE_CHECKING:
    from holdfast.evidence.history import History
    from holdfast.service.workspace import Workspace

_BETWEEN = re.compile(r"[\s,;]+(?!%)")
_CHANGE = re.compile(r"([+-])\s*(\d+(?:\.\d+)?)\s*(%|points?|pp)?")
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(%?)")


def target_in(workspace: Workspace, metric: str, text: str) -> float:
    """A target such as ``80%``, ``45`` or ``1,200`` in the metric's unit: a share is 0..1, money minor units.

    Raises:
        InputError: There is no such metric, or the text is no number of its unit.
    """
    unit = card_as_asked(workspace, metric, {}).unit
    value, is_percent = _number("target", text)
    if unit == "share":
        if not is_percent:
            raise InputError("target", f"{text!r} was given", "a percentage", f"Write {text}% or 80%")
        return value / 100
    if is_percent:
        raise InputError("target", f"{text!r} was given", f"a number of {unit}", "Leave the % out")
    has_minor = unit == "money" and workspace.company.currency not in WITHOUT_MINOR_UNIT
    return value * 100 if has_minor else value


def change_in(workspace: Workspace, metric: str, text: str) -> Moves | None:
    """A change such as ``+50``, ``-20%`` or ``+5 points``; None where the text is a target.

    A number below 0 is a target where the metric can be there, as a score can.

    Raises:
        InputError: There is no such metric.
    """
    card = card_as_asked(workspace, metric, {})
    found = _CHANGE.fullmatch(text.strip().replace(",", ""))
    if found is None or (found[1] == "-" and (card.low is None or card.low < 0) and not found[3]):
        return None
    return Moves(float(found[2]), is_percent=found[3] == "%", is_up=found[1] == "+")


def target_after(moves: Moves, history: History, text: str) -> float:
    """The target that a change comes to from the last final value of a past.

    Raises:
        InputError: It may be points as well as per cent, the metric can never be there, or there is no value.
    """
    found = resolved_from(moves, history.now, history, currency=history.currency)
    if found.target is not None:
        return found.target
    if found.notes:
        [note] = found.notes
        raise InputError("target", f"{text!r} was given: {note.message}", "one of the two", note.remedy)
    if history.now is None:
        raise InputError(
            "target", f"{text!r} was given, and there is no final value", "a value to begin from"
        )
    bounds = " to ".join(f"{one:g}" for one in (history.low, history.high) if one is not None)
    now = value_text(history.now, history.unit, currency=history.currency)
    raise InputError("target", f"{text!r} from {now} is more than {history.title} can be", bounds)


def typed_value(where: str, text: str) -> float:
    """A share of 0..1 where a percentage is given, else the number.

    Raises:
        InputError: The text is no number.
    """
    value, is_percent = _number(where, text)
    return value / 100 if is_percent else value


def typed_values(values: str, goal: str) -> tuple[tuple[float, ...], float, bool]:
    """Values and a target as people type them: ``55%, 57%, 58%`` and ``80%``, or ``31, 28, 35`` and ``45``.

    One per cent sign is enough for all of them.

    Args:
        values: The oldest first, separated by commas, semicolons or spaces.
        goal: The target.

    Returns:
        Values and target, shares of 0..1 where they are per cent; and whether they are scores instead.

    Raises:
        InputError: One of them is no number.
    """
    written = [one for one in _BETWEEN.split(values.strip()) if one]
    numbers = [_number("the values", one) for one in written]
    target = _number("the target", goal)
    is_share = any(is_percent for _, is_percent in (*numbers, target))
    scale = 100 if is_share else 1
    return tuple(value / scale for value, _ in numbers), target[0] / scale, not is_share


def _number(where: str, text: str) -> tuple[float, bool]:
    found = _NUMBER.fullmatch(text.strip().replace(",", ""))
    if found is None:
        raise InputError(where, f"{text!r} is not a number", "a number such as 80% or 45")
    return float(found[1]), bool(found[2])
