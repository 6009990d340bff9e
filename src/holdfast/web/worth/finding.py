"""What is asked of the worth of keeping customers, and what a job finds."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from holdfast.connect.sources.files.currency import minor_factor
from holdfast.errors import InputError
from holdfast.service.contract_value import contract_value
from holdfast.service.lifetime_value import lifetime_value
from holdfast.service.worth import worth
from holdfast.web.computing.records import as_json
from holdfast.web.measurements.measuring import told
from holdfast.web.survival.finding import by_question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.service.workspace import Workspace

_USUAL = {"months": "36", "discount": "10", "margin": "100"}
_LEAST_MONTHS, _MOST_MONTHS = 12, 120
_LONGEST = 15


def worth_question(given: Mapping[str, str]) -> dict[str, Any]:
    """What an address asks: months ahead, discount and margin in per cent, and a segment column.

    Raises:
        InputError: A number is out of range.

    >>> worth_question({"margin": "80"})
    {'by': '', 'months': 36, 'discount': 10.0, 'margin': 80.0}
    """
    said = {name: given.get(name, "").strip() or usual for name, usual in _USUAL.items()}
    months = said["months"]
    if not (months.isascii() and months.isdecimal() and _LEAST_MONTHS <= int(months[:6]) <= _MOST_MONTHS):
        raise InputError("Months", repr(months[:20]), f"{_LEAST_MONTHS} to {_MOST_MONTHS}", "Correct it")
    return {
        **by_question(given),
        "months": int(months),
        "discount": _per_cent("Discount", said["discount"], least=Decimal(0)),
        "margin": _per_cent("Margin", said["margin"], least=Decimal("0.1")),
    }


def effort_question(
    given: Mapping[str, str], *, currency: str
) -> tuple[int, int | None, float | None] | None:
    """The cost of an effort in minor units, whom it reaches and how many it kept; None where none is asked.

    Raises:
        InputError: It is no amount, or no number of customers.
    """
    cost, reach, kept = (given.get(name, "").strip().replace(",", "") for name in ("effort", "reach", "kept"))
    if not cost and not reach and not kept:
        return None
    amount = _number("The effort", cost, f"an amount in {currency}, as 30000")
    minor = int((amount * minor_factor(currency)).to_integral_value())
    if reach and not (reach.isascii() and reach.isdecimal()):
        raise InputError(
            "The reach", repr(reach[:20]), "a number of customers, or nothing for all", "Correct it"
        )
    return (
        minor,
        int(reach[:12]) if reach else None,
        float(_number("Kept", kept, "a number")) if kept else None,
    )


def worth_found(opened: Workspace, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What keeping is worth, and what customers are still worth, as JSON: each, or why it cannot be told.

    Raises:
        InputError: None of them can be told.
        SourceError: The engine failed.
    """
    column = asked["by"] or next(iter(opened.segments), None)
    by = (column,) if column else ()
    common: dict[str, Any] = {
        "months": asked["months"],
        "discount_rate": asked["discount"] / 100,
        "margin": asked["margin"] / 100,
        "by": by,
    }
    found, first = _tried("worth", lambda: worth(opened, **common))
    more: dict[str, Any] = {}
    if "orders" in opened.tables:
        more, _ = _tried("purchases", lambda: lifetime_value(opened, **common))
    if "subscriptions" in opened.tables:
        more |= _tried("contracts", lambda: contract_value(opened, **common))[0]
    if first is not None and not {"purchases", "contracts"} & set(more):
        raise first
    return {**found, **more, "columns": list(opened.segments)}


def _tried(name: str, find: Callable[[], object]) -> tuple[dict[str, Any], InputError | None]:
    """What was found under its name, or why not."""
    try:
        return {name: as_json(find())}, None
    except InputError as error:
        return {f"{name}_trouble": told(error)}, error


def _per_cent(name: str, text: str, *, least: Decimal) -> float:
    number = _number(name, text, f"{least} to 100, in per cent")
    if not least <= number <= 100:  # noqa: PLR2004 - per cent
        raise InputError(name, repr(text[:20]), f"{least} to 100, in per cent", "Correct it")
    return float(number)


def _number(name: str, text: str, expected: str) -> Decimal:
    try:
        number = Decimal(text[:_LONGEST])
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(text) > _LONGEST:
        raise InputError(name, repr(text[:20]), expected, "Leave words out")
    return number
