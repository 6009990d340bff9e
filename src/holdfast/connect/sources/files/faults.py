"""Values that do not fit their column: counted in one pass, then looked up with file and row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.errors import InputError
from holdfast.tables import CheckFinding, Example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.connect.sources.files.convert import Conversion
    from holdfast.connect.sources.files.model import Answering, Relation, TableMap

_EXAMPLES = 3
_FORMS = 4
_SHOWN = 40


class UnreadableTableError(InputError):
    """A table holds values that do not fit: the sentence is of the first fault, `findings` of all columns."""

    findings: tuple[CheckFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """All values of one column that do not fit, or are missing where one has to be.

    Attributes:
        conversion: The column.
        condition: SQL that holds for the rows at fault.
        is_missing: There is no value, rather than a wrong one.
        count: Rows at fault.
        rows: Rows of the table.
    """

    conversion: Conversion
    condition: str
    is_missing: bool
    count: int
    rows: int


def count_faults(raw: Answering, relation_sql: str, conversions: Sequence[Conversion]) -> tuple[Fault, ...]:
    """The columns with faults; one pass over the relation, and none where nothing can be wrong."""
    asked = [
        (item, condition, is_missing)
        for item in conversions
        for condition, is_missing in ((item.unfit, False), (item.missing, True))
        if condition != "FALSE"
    ]
    if not asked:
        return ()
    counts = ", ".join(f"COUNT(*) FILTER (WHERE {condition})" for _, condition, _ in asked)
    rows, *found = (
        int(cell or 0) for cell in raw.rows(f"SELECT COUNT(*), {counts} FROM ({relation_sql}) AS r")[0]
    )
    return tuple(
        Fault(item, condition, is_missing, count, rows)
        for (item, condition, is_missing), count in zip(asked, found, strict=True)
        if count
    )


def unreadable(
    raw: Answering, table: TableMap, relation: Relation, faults: Sequence[Fault]
) -> UnreadableTableError:
    """The error of a table with faults: its sentence names file, row, column and value of the first."""
    found = [(fault, _examples(raw, table, relation, fault)) for fault in faults]
    fault, examples = found[0]
    first = examples[0] if examples else Example("")
    place = f"{first.file}, row {first.row}" if first.file and first.row else table.place
    error = UnreadableTableError(
        f"{place}, column {fault.conversion.source!r}",
        _found(raw, table, relation, fault, first),
        fault.conversion.expected
        if not fault.is_missing
        else f"a value, as {fault.conversion.column.name} needs one",
        _remedy(table, fault, others=len(faults) - 1),
    )
    error.findings = tuple(_finding(table, fault, examples) for fault, examples in found)
    return error


def _finding(table: TableMap, fault: Fault, examples: tuple[Example, ...]) -> CheckFinding:
    name = fault.conversion.column.name
    lack = "have no value" if fault.is_missing else f"are not {fault.conversion.expected}"
    return CheckFinding(
        table=table.table,
        kind="missing" if fault.is_missing else "impossible",
        severity="error",
        message=f"{name} (from {fault.conversion.source}): {fault.count:,} of {fault.rows:,} rows {lack}",
        remedy=_remedy(table, fault, others=0),
        count=fault.count,
        share=fault.count / fault.rows,
        examples=examples,
    )


def _found(raw: Answering, table: TableMap, relation: Relation, fault: Fault, first: Example) -> str:
    rows = f"{fault.count:,} of {fault.rows:,} rows"
    if fault.is_missing:
        return f"there is no value ({rows})"
    found = f"{first.value!r} does not fit {fault.conversion.column.name} ({rows})"
    forms = _forms(raw, table, relation, fault) if fault.conversion.column.type == "ts" else ()
    return f"{found}; the column mixes {len(forms)} forms: {', '.join(forms)}" if len(forms) > 1 else found


def _forms(raw: Answering, table: TableMap, relation: Relation, fault: Fault) -> tuple[str, ...]:
    """One value of each form in which the column writes its dates, the most common first."""
    text = f"CAST({fault.conversion.raw} AS VARCHAR)"
    form = f"REGEXP_REPLACE(REGEXP_REPLACE({text}, '[0-9]+', '9', 'g'), '[A-Za-z]+', 'a', 'g')"
    sql = (
        f"SELECT MIN({text}), COUNT(*) FROM ({filtered(table, relation.sql)}) AS r WHERE {text} IS NOT NULL "
        f"GROUP BY {form} ORDER BY COUNT(*) DESC, MIN({text}) LIMIT {_FORMS}"
    )
    return tuple(f"{value} ({count:,} rows)" for value, count in raw.rows(sql))


def _remedy(table: TableMap, fault: Fault, *, others: int) -> str:
    name = fault.conversion.column.name
    also = (
        f"; {others} more column{'s have' if others > 1 else ' has'} faults, which holdfast check lists"
        if others
        else ""
    )
    if fault.is_missing:
        return f'Fill it in, or leave such rows out with where = "…" under [{table.place}]{also}'
    if fault.conversion.column.type == "ts":
        form = 'date_format = "%d/%m/%Y"'
        return f"Write the dates in one form, and name it with {form} under [{table.place}]{also}"
    if fault.conversion.column.values:
        mapped = f"{name} = {{ column = …, values = {{ theirs = … }} }}"
        return f"Map it: {mapped} under [{table.place}.columns]{also}"
    if fault.conversion.column.is_money:
        return f'For decimal amounts map amount = "{fault.conversion.source}", else correct the value{also}'
    return f"Correct the value, or map another column to {name}{also}"


def _examples(raw: Answering, table: TableMap, relation: Relation, fault: Fault) -> tuple[Example, ...]:
    """Up to three rows at fault; reads file by file, which only a failure pays for."""
    value = f"SUBSTR(CAST({quoted(fault.conversion.source or '')} AS VARCHAR), 1, {_SHOWN})"
    kept = f" AND ({table.where})" if table.where else ""
    found: list[Example] = []
    for file, part in zip(_file_names(relation), relation.parts, strict=True):
        numbered = (
            f"SELECT *, ROW_NUMBER() OVER () + {relation.first_row - 1} AS holdfast_row FROM ({part}) AS p"
        )
        limit = _EXAMPLES - len(found)
        chosen = f"WHERE {fault.condition}{kept} ORDER BY 2 LIMIT {limit}"
        rows = raw.rows(f"SELECT {value}, holdfast_row FROM ({numbered}) AS r {chosen}")
        found += [Example(str(text or ""), file, int(row or 0) if file else None) for text, row in rows]
        if len(found) >= _EXAMPLES:
            break
    return tuple(found)


def _file_names(relation: Relation) -> tuple[str | None, ...]:
    return tuple(path.name for path in relation.files) or (None,)


def filtered(table: TableMap, sql: str) -> str:
    """The relation without the rows that the mapping leaves out."""
    return f"SELECT * FROM ({sql}) AS w WHERE {table.where}" if table.where else sql
