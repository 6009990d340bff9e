"""What is asked of risk, and what a job finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.reasons.risk.periods import HORIZONS
from holdfast.service.risk import RiskQuestion, risk_in
from holdfast.web.computing.records import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.service.workspace import Workspace

ORDERS = ("chance", "revenue")
LONGEST = 500
"""Customers on a list of a page: nobody works through more in a quarter."""
_USUAL = {"horizon": "90", "length": "10", "order": "chance"}


def risk_question(given: Mapping[str, str]) -> dict[str, Any]:
    """What an address asks: days ahead, length of the list and its order; what is left out is as usual.

    Raises:
        InputError: There is no such horizon, length or order.

    >>> risk_question({"length": "20"})
    {'horizon': 90, 'length': 20, 'order': 'chance'}
    """
    said = {name: given.get(name, "").strip() or usual for name, usual in _USUAL.items()}
    days, length, order = said["horizon"], said["length"], said["order"]
    if days not in map(str, HORIZONS):
        raise InputError("Days ahead", repr(days[:20]), ", ".join(map(str, HORIZONS)), "Choose one of them")
    if not (length.isascii() and length.isdecimal() and 1 <= int(length[:6]) <= LONGEST):
        raise InputError(
            "The length",
            repr(length[:20]),
            f"1 to {LONGEST}: as many as the team can work through",
            "Correct it",
        )
    if order not in ORDERS:
        raise InputError("The order", repr(order[:20]), ", ".join(ORDERS), "Choose one of them")
    return {"horizon": int(days), "length": int(length), "order": order}


def risk_found(opened: Workspace, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A `RiskReport` as JSON.

    Raises:
        InputError: Too few left to tell, or the data cannot be used.
        SourceError: The engine failed.
    """
    question = RiskQuestion(asked["horizon"], length=asked["length"], order=asked["order"], by_segment=True)
    return as_json(risk_in(opened, question))
