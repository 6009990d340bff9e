"""Canonical tables as views of one query: written before it as WITH; the database is left as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SOURCE_PREFIX = "holdfast_from_"
"""Begins the name under which a view reads its source."""


@dataclass(frozen=True, slots=True)
class View:
    """One canonical table over a company's own tables.

    Attributes:
        sql: Its SELECT; reads ``holdfast_from_<table>`` where it has a source, else other views.
        columns: Column names with text, int, bool or ts.
        source: SELECT over the database, or None.
        reads: Views that it reads.
        prepare: Called once before the first query that mentions it; raises where its values do not fit.
    """

    sql: str
    columns: Mapping[str, str]
    source: str | None = None
    reads: tuple[str, ...] = ()
    prepare: Callable[[], None] | None = None


def mentioned(sql: str, views: Mapping[str, View]) -> tuple[str, ...]:
    """Names of the views that a text may read, those that they read themselves first.

    Words are compared, not a parsed tree: a view too many costs little, one too few would let the query read
    a table of the database that happens to have its name.
    """
    words = set(re.findall(r"\w+", sql))
    found: dict[str, None] = {}
    for name in (known for known in views if known in words):
        found |= dict.fromkeys((*views[name].reads, name))
    return tuple(sorted(found, key=lambda name: bool(views[name].reads)))


def with_views(sql: str, views: Mapping[str, View]) -> str:
    """The text that runs: the query behind the views it mentions, or the query alone where it mentions none.

    Sources come first, under names of their own: no query of the user sees a canonical table by accident.
    NOT MATERIALIZED lets the planner treat each as what it is, a view, also where it is read twice.
    """
    names = mentioned(sql, views)
    if not names:
        return sql
    parts = [
        (f"{SOURCE_PREFIX}{name}", source) for name in names if (source := views[name].source) is not None
    ]
    parts += [(name, views[name].sql) for name in names]
    listed = ",\n".join(f"{name} AS NOT MATERIALIZED (\n{text}\n)" for name, text in parts)
    # One WITH cannot follow another; a query that begins with one stands in a FROM of its own.
    is_nested = sql.lstrip("( \n\t").upper().startswith("WITH")
    query = f"SELECT * FROM (\n{sql}\n) AS answer" if is_nested else f"(\n{sql}\n)"
    return f"WITH {listed}\n{query}"
