"""What DuckDB says about a file it cannot read, as one message for the person who exported it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError, InputError

if TYPE_CHECKING:
    from holdfast.errors import SourceError

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_FILE = re.compile(r"^\s*file = (.+)$", re.MULTILINE)
_FIELDS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_ORIGINAL = re.compile(r"Original Line: (.*)")
_JSON = re.compile(r'Malformed JSON in file "(.+?)", at byte (\d+) in (?:line|record/value) (\d+)')
_PARQUET = re.compile(r"'?([^'\"\n]+?)'?:? (?:too small to be a Parquet file|.*magic bytes)")
_SHOWN = 60


def readable_error(error: SourceError, where: str) -> HoldfastError:
    """The error itself where nothing is known of it, else an InputError that names file, row and remedy."""
    said = str(error.__cause__ or error)
    for explain in (_csv, _json, _parquet):
        explained = explain(said, where)
        if explained:
            return explained
    return error


def _csv(said: str, where: str) -> InputError | None:
    line = _LINE.search(said)
    if not line:
        return None
    file = _FILE.search(said)
    name = Path(file[1].strip()).name if file else where
    place = f"{name}, row {line[1]}"
    fields = _FIELDS.search(said)
    if fields:
        return _shifted(place, int(fields[1]), int(fields[2]), _ORIGINAL.search(said))
    if "unicode" in said:
        remedy = f'Save the file as UTF-8, or write encoding = "latin-1" for {where}'
        return InputError(place, "the text is not in UTF-8", "one encoding, UTF-8 unless declared", remedy)
    if "quote" in said:
        return InputError(
            place, "a quote is opened and not closed", 'quotes in pairs, "" inside', "Export it again"
        )
    reason = said.split("\n")[2] if said.count("\n") > 1 else said
    return InputError(
        place, f"the row cannot be read ({reason[:_SHOWN]})", "a plain CSV row", "Correct the row"
    )


def _shifted(place: str, expected: int, count: int, original: re.Match[str] | None) -> InputError:
    shown = f" ({original[1][:_SHOWN]!r})" if original else ""
    found = f"the row has {count} fields{shown}" if count != 1 else f"the row has 1 field{shown}"
    remedy = "Put text that holds the delimiter in quotes, or correct the row"
    return InputError(place, found, f"{expected}, as in the header", remedy)


def _json(said: str, where: str) -> InputError | None:
    found = _JSON.search(said)
    if not found:
        return None
    place = f"{Path(found[1]).name}, record {found[3]}"
    return InputError(
        place,
        f"the JSON breaks off or is malformed (byte {found[2]})",
        "one object a record",
        f"Export it again ({where})",
    )


def _parquet(said: str, where: str) -> InputError | None:
    if "arquet" not in said or ("too small" not in said and "magic" not in said):
        return None
    found = _PARQUET.search(said)
    name = Path(found[1].split("File ")[-1].strip("' ")).name if found else where
    return InputError(
        name, "it is not a Parquet file", "a Parquet file, as its name promises", "Export it again"
    )
