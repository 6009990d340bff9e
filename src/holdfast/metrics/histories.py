"""Purchase histories from a database: distinct rows with their customers, never a row for each customer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.metrics.calibration import refuse_late_end
from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.discovery import Catalogue
from holdfast.metrics.emit.dialects import known
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.forms.recency_frequency import RecencyFrequency
from holdfast.metrics.one_currency import refuse_several_currencies
from holdfast.metrics.plan import Plan
from holdfast.metrics.refusing import refuse_unmeasurable
from holdfast.metrics.request import NONE, Request
from holdfast.records import MetricCard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from holdfast.metrics.expression.model import Expression
    from holdfast.metrics.protocol import Cell, Engine

    Wholes = NDArray[np.int64]

ROUNDED_ABOVE = 100_000
"""Customers with a repeat above which spending is read to three digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoriesRequest:
    """Whose purchases, up to when.

    Attributes:
        as_of: Local date before whose start the data are complete; what is later is ignored.
        calibration_end: Local date before whose start purchases make up the history; those from then on are
            held out. The as-of date holds nothing out.
        by: Columns of customers; histories are told apart by their values.
        filters: Column of customers to the values let through.
        first_from: Local date from which on a first purchase counts.
        first_until: Local date before which it must lie.
        least_amount_minor: A sale of less is no purchase.
        time_zone: IANA name; local dates are of this zone.
        expressions: Segments that are expressions over customers, by the name used in ``by`` and ``filters``.

    Raises:
        InputError: The calibration ends after the as-of date.
    """

    as_of: date
    calibration_end: date
    by: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_from: date | None = None
    first_until: date | None = None
    least_amount_minor: int = 1
    time_zone: str = "UTC"
    expressions: Mapping[str, Expression] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_late_end(self.calibration_end, as_of=self.as_of)

    @property
    def form(self) -> RecencyFrequency:
        """What is counted."""
        is_sale = Condition("kind", "in", ("sale",))
        is_enough = Condition("amount_minor", "reaches", ("least_amount_minor",))
        return RecencyFrequency(
            Population("orders", "ordered_at", (is_sale, is_enough)),
            "amount_minor",
            "currency",
            self.calibration_end,
            self.first_from,
            self.first_until,
        )

    @property
    def request(self) -> Request:
        """The same as a request of a metric that is in no catalogue."""
        declared = Metric(_CARD, self.form, (_LEAST,))
        return Request(
            metric=_CARD.name,
            as_of=self.as_of,
            by=self.by,
            filters=self.filters,
            time_zone=self.time_zone,
            expressions=self.expressions,
            catalogue=Catalogue({_CARD.name: declared}),
        )

    def plan(self, dialect: str) -> Plan:
        """For the emitter: there are no periods."""
        numbers = ((_LEAST.name, _LEAST.read(self.least_amount_minor)),)
        asked = self.request
        return Plan(asked.declared, "standard", numbers, (), asked, dialect=known(dialect))


_LEAST = Parameter("least_amount_minor", default=1, low=0, high=10**12)
_CARD = MetricCard(
    name="purchase_histories",
    title="Purchase histories",
    reading_metric=None,
    unit="count",
    low=0,
    high=None,
    better="up",
    population="customers with a first purchase",
    outcome="purchases on later days",
    window_days=None,
    tables=("orders",),
)


@dataclass(frozen=True, eq=False, slots=True)
class Histories:
    """Columns of distinct histories, of one length.

    Attributes:
        repeats: Days with a purchase after the first one, in the calibration.
        recency_days: Days from the first purchase to the last in the calibration.
        observed_days: Days from the first purchase to the calibration's last day.
        held_out: Days with a purchase after the calibration.
        spent_minor: Minor units spent on the days of repeats, by all customers of the row.
        held_out_minor: Minor units spent after the calibration, by all customers of the row.
        customers: Customers with this history.
    """

    repeats: Wholes
    recency_days: Wholes
    observed_days: Wholes
    held_out: Wholes
    spent_minor: Wholes
    held_out_minor: Wholes
    customers: Wholes

    @property
    def columns(self) -> tuple[Wholes, ...]:
        """All columns, in the order above."""
        return (
            self.repeats,
            self.recency_days,
            self.observed_days,
            self.held_out,
            self.spent_minor,
            self.held_out_minor,
            self.customers,
        )


