"""Targets as people type them, in the unit of a metric."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.records.words import WITHOUT_MINOR_UNIT
from holdfast.service.measuring import card_as_asked

if TYPE_CHECKING:
    from holdfast.service.workspace import Workspace

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


def typed_value(where: str, text: str) -> float:
    """A share of 0..1 where a percentage is given, else the number.

    Raises:
        InputError: The text is no number.
    """
    value, is_percent = _number(where, text)
    return value / 100 if is_percent else value


def _number(where: str, text: str) -> tuple[float, bool]:
    found = _NUMBER.fullmatch(text.strip().replace(",", ""))
    if found is None:
        raise InputError(where, f"{text!r} is not a number", "a number such as 80% or 45")
    return float(found[1]), bool(found[2])
