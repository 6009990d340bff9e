"""Tables that several files give together, as ``holdfast init`` finds them in a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files import FileSet
from holdfast.connect.sources.files.relation import open_files
from holdfast.errors import HoldfastError
from holdfast.service.dataset.proposing import MEMORY, Proposal, date_forms, parsed, pattern
from holdfast.service.exports.proposing import propose_table
from holdfast.service.exports.recognise import matches, recognise
from holdfast.service.init_joining import CUSTOMER, joined_source, way_to_customer
from holdfast.service.init_names import table_of
from holdfast.service.init_section import table_section
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from holdfast.connect.sources.files.model import Encoding, Relation
    from holdfast.service.exports.recognise import Match

_SLOW = (".json", ".jsonl", ".ndjson")
_LARGEST_SLOW = 50_000_000
"""Bytes of a file that has to be read whole before its columns are known."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that may be part of a table.

    Attributes:
        name: As it shall be called; no two have one.
        place: Where it lies.
        encoding: Of a text.
    """

    name: str
    place: Path
    encoding: Encoding = "utf-8"


@dataclass(frozen=True, slots=True)
class Joint:
    """A table of several files.

    Attributes:
        proposal: How it is read; its sources say ``files`` by the files' names.
        files: Raw source to the name of its file, first the one whose rows count.
    """

    proposal: Proposal
    files: Mapping[str, str]


def propose_joint(files: Sequence[Offered]) -> tuple[Joint, ...]:
    """The tables that two or more of the files give together, those of more files first.

    A file that cannot be read is left out: its own page says why.

    Raises:
        SourceError: The disk failed.
    """
    with DuckDBEngine(memory_limit=MEMORY, threads=1) as engine:
        relations = dict(_opened(engine, files))
        known = recognise(relations)
        found = [_of_vendor(engine, match) for match in matches(known) if len(match.files) > 1]
        names = [name for name in relations if name not in {one.file for one in known}]
        found += [_by_customer(engine, name, relations) for name in names]
        encodings = {one.name: one.encoding for one in files}
        made = [_encoded(one, encodings) for one in found if one is not None]
    return tuple(sorted(made, key=lambda one: -len(one.files)))


def _opened(engine: DuckDBEngine, files: Sequence[Offered]) -> Iterator[tuple[str, Relation]]:
    for one in files:
        if one.place.suffix in _SLOW and one.place.stat().st_size > _LARGEST_SLOW:
            continue
        own = FileSet(one.name, one.place.parent, pattern(one.place.name), encoding=one.encoding)
        try:
            yield one.name, open_files(engine, own)
        except HoldfastError:
            continue


def _of_vendor(engine: DuckDBEngine, match: Match) -> Joint | None:
    patterns = {one.file: json.dumps(pattern(one.file)) for one in match.files.values()}
    text, is_complete = propose_table(engine, match, patterns, set())
    if not is_complete:
        return None
    names = [one.file for one in match.files.values()]
    origin = f"{match.rule.vendor}, {len(names)} files together"
    return _joint(parsed(match.rule.table, text, origin), names)


def _by_customer(engine: DuckDBEngine, name: str, relations: Mapping[str, Relation]) -> Joint | None:
    """A file that names no customer, with the one through which its rows find theirs."""
    table = table_of(name.split(".", maxsplit=1)[0])
    way = way_to_customer(engine, table, name, relations) if table else None
    if table is None or way is None:
        return None
    patterns = {one: json.dumps(pattern(one), ensure_ascii=False) for one in (name, way.file)}
    before, source = joined_source(name, way, patterns, set())
    own = relations[name]
    text, is_complete = table_section(
        table, source, (*own.names, CUSTOMER), date_format=date_forms(engine, own)
    )
    return _joint(parsed(table, before + text, ""), [name, way.file]) if is_complete else None


def _joint(made: Proposal, names: Sequence[str]) -> Joint | None:
    """None where two of the files would be the same source."""
    by_pattern = {one["files"]: source for source, one in made.sources.items()}
    sources = {by_pattern.get(pattern(one), ""): one for one in names}
    return Joint(made, sources) if len(sources) == len(names) and "" not in sources else None


def _encoded(one: Joint, encodings: Mapping[str, Encoding]) -> Joint:
    made = one.proposal
    sources = {
        source: about
        if encodings[one.files[source]] == "utf-8"
        else {**about, "encoding": encodings[one.files[source]]}
        for source, about in made.sources.items()
    }
    return Joint(Proposal(made.table, made.section, sources, made.origin, made.remarks), one.files)
