"""Doubled keys, doubled rows, orphans and silences: what shows only across rows and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.tables import TABLES, CheckFinding, Example

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from holdfast.metrics.protocol import Engine
    from holdfast.tables import Column, Table

_EXAMPLES = 3
_LEAST_SILENCE_DAYS = 14


def doubled(engine: Engine, table: Table, rows: int) -> tuple[CheckFinding, ...]:
    """Rows beyond the first of their key, or of all their columns where the table has no key."""
    if not table.key:
        return _doubled_rows(engine, table.name, rows, severity="note")
    key = ", ".join(table.key)
    groups = f"SELECT {key}, COUNT(*) AS n FROM {table.name} GROUP BY {key} HAVING COUNT(*) > 1"
    count = _number(engine, f"SELECT SUM(n - 1) FROM ({groups}) AS g")
    if not count:
        return ()
    exact = _number(
        engine, f"SELECT COUNT(*) - {rows} + {count} FROM (SELECT DISTINCT * FROM {table.name}) AS d"
    )
    same = count - exact
    found = engine.rows(f"SELECT {key} FROM ({groups}) AS g ORDER BY n DESC, {key} LIMIT {_EXAMPLES}")
    finding = CheckFinding(
        table=table.name,
        kind="doubled",
        severity="error",
        message=f"{count:,} of {rows:,} rows repeat the {key} of another, {same:,} of them in every column",
        remedy="Export each once, or choose among them with sql",
        count=count,
        share=count / rows,
        examples=tuple(Example(", ".join(str(value) for value in row)) for row in found),
    )
    return (finding,)


def doubled_source_rows(engine: Engine, source: str, rows: int) -> tuple[CheckFinding, ...]:
    """Exact repetitions among the rows of a raw source."""
    return _doubled_rows(engine, source, rows, severity="warning")


def empty_source_columns(
    engine: Engine, source: str, columns: Collection[str], rows: int
) -> tuple[CheckFinding, ...]:
    """Columns of a raw source with rows that hold no value."""
    if not rows or not columns:
        return ()
    counts = ", ".join(f'COUNT(*) - COUNT("{name}")' for name in columns)
    found = engine.rows(f"SELECT {counts} FROM {source}")[0]
    return tuple(
        CheckFinding(
            table=source,
            kind="missing",
            severity="note",
            message=f"{int(count):,} of {rows:,} rows have no {name} ({int(count) / rows:.1%})",
            remedy="Know that metrics leave them out where they need it",
            count=int(count),
            share=int(count) / rows,
        )
        for name, count in zip(columns, found, strict=True)
        if count
    )


def orphans(engine: Engine, table: Table, rows: int, present: Collection[str]) -> tuple[CheckFinding, ...]:
    """References to rows that are not there; a table that is not there asks nothing."""
    found = []
    for column in table.columns:
        if column.references in present and (column.name,) != table.key:
            found += _orphans(engine, table, column, rows)
    return tuple(found)


def silence(engine: Engine, table: Table, *, last: date, as_of: date, zone: str) -> tuple[CheckFinding, ...]:
    """A table whose rows stop long before the as-of date, measured by its own longest pause before."""
    days = (as_of - last).days - 1
    if days <= _LEAST_SILENCE_DAYS or not table.watermark:
        return ()
    local = f"CAST((\"{table.watermark}\" AT TIME ZONE 'UTC') AT TIME ZONE '{zone}' AS DATE)"
    pauses = (
        f"SELECT day - LAG(day) OVER (ORDER BY day) AS pause FROM (SELECT DISTINCT {local} AS day "
        f"FROM {table.name} WHERE {local} <= DATE '{last.isoformat()}') AS d"
    )
    longest = _number(engine, f"SELECT MAX(pause) FROM ({pauses}) AS p")
    # One day alone has no rhythm that could be broken.
    if longest == 0 or days <= 2 * longest:
        return ()
    finding = CheckFinding(
        table=table.name,
        kind="late",
        severity="warning",
        message=f"no row in the {days:,} days before {as_of}: the last is of {last}, "
        f"the longest pause before was {longest:,} days",
        remedy="Export the table again, or set as_of to the day after its last complete one",
    )
    return (finding,)


def _doubled_rows(engine: Engine, name: str, rows: int, *, severity: str) -> tuple[CheckFinding, ...]:
    count = rows - _number(engine, f"SELECT COUNT(*) FROM (SELECT DISTINCT * FROM {name}) AS d")
    if not count:
        return ()
    finding = CheckFinding(
        table=name,
        kind="doubled",
        severity="note" if severity == "note" else "warning",
        message=f"{count:,} of {rows:,} rows repeat another in every column",
        remedy="Leave them out with SELECT DISTINCT if a row cannot occur twice",
        count=count,
        share=count / rows,
    )
    return (finding,)


def _orphans(engine: Engine, table: Table, column: Column, rows: int) -> list[CheckFinding]:
    target = column.references or ""
    key = TABLES[target].key[0]
    lost = (
        f'FROM {table.name} AS t WHERE t."{column.name}" IS NOT NULL AND NOT EXISTS '
        f'(SELECT 1 FROM {target} AS r WHERE r.{key} = t."{column.name}")'
    )
    count = _number(engine, f"SELECT COUNT(*) {lost}")
    if not count:
        return []
    named = engine.rows(f'SELECT DISTINCT t."{column.name}" {lost} ORDER BY 1 LIMIT {_EXAMPLES}')
    return [
        CheckFinding(
            table=table.name,
            kind="orphaned",
            severity="warning",
            message=f"{count:,} of {rows:,} rows have a {column.name} that is not in {target}",
            remedy=f"Complete {target}, or check that both files write ids in the same way",
            count=count,
            share=count / rows,
            examples=tuple(Example(str(value)) for (value,) in named),
        )
    ]


def _number(engine: Engine, sql: str) -> int:
    return int(engine.rows(sql)[0][0] or 0)
