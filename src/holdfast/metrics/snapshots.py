"""Paying customers on given days: what was known of each then, and whether it left within a horizon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.measuring import resolve
from holdfast.metrics.panel import first_digits
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable
from holdfast.metrics.request import NONE
from holdfast.records.snapshot import SnapshotPanel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.metrics.emit.snapshots import Asked
    from holdfast.metrics.protocol import Cell, Engine
    from holdfast.metrics.request import Request
    from holdfast.records.snapshot import Known

    Column = NDArray[np.float64]
    Texts = NDArray[np.object_]

_ALL = 16**6
_SLICE = 400_000
"""Rows that are turned from Python's values into arrays at once: more would take most of the memory."""
_LEAST_HISTORY = 28
"""Days that a table must reach back before its figures count."""
_DAY = 86_400e6
_HOUR = 3_600e6
_UNITS = 720.0
_FIXED = 9


@dataclass(frozen=True, slots=True)
class Looks:
    """Which days, how far ahead, and what to look at.

    Attributes:
        snapshots: Local dates, in order.
        horizon_days: After which it is seen who left.
        known: Figures of further tables.
        most_rows: About how many rows to return at most; above it customers are drawn in the engine.
    """

    snapshots: tuple[date, ...]
    horizon_days: int
    known: tuple[Known, ...] = ()
    most_rows: int = 5_000_000


def snapshot_panel(engine: Engine, request: Request, looks: Looks) -> SnapshotPanel:
    """One row per paying customer and day, by day and customer: all that `snapshot_panels` gives, in one.

    Raises:
        InputError: As `snapshot_panels`.
        SourceError: As `snapshot_panels`.
    """
    parts = list(snapshot_panels(engine, request, looks))
    first = parts[0]
    if len(parts) == 1:
        return first
    customers = np.concatenate([part.customer_id for part in parts])
    number = np.concatenate([part.snapshot for part in parts])
    order = np.lexsort((customers.astype(str), number))
    return replace(
        first,
        customer_id=customers[order],
        snapshot=number[order],
        left=np.concatenate([part.left for part in parts])[order],
        monthly_minor=np.concatenate([part.monthly_minor for part in parts])[order],
        columns={
            name: np.concatenate([part.columns[name] for part in parts])[order] for name in first.columns
        },
        segments={
            name: np.concatenate([part.segments[name] for part in parts])[order] for name in first.segments
        },
    )


def snapshot_panels(engine: Engine, request: Request, looks: Looks) -> Iterator[SnapshotPanel]:
    """The same in slices of at most 400,000 rows; a query for each, and one to count them.

    Figures whose table or column the engine does not have are left out. A customer that pays on the day has
    left when it pays on the day after the horizon no longer, as in logo churn.

    Args:
        engine: The database.
        request: Of logo churn, by which customers count as paying; its segments become columns.
        looks: See `Looks`.

    Raises:
        InputError: Subscriptions are not mapped, or a segment is not known.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request)
    asked = _asked(engine, request, looks)
    from holdfast.metrics.emit.snapshots import render_counts  # noqa: PLC0415 - SQLGlot, as for measuring

    begins = _begins(engine, asked)
    total = sum(int(n or 0) for _, n in engine.rows(render_counts(asked)))
    share = min(1.0, looks.most_rows / total) if total else 1.0
    for rows in _slices(engine, asked, total, share):
        yield _unknown_before(_panel(rows, asked, share), asked.known, begins)


def paid_currencies(engine: Engine, request: Request) -> tuple[str, ...]:
    """The currencies that customers pay in; one query.

    Raises:
        InputError: Subscriptions are not mapped.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request)
    plan = plan_of(request.declared, resolve(engine, request))
    from holdfast.metrics.emit import currencies  # noqa: PLC0415 - SQLGlot, as for measuring
    from holdfast.metrics.emit.rendering import text_of  # noqa: PLC0415 - as above

    if "currency" not in engine.columns("subscriptions"):
        return ()
    query = currencies.query(plan, plan.metric.form.population, "currency")
    return tuple(sorted(str(name) for name, _ in engine.rows(text_of(query, engine.dialect))))


def _asked(engine: Engine, request: Request, looks: Looks) -> Asked:
    from holdfast.metrics.emit.snapshots import NOTICE, Asked, Days  # noqa: PLC0415 - as above

    plan = plan_of(request.declared, resolve(engine, request))
    form = plan.metric.form
    if not isinstance(form, Standing):
        raise TypeError(f"{request.metric} has no spans that are paid for")
    return Asked(
        plan=plan,
        form=form,
        dialect=engine.dialect,
        days=Days(looks.snapshots, looks.horizon_days),
        known=tuple(one for one in looks.known if has_columns(engine, one)),
        has_notice=NOTICE in engine.columns("subscriptions"),
    )


