"""Customers with a contract from a database, as counts by months, never a row for each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.metrics.calibration import refuse_late_end
from holdfast.metrics.declaration import Metric
from holdfast.metrics.discovery import Catalogue
from holdfast.metrics.emit.dialects import known
from holdfast.metrics.forms.renewals import Renewals
from holdfast.metrics.one_currency import refuse_several_currencies
from holdfast.metrics.plan import Plan
from holdfast.metrics.populations import PAID_SPANS
from holdfast.metrics.refusing import refuse_unmeasurable
from holdfast.metrics.request import NONE, Request
from holdfast.records import MetricCard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.metrics.expression.model import Expression
    from holdfast.metrics.protocol import Cell, Engine

Row = tuple[int, int, int, int, int, int, int]
"""Interval, months then, months now, months stayed, has a rest, amount and customers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalsRequest:
    """Whose contracts, up to when.

    Attributes:
        as_of: Local date before whose start the data are complete; what is later is ignored.
        calibration_end: Local date before whose start months count for the calibration.
        by: Columns of customers; counts are told apart by their values.
        filters: Column of customers to the values let through.
        time_zone: IANA name; local dates are of this zone.
        expressions: Segments that are expressions over customers, by the name used in ``by`` and ``filters``.

    Raises:
        InputError: The calibration ends after the as-of date.
    """

    as_of: date
    calibration_end: date
    by: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time_zone: str = "UTC"
    expressions: Mapping[str, Expression] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_late_end(self.calibration_end, as_of=self.as_of)

    @property
    def form(self) -> Renewals:
        """What is counted."""
        return Renewals(
            PAID_SPANS,
            until="ended_at",
            interval="interval_months",
            amount="amount_minor",
            currency="currency",
            calibration_end=self.calibration_end,
        )

    @property
    def request(self) -> Request:
        """The same as a request of a metric that is in no catalogue."""
        return Request(
            metric=_CARD.name,
            as_of=self.as_of,
            by=self.by,
            filters=self.filters,
            time_zone=self.time_zone,
            expressions=self.expressions,
            catalogue=Catalogue({_CARD.name: Metric(_CARD, self.form)}),
        )

    def plan(self, dialect: str) -> Plan:
        """For the emitter: there are no periods."""
        asked = self.request
        return Plan(asked.declared, "standard", (), (), asked, dialect=known(dialect))


_CARD = MetricCard(
    name="contract_months",
    title="Months of contracts",
    reading_metric=None,
    unit="count",
    low=0,
    high=None,
    better="up",
    population="customers with a paid subscription",
    outcome="months they stayed",
    window_days=None,
    tables=("subscriptions",),
)


def contract_months(engine: Engine, request: RenewalsRequest) -> dict[tuple[str, ...], tuple[Row, ...]]:
    """Rows by segment values, both in order; two queries. Empty where nobody has a contract.

    Raises:
        InputError: A table, a column or the zone is not there, or prices are in several currencies.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request.request)
    form = request.form
    refuse_several_currencies(engine, request.plan(engine.dialect), form.population, form.currency)
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    cuts = len(request.by)
    for row in engine.rows(compile_renewals(request, engine.dialect)):
        segment = tuple(NONE if value is None else str(value) for value in row[:cuts])
        found[segment].append(_whole(row[cuts:]))
    return {segment: tuple(sorted(rows)) for segment, rows in sorted(found.items())}


def compile_renewals(request: RenewalsRequest, dialect: str) -> str:
    """The text that `contract_months` runs, to the letter."""
    from holdfast.metrics.emit import renewals  # noqa: PLC0415 - SQLGlot is loaded by measuring only
    from holdfast.metrics.emit.rendering import text_of  # noqa: PLC0415 - as above

    return text_of(renewals.query(request.plan(dialect), request.form, dialect), dialect)


def _whole(row: tuple[Cell, ...]) -> Row:
    a, b, c, d, e, f, g = (int(value or 0) for value in row)
    return a, b, c, d, e, f, g
