"""Leavers from CSV with a header, parted by comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.service.leavers_fields import FieldNames, leaver_of

if TYPE_CHECKING:
    from holdfast.review.leavers.model import Leaver

_SEPARATORS = ",;\t"


def read_csv(text: str, *, name: str) -> tuple[list[Leaver], tuple[str, ...]]:
    """One leaver a row, and a sentence on the columns that were not used.

    Raises:
        InputError: No column of reasons, a column twice, a row with more fields than the header.
    """
    rows = _rows(text, name=name)
    header = rows[0][1] if rows else []
    fields = [FieldNames.of(cell) for cell in header]
    _check_header(header, fields, name=name)
    found = [
        leaver_of(_fields(row, fields, place=place), place=place)
        for number, row in rows[1:]
        if any(cell.strip() for cell in row)
        for place in (f"{name}, line {number}",)
    ]
    unused = [
        cell.strip() for cell, field in zip(header, fields, strict=True) if field is None and cell.strip()
    ]
    return found, (f"Columns of {name} that were not used: {', '.join(unused)}.",) if unused else ()


def _rows(text: str, *, name: str) -> list[tuple[int, list[str]]]:
    """Rows with the line each begins on; blank lines before the header are passed over."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            if row and (rows or any(cell.strip() for cell in row)):
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{name}, line {line}",
            f"not valid CSV ({error})",
            "quotation marks that open and close, and doubled ones inside",
            "Correct the quotation marks of that row",
        ) from error
    return rows


def _check_header(header: list[str], fields: list[str | None], *, name: str) -> None:
    if "reason" not in fields:
        found = ", ".join(cell.strip() for cell in header)[:200] or "nothing"
        raise InputError(
            f"{name}, line 1",
            f"no column with the reason; the header is: {found}",
            f"columns such as {FieldNames.KNOWN}",
            "Name one column 'reason'",
        )
    twice = next((field for field in fields if field is not None and fields.count(field) > 1), None)
    if twice is not None:
        columns = [cell.strip() for cell, field in zip(header, fields, strict=True) if field == twice]
        raise InputError(
            f"{name}, line 1",
            f"{len(columns)} columns for one thing: {', '.join(columns)}",
            f"one column for '{twice}'",
            "Remove or rename the others",
        )


def _fields(row: list[str], fields: list[str | None], *, place: str) -> dict[str, str]:
    if len(row) > len(fields) and any(cell.strip() for cell in row[len(fields) :]):
        raise InputError(
            place,
            f"{len(row)} fields under a header of {len(fields)}",
            "as many fields as the header has",
            "Put a reason that holds the separator in quotation marks",
        )
    return {field: cell for field, cell in zip(fields, row, strict=False) if field is not None}
