"""Taking in a file: written beside the data, read through, and proposed as a table. Nothing is used yet."""

from __future__ import annotations

import csv
import io
import shutil
import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction

from holdfast.connect.arriving import WORKBOOK, Arriving, plain_name
from holdfast.errors import InputError
from holdfast.service.dataset.proposing import Proposal, pattern, propose
from holdfast.service.dataset.sampling import Asked
from holdfast.web.audit.actions import record
from holdfast.web.dataset import places
from holdfast.web.dataset.mending import looked_through, storable
from holdfast.web.dataset.models import Arrival
from holdfast.web.dataset.stated import Stated, is_many, means, stated
from holdfast.web.exchange.workbook import workbook_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.connect.sources.files.model import Encoding
    from holdfast.web.audit.actions import Actor

_LARGEST_WORKBOOK = 30_000_000
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 500
_LATIN = "the text is not UTF-8 and is read as Latin-1: look whether names with accents are right"
NEW_COMPANY: Mapping[str, Any] = {"name": "Your company", "time_zone": "UTC", "currency": "EUR"}
"""Stands in while a file is looked at and there is no workspace file yet."""


def begin(name: str) -> tuple[uuid.UUID, Arriving]:
    """A file to write into, under a key of its own.

    Raises:
        InputError: Its name does not do.
        SourceError: The disk refuses.
    """
    key = uuid.uuid4()
    return key, Arriving(places.incoming(key), plain_name(name), most=places.most_bytes())


def receive(actor: Actor, name: str, chunks: Iterable[bytes]) -> Arrival:
    """Take in a file that comes in pieces.

    Raises:
        InputError: It is too large, empty, or of a form that cannot be read.
        SourceError: The disk refuses. Nothing of the file stays in either case.
    """
    key, arriving = begin(name)
    with arriving:
        for one in chunks:
            arriving.write(one)
        arriving.finish()
        return keep(actor, key, arriving)


def keep(actor: Actor, key: uuid.UUID, arriving: Arriving) -> Arrival:
    """Note a file that was written, with how it could be read.

    Raises:
        InputError: Its header cannot be read.
        SourceError: The disk failed.
    """
    if arriving.place.suffix == WORKBOOK:
        key, arriving = _first_sheet(arriving)
    with arriving:
        return _noted(actor, key, arriving)


def _noted(actor: Actor, key: uuid.UUID, arriving: Arriving) -> Arrival:
    told, name = stated(), arriving.place.name
    made = proposed(told, arriving, told.table_reading(name))
    row = Arrival(
        key=key,
        name=name,
        size=arriving.size,
        digest=arriving.digest,
        by=actor.person,
        at=actor.at,
        **_fields(made),
        parts=_parts_of(key, name, made.sources) if told.table_reading(name) else {},
    )
    if storable(_fields(made)) != _fields(made):
        remedy = "Rename the column, or export it again"
        raise InputError(row.name, "a name of a column holds a NUL character", "a readable name", remedy)
    row.found = looked_through(asked_of(row, told, row.section, row.sources)) if row.table else {}
    with transaction.atomic():
        for older in Arrival.objects.filter(name=row.name, state="waiting", by=actor.person):
            drop_arrived(older)
        row.save()
        did = "uploaded file" if actor.person else "pulled file"
        record(actor, did, row, {"bytes": (None, row.size), "table": (None, row.table)})
    return row


def drop_arrived(row: Arrival) -> None:
    """Leave nothing of a file that waits."""
    Arrival.objects.filter(pk=row.pk).update(state="dropped")
    shutil.rmtree(places.incoming(row.key), ignore_errors=True)


def propose_again(row: Arrival, table: str) -> None:
    """Propose a waiting file as another table, which somebody chose."""
    made = propose(places.waiting(row), encoding=encoding_of(row), table=table)
    for name, value in _fields(made).items():
        setattr(row, name, value)
    row.parts = {}
    row.found = looked_through(asked_of(row, stated(), row.section, row.sources))
    row.save()


def proposed(told: Stated, arriving: Arriving, table: str) -> Proposal:
    """How a file may be read: as the table that reads files of its name does, else as names and values say.

    Raises:
        InputError: Its header cannot be read.
    """
    if table:
        section = told.tables[table]
        return Proposal(table, section, told.sources_of(section), "", {})
    encoding: Encoding = arriving.encoding
    made = propose(arriving.place, encoding=encoding)
    if encoding == "latin-1" and "encoding" in made.section:
        asked = made.remarks.get("", "")
        said = f"{_LATIN}; {asked}" if asked else _LATIN
        return Proposal(made.table, made.section, made.sources, made.origin, {**made.remarks, "": said})
    return made


