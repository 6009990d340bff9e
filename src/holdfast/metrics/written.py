"""What customers wrote, row by row: what the reasons for leaving are read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from holdfast.metrics.panel import first_digits
from holdfast.metrics.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.metrics.protocol import Cell, Engine
    from holdfast.metrics.request import Request

Source = Literal["ticket", "survey", "leaving"]


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """A table with words of customers in it.

    Attributes:
        table: Canonical name.
        at: The instant of the words.
        words: Their column.
        more: Further columns, which a source may leave out.
    """

    table: str
    at: str
    words: str
    more: tuple[str, ...] = ()


WHERE: dict[Source, WrittenIn] = {
    "ticket": WrittenIn("tickets", "opened_at", "text", ("person_id", "csat")),
    "survey": WrittenIn("surveys", "answered_at", "comment", ("person_id", "kind", "score")),
    "leaving": WrittenIn("churn_reasons", "left_at", "text", ("reason",)),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A row with words, or with room for some.

    Attributes:
        customer_id: The account.
        on: Local date.
        words: None where there are none.
        more: Column to value; None where it is null or the source has no such column.
    """

    customer_id: str
    on: date
    words: str | None
    more: Mapping[str, Cell]


def written(
    engine: Engine, request: Request, source: Source, *, sampled_share: float = 1.0
) -> Iterator[Written]:
    """The rows of one table, in no order; none where it is not there. One query.

    Args:
        engine: The database.
        request: Whose time zone and as-of date hold; days after its start are told fast.
        source: Which table.
        sampled_share: Of a panel: the same customers are drawn.

    Raises:
        SourceError: The database refused or failed.
    """
    where = WHERE[source]
    present = engine.columns(where.table)
    if where.at not in present:
        return
    columns = [name for name in (where.words, *where.more) if name in present]
    from holdfast.metrics.emit.written import render_written  # noqa: PLC0415 - SQLGlot, as for measuring

    plan = plan_of(request.declared, request)
    text = render_written(
        plan,
        engine.dialect,
        table=where.table,
        at=where.at,
        columns=columns,
        below=first_digits(sampled_share),
    )
    for customer, on, *values in engine.rows(text):
        named = dict(zip(columns, values, strict=True))
        words = named.pop(where.words, None)
        yield Written(
            str(customer), date.fromisoformat(str(on)), None if words is None else str(words), named
        )
