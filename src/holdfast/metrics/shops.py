"""A shop without subscriptions, read as if each order were a span that lasts as long as a pause may."""

from __future__ import annotations

import re

SPANS = "subscriptions"
"""The table in whose place the spans stand."""
SPAN_COLUMNS = {
    "customer_id": "text",
    "started_at": "ts",
    "ended_at": "ts",
    "state": "text",
    "interval_months": "int",
    "amount_minor": "int",
}
"""Its columns with their types; `currency` too where orders have it."""

_WITH = re.compile(r"WITH\s+", re.IGNORECASE)
_MONTH = 365.2425 / 12


def with_buying_spans(text: str, dialect: str, *, days: int, has_currency: bool) -> str:
    """The text of a query that may read the spans, with the spans before it.

    Args:
        text: Of the query.
        dialect: SQLGlot's name of it.
        days: For which an order counts: its money is spread over as many months.
        has_currency: Orders say in which currency they are.
    """
    from holdfast.metrics.emit.buying_spans import render_buying_spans  # noqa: PLC0415 - SQLGlot

    months = max(1, round(days / _MONTH))
    spans = render_buying_spans(dialect, days=days, months=months, has_currency=has_currency)
    begun = _WITH.match(text)
    rest = f", {text[begun.end() :]}" if begun else f" {text}"
    return f"WITH {SPANS} AS ({spans}){rest}"
