"""What happened to customers and when, row by row or by month: what the evidence forms groups from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import InputError
from holdfast.metrics.measuring import resolve
from holdfast.metrics.panel import first_digits
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.forms.model import Where
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request


@dataclass(frozen=True, slots=True)
class Happening:
    """Rows of one table.

    Attributes:
        table: Canonical table with a customer_id.
        at: Column of the instant at which a row came about.
        until: Column of the instant at which it was over, or None.
        value: Column of a whole number that it says, or None.
        where: Conditions that all must hold.
        within_minutes: It says 1 where its end came within so many minutes, else 0, instead of a value.
    """

    table: str
    at: str
    until: str | None = None
    value: str | None = None
    where: Where = ()
    within_minutes: int | None = None


class DatedRow(NamedTuple):
    """One row: its customer, local dates of beginning and end (None: open), and what it says (0: nothing)."""

    customer_id: str
    begun_on: date
    ended_on: date | None
    said: int


def dated_rows(
    engine: Engine, request: Request, asked: Happening, *, sampled_share: float = 1.0
) -> Sequence[DatedRow]:
    """The rows that came about before the as-of date; one query.

    Args:
        engine: The database.
        request: Its zone, parameters and as-of date apply; its periods, segments and filters do not.
        asked: Which rows.
        sampled_share: Of customers, drawn as a panel draws them.

    Raises:
        InputError: A table or column is missing.
        SourceError: The database refused or failed.
    """
    plan = _plan(engine, request, asked)
    from holdfast.metrics.emit.dated import render_dated  # noqa: PLC0415 - SQLGlot, as for measuring

    text = render_dated(plan, asked, engine.dialect, below=first_digits(sampled_share))
    rows = engine.rows(text)
    # Of thousands of rows the days are a few hundred: each is read once.
    days = {str(one): _date(one) for row in rows for one in row[1:3] if one is not None}
    return [
        DatedRow(str(who), days[str(begun)], days.get(str(ended)), int(said or 0))
        for who, begun, ended, said in rows
    ]


def rows_by_month(
    engine: Engine, request: Request, asked: Happening, *, sampled_share: float = 1.0
) -> Sequence[tuple[str, date, int]]:
    """Customer, first day of a calendar month, and rows in it, where there are any; one query.

    Raises:
        InputError: A table or column is missing.
        SourceError: The database refused or failed.
    """
    monthly = replace(request, grain="month", start=None, data_start=None, end=None)
    plan = _plan(engine, monthly, asked)
    if not plan.slots:
        return ()
    from holdfast.metrics.emit.dated import render_months  # noqa: PLC0415 - as above

    text = render_months(plan, asked, engine.dialect, below=first_digits(sampled_share))
    starts = [slot.period.start for slot in plan.slots]
    return [(str(who), starts[int(period or 0)], int(n or 0)) for who, period, n in engine.rows(text)]


def _plan(engine: Engine, request: Request, asked: Happening) -> Plan:
    refuse_unmeasurable(engine, request)
    columns = engine.columns(asked.table)
    for wanted in ("customer_id", asked.at, *filter(None, (asked.until, asked.value))):
        if wanted not in columns:
            raise InputError(
                asked.table,
                f"it has no column {wanted!r}" if columns else "there is no such table",
                "a table with a customer_id and an instant",
                f"Map {asked.table} in holdfast.toml",
            )
    return plan_of(request.declared, resolve(engine, request))


def _date(value: object) -> date:
    return date.fromisoformat(str(value)[:10])
