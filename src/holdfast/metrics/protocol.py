"""What the metrics engine needs of a database; `connect` implements it and `service` hands it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Cell = int | float | str | bool | None


class Engine(Protocol):
    """A database in which each canonical table is a relation of that name.

    Instants are naive timestamps in UTC, dates are dates, money is integer minor units, ids are text.
    """

    @property
    def dialect(self) -> str:
        """SQLGlot's name of the dialect (``duckdb``, ``postgres``, ``spark``)."""

    def columns(self, table: str) -> Mapping[str, str]:
        """Column names of a canonical table with their declared types; empty where there is no such table."""

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query, with dates as ISO text. Runs exactly the text given.

        Raises:
            SourceError: The database refused or failed.
        """
