"""A list of customers that says itself who left: its subscriptions, one span for each customer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.service.init_names import columns_of, leaving_column
from holdfast.service.init_section import mapped_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ABOUT = "# Its column {left} says who left: one span for each customer, from its start until it left."
_NO_PRICE = (
    "amount_minor = { value = 100 }  # TO DO: no column holds a price, so that each counts as 1 a month"
)


def leaving_section(
    source: str, names: Sequence[str], *, date_format: Callable[[str], tuple[str, str] | None]
) -> str | None:
    """The section of the subscriptions that a list of customers gives; None where it does not say who left.

    Args:
        source: The lines that say where its rows come from.
        names: Columns of the list.
        date_format: As for `table_section`.
    """
    known, left = columns_of("customers", names), leaving_column(names)
    if left is None or not {"customer_id", "signed_at"} <= set(known):
        return None
    money = columns_of("subscriptions", names)
    amount = next((name for name in ("amount_minor", "amount") if name in money), "")
    customer, signed = json.dumps(known["customer_id"], ensure_ascii=False), known["signed_at"]
    lines = [
        _ABOUT.format(left=json.dumps(left, ensure_ascii=False)),
        "[tables.subscriptions]",
        source,
        "",
        "[tables.subscriptions.columns]",
        f"subscription_id = {customer}",
        f"customer_id = {customer}",
        *([mapped_line("plan", money["plan"], None)] if "plan" in money else []),
        mapped_line("started_at", signed, date_format(signed)),
        mapped_line("ended_at", left, date_format(left)),
        'state = { value = "active" }  # until it left',
        "interval_months = { value = 1 }  # TO DO: assumed for every row; months one payment covers",
        mapped_line(amount, money[amount], None) if amount else _NO_PRICE,
        *([mapped_line("currency", money["currency"], None)] if "currency" in money else []),
    ]
    return "\n".join(lines) + "\n"
