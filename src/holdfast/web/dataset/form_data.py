"""A mapping as a program states it, as the form that a person would send: read and checked as that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import QueryDict

from holdfast.errors import InputError
from holdfast.service.dataset.sampling import look
from holdfast.tables import TABLES
from holdfast.values import dataclass
from holdfast.web.dataset.forms import FROM_FILE, SAME, MappingForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.service.dataset.sampling import Asked
    from holdfast.web.dataset.origins import Origin

_OF_COLUMN = ("from", "value", "form", "unit")
"""Kinds of fields that a canonical column has."""


@dataclass(frozen=True, slots=True)
class StatedMapping:
    """What shall be otherwise than the section says.

    Attributes:
        columns: Canonical column to its origin; those that are not named stay.
        segments: Columns of the file that are segments; None leaves them.
        settings: ``time_zone``, ``decimal_mark`` and ``encoding``; those that are not named stay.
    """

    columns: Mapping[str, Origin]
    segments: Sequence[str] | None
    settings: Mapping[str, str]


def form_data(asked: Asked, stated: StatedMapping) -> QueryDict:
    """The form of a mapping as it would be sent.

    Args:
        asked: Files, and the section as it is proposed or stands.
        stated: What is changed of it.

    Raises:
        InputError: The table has no such column, or the files cannot be read.
        SourceError: The disk failed.
    """
    known, names = TABLES[asked.table], look(asked).names
    _refuse_unknown(asked.table, stated, names)
    form = MappingForm(None, table=asked.table, section=asked.section, names=names)
    data = QueryDict(mutable=True)
    for column in known.columns:
        _write(data, column.name, stated.columns.get(column.name) or form.origins[column.name])
    own = [one.column for name, one in form.origins.items() if known.column(name) is None and one.column]
    data.setlist("segments", own if stated.segments is None else list(stated.segments))
    data.update(dict(stated.settings))
    return data


def refuse_unsaid(form: MappingForm) -> None:
    """Refuse a mapping that cannot be used as it was sent.

    Raises:
        InputError: The first thing that is wrong, with the column or setting that it is wrong with.
    """
    for field, errors in form.errors.items():
        kind, _, name = field.partition("_")
        where = f"columns.{name}" if kind in _OF_COLUMN else field
        found, _, remedy = str(errors[0]).rstrip(".").partition(". ")
        raise InputError(where, found, "", remedy or "Correct it")


def _refuse_unknown(table: str, stated: StatedMapping, names: Sequence[str]) -> None:
    known, here = TABLES[table], {one.casefold() for one in names}
    for name, origin in stated.columns.items():
        if known.column(name) is None:
            expected = ", ".join(one.name for one in known.columns)
            raise InputError(f"columns.{name}", f"{table} has no such column", expected, "Name one of them")
        if not origin.is_given and name in here:
            found = "the file has a column of this name, which is read"
            raise InputError(f"columns.{name}", found, "another column or a value", "Say where it comes from")
    if stated.segments and table != "customers":
        raise InputError("segments", f"{table} has none", "none", "Segments are columns of customers")


def _write(data: QueryDict, name: str, origin: Origin) -> None:
    data[f"from_{name}"] = f"{FROM_FILE}{origin.column}" if origin.column else SAME if origin.value else ""
    data[f"value_{name}"] = origin.value
    data[f"form_{name}"] = origin.date_format
    data[f"unit_{name}"] = "decimal" if origin.is_decimal else "minor"
    data[f"meant_{name}"] = origin.column
    data.setlist(f"theirs_{name}", [theirs for theirs, _ in origin.values])
    data.setlist(f"ours_{name}", [ours for _, ours in origin.values])
