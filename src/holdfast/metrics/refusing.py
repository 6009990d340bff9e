"""What stands in the way of measuring: a table, a column or a segment that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.declaration import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.forms.model import Columns
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request

MOST_VALUES = 1_000
"""Of a segment: beyond as many, what comes back is no table that anybody reads."""
_NOT_SEGMENTS = frozenset({"customer_id", "parent_id", "signed_at", "free_since"})


def refuse_unmeasurable(engine: Engine, request: Request) -> None:
    """Nothing, where the engine has all that the request reads.

    Raises:
        InputError: Metric, parameter, table, column or segment is not there; the message says what to map.
    """
    declared = request.declared.as_asked(request.parameters)
    card = declared.card
    wanted = (*request.by, *request.filters)
    for table in card.tables:
        if not engine.columns(table):
            raise _missing(request.metric, table)
    for table, column in (*declared.form.columns_read(), *_of_persons(declared, request)):
        if column not in engine.columns(table):
            raise InputError(
                request.metric,
                f"table {table!r} has no column {column!r}",
                "the columns that the metric reads",
                f"Map {table}.{column} in holdfast.toml",
            )
    if wanted and not engine.columns("customers"):
        raise _missing(f"{request.metric} by {', '.join(wanted)}", "customers")
    refuse_unknown_segments(engine, request)
    for column, values in request.filters.items():
        if not values:
            raise InputError(f"filter {column}", "no value was given", "at least one", "Leave the filter out")


def refuse_unknown_segments(engine: Engine, request: Request) -> None:
    """Nothing, where all that the request cuts and filters by is a segment, or there are no customers at all.

    Raises:
        InputError: A column of customers is not there, or is none to cut by; the message has the nearest.
    """
    wanted = (*request.by, *request.filters)
    columns = engine.columns("customers") if wanted else {}
    if columns:
        _refuse_columns(wanted, {**columns, **dict.fromkeys(request.expressions, "text")})


class ManyValuesError(InputError):
    """A segment has more values than a reader can use."""


def _of_persons(declared: Metric, request: Request) -> Columns:
    """What counting persons reads beyond what counting customers does."""
    _, values = declared.settings(request.parameters)
    is_person = dict(values).get("actor") == "person"
    return ((declared.form.population.table, "person_id"),) if is_person else ()


def refuse_many_values(engine: Engine, request: Request) -> None:
    """Nothing, where no segment has more values than a reader can use. One small query on customers alone.

    Raises:
        ManyValuesError: One has more than 1,000; the message says how many.
        SourceError: The database refused or failed.
    """
    if not request.by:
        return
    from holdfast.metrics.emit.rendering import render_values  # noqa: PLC0415 - SQLGlot is loaded by measuring only

    [counts] = engine.rows(render_values(request, engine.dialect))
    for name, count in zip(request.by, counts, strict=True):
        if int(count or 0) > MOST_VALUES:
            raise ManyValuesError(
                f"segment {name}",
                f"it has {int(count or 0):,} values",
                f"at most {MOST_VALUES:,}",
                "Group them by an expression under [segments.expressions], or ask for one by a filter",
            )


def _refuse_columns(wanted: Iterable[str], columns: Mapping[str, str]) -> None:
    for column in wanted:
        if column not in columns or column in _NOT_SEGMENTS:
            raise unknown("segment column of customers", column, set(columns) - _NOT_SEGMENTS)


def _missing(what: str, table: str) -> InputError:
    return InputError(
        what, f"there is no table {table!r}", f"the canonical table {table}", f"Map {table} in holdfast.toml"
    )
