"""The engine of a shop, whose `subscriptions` are made of its orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.shops import SPAN_COLUMNS, SPANS, with_buying_spans
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from holdfast.connect.engines.opening import WorkspaceEngine
    from holdfast.metrics.protocol import Cell


@dataclass(frozen=True, slots=True)
class BuyingSpans:
    """An engine by which who ordered within the window counts as paying.

    A customer has left when its last order lies longer back than the window, and what it spent within the
    window, by its months, is what it pays a month. Everything else is the engine's own.

    Attributes:
        engine: Of the shop, with `orders` and without subscriptions.
        days: Length of the window, at least 1.
    """

    engine: WorkspaceEngine
    days: int

    @property
    def dialect(self) -> str:
        """The engine's."""
        return self.engine.dialect

    def columns(self, table: str) -> Mapping[str, str]:
        """The engine's, and those of the spans."""
        if table != SPANS:
            return self.engine.columns(table)
        return {**SPAN_COLUMNS, **({"currency": "text"} if self._has_currency() else {})}

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """Rows of a query that may read the spans.

        Raises:
            SourceError: The database refused or failed.
        """
        return self.engine.rows(self._with_spans(sql))

    def statement(self, sql: str) -> str:
        """The text that runs: the query with the spans before it."""
        return self.engine.statement(self._with_spans(sql))

    def prepare(self, table: str) -> None:
        """As the engine does.

        Raises:
            InputError: Values of the table cannot be used.
        """
        self.engine.prepare(table)

    def snapshot(self) -> AbstractContextManager[None]:
        """As the engine does."""
        return self.engine.snapshot()

    def close(self) -> None:
        """Let go of the engine."""
        self.engine.close()

    def _with_spans(self, sql: str) -> str:
        return with_buying_spans(sql, self.dialect, days=self.days, has_currency=self._has_currency())

    def _has_currency(self) -> bool:
        return "currency" in self.engine.columns("orders")
