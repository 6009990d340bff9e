"""One canonical column of a recognised table: its line in the workspace file and its part of the query."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.service.exports.knowledge import plain
from holdfast.service.exports.sampling import amount_form, distinct_values
from holdfast.tables import TABLES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.service.exports.binding import Binding, Bound
    from holdfast.service.exports.knowledge import ColumnRule

_MOST_VALUES = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the proposal.

    Attributes:
        name: Canonical name, or ``amount`` for decimal amounts.
        mapped: The line under ``[tables.….columns]``; empty where a query gives the column under our name.
        sql: Its expression in a query; empty for constants.
        needs_query: A plain mapping cannot say it.
        decimal_mark: ``,`` where the amounts are written so.
    """

    name: str
    mapped: str
    sql: str
    needs_query: bool = False
    decimal_mark: str = "."


def column_line(table: str, name: str, rule: ColumnRule, binding: Binding) -> Line | None:
    """The line of one column; None where no file answers its rule."""
    if rule.value is not None:
        comment = f"  # {rule.note}" if rule.note else ""
        return Line(name, f"{name} = {{ value = {json.dumps(rule.value)} }}{comment}", "")
    if not binding.answers(rule.sql) or not binding.answers(rule.needs):
        return None
    if name == "amount":
        return _amount(rule, binding)
    bound = binding.plain_column(rule.sql)
    return _plain(table, name, rule, binding, bound) if bound else _expression(name, rule, binding)


def select_item(line: Line) -> str:
    """The column in the list of a query."""
    return f"{line.sql} AS {line.name}"


def _plain(table: str, name: str, rule: ColumnRule, binding: Binding, bound: Bound) -> Line:
    column = TABLES[table].column(name)
    if column is not None and column.type == "ts":
        return _instant(name, rule, binding, bound)
    if name == "currency":
        return _currency(binding, bound)
    return _valued(name, rule, binding, bound)


def _expression(name: str, rule: ColumnRule, binding: Binding) -> Line:
    mapped = ""
    if rule.values:
        pairs = ", ".join(f"{theirs} = {json.dumps(ours)}" for theirs, ours in rule.values)
        mapped = f'{name} = {{ column = "{name}", values = {{ {pairs} }} }}{_note(rule.note)}'
    return Line(name, mapped, binding.expand(rule.sql), needs_query=True)


def _valued(name: str, rule: ColumnRule, binding: Binding, bound: Bound) -> Line:
    """A column as it stands, its values translated where they are not ours."""
    source = name if binding.is_joined else bound.column
    if not rule.values:
        note = _note(rule.note, _named_by_name(name, rule, bound))
        is_needed = not binding.is_joined or "TO DO" in note
        plainly = f"{name} = {json.dumps(source, ensure_ascii=False)}{note}" if is_needed else ""
        return Line(name, plainly, binding.name(bound))
    found = distinct_values(
        binding.engine, binding.relations[bound.alias], bound.column, _MOST_VALUES, where=binding.where
    )
    ours = {plain(theirs): value for theirs, value in rule.values}
    known = [value for value in found if plain(value) in ours]
    unknown = [value for value in found if plain(value) not in ours and value not in ours.values()]
    pairs = ", ".join(
        f"{json.dumps(value, ensure_ascii=False)} = {json.dumps(ours[plain(value)])}"
        for value in known
        if ours[plain(value)] != value
    )
    form = f"{{ column = {json.dumps(source, ensure_ascii=False)}, values = {{ {pairs} }} }}"
    return Line(name, f"{name} = {form}{_note(rule.note, _not_known(unknown))}", binding.name(bound))


def _named_by_name(name: str, rule: ColumnRule, bound: Bound) -> str:
    """What to mend where a file without ids is told apart by names, which repeat and change."""
    if not name.endswith("_id") or not plain(bound.column).endswith("name"):
        return ""
    wanted = rule.sql.strip("[]").split("|", maxsplit=1)[0].rpartition(":")[2]
    taken = json.dumps(bound.column, ensure_ascii=False)
    return (
        f'TO DO: {taken} is no id, and rows of one name pass for one: add "{wanted}" to the export, '
        "and propose anew"
    )


