"""A rule's references to columns, bound to the files at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import literal, quoted
from holdfast.service.exports.knowledge import plain
from holdfast.service.exports.sampling import date_form
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import Relation
    from holdfast.service.exports.sampling import DateForm

# ts[…] is an instant, num[…] a number, has[…] whether there is such a column, […] the text as it stands;
# "s:" before the name picks a file.
_REFERENCE = re.compile(r"(ts|num|has)?\[(?:(\w+):)?([^\]]+)\]")

_ABSENT = {"ts": "CAST(NULL AS TIMESTAMPTZ)", "num": "CAST(NULL AS DECIMAL(28, 6))"}


@dataclass(frozen=True, slots=True)
class Bound:
    """A reference that a file answers.

    Attributes:
        alias: Of the file.
        column: The file's own name of the column.
    """

    alias: str
    column: str


@dataclass(frozen=True, slots=True)
class Binding:
    """The files of one rule.

    Attributes:
        engine: Reads them.
        relations: Alias to file; the first is the one whose rows count.
        is_utc: Instants without an offset are in UTC.
        is_joined: SQL names columns with their alias.
        where: SQL of the rows that count, without aliases; empty for all, or where several files are read.
    """

    engine: DuckDBEngine
    relations: Mapping[str, Relation]
    is_utc: bool
    is_joined: bool
    where: str = ""

    def plain_column(self, sql: str) -> Bound | None:
        """The column of an expression that is one plain reference; None for any other, or without answer."""
        found = _REFERENCE.fullmatch(sql)
        return self._bound(found) if found and not found[1] else None

    def first_column(self, sql: str) -> Bound:
        """The first column of an expression that a file answers; there has to be one."""
        return next(bound for found in _REFERENCE.finditer(sql) if (bound := self._bound(found)))

    def condition(self, sql: str) -> str:
        """Those parts of a condition, joined with AND, that the files answer; empty where there is none."""
        return " AND ".join(self.expand(part) for part in sql.split(" AND ") if part and self.answers(part))

    def is_plain(self, sql: str) -> bool:
        """Whether the expression is one plain reference."""
        found = _REFERENCE.fullmatch(sql)
        return found is not None and not found[1]

    def answers(self, sql: str) -> bool:
        """Whether any reference of the expression is answered, or it has none."""
        found = list(_REFERENCE.finditer(sql))
        return not found or any(self._bound(reference) for reference in found)

    def expand(self, sql: str) -> str:
        """SQL with the columns' own names; null where no file answers."""
        return _REFERENCE.sub(self._expanded, sql)

    def form(self, bound: Bound) -> DateForm:
        """The form of a column of instants."""
        return date_form(self.engine, self.relations[bound.alias], bound.column)

    def instant(self, bound: Bound) -> str:
        """SQL of an instant: with an offset where the file or the vendor says which, else naive."""
        name, form = self.name(bound), self.form(bound)
        if form.kind in {"seconds", "milliseconds"}:
            number = f"CAST({name} AS BIGINT)" + (" / 1000" if form.kind == "milliseconds" else "")
            return f"TO_TIMESTAMP({number})"
        if form.kind == "offset":
            return f"CAST({name} AS TIMESTAMPTZ)"
        naive = f"CAST({name} AS TIMESTAMP)"
        if form.kind == "format":
            naive = f"STRPTIME({name}, {literal(form.formats[0])})"
        return f"({naive} AT TIME ZONE 'UTC')" if self.is_utc else naive

    def name(self, bound: Bound) -> str:
        """SQL of a column."""
        return f"{bound.alias}.{quoted(bound.column)}" if self.is_joined else quoted(bound.column)

    def _expanded(self, reference: re.Match[str]) -> str:
        bound = self._bound(reference)
        kind = reference[1]
        if kind == "has":
            return "FALSE" if bound is None else "TRUE"
        if bound is None:
            return {"ts": "CAST(NULL AS TIMESTAMPTZ)", "num": "CAST(NULL AS DECIMAL(28, 6))"}.get(
                kind, "NULL"
            )
        if kind == "ts":
            return self.instant(bound)
        return f"CAST({self.name(bound)} AS DECIMAL(28, 6))" if kind == "num" else self.name(bound)

    def _bound(self, reference: re.Match[str]) -> Bound | None:
        alias = reference[2] or next(iter(self.relations))
        if alias not in self.relations:
            return None
        own = {plain(name): name for name in reversed(self.relations[alias].names)}
        return next((Bound(alias, own[plain(n)]) for n in reference[3].split("|") if plain(n) in own), None)