@dataclass(frozen=True, eq=False, slots=True)
class SpendingRows:
    """Distinct pairs of repeats and money spent on them, columns of one length.

    Attributes:
        repeats: From 1.
        spent_minor: Minor units, above 0; where ``is_rounded``, the middle of what three digits stand for.
        customers: Customers with this pair.
        is_rounded: So many customers that amounts were read to three digits.
    """

    repeats: Wholes
    spent_minor: Wholes
    customers: Wholes
    is_rounded: bool


def purchase_histories(engine: Engine, request: HistoriesRequest) -> dict[tuple[str, ...], Histories]:
    """Histories by segment values, in their order. Empty where nobody bought.

    One grouped query, and a small one before it for the currencies.

    Raises:
        InputError: A table, a column or the zone is not there, or sales are in several currencies.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request.request)
    form = request.form
    refuse_several_currencies(engine, request.plan(engine.dialect), form.population, form.currency)
    rows = engine.rows(compile_histories(request, engine.dialect))
    found: defaultdict[tuple[str, ...], list[tuple[Cell, ...]]] = defaultdict(list)
    cuts = len(request.by)
    for row in rows:
        found[tuple(NONE if value is None else str(value) for value in row[:cuts])].append(row[cuts:])
    return {segment: Histories(*_columns(some, 7)) for segment, some in sorted(found.items())}


def spending_rows(engine: Engine, request: HistoriesRequest, *, repeaters: int) -> SpendingRows:
    """What customers with repeats spent on them, cuts aside; one query.

    Args:
        engine: Holds the orders.
        request: As for the histories.
        repeaters: Customers with a repeat, as the histories have them: above 100,000 amounts are rounded.

    Raises:
        InputError: A table, a column or the zone is not there.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request.request)
    is_rounded = repeaters > ROUNDED_ABOVE
    rows = engine.rows(compile_spending(request, engine.dialect, is_rounded=is_rounded))
    repeats, spent, customers = _columns(rows, 3)
    return SpendingRows(repeats, spent, customers, is_rounded)


def compile_histories(request: HistoriesRequest, dialect: str) -> str:
    """The text that `purchase_histories` runs, to the letter."""
    from holdfast.metrics.emit import recency_frequency  # noqa: PLC0415 - SQLGlot is loaded by measuring only
    from holdfast.metrics.emit.rendering import text_of  # noqa: PLC0415 - as above

    return text_of(recency_frequency.query(request.plan(dialect), request.form, dialect), dialect)


def compile_spending(request: HistoriesRequest, dialect: str, *, is_rounded: bool) -> str:
    """The text that `spending_rows` runs, to the letter."""
    from holdfast.metrics.emit import recency_frequency  # noqa: PLC0415 - as above
    from holdfast.metrics.emit.rendering import text_of  # noqa: PLC0415 - as above

    made = recency_frequency.spending(request.plan(dialect), request.form, dialect, is_rounded=is_rounded)
    return text_of(made, dialect)


def _columns(rows: Sequence[tuple[Cell, ...]], columns: int) -> tuple[Wholes, ...]:
    """Columns of rows in an order of their own: engines have none, and sums of floats must not vary."""
    import numpy as np  # noqa: PLC0415 - for those who ask for histories

    # Engines return sums as decimals or huge integers; all are whole and fit.
    whole = np.array(rows, dtype=np.int64).reshape(-1, columns)
    return tuple(whole[np.lexsort(whole.T[::-1])].T.copy())
