"""A request made definite: everything that determines a query and its finish, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from holdfast.metrics.periods import day_start, slots

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.metrics.batch.cells import Cells
    from holdfast.metrics.declaration import Metric, Value
    from holdfast.metrics.periods import Slot
    from holdfast.metrics.request import Request


@dataclass(frozen=True, slots=True)
class Settled:
    """Entities whose wait is over for so long that neither of its ends changes any more.

    Attributes:
        anchored_before: Local date before whose start their wait began.
        ended_before: Local date before whose start it ended.
    """

    anchored_before: date
    ended_before: date


@dataclass(frozen=True, slots=True)
class Settling:
    """Which entities count as settled, in a part of their own, and which are not counted again.

    Attributes:
        now: Those of the part ``settled``.
        known: Those that are left out; None counts all.
    """

    now: Settled
    known: Settled | None = None


@dataclass(frozen=True, slots=True)
class KeptTrail:
    """What is kept of the events of some names: the months in which an actor did one, as bits.

    Attributes:
        events: Names; empty where any event counts.
        cuts: Starts of months, as instants.
        names: Columns of the words, without prefix; the last one is the last position.
    """

    events: tuple[str, ...]
    cuts: tuple[datetime, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptActors:
    """A relation with one row per actor, its cell (where there are cells) and the words of its trails.

    Attributes:
        relation: Name.
        prefix: Of the columns to read: the relation may hold several states of an actor.
        trails: What is kept.
    """

    relation: str
    prefix: str
    trails: tuple[KeptTrail, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A metric with its numbers, periods, cuts and as-of date.

    Attributes:
        metric: As declared, in its variant.
        variant: One of the metric's variants.
        numbers: Parameters with their values, in the order of declaration.
        slots: Periods asked for; their position is what a query returns.
        request: Where all this comes from; its zone, cuts and as-of date apply as they stand.
        cells: Customers in cells, in place of the request's cuts, where several plans share one query.
        texts: Texts of the definition, in the order of declaration.
        dialect: Of the text that is made of it.
        actors: Actors that are kept, in place of their events; None reads the events.
        settling: Where a refresh counts waits; None wherever all are counted alike.
        instead: Pairs of a table and the relation that a refresh has read in its place.
    """

    metric: Metric
    variant: str
    numbers: tuple[tuple[str, Value], ...]
    slots: tuple[Slot, ...]
    request: Request
    cells: Cells | None = None
    texts: tuple[tuple[str, str], ...] = ()
    dialect: str = "duckdb"
    settling: Settling | None = None
    actors: KeptActors | None = None
    instead: tuple[tuple[str, str], ...] = ()

    def number(self, parameter: str) -> float:
        """The number of one parameter."""
        return cast("float", dict(self.numbers)[parameter])

    def word(self, parameter: str) -> str:
        """The word of one parameter that is a choice."""
        return cast("str", dict(self.numbers)[parameter])

    def lengths(self, parameter: str) -> tuple[int, ...]:
        """The lengths of one parameter that is a list of them."""
        return cast("tuple[int, ...]", dict(self.numbers)[parameter])

    def names(self, parameter: str) -> list[str]:
        """The names that a text lists, parted by commas; empty where it lists none."""
        return [name for part in dict(self.texts)[parameter].split(",") if (name := part.strip())]

    def instant(self, day: date) -> datetime:
        """Start of a local day, as naive UTC."""
        return day_start(day, self.request.time_zone)

    @property
    def as_of(self) -> datetime:
        """The instant from which on data are ignored, as naive UTC."""
        return self.instant(self.request.as_of)

    @property
    def needs_customers(self) -> bool:
        """Segments or filters are asked for, or cells that stand for those of several plans."""
        return bool(self.request.by or self.request.filters or self.cells)

    @property
    def counts_rest(self) -> bool:
        """Who is not among customers is counted too, as are those in none of the cells."""
        return self.cells.has_rest if self.cells else not self.request.filters

    @property
    def version(self) -> str:
        """Twelve digits of a hash over what determines the number: definition, parameters, zone, filters."""
        filters = sorted((column, sorted(values)) for column, values in self.request.filters.items())
        parts = (
            self.metric.card.name,
            self.variant,
            self.metric.form,
            self.numbers,
            self.texts,
            self.request.time_zone,
            filters,
            *self._expressions(),
        )
        return sha256(repr(parts).encode()).hexdigest()[:12]

    def _expressions(self) -> tuple[tuple[str, object], ...]:
        """The segments by expression that are asked for; a column of customers is what it is called."""
        asked = sorted({*self.request.by, *self.request.filters} & set(self.request.expressions))
        return tuple((name, self.request.expressions[name]) for name in asked)


def plan_of(metric: Metric, request: Request) -> Plan:
    """The plan of a request.

    Raises:
        InputError: A parameter, the zone or the periods cannot be used.
    """
    variant, numbers = metric.settings(request.parameters)
    day_start(request.as_of, request.time_zone)  # an unknown zone is refused even where there are no periods
    asked = metric.in_variant(variant)
    return Plan(asked, variant, numbers, slots(request), request, texts=asked.worded(request.parameters))