def has_columns(engine: Engine, known: Known) -> bool:
    """The engine has the table and all that the figure reads of it.

    Where no row ever ended, the end was not exported: open ones cannot be told from others.
    """
    there = engine.columns(known.table)
    if "customer_id" not in there or any(column not in there for column in known.columns):
        return False
    return known.figure != "open" or known.of is None or _is_ever_filled(engine, known.table, known.of)


def _is_ever_filled(engine: Engine, table: str, column: str) -> bool:
    return bool(engine.rows(f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL LIMIT 1"))  # noqa: S608 - our own names


def _slices(engine: Engine, asked: Asked, total: int, share: float) -> Iterator[Sequence[tuple[Cell, ...]]]:
    from holdfast.metrics.emit.snapshots import render_snapshots  # noqa: PLC0415 - SQLGlot, as for measuring

    count = max(1, -(-int(total * share) // _SLICE))
    ends = [first_digits(share * number / count) for number in range(count + 1)]
    for first, below in zip([None, *ends[1:-1]], ends[1:], strict=True):
        days = replace(asked.days, first=first, below=below)
        yield engine.rows(render_snapshots(replace(asked, days=days)))


def _begins(engine: Engine, asked: Asked) -> Mapping[tuple[str, str], date | None]:
    """Local date of the first row of each table; one small query for each."""
    from holdfast.metrics.emit.snapshots import render_begin  # noqa: PLC0415 - SQLGlot, as for measuring

    found: dict[tuple[str, str], date | None] = {}
    for table, at in {(one.table, one.at): None for one in asked.known}:
        [[day]] = engine.rows(render_begin(asked, table, at))
        found[table, at] = None if day is None else date.fromisoformat(str(day))
    return found


def _unknown_before(
    panel: SnapshotPanel, known: Sequence[Known], begins: Mapping[tuple[str, str], date | None]
) -> SnapshotPanel:
    """Figures of days before their table begins are not known, which is not the same as none."""
    columns = dict(panel.columns)
    for one in known:
        first = begins[one.table, one.at]
        early = [
            n for n, day in enumerate(panel.snapshots) if first is None or (day - first).days < _LEAST_HISTORY
        ]
        if early:
            columns[one.name] = np.where(np.isin(panel.snapshot, early), np.nan, columns[one.name])
    return replace(panel, columns=columns)


def _texts(column: Sequence[Cell]) -> Texts:
    """Each text once: a million customers have few of them."""
    known: dict[Cell, str] = {}
    return np.array([known.setdefault(v, NONE if v is None else str(v)) for v in column], dtype=object)


def _panel(rows: Sequence[tuple[Cell, ...]], asked: Asked, share: float) -> SnapshotPanel:
    segments = asked.plan.request.by
    width = _FIXED + len(segments) + len(asked.known)
    cells = list(zip(*rows, strict=True)) or [()] * width
    customers = np.array(cells[0], dtype=object)
    number, left, money, before, interval, started, first, notice = map(_numbers, cells[1:_FIXED])
    figures = [_numbers(column) for column in cells[_FIXED + len(segments) :]]
    columns = {
        "monthly_before": before / _UNITS,
        "interval_months": interval,
        "paid_span_days": started / _DAY,
        "tenure_days": first / _DAY,
        "gave_notice": notice,
        **_figures(asked.known, figures),
    }
    order = np.lexsort((customers.astype(str), number))
    texts = zip(segments, cells[_FIXED:], strict=False)
    return SnapshotPanel(
        horizon_days=asked.days.horizon_days,
        snapshots=asked.days.snapshots,
        as_of=asked.plan.request.as_of,
        customer_id=customers[order],
        snapshot=number[order].astype(np.int64),
        left=left[order],
        monthly_minor=money[order] / _UNITS,
        columns={name: column[order] for name, column in columns.items()},
        segments={name: _texts(column)[order] for name, column in texts},
        sampled_share=share,
    )


def _numbers(column: Sequence[Cell]) -> Column:
    return np.array(column, dtype=np.float64)


def _figures(known: Sequence[Known], columns: Sequence[Column]) -> Mapping[str, Column]:
    """Counts are 0 where there is no row; days, hours and totals are not known there."""
    found = {}
    for one, column in zip(known, columns, strict=True):
        if one.figure in {"count", "known", "open"}:
            found[one.name] = np.nan_to_num(column)
        else:
            unit = {"since": _DAY, "wait": _HOUR}.get(one.figure, 1.0)
            found[one.name] = column / unit
    return found
