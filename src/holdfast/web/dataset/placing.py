"""Moving what is used into the folder of the data: files first, and the workspace file last."""

from __future__ import annotations

from hashlib import file_digest
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from holdfast.connect.arriving import lend, put_in_place
from holdfast.errors import HoldfastError, InputError
from holdfast.service.dataset.proposing import pattern
from holdfast.service.dataset.writing import begun, try_text, with_table, write_text
from holdfast.web.dataset import places
from holdfast.web.dataset.arriving import adds_to, located, waiting_row
from holdfast.web.dataset.leaving import with_who_left

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.web.dataset.models import Arrival
    from holdfast.web.dataset.stated import Stated

_MOST_OF_A_NAME = 1000


def replace_namesake(row: Arrival, told: Stated) -> None:
    """The same mapping, other rows: the file takes the place of its namesake, or stands beside others.

    Raises:
        InputError: The workspace would not open with it.
        SourceError: The disk refuses.
    """
    section = told.tables[row.table]
    place = places.folder() / row.name
    row.placed = row.name
    if not adds_to(row, told):
        _try(told.text, row, section, told.sources_of(section))
    row.kept = place.is_file()
    put_in_place(places.waiting(row), place, places.earlier(row))


def change_over(
    row: Arrival,
    told: Stated,
    section: Mapping[str, Any],
    sources: Mapping[str, Any],
    company: Mapping[str, Any],
) -> tuple[Arrival, ...]:
    """Another mapping: under names of their own, so that one write, of the workspace file, changes over.

    Args:
        row: A waiting file.
        told: The workspace file as it stands.
        section: As under ``[tables.NAME]``, by the names of waiting files.
        sources: As under ``[sources.NAME]``, likewise.
        company: As under ``[company]``, where there is no workspace file yet.

    Returns:
        The other files that came with it, which say where they are placed.

    Raises:
        InputError: One of them waits no more, or the workspace would not open with them.
        SourceError: The disk refuses; nothing was changed.
    """
    before = told.text or begun(company)
    others = parts_waiting(row)
    _try(before, row, section, sources)
    lent: list[str] = []
    try:
        for one in (row, *others):
            one.placed = _lent(one, lent)
        names = {str(one.key): pattern(one.placed) for one in (row, *others)}
        own, theirs = _placed(row, section, sources, names)
        text = with_table(before, row.table, own, theirs)
        write_text(places.folder(), told.text, with_who_left(text, row, told, own))
    except HoldfastError:
        for name in lent:
            (places.folder() / name).unlink(missing_ok=True)
        raise
    row.section, row.sources = own, theirs
    return others


def parts_waiting(row: Arrival) -> tuple[Arrival, ...]:
    """The other waiting files that are read together with this one.

    Raises:
        InputError: One of them waits no more.
    """
    keys = dict.fromkeys(key for key in row.parts.values() if key and key != str(row.key))
    return tuple(waiting_row(UUID(key)) for key in keys)


def _try(text: str, row: Arrival, section: Mapping[str, Any], sources: Mapping[str, Any]) -> None:
    own = dict(section)
    if "files" in own:
        own["files"] = f".holdfast/incoming/{row.key}/{pattern(row.name)}"
    tried = with_table(text, row.table, own, located(row, sources), is_tried=True)
    try_text(places.folder(), tried, environment=settings.DEPLOYMENT.variables)


def _placed(
    row: Arrival, section: Mapping[str, Any], sources: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A section and its sources with the files as they are called in the folder."""
    own = {**section, "files": names[str(row.key)]} if "files" in section else dict(section)
    keys = row.parts or dict.fromkeys(sources, str(row.key))
    return own, {
        name: {**one, "files": names[keys[name]]} if keys.get(name) else dict(one)
        for name, one in sources.items()
    }


def _lent(row: Arrival, lent: list[str]) -> str:
    """The name under which the file stands in the folder now; noted where it did not stand there before."""
    folder = places.folder()
    stem, dot, ending = row.name.rpartition(".")
    for name in (row.name, *(f"{stem}-{number}{dot}{ending}" for number in range(2, _MOST_OF_A_NAME))):
        place = folder / name
        if not place.exists():
            lend(places.waiting(row), place)
            lent.append(name)
            return name
        # The same file may be part of a table that is used already.
        if place.is_file() and place.stat().st_size == row.size and _digest(place) == row.digest:
            return name
    raise InputError(row.name, "every name like it is taken", "a name of its own", "Rename the file")


def _digest(place: Path) -> str:
    with place.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
