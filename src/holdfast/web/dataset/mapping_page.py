"""The page on which a person sees how a file is read, column by column, and corrects it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError
from holdfast.service.dataset.sampling import Look, Reading, look, read
from holdfast.service.exports.sampling import DATE_FORMATS
from holdfast.tables import TABLES
from holdfast.values import dataclass
from holdfast.web.dataset.forms import MappingForm, date_words, label_of
from holdfast.web.dataset.mending import looked_through

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import BoundField
    from django.http import QueryDict

    from holdfast.service.dataset.sampling import Asked, ReadColumn
    from holdfast.tables import Column
    from holdfast.web.dataset.origins import Origin

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A canonical column on the page.

    Attributes:
        column: What it is.
        label: Its name in words.
        fields: Its fields of the form, by kind: ``from``, ``value``, ``form``, ``unit``.
        source: Column of the file that it is taken from; empty where it is none.
        meanings: Values of the file, and which of ours each is taken for (empty: none of them).
        samples: What stands in the file, and what is read of it; empty: nothing is understood.
        remark: What a person should look at.
        fault: What does not fit, as `mending` words it; empty where all does.
        is_open: Its further fields are shown at once.
    """

    column: Column
    label: str
    fields: Mapping[str, BoundField]
    source: str
    meanings: tuple[tuple[str, str], ...]
    samples: tuple[tuple[str, str], ...]
    remark: str
    fault: Mapping[str, Any]
    is_open: bool


@dataclass(frozen=True, slots=True)
class MappingPage:
    """All of it.

    Attributes:
        form: Bound where something was sent.
        look: Columns and first rows as they stand.
        lines: One for each canonical column.
        segments: Name of each column of the file to its first values, where further ones may be segments.
        rows: How many there are; None where they were not counted.
        error: Why nothing can be read; empty where it can.
    """

    form: MappingForm
    look: Look
    lines: tuple[ColumnLine, ...]
    segments: Mapping[str, tuple[str, ...]]
    rows: int | None
    error: str

    @property
    def faults(self) -> int:
        """How many columns have values that do not fit."""
        return sum(bool(line.fault) for line in self.lines)


def mapping_page(
    asked: Asked, sent: QueryDict | None, *, remarks: Mapping[str, str], found: Mapping[str, Any]
) -> MappingPage:
    """How the files are read by what was sent, else by the section that was asked.

    Args:
        asked: Files and section.
        sent: A form, or None.
        remarks: Column to what a person should look at.
        found: What was found in all rows by the section that was asked; they are read anew by what was sent.
    """
    error = ""
    try:
        seen = look(asked)
    except HoldfastError as failed:
        seen, error = Look((), ()), str(failed)
    form = MappingForm(sent, table=asked.table, section=asked.section, names=seen.names)
    chosen = form.chosen()
    reading = Reading((), {})
    if seen.names and (sent is None or form.is_valid()):
        decided = replace(asked, section=form.decided())
        found = found if sent is None else looked_through(decided)
        try:
            reading = read(decided, valued=_choices(asked.table, chosen))
        except HoldfastError as failed:
            error = _said(failed)
    lines = tuple(_lines(asked.table, form, chosen, reading, remarks, found))
    segments = {name: _of(seen, name) for name in form.segment_names}
    error = error or str(found.get("error", ""))
    return MappingPage(form, seen, lines, segments, found.get("rows"), error)


def _said(failed: HoldfastError) -> str:
    """What is wrong with a section: on the page it is mended by a choice, and not in a file."""
    if not failed.where.startswith("tables."):
        return str(failed)
    return f"{failed.found[:1].upper()}{failed.found[1:]}. Choose below where it comes from."


def _choices(table: str, chosen: Mapping[str, Origin]) -> list[str]:
    """Columns of the file whose values have to be ours."""
    kinds = (column for column in TABLES[table].columns if column.values)
    return [chosen[column.name].column for column in kinds if chosen[column.name].column]


def _lines(  # noqa: PLR0913, PLR0917 - what a line is made of
    table: str,
    form: MappingForm,
    chosen: Mapping[str, Origin],
    reading: Reading,
    remarks: Mapping[str, str],
    found: Mapping[str, Any],
) -> Iterator[ColumnLine]:
    read_columns = {one.name: one for one in reading.columns}
    faults = {one["column"]: one for one in found.get("faults", ())}
    for column in TABLES[table].columns:
        origin = chosen[column.name]
        kinds = ("from", "value", "form", "unit")
        fields = {
            kind: form[f"{kind}_{column.name}"] for kind in kinds if f"{kind}_{column.name}" in form.fields
        }
        one = read_columns.get(column.name)
        is_read = origin.is_given or column.name == "currency"  # the company's, where the file has none
        pairs = _pairs(column, one) if one and is_read else ()
        fault = faults.get(column.name, {})
        meanings = _meanings(column, origin, reading.values.get(origin.column, ()))
        is_unclear = any(not ours for _, ours in meanings)
        is_wrong = any(field.errors for field in fields.values())
        remark = remarks.get(column.name) or (remarks.get("amount", "") if column.is_money else "")
        yield ColumnLine(
            column,
            label_of(column),
            fields,
            origin.column,
            meanings,
            pairs,
            _worded(remark),
            fault,
            is_open=bool(fault or is_unclear or is_wrong or remark or origin.value),
        )


def _meanings(column: Column, origin: Origin, theirs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    known = dict(origin.values)

    def ours(value: str) -> str:
        plain = value.strip().lower()
        return known.get(value) or (plain if plain in column.values else "")

    return tuple((one, ours(one)) for one in theirs) if column.values and not column.is_open else ()


def _pairs(column: Column, one: ReadColumn) -> tuple[tuple[str, str], ...]:
    """What stands in the file and what is read of it, instants to the second."""
    made = [value.partition(".")[0] if column.type == "ts" else value for value in one.values]
    return tuple(zip(one.raw, made, strict=True))[:_SHOWN]


def _worded(remark: str) -> str:
    """With examples in the place of forms of dates."""
    for form in sorted(DATE_FORMATS, key=len, reverse=True):
        remark = remark.replace(form, date_words(form))
    return remark


def _of(seen: Look, name: str) -> tuple[str, ...]:
    at = seen.names.index(name)
    return tuple(dict.fromkeys(row[at] for row in seen.rows if row[at]))[:_SHOWN]
