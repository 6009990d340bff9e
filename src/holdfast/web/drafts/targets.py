"""Putting a target into a key result: its field, and the number in its sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.records.words import WITHOUT_MINOR_UNIT
from holdfast.review.reading import read_key_result
from holdfast.web.company import company

if TYPE_CHECKING:
    from holdfast.review.reading.model import Quantity

_FIGURE = re.compile(r"\d+(?:[ ,]\d{3})*(?:\.\d+)?")
_ENDS = re.compile(r"[\s.;,]*$")
_BY = re.compile(r"\b(?:up|down|by|[+-])\s*$", re.IGNORECASE)
_PER_CENT = re.compile(r"\s*(?:%|per\s?cent\b)", re.IGNORECASE)
_STATES_IT = frozenset({"absolute_target", "from_to", "ratio"})
_STATES_A_CHANGE = frozenset({"relative_change", "delta_absolute"})


def chosen_target(target: float, unit: str) -> float:
    """A target as people set one: a share to a tenth of a per cent, money and counts to whole ones."""
    match unit:
        case "share":
            return round(target, 3)
        case "money":
            whole = 1 if company().currency in WITHOUT_MINOR_UNIT else 100
            return float(round(target / whole) * whole)
        case "count":
            return float(round(target))
        case "ratio":
            return round(target, 2)
        case _:
            return round(target, 1)


def figure_in_words(target: float, unit: str) -> str:
    """The figure as a sentence has it, without its unit but for the per cent sign."""
    value = target * 100 if unit == "share" else target
    if unit == "money" and company().currency not in WITHOUT_MINOR_UNIT:
        value = target / 100
    figure = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{figure}%" if unit == "share" else figure


def with_target(text: str, figure: str, *, now: str | None, objective: str) -> str:
    """A sentence with another target; as it was where there is no place for one.

    Args:
        text: A key result.
        figure: The target, with a per cent sign where it is a share.
        now: The value of today in the same form, for sentences that state a change; None where none is known.
        objective: Whose key result it is.
    """
    reading = read_key_result(text, objective=objective)
    quantity = reading.quantity
    if quantity.span is None:
        has_way = reading.direction in {"up", "down"}
        return f"{_ENDS.sub('', text)} to {figure}" if has_way and text.strip() else text
    if quantity.kind in _STATES_A_CHANGE:
        change = f"from {now} to {figure}" if now else f"to {figure}"
        return _BY.sub("", text[: quantity.span[0]]) + change + text[quantity.span[1] :]
    return _replaced(text, quantity, figure) if quantity.kind in _STATES_IT else text


def _replaced(text: str, quantity: Quantity, figure: str) -> str:
    """The last number of the quantity that is its target gives way; what follows it stays."""
    start, end = quantity.span or (0, 0)
    places = [found for found in _FIGURE.finditer(text, start, end) if _number(found) == quantity.target]
    if not places:
        return text
    place = places[-1]
    has_sign = _PER_CENT.match(text, place.end())
    return text[: place.start()] + (figure.removesuffix("%") if has_sign else figure) + text[place.end() :]


def _number(found: re.Match[str]) -> float:
    return float(found.group().replace(",", "").replace(" ", ""))
