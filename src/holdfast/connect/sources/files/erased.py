"""Persons who were erased, taken out of every table while it is loaded.

Figures stay: what a person did is counted on, under a pseudonym, and nothing tells any more who it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from holdfast.connect.sources.files.erasures import PSEUDONYM, SHOWN
from holdfast.connect.sources.files.model import literal
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.connect.sources.files.convert import Conversion
    from holdfast.connect.sources.files.erasures import Erased, Kind
    from holdfast.connect.sources.files.model import TableMap
    from holdfast.tables import Column

_TOLD = frozenset(
    {
        ("people", "email"),
        ("people", "role"),
        ("tickets", "text"),
        ("surveys", "comment"),
        ("churn_reasons", "text"),
    }
)
"""Table and column of what tells who somebody is, or was written by them."""


class Hashing(Protocol):
    """How an engine's SQL makes a SHA-256 as hexadecimal text in small letters."""

    def digest(self, text_sql: str) -> str:
        """SQL of the digest of a text; null of null."""


def without_erased(table: TableMap, made: Sequence[Conversion], hashing: Hashing) -> tuple[Conversion, ...]:
    """The conversions of a table, blind for whoever was erased.

    Their ids are pseudonyms, the same in every table. What they wrote, their address and, of a customer who
    is a person, the further columns are null. Nothing changes where nobody was erased.

    Args:
        table: The mapping, which knows whom.
        made: Its conversions.
        hashing: The engine's forms.
    """
    if not table.erased:
        return tuple(made)
    kinds = {
        one.column.name: kind for one in made if one.source and (kind := kind_of(table.table, one.column))
    }
    whose = {name: kind for name, kind in kinds.items() if name in {"person_id", "customer_id"}}
    theirs = " OR ".join(
        f"COALESCE({_is_erased(one.sql, whose[one.column.name], table.erased, hashing)}, FALSE)"
        for one in made
        if one.column.name in whose
    )
    return tuple(
        _pseudonymous(one, kinds[one.column.name], table.erased, hashing)
        if one.column.name in kinds
        else _untold(one, theirs, is_told=is_told(table.table, one.column))
        for one in made
    )


def kind_of(table: str, column: Column) -> Kind | None:
    """Of whom a column is the id, or None."""
    of = column.references or (table if (column.name,) == TABLES[table].key else None)
    kinds: dict[str | None, Kind] = {"people": "person", "customers": "customer"}
    return kinds.get(of)


def is_told(table: str, column: Column) -> bool:
    """Whether a column tells who somebody is, or was written by them."""
    return (table, column.name) in _TOLD or (table == "customers" and not TABLES[table].column(column.name))


def _pseudonymous(one: Conversion, kind: Kind, erased: Erased, hashing: Hashing) -> Conversion:
    if not erased.of(kind):
        return one
    pseudonym = f"{literal(PSEUDONYM)} || SUBSTR({_digest(one.sql, kind, erased, hashing)}, 1, {SHOWN})"
    sql = f"(CASE WHEN {_is_erased(one.sql, kind, erased, hashing)} THEN {pseudonym} ELSE {one.sql} END)"
    # It always has to be made: no look at the source's own values says that they can be taken as they are.
    return replace(one, sql=sql, differs="")


def _untold(one: Conversion, theirs: str, *, is_told: bool) -> Conversion:
    if not is_told or one.source is None or not theirs:
        return one
    return replace(one, sql=f"(CASE WHEN {theirs} THEN NULL ELSE {one.sql} END)", differs="")


def _is_erased(id_sql: str, kind: Kind, erased: Erased, hashing: Hashing) -> str:
    if not erased.of(kind):
        return "FALSE"
    listed = ", ".join(map(literal, erased.of(kind)))
    return f"{_digest(id_sql, kind, erased, hashing)} IN ({listed})"


def _digest(id_sql: str, kind: Kind, erased: Erased, hashing: Hashing) -> str:
    return hashing.digest(f"({literal(erased.before(kind))} || {id_sql})")
