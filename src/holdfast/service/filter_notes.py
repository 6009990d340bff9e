"""What to say where nobody is counted because nobody has what a filter asks for."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from holdfast.metrics import Request
    from holdfast.service.workspace import Workspace

_MOST_NAMED = 12


def filter_notes(workspace: Workspace, request: Request) -> tuple[str, ...]:
    """One sentence for each filter none of whose values a customer has; one query for each filter.

    Raises:
        SourceError: The engine failed.
    """
    notes = []
    for column, asked in request.filters.items():
        present = _values(workspace, request, column)
        if present and not set(present) & set(asked):
            wanted = " or ".join(asked)
            notes.append(f"No customer has {column} {wanted}. {_instead(column, asked, present)}")
    return tuple(notes)


def _values(workspace: Workspace, request: Request, column: str) -> tuple[str, ...]:
    """Values that customers have there; none where they are too many to name."""
    from holdfast.metrics.batch.measuring import cells_by_value  # noqa: PLC0415 - SQLGlot is for measuring only

    try:
        cells = cells_by_value(workspace.engine, replace(request, by=(column,), filters={}))
    except InputError:
        return ()
    return tuple(value for (value,) in cells.values) if cells else ()


def _instead(column: str, asked: tuple[str, ...], present: tuple[str, ...]) -> str:
    folded = {value.casefold(): value for value in present}
    near = [
        folded[found]
        for value in asked
        for found in get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    ]
    if near:
        return f"Did you mean {' or '.join(dict.fromkeys(near))}?"
    named = ", ".join(present[:_MOST_NAMED])
    more = len(present) - _MOST_NAMED
    return f"{column} is one of {named}{f' and {more:,} more' if more > 0 else ''}."
