"""What was known of customers on a day: their cases, their use, and what came before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.link.comparison import ControlOutcome, Factor
from holdfast.metrics.dated import Happening
from holdfast.service.link_tables import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.service.link_tables import LinkTables

    Integers = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Texts = NDArray[np.str_]

LATELY, EARLIER = 91, 182
"""Days before: what happened lately, and a quarter before that."""

MONTHS_BEFORE, MONTHS_EARLIER = 1, 3
USE, SEVERAL = "events", 2
CASES = {
    "issues": Happening("issues", "raised_at", until="resolved_at"),
    "tickets": Happening("tickets", "opened_at", until="last_solved_at"),
}
COUNTED = {
    "engagements": "completed_at",
    "events": "occurred_at",
    "issues": "raised_at",
    "orders": "ordered_at",
    "surveys": "answered_at",
    "tickets": "opened_at",
}
"""Tables that an earlier time can be looked up in, with the instant that counts."""

SPAN = 1 << 22
"""More days than any calendar date is from another: one number holds customer and day."""

_EPOCH = 719_163
"""Ordinal of the first of January 1970."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Days of rows, as numbers that hold the customer too; sorted."""

    keys: Integers

    def before(self, keys: Integers) -> Integers:
        """How many rows of the same customer lie before a day, and how many of customers before it."""
        return np.searchsorted(self.keys, keys)

    def between(self, accounts: Integers, start: Integers, end: Integers) -> Integers:
        """Rows of each customer from a day up to, not including, another."""
        return self.before(accounts * SPAN + end) - self.before(accounts * SPAN + start)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of each row's customer before a day; what happened on the day itself does not count.

    Attributes:
        tables: Of the company.
        sampled_share: Of the customers.
        numbers: Customer to its number.
        accounts: Number of the customer of each row.
        days: The day of each row.
        tenures: For how many days each customer had been one then; NaN where it was none.
    """

    tables: LinkTables
    sampled_share: float
    numbers: Mapping[str, int]
    accounts: Integers
    days: Integers
    tenures: Reals

    def cases(self) -> Iterable[Factor]:
        """Issues and tickets: whether one is open, and how many there were lately."""
        for name, asked in CASES.items():
            if self._has(asked):
                yield Factor(name, self._state(asked))

    def _state(self, asked: Happening) -> Texts:
        begun, ended = self._rows(asked)
        accounts, days = self.accounts, self.days
        ever = np.zeros_like(days)
        is_open = begun.between(accounts, ever, days) > ended.between(accounts, ever, days)
        lately = begun.between(accounts, days - LATELY, days)
        words = np.array(["none lately", "one lately", "several lately"])[np.minimum(lately, SEVERAL)]
        return np.where(is_open, "one is open", words)

    @property
    def has_use(self) -> bool:
        """There is a table of events."""
        return self._has(Happening(USE, COUNTED[USE]))

    def use(self) -> Iterable[Factor]:
        """Events in the last whole month before, on a scale on which twice as many are one step."""
        if self.has_use:
            yield Factor("use", np.log2(1.0 + self._in_month(USE, MONTHS_BEFORE)))

    def earlier(self, table: str) -> ControlOutcome:
        """Whether there were more rows than with most customers, a quarter before the last one.

        Not known of who was no customer yet.
        """
        if table not in COUNTED:
            known = ", ".join(COUNTED)
            raise InputError("control", f"{table!r} is not known", f"a segment, or one of {known}")
        is_there = self.tenures >= EARLIER
        counts = self._earlier(table)
        usual = np.median(counts[is_there]) if is_there.any() else 0.0
        return ControlOutcome(f"{table} earlier", np.where(is_there, counts > usual, np.nan))

    def _earlier(self, table: str) -> Reals:
        if table == USE:
            return self._in_month(USE, MONTHS_EARLIER)
        begun, _ = self._rows(Happening(table, COUNTED[table]))
        counts = begun.between(self.accounts, self.days - EARLIER, self.days - LATELY)
        return counts.astype(np.float64)

    def _in_month(self, table: str, back: int) -> Reals:
        """Rows in a whole calendar month so many months before the one in which the window begins."""
        rows = self.tables.months(Happening(table, COUNTED[table]), self.sampled_share)
        numbers = self._numbered(rows.customers)
        keys, counts = numbers * SPAN + _months(rows.firsts), rows.counts
        keys, counts = keys[numbers >= 0], counts[numbers >= 0]
        order = np.argsort(keys)
        keys, counts = keys[order], counts[order]
        wanted = self.accounts * SPAN + _months(self.days) - back
        first, after = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, side="right")
        until = np.concatenate([[0], np.cumsum(counts)])
        return np.asarray(until[after] - until[first], dtype=np.float64)

    def _rows(self, asked: Happening) -> tuple[Dated, Dated]:
        rows = self.tables.dated(asked, self.sampled_share)
        numbers = self._numbered(rows.customers)
        is_own, is_over = numbers >= 0, rows.ended != OPEN
        begun, ended = (numbers * SPAN + days for days in (rows.begun, rows.ended))
        return Dated(np.sort(begun[is_own])), Dated(np.sort(ended[is_own & is_over]))

    def _numbered(self, customers: Sequence[str]) -> Integers:
        """The number of each; -1 of those that are not compared."""
        return np.array([self.numbers.get(one, -1) for one in customers], dtype=np.int64)

    def _has(self, asked: Happening) -> bool:
        columns = self.tables.workspace.engine.columns(asked.table)
        return all(one in columns for one in ("customer_id", asked.at, *filter(None, (asked.until,))))


def _months(days: Integers) -> Integers:
    """Calendar months, counted from 1970, of days counted as `date.toordinal` counts."""
    instants = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(instants.astype(np.int64))
