"""Spans of a shop's customers: from each order on, for as many days as a pause may last."""

from __future__ import annotations

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.dialects import known
from holdfast.metrics.emit.rendering import text_of

_SALE, _ACTIVE = "sale", "active"


def render_buying_spans(dialect: str, *, days: int, months: int, has_currency: bool) -> str:
    """The text of a query for rows as `subscriptions` has them, one for each order that is paid for.

    Args:
        dialect: SQLGlot's name of it.
        days: For which an order counts.
        months: Over which its money is spread.
        has_currency: Orders say in which currency they are.
    """
    at = sql.column("ordered_at")
    currency = [sql.column("currency")] if has_currency else []
    query = (
        sql.select(
            sql.column(members.CUSTOMER),
            sql.named(at, "started_at"),
            sql.named(sql.days_later(at.copy(), days), "ended_at"),
            sql.named(sql.text(_ACTIVE), "state"),
            sql.named(sql.whole(months), "interval_months"),
            sql.column("amount_minor"),
            *currency,
        )
        .from_("orders")
        .where(
            exp.EQ(this=sql.column("kind"), expression=sql.text(_SALE)),
            exp.GT(this=sql.column("amount_minor"), expression=sql.whole(0)),
            sql.known(sql.column(members.CUSTOMER)),
        )
    )
    return text_of(query, known(dialect))
