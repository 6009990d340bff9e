"""What was known of each paying customer on a day, and what became of it: where risk and drivers start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.float64]

Figure = Literal["count", "total", "known", "since", "open", "wait"]


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of one table for each customer at a snapshot, and when its rows are known.

    A row is known from the instant in `at` on, `lag_days` later where the table is filled late. Rows that
    are not known before the snapshot's day are not looked at, whatever stands in them.

    Attributes:
        name: Of the column.
        table: Canonical table with a customer_id.
        at: Column of the instant from which a row is known.
        figure: ``count`` of rows; ``total`` of the whole numbers in `of`; how many rows have `of` ``known``;
            days ``since`` the newest row; rows ``open``, whose end in `of` is not known before the snapshot;
            hours of ``wait`` from `at` to the instant in `of`, of rows whose wait is over.
        of: Column that the figure is taken of.
        days: How many days before the snapshot rows count, from and to: (28, 0) are the last 28 days.
        where: Column to the values let through.
        lag_days: Days by which rows reach the table late.
    """

    name: str
    table: str
    at: str
    figure: Figure = "count"
    of: str | None = None
    days: tuple[int, int] = (3650, 0)
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lag_days: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the table that it reads."""
        return (self.at, *((self.of,) if self.of else ()), *(column for column, _ in self.where))


@dataclass(frozen=True, slots=True)
class SnapshotPanel:
    """One row per customer and day on which it pays, or of a sample of the customers.

    Attributes:
        horizon_days: Days after a snapshot up to which leaving counts.
        snapshots: Local dates, in order; what happened before their start was known.
        as_of: Local date up to whose start the data are complete.
        customer_id: Who, (rows,) of text.
        snapshot: Position of the row's date in `snapshots`.
        left: 1 pays no longer when the horizon is over, 0 still does, not a number: not known yet.
        monthly_minor: What the customer pays a month, in minor units.
        columns: Name to what was known; not a number where nothing was.
        segments: Name to text of the customer's segments, as of now.
        sampled_share: Share of the customers that was drawn, 0..1; 1 where all are in.
    """

    horizon_days: int
    snapshots: tuple[date, ...]
    as_of: date
    customer_id: NDArray[np.object_]
    snapshot: NDArray[np.int64]
    left: Column
    monthly_minor: Column
    columns: Mapping[str, Column]
    segments: Mapping[str, NDArray[np.object_]]
    sampled_share: float = 1.0

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.snapshot)