def encoding_of(row: Arrival) -> Encoding:
    """What the text of a file is in."""
    said = [row.section.get("encoding"), *(one.get("encoding") for one in row.sources.values())]
    found: Encoding = next((one for one in said if one), "utf-8")
    return found


def asked_of(
    row: Arrival,
    told: Stated,
    section: Mapping[str, Any],
    sources: Mapping[str, Any],
    company: Mapping[str, Any] = NEW_COMPANY,
) -> Asked:
    """A waiting file read by a section, whatever pattern the section has.

    Args:
        row: The file.
        told: The workspace file; where there is none, `company` counts.
        section: As under ``[tables.NAME]``.
        sources: As under ``[sources.NAME]``, by name.
        company: As under ``[company]``.
    """
    about = told.company or company
    if row.parts:
        return Asked(places.folder(), row.table, dict(section), located(row, sources), about)
    own = pattern(row.name)
    here = {**section, "files": own} if "files" in section else dict(section)
    theirs = {name: {**one, "files": own} for name, one in sources.items()}
    return Asked(places.incoming(row.key), row.table, here, theirs, about)


def asked_as(row: Arrival, told: Stated, table: str) -> Asked:
    """A waiting file read as a table that has one of its name already reads it."""
    section = told.tables[table]
    sources = told.sources_of(section)
    parts = _parts_of(row.key, row.name, sources)
    same = Arrival(key=row.key, name=row.name, table=table, parts=parts)
    return asked_of(same, told, section, sources)


def located(row: Arrival, sources: Mapping[str, Any]) -> dict[str, Any]:
    """The sources of a file that waits, each with its files where they are now, seen from the workspace."""
    keys = row.parts or dict.fromkeys(sources, str(row.key))
    return {
        name: {**one, "files": _here(keys[name], row, one["files"]) if keys.get(name) else one["files"]}
        for name, one in sources.items()
    }


def _here(key: str, row: Arrival, files: str) -> str:
    """The pattern of a waiting file; what a namesake's source calls by a wider pattern is this one file."""
    return f".holdfast/incoming/{key}/{pattern(row.name) if key == str(row.key) else files}"


def _parts_of(key: uuid.UUID, name: str, sources: Mapping[str, Any]) -> dict[str, str]:
    """Which sources of the table that reads its namesakes this file would be; the others stay as they are."""
    return {source: str(key) if means(one["files"], name) else "" for source, one in sources.items()}


def adds_to(row: Arrival, told: Stated) -> bool:
    """A new file of several that a table reads."""
    patterns = told.patterns_of(told.tables.get(row.table, {}))
    reading = [one for one in patterns if means(one, row.name)]
    return any(is_many(one) for one in reading) and told.table_reading(row.name) == row.table


def waiting_row(key: uuid.UUID, *, lock: bool = False) -> Arrival:
    """A file that waits.

    Raises:
        InputError: It was used or dropped meanwhile.
    """
    rows = Arrival.objects.select_for_update() if lock else Arrival.objects
    row = rows.get(key=key)
    if row.state != "waiting" or not places.waiting(row).is_file():
        raise InputError(row.name, "it waits no more", "a file that waits", "Upload it again if it is needed")
    return row


def _first_sheet(arriving: Arriving) -> tuple[uuid.UUID, Arriving]:
    """The first sheet of a workbook that is shown, as CSV in its place; empty rows are left out.

    Raises:
        InputError: It is no workbook, or larger or wider than can be read.
        SourceError: The disk refuses.
    """
    name = arriving.place.name
    if arriving.size > _LARGEST_WORKBOOK:
        limit = f"at most {_LARGEST_WORKBOOK // 1_000_000} MB"
        raise InputError(name, "the workbook is too large", limit, "Save the sheet as CSV (UTF-8)")
    content = arriving.place.read_bytes()
    arriving.drop()
    key, made = begin(f"{name.removesuffix(WORKBOOK)}.csv")
    with made:
        rows = workbook_rows(
            content, name=name, most_rows=_MOST_ROWS, most_columns=_MOST_COLUMNS, has_times=True
        )
        for line in _csv_lines(row for row in rows if any(row)):
            made.write(line)
        made.finish()
    return key, made


def _csv_lines(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Each as wide as the first, which names the columns."""
    width = 0
    for row in rows:
        width = width or len(row)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow((row + [""] * width)[: max(width, len(row))])
        yield text.getvalue().encode()


def _fields(made: Proposal) -> dict[str, Any]:
    return {
        "table": made.table,
        "section": dict(made.section),
        "sources": {name: dict(one) for name, one in made.sources.items()},
        "origin": made.origin[:200],
        "remarks": dict(made.remarks),
    }