def _not_known(unknown: Sequence[str]) -> str:
    if not unknown:
        return ""
    named = ", ".join(json.dumps(value, ensure_ascii=False) for value in unknown[:5])
    return f"TO DO: say what {named} mean{'s' if len(unknown) == 1 else ''}"


def _instant(name: str, rule: ColumnRule, binding: Binding, bound: Bound) -> Line:
    form = binding.form(bound)
    if form.kind in {"seconds", "milliseconds"}:
        return Line(name, "", binding.instant(bound), needs_query=True)
    source = json.dumps(name if binding.is_joined else bound.column, ensure_ascii=False)
    if form.kind == "format":
        doubt = f"TO DO: every value fits {' and '.join(form.formats)}; say which" if form.is_doubtful else ""
        mapped = f'{name} = {{ column = {source}, date_format = "{form.formats[0]}" }}'
        return Line(name, mapped + _note(rule.note, doubt), binding.name(bound))
    doubt = "TO DO: name its date_format" if form.kind == "unknown" else ""
    return Line(name, f"{name} = {source}{_note(rule.note, doubt)}", binding.name(bound))


def _currency(binding: Binding, bound: Bound) -> Line:
    codes = distinct_values(binding.engine, binding.relations[bound.alias], bound.column, _MOST_VALUES)
    if binding.is_joined:
        return Line("currency", "", f"UPPER({binding.name(bound)})")
    lower = [code for code in codes if code != code.upper()]
    source = json.dumps(bound.column, ensure_ascii=False)
    if not lower:
        return Line("currency", f"currency = {source}", binding.name(bound))
    pairs = ", ".join(f'{json.dumps(code)} = "{code.upper()}"' for code in lower)
    return Line(
        "currency", f"currency = {{ column = {source}, values = {{ {pairs} }} }}", binding.name(bound)
    )


def _amount(rule: ColumnRule, binding: Binding) -> Line:
    """Decimal or minor units: the vendor says which, and a sample of the values may say otherwise."""
    bound = binding.first_column(rule.sql)
    form = amount_form(binding.engine, binding.relations[bound.alias], bound.column)
    unit = rule.unit
    if unit == "either":
        unit = "minor" if bound.column == bound.column.lower() and "." not in bound.column else "decimal"
    is_minor = unit == "minor" and form in {"whole", "empty"}
    name = "amount_minor" if is_minor else "amount"
    is_plain = binding.is_plain(rule.sql)
    column = bound.column if is_plain and not binding.is_joined else name
    sql = _amount_sql(rule, binding, form, is_minor=is_minor)
    mapped = f"{name} = {json.dumps(column, ensure_ascii=False)}{_note(rule.note, _doubt(unit, form))}"
    return Line(
        name,
        mapped,
        sql,
        needs_query=not is_plain or form == "decorated",
        decimal_mark="," if form == "comma" else ".",
    )


def _amount_sql(rule: ColumnRule, binding: Binding, form: str, *, is_minor: bool) -> str:
    sql = binding.expand(rule.sql)
    if form == "decorated":
        return f"REGEXP_REPLACE(CAST({sql} AS VARCHAR), '[^0-9.-]', '', 'g')"
    return f"CAST({sql} AS BIGINT)" if is_minor and not binding.is_plain(rule.sql) else sql


def _doubt(unit: str, form: str) -> str:
    if form == "decorated":
        return "signs of currency and commas are taken out"
    if unit == "decimal" and form == "whole":
        return "TO DO: no value has decimals; if they are cents, map amount_minor instead"
    if unit == "minor" and form not in {"whole", "empty"}:
        return "values have decimals, so they are no minor units"
    return ""


def _note(*parts: str) -> str:
    said = "; ".join(part for part in parts if part)
    return f"  # {said}" if said else ""
