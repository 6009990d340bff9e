"""What a column, a table and a finding about a table are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LogicalType = Literal["text", "int", "bool", "ts"]
Mutability = Literal["append", "mutable", "state"]
FindingKind = Literal["missing", "doubled", "orphaned", "late", "impossible", "contradictory"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a canonical table.

    Attributes:
        name: Name in the engine.
        type: ``text``, ``int`` (64 bits), ``bool`` or ``ts`` (naive timestamp in UTC, microseconds).
        nullable: May be null; a source may leave a nullable column out altogether.
        meaning: What it says, in a few words; for a nullable column what null means.
        values: The known values, empty where any value is good. Others are allowed where ``is_open``.
        is_open: Values other than the known ones are allowed.
        references: Table whose key column the value must be found in, or None.
        low: Least possible value of an int, or None.
        high: Greatest possible value of an int, or None.
        may_be_future: The instant may lie after the data's end (a date that was agreed).
    """

    name: str
    type: LogicalType
    nullable: bool
    meaning: str
    values: tuple[str, ...] = ()
    is_open: bool = False
    references: str | None = None
    low: int | None = None
    high: int | None = None
    may_be_future: bool = False

    @property
    def is_id(self) -> bool:
        """Whether it identifies something, so that text such as 007 or 17850.0 needs care."""
        return self.name.endswith("_id")

    @property
    def is_money(self) -> bool:
        """Whether it holds integer minor units of a currency."""
        return self.name.endswith("_minor")


@dataclass(frozen=True, slots=True)
class Order:
    """Two instants of one row of which the first cannot be after the second."""

    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    Attributes:
        name: Name in the engine.
        columns: In the order of the contract; ``customers`` may carry further text columns, its segments.
        key: Columns that tell one row from another; empty where doubled rows are allowed.
        mutability: ``append`` (rows never change), ``mutable`` (rows get completed later), ``state``.
        meaning: What one row is.
        watermark: The instant that says how far an append table reaches, or None.
        orders: Pairs of instants with a fixed order.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    mutability: Mutability
    meaning: str
    watermark: str | None = None
    orders: tuple[Order, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that a source has to give."""
        return tuple(column.name for column in self.columns if not column.nullable)


@dataclass(frozen=True, slots=True)
class Example:
    """One place where a problem shows.

    Attributes:
        value: What stands there, as text.
        file: The file's name, or None where the row comes from a query.
        row: Row in that file as a spreadsheet counts (the header is row 1), or None.
    """

    value: str
    file: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        place = f" ({self.file}, row {self.row})" if self.file and self.row else ""
        return f"{self.value}{place}"


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One problem of one table that the data check found.

    Attributes:
        table: Canonical table, or ``sources.<name>`` for a raw source.
        kind: ``missing``, ``doubled``, ``orphaned``, ``late``, ``impossible`` or ``contradictory``.
        severity: ``error`` makes metrics of this table unusable, ``warning`` biases them, ``note``
            is worth knowing.
        message: One sentence that names column and count.
        remedy: What to do about it.
        count: Rows concerned; 0 where a whole table or column is meant.
        share: Of the table's rows, 0..1; None where the table has no rows.
        examples: At most three places.
    """

    table: str
    kind: FindingKind
    severity: Severity
    message: str
    remedy: str
    count: int = 0
    share: float | None = None
    examples: tuple[Example, ...] = ()
