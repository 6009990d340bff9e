"""What customers wrote, and what is known of them: rows for the reasons, as each engine gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.emit.panel import drawn_below
from holdfast.metrics.emit.rendering import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.plan import Plan


def render_written(  # noqa: PLR0913 - all that a query is made of
    plan: Plan, dialect: str, *, table: str, at: str, columns: Sequence[str], below: str | None
) -> str:
    """The text of a query for rows of customer, local date and further columns, known by the as-of instant.

    Args:
        plan: Whose zone and as-of date hold.
        dialect: SQLGlot's name of it.
        table: Canonical table.
        at: Its instant.
        columns: Further columns.
        below: Of a sample, as the panel draws it; None takes all.
    """
    query = (
        sql.select(
            members.CUSTOMER,
            sql.named(local_day(plan, sql.column(at), dialect), "on_day"),
            *(sql.column(name) for name in columns),
        )
        .from_(table)
        .where(
            sql.before(sql.column(at), plan.as_of),
            sql.known(sql.column(members.CUSTOMER)),
            *([] if below is None else [drawn_below(below)]),
        )
    )
    return text_of(query, dialect)
