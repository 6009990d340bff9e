"""Columns of raw sources that checks look for by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.checks.look import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_START = re.compile(r"(start|signup|signed|begin|opened|submitted|created|raised)")
_END = re.compile(
    r"(^end|ended|enddate|churned|churndate|cancel+ed(at|on|date)|closed|solved|resolved|finished)"
)
_SPAN_END = re.compile(r"(^end|ended|enddate|churned|churndate)")
# Whom a row is about, which is its own id in one file only: there the table's key is checked.
_OTHERS = frozenset(
    f"{who}id"
    for who in ("customer", "account", "client", "company", "organization", "user", "person", "contact")
)
# "created_at" and "Closed On", but neither "what" nor "reason".
_INSTANT = re.compile(r"(?:date|time|timestamp|day|[\W_]at|[\W_]on)$", re.IGNORECASE)
_INSTANT_CAMEL = re.compile(r"[a-z](?:At|On)$")


def start_column(names: Sequence[str]) -> str | None:
    """The column that says when a row's matter began, or None."""
    return next((name for name in names if _is_instant(name) and _START.search(plain(name))), None)


def end_column(names: Sequence[str]) -> str | None:
    """The column that says when a row's matter ended, or None."""
    return next((name for name in names if _is_instant(name) and _END.search(plain(name))), None)


def span_end_column(names: Sequence[str]) -> str | None:
    """The column that says when a span ended, or None: after a notice or a solution much goes on."""
    return next((name for name in names if _is_instant(name) and _SPAN_END.search(plain(name))), None)


def instant_column(names: Sequence[str]) -> str | None:
    """The first column whose name is that of an instant, or None."""
    return next((name for name in names if _is_instant(name)), None)


def id_column(names: Sequence[str]) -> str | None:
    """The id of the rows themselves, which stands first where a file has one; else None."""
    first = names[0] if names else ""
    if plain(first) in _OTHERS:
        return None
    return first if re.fullmatch(r"(.*[\W_])?(id|ID|Id)|.*[a-z](Id|ID)", first) else None


def instant(name: str, row: str) -> str:
    """SQL of the instant of a column; null where the text is no ISO date."""
    return f"TRY_CAST({row}.{quoted(name)} AS TIMESTAMP)"


def day(name: str, row: str) -> str:
    """SQL of the date of a column, as it is written; null where the text is no ISO date."""
    return f"CAST({instant(name, row)} AS DATE)"


def number(name: str, row: str) -> str:
    """SQL of the number of a column; null where the text is none."""
    return f"TRY_CAST({row}.{quoted(name)} AS DECIMAL(28, 6))"


def _is_instant(name: str) -> bool:
    return bool(_INSTANT.search(name) or _INSTANT_CAMEL.search(name))
