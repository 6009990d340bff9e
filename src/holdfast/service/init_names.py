"""Recognise tables and columns by the names that exports give them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEAST_PART = 4
# Words of a file's name that say nothing of what it holds.
_NOISE = re.compile(
    r"\d+\w{0,2}|q[1-4]|h[12]|v\d+|exports?|exported|lists?|all|data|dump|reports?|table|full|raw|latest|final|copy|from|to"
)


def table_of(file_stem: str) -> str | None:
    """The canonical table that a file's name speaks of; None where it speaks of none or of several."""
    plain = _plain(re.sub(r"[\d_-]+$", "", file_stem))
    return _named(plain) or _named(_bare(file_stem))


def leaving_column(found: Sequence[str]) -> str | None:
    """The column of a list of customers that says when each left; None where there is none."""
    plain = {_plain(column): column for column in reversed(found)}
    return next((plain[one] for one in _synonyms()["leaving"]["left_at"] if one in plain), None)


def _bare(file_stem: str) -> str:
    """A file's name without dates and words like export."""
    words = [word for word in re.split(r"[\W_]+", file_stem.casefold()) if word]
    return "".join(word for word in words if not _NOISE.fullmatch(word))


def _named(plain: str) -> str | None:
    exact = [
        table for table, names in _synonyms()["tables"].items() if plain in names or plain == _plain(table)
    ]
    if exact:
        return exact[0]
    # ravenstack_support_tickets: the longest known name at the end wins.
    ends = [
        (len(name), table)
        for table, names in _synonyms()["tables"].items()
        for name in names
        if len(name) >= _LEAST_PART and plain.endswith(name)
    ]
    return max(ends)[1] if ends else None


def columns_of(table: str, found: Sequence[str]) -> dict[str, str]:
    """Canonical name to the file's name of the columns that are recognised; no file column is used twice.

    A decimal amount is recognised as ``amount``, minor units as ``amount_minor``.
    """
    chosen: dict[str, str] = {}
    for name in _wanted(table):
        match = _match(table, name, [column for column in found if column not in chosen.values()])
        if match is not None and not (name == "amount" and "amount_minor" in chosen):
            chosen[name] = match
    return chosen


def _wanted(table: str) -> tuple[str, ...]:
    names = [column.name for column in TABLES[table].columns]
    return tuple(names + ["amount"] * ("amount_minor" in names))


def _match(table: str, name: str, found: Sequence[str]) -> str | None:
    plain = {_plain(column): column for column in reversed(found)}
    columns = _synonyms()["columns"]
    own = columns.get(table, {})
    candidates = [_plain(name), *_listed(own, name), *_listed(columns, name)]
    return next((column for one in candidates if (column := _fitting(one, plain)) is not None), None)


def _fitting(candidate: str, plain: Mapping[str, str]) -> str | None:
    """The column of this name; a name that ends with a star is the beginning of one, as of a question."""
    if not candidate.endswith("*"):
        return plain.get(candidate)
    return next((column for name, column in plain.items() if name.startswith(candidate[:-1])), None)


def _listed(names: Mapping[str, object], name: str) -> list[str]:
    listed = names.get(name)
    return [str(item) for item in listed] if isinstance(listed, list) else []


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


@cache
def _synonyms() -> dict[str, dict[str, dict[str, list[str]]]]:
    text = resources.files("holdfast.service").joinpath("init_synonyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
