"""Files that give a table together, among those that wait and those that are used: as init finds them."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError
from holdfast.service.dataset.joining import Offered, propose_joint
from holdfast.service.dataset.proposing import pattern
from holdfast.values import dataclass
from holdfast.web.dataset import places
from holdfast.web.dataset.arriving import asked_of, encoding_of, propose_again
from holdfast.web.dataset.mending import looked_through, storable
from holdfast.web.dataset.models import Arrival
from holdfast.web.dataset.stated import is_many, stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.service.dataset.joining import Joint
    from holdfast.web.dataset.stated import Stated

_MOST = 40
"""Waiting files that are looked at, the latest."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that is read together with another one.

    Attributes:
        name: Of the file.
        row: Where it waits; None where it is used already.
    """

    name: str
    row: Arrival | None


def look_together(rows: Sequence[Arrival], *, table: str = "") -> None:
    """Propose the tables that files which just came give with others; one that gives none stays as it is.

    Args:
        rows: Those that came, or whose table somebody chose.
        table: The one that was chosen; empty for any.

    Raises:
        InputError: The workspace file cannot be read.
        SourceError: The disk failed.
    """
    told = stated()
    waiting = _waiting()
    offered = [] if told.engine == "postgres" else [*_offered_waiting(waiting), *_offered_used(told, waiting)]
    if len(offered) < 2:  # noqa: PLR2004 - one gives nothing together
        return
    new = {row.name for row in rows}
    taken: set[str] = set()
    hosts: set[str] = set()
    for joint in propose_joint(offered):
        host = _host(joint, told, waiting)
        if host is None or joint.proposal.table in taken or host.name in hosts:
            continue
        taken.add(joint.proposal.table)
        if new & set(joint.files.values()) and table in {"", joint.proposal.table}:
            hosts.add(host.name)
            _propose(host, joint, told, waiting)


def read_as(row: Arrival, table: str) -> None:
    """Propose a waiting file as a table that somebody chose, with others where they give it together.

    Raises:
        InputError: Its header cannot be read.
        SourceError: The disk failed.
    """
    propose_again(row, table)
    with suppress(HoldfastError):  # it can be read alone
        look_together([row], table=table)


def still_together(row: Arrival) -> Arrival:
    """The same, after a file beside it was used or thrown away meanwhile: read from where it is, or alone."""
    others = [key for key in row.parts.values() if key and key != str(row.key)]
    known = {str(one.key): one for one in Arrival.objects.filter(key__in=others)}
    for source, key in list(row.parts.items()):
        other = known.get(key)
        if key not in others or (other is not None and _is_there(other)):
            continue
        if other is None or other.state != "used" or not (places.folder() / other.placed).is_file():
            propose_again(row, row.table)
            return row
        row.parts[source] = ""
        row.sources[source]["files"] = pattern(other.placed)
        row.save(update_fields=["parts", "sources"])
    return row


def beside(row: Arrival) -> tuple[Beside, ...]:
    """The files that are read together with a waiting one. One query."""
    keys = [key for key in row.parts.values() if key]
    known = {str(one.key): one for one in Arrival.objects.filter(key__in=keys)}
    return tuple(
        Beside(known[key].name if key in known else _plain(row.sources[source]["files"]), known.get(key))
        for source, key in row.parts.items()
        if key != str(row.key)
    )


def hosts_of(rows: Iterable[Arrival]) -> dict[str, Arrival]:
    """The key of a file to the waiting one that it is read together with."""
    return {key: row for row in rows for key in row.parts.values() if key and key != str(row.key)}


def _waiting() -> dict[str, Arrival]:
    """By name, the latest of each."""
    rows = Arrival.objects.filter(state="waiting")[:_MOST]
    return {row.name: row for row in reversed(rows) if _is_there(row)}


def _is_there(row: Arrival) -> bool:
    return row.state == "waiting" and places.waiting(row).is_file()


def _offered_waiting(waiting: Mapping[str, Arrival]) -> Iterable[Offered]:
    return (Offered(name, places.waiting(row), encoding_of(row)) for name, row in waiting.items())


def _offered_used(told: Stated, waiting: Mapping[str, Arrival]) -> Iterable[Offered]:
    """Files in the folder that tables read one by one; a file of the same name that waits comes instead."""
    found: dict[str, Offered] = {}
    for section in told.tables.values():
        about: list[Mapping[str, Any]] = [section, *told.sources_of(section).values()]
        for one in about:
            files = str(one.get("files", ""))
            name = _plain(files)
            if not files or is_many(files) or "/" in files or name in waiting:
                continue
            if (places.folder() / name).is_file():
                found[name] = Offered(name, places.folder() / name, one.get("encoding", "utf-8"))
    return found.values()


def _host(joint: Joint, told: Stated, waiting: Mapping[str, Arrival]) -> Arrival | None:
    """The waiting file on whose page it is proposed: that of its rows, unless a table reads its namesake."""
    names = (one for one in joint.files.values() if one in waiting and not told.table_reading(one))
    first = next(names, None)
    return waiting[first] if first is not None else None


def _propose(host: Arrival, joint: Joint, told: Stated, waiting: Mapping[str, Arrival]) -> None:
    made = joint.proposal
    host.table, host.origin = made.table, made.origin[:200]
    host.section, host.remarks = storable(dict(made.section)), storable(dict(made.remarks))
    host.sources = storable({name: dict(one) for name, one in made.sources.items()})
    host.parts = {
        source: str(waiting[name].key) if name in waiting else "" for source, name in joint.files.items()
    }
    host.found = looked_through(asked_of(host, told, host.section, host.sources))
    fields = ("table", "origin", "section", "remarks", "sources", "parts", "found")
    Arrival.objects.filter(pk=host.pk, state="waiting").update(**{one: getattr(host, one) for one in fields})


def _plain(files: str) -> str:
    """The name that a pattern of one file means."""
    return re.sub(r"\[(.)\]", r"\1", files)
