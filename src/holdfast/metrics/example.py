"""One customer of the data, the rows of it that a metric reads, and what the metric makes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.metrics.measuring import resolve, series_of
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.forms.model import Form
    from holdfast.metrics.protocol import Cell, Engine
    from holdfast.metrics.request import Request
    from holdfast.records import Measurement

_CUSTOMER = "customer_id"
_MOST_CUSTOMERS, _MOST_ROWS = 20, 6


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows of one table.

    Attributes:
        table: Canonical name.
        columns: Those that the metric reads.
        rows: At most six, the earliest first.
    """

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One customer as a metric sees it.

    Attributes:
        customer: Its id.
        read: Its rows, by table.
        counted: The metric of this customer alone, in the periods in which it counts.
    """

    customer: str
    read: tuple[ReadRows, ...]
    counted: tuple[Measurement, ...]


def example_of(engine: Engine, request: Request) -> Example | None:
    """An actual customer, one in the numerator where there is one; None where the population is empty.

    The metric's own query counts it, with one more for candidates and one for the rows of each table.

    Raises:
        InputError: The metric cannot be measured with these data.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request)
    plan = plan_of(request.declared, resolve(engine, request))
    if not plan.slots:
        return None
    from holdfast.metrics.emit.example import render_customers  # noqa: PLC0415 - SQLGlot is loaded when it is used

    customers = tuple(
        str(row[0]) for row in engine.rows(render_customers(plan, engine.dialect, most=_MOST_CUSTOMERS))
    )
    if not customers:
        return None
    each = replace(plan.request, by=(_CUSTOMER,), filters={_CUSTOMER: customers})
    series = series_of(engine, replace(plan, request=each))
    chosen = _chosen(customers, series)
    counted = tuple(one for one in series if one.segment[0][1] == chosen and _counts(one))
    return Example(chosen, tuple(_rows_of(engine, plan.metric.form, chosen)), counted)


def _chosen(customers: Sequence[str], series: Sequence[Measurement]) -> str:
    """The first with something in the numerator, else the first that counts at all, else the first."""
    with_outcome = {one.segment[0][1] for one in series if one.numerator}
    counting = {one.segment[0][1] for one in series if _counts(one)}
    ranked = sorted(customers, key=lambda customer: (customer not in with_outcome, customer not in counting))
    return ranked[0]


def _counts(one: Measurement) -> bool:
    return bool(one.denominator or one.numerator or one.pending)


def _rows_of(engine: Engine, form: Form, customer: str) -> Iterator[ReadRows]:
    from holdfast.metrics.emit.example import render_rows  # noqa: PLC0415 - as above

    tables = dict.fromkeys(table for table, _ in form.columns_read())
    for table in tables:
        read = [column for name, column in form.columns_read() if name == table and column != _CUSTOMER]
        if TABLES[table].column(_CUSTOMER) and read:
            columns = tuple(dict.fromkeys(read))
            sql = render_rows(table, columns, customer, engine.dialect, most=_MOST_ROWS)
            yield ReadRows(table, columns, tuple(engine.rows(sql)))
