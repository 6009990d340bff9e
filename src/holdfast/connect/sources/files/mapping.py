"""Which source column becomes which canonical one, settled from headers before any row is read."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Protocol

from holdfast.connect.sources.files import convert as files_forms
from holdfast.connect.sources.files.erased import without_erased
from holdfast.connect.sources.files.model import ColumnMap, literal
from holdfast.errors import InputError
from holdfast.tables import TABLES, Column

if TYPE_CHECKING:
    from holdfast.connect.sources.files.convert import Conversion
    from holdfast.connect.sources.files.model import Relation, TableMap

# Mapped under this name, an amount is decimal (12.34) and becomes amount_minor (1234).
DECIMAL_AMOUNT = "amount"


class Forms(Protocol):
    """How an engine's SQL makes one canonical column; see `holdfast.connect.sources.files.convert`."""

    def absent(self, column: Column) -> Conversion:
        """A nullable column that the source does not have."""

    def constant(self, column: Column, value: str) -> Conversion:
        """The same value in every row."""

    def convert(
        self, column: Column, origin: ColumnMap, declared: str, table: TableMap, currency: str
    ) -> Conversion:
        """The conversion of one mapped source column."""

    def digest(self, text_sql: str) -> str:
        """SQL of a text's SHA-256 as hexadecimal text in small letters; null of null."""


def conversions(table: TableMap, relation: Relation, forms: Forms = files_forms) -> tuple[Conversion, ...]:
    """One conversion per canonical column, then the segments of `customers`; they tell of nobody erased.

    Args:
        table: The mapping.
        relation: The source's columns and their types.
        forms: How the engine's SQL makes a column.

    Raises:
        InputError: A column that is needed is not mapped, or a mapped one is not in the source.
    """
    origins = _origins(table, relation)
    types = dict(relation.columns)
    currency = _currency(table, origins, types, forms)
    contract = TABLES[table.table]
    made = [
        _one(table, relation, column, origins.get(column.name), types, currency, forms)
        for column in contract.columns
    ]
    segments = [
        Column(name, "text", nullable=True, meaning="segment")
        for name in origins
        if not contract.column(name)
    ]
    made += [
        _one(table, relation, column, origins[column.name], types, currency, forms) for column in segments
    ]
    return without_erased(table, made, forms)


def _origins(table: TableMap, relation: Relation) -> dict[str, ColumnMap]:
    contract = TABLES[table.table]
    folded = {name.casefold(): name for name in relation.names}
    origins: dict[str, ColumnMap] = {}
    for name, origin in table.columns:
        _check_target(table, name)
        ours = f"{DECIMAL_AMOUNT}_minor" if origin.is_decimal else name
        origins[ours] = _found(table, relation, folded, origin)
    for column in contract.columns:
        same = folded.get(column.name)
        if same and column.name not in origins:
            origins[column.name] = ColumnMap(same)
    if table.table == "customers" and not table.columns:
        segments = [name for name in relation.names if name.casefold() not in origins]
        origins.update({name: ColumnMap(name) for name in segments})
    return origins


def _check_target(table: TableMap, name: str) -> None:
    contract = TABLES[table.table]
    names = [column.name for column in contract.columns]
    if name in names or table.table == "customers" or (name == DECIMAL_AMOUNT and "amount_minor" in names):
        return
    near = difflib.get_close_matches(name, names, n=1)
    remedy = f"Did you mean {near[0]}" if near else "Take the line out"
    raise InputError(
        f"{table.place}.columns.{name}",
        f"{table.table} has no column {name}",
        f"one of {', '.join(names)}",
        remedy,
    )


def _found(table: TableMap, relation: Relation, folded: dict[str, str], origin: ColumnMap) -> ColumnMap:
    if origin.column is None or origin.column in relation.names:
        return origin
    near = difflib.get_close_matches(origin.column.casefold(), folded, n=1)
    names = ", ".join(relation.names)
    remedy = f"Did you mean {folded[near[0]]!r}" if near else "Name one of them"
    source = relation.label or (relation.files[0].name if relation.files else f"the query of {table.place}")
    found = f"{source} has no column {origin.column!r}"
    raise InputError(f"{table.place}.columns", found, f"one of {names}", remedy)


def _currency(table: TableMap, origins: dict[str, ColumnMap], types: dict[str, str], forms: Forms) -> str:
    column = TABLES[table.table].column("currency")
    origin = origins.get("currency")
    if column is None or origin is None:
        return literal(table.currency)
    if origin.value is not None or origin.column is None:
        return literal(origin.value or table.currency)
    return forms.convert(column, origin, types[origin.column], table, "").sql


def _one(  # noqa: PLR0913, PLR0917 (one call site; a class would only rename the arguments)
    table: TableMap,
    relation: Relation,
    column: Column,
    origin: ColumnMap | None,
    types: dict[str, str],
    currency: str,
    forms: Forms,
) -> Conversion:
    if origin is not None and origin.column is not None:
        return forms.convert(column, origin, types[origin.column], table, currency)
    if origin is not None and origin.value is not None:
        return forms.constant(column, origin.value)
    if column.name == "currency":
        return forms.constant(column, table.currency)
    if column.nullable:
        return forms.absent(column)
    raise _unmapped(table, relation, column)


def _unmapped(table: TableMap, relation: Relation, column: Column) -> InputError:
    near = difflib.get_close_matches(column.name, relation.names, n=1, cutoff=0.4)
    guess = near[0] if near else "<column>"
    names = ", ".join(relation.names)
    remedy = f'Write {column.name} = "{guess}" under [{table.place}.columns]'
    if column.is_money:
        remedy += f', or {DECIMAL_AMOUNT} = "{guess}" where amounts are decimal'
    return InputError(
        table.place, f"nothing is mapped to {column.name} ({column.meaning})", f"one of {names}", remedy
    )
