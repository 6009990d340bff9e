"""What a check may look at: the readable tables, the raw sources, and where the data end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.connect.sources.files.model import quoted
from holdfast.tables import TABLES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.connect.sources.files.model import Relation
    from holdfast.metrics.protocol import Cell
    from holdfast.service.workspace import Workspace

# A span that somebody pays for, while it runs. "ended" spans were paid for until they ended.
PAID = "s.state <> 'trial' AND s.amount_minor > 0"
RUNNING = "s.state IN ('active', 'past_due', 'paused')"


@dataclass(frozen=True, slots=True)
class Raw:
    """Rows as a file has them, under the file's own names.

    Attributes:
        name: As findings write it: ``sources.<name>``, or the table that is mapped from it.
        sql: What to select from, without alias.
        relation: The files.
    """

    name: str
    sql: str
    relation: Relation

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.relation.names

    @property
    def is_source(self) -> bool:
        """Whether it is a raw source of the workspace, and not a table's file."""
        return self.name.startswith("sources.")


@dataclass(frozen=True, slots=True)
class Look:
    """The data of one workspace, as the checks see them.

    Attributes:
        workspace: Open.
        counts: Rows of each readable table that has any.
        as_of: Local date before which the data are complete; None where no table tells.
    """

    workspace: Workspace
    counts: Mapping[str, int]
    as_of: date | None

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query."""
        return self.workspace.engine.rows(sql)

    def numbers(self, sql: str) -> tuple[int, ...]:
        """The only row of a query of whole numbers; null counts as 0."""
        [row] = self.rows(sql)
        return tuple(int(value or 0) for value in row)

    def has(self, table: str, *columns: str) -> bool:
        """Whether the table has rows, and each of the columns a source of its own."""
        if table not in self.counts:
            return False
        loaded = self.workspace.sources.tables.get(table)
        if loaded is None:
            # Derived: customers has its key and its instant only.
            return set(columns) <= {"customer_id", "signed_at"}
        filled = {item.column.name for item in loaded.conversions if item.raw is not None}
        return set(columns) <= filled

    def is_derived(self, table: str) -> bool:
        """Whether no source gives the table: it follows from others and cannot contradict them."""
        return table not in self.workspace.sources.tables

    @property
    def end(self) -> str | None:
        """SQL of the instant at which the data end, exclusive, in UTC without offset."""
        if self.as_of is None:
            return None
        start = datetime.combine(self.as_of, time(), tzinfo=ZoneInfo(self.workspace.time_zone))
        return f"TIMESTAMP '{start.astimezone(UTC):%Y-%m-%d %H:%M:%S}'"

    def local_date(self, column: str) -> str:
        """SQL of the local date of an instant, whose name comes quoted where it needs to be."""
        return f"CAST(({column} AT TIME ZONE 'UTC') AT TIME ZONE '{self.workspace.time_zone}' AS DATE)"

    def day_start(self, column: str) -> str:
        """SQL of the instant, in UTC, at which the local day of an instant began."""
        zone = self.workspace.time_zone
        day = f"DATE_TRUNC('day', ({column} AT TIME ZONE 'UTC') AT TIME ZONE '{zone}')"
        return f"(({day} AT TIME ZONE '{zone}') AT TIME ZONE 'UTC')"

    @property
    def running(self) -> str:
        """SQL condition of a span s that is paid for and runs when the data end."""
        ends_later = f"(s.ended_at IS NULL OR s.ended_at > {self.end})"
        return f"{PAID} AND {RUNNING} AND s.started_at < {self.end} AND {ends_later}"

    @property
    def raw(self) -> tuple[Raw, ...]:
        """Raw sources, then the files that tables are mapped from.

        A table that is mapped by a query shows its sources only. Empty for a database.
        """
        if self.workspace.engine.dialect != "duckdb":
            return ()
        tables = self.workspace.sources
        sources = (
            Raw(f"sources.{name}", f"sources.{quoted(name)}", relation)
            for name, relation in tables.sources.items()
        )
        read = {relation.files for relation in tables.sources.values()}
        mapped = (
            Raw(name, f"({loaded.relation.sql})", loaded.relation)
            for name, loaded in tables.tables.items()
            if loaded.relation.kind != "sql" and name in self.counts and loaded.relation.files not in read
        )
        return (*sources, *mapped)

    def segments(self) -> tuple[str, ...]:
        """Further columns of customers."""
        if "customers" not in self.counts:
            return ()
        known = TABLES["customers"]
        return tuple(name for name in self.workspace.engine.columns("customers") if not known.column(name))


def plain(name: str) -> str:
    """A column's name without case, spaces and signs, as names are compared: ``Churn Flag`` is churnflag."""
    return re.sub(r"[\W_]+", "", name).casefold()
