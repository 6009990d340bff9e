"""How a file could be read as a table: what names and values make plain, and what to look at."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files import FileSet
from holdfast.connect.sources.files.relation import open_files
from holdfast.service.exports.proposing import propose_table
from holdfast.service.exports.recognise import matches, recognise
from holdfast.service.exports.sampling import date_form
from holdfast.service.init_names import table_of
from holdfast.service.init_section import table_section
from holdfast.service.init_source import origin_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from holdfast.connect.sources.files.model import Encoding, Relation

_REMARK = re.compile(r'^("?)(?P<name>[^"=]+?)\1 = .*?#\s*(?P<said>[^"#]+)$')
_TO_DO = "TO DO"
_ASK = f"# {_TO_DO}: "
MEMORY = "512MB"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A section of the workspace file, as parsed.

    Attributes:
        table: Canonical name; empty where the file's name and columns fit none.
        section: As under ``[tables.NAME]``.
        sources: Raw sources that a query of the section reads, by name, as under ``[sources.NAME]``.
        origin: Whose export it is, in words; empty where none is known.
        remarks: Column to what a person should look at; of the file as a whole, under an empty name.
    """

    table: str
    section: Mapping[str, Any]
    sources: Mapping[str, Any]
    origin: str
    remarks: Mapping[str, str]


def propose(file: Path, *, encoding: Encoding = "utf-8", table: str = "") -> Proposal:
    """How to read a file.

    Args:
        file: Alone in its folder, under the name that it shall have.
        encoding: Of a text.
        table: The table that a person chose; empty lets names tell.

    Raises:
        InputError: Its header cannot be read.
        SourceError: The disk failed.
    """
    with DuckDBEngine(memory_limit=MEMORY, threads=1) as engine:
        relation = open_files(engine, FileSet(file.name, file.parent, pattern(file.name), encoding=encoding))
        known = _of_vendor(engine, file.name, relation, table)
        return with_encoding(known or _by_names(engine, file.name, relation, table), encoding)


def pattern(name: str) -> str:
    """The pattern that means this one file."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _of_vendor(engine: DuckDBEngine, name: str, relation: Relation, table: str) -> Proposal | None:
    for match in matches(recognise({name: relation})):
        [file] = match.files.values()
        if table and match.rule.table != table:
            continue
        text, is_complete = propose_table(engine, match, {name: json.dumps(pattern(name))}, set())
        if is_complete:
            return parsed(match.rule.table, text, f"{file.vendor} {file.kind.title}")
    return None


def _by_names(engine: DuckDBEngine, name: str, relation: Relation, table: str) -> Proposal:
    chosen = table or table_of(name.split(".", maxsplit=1)[0]) or ""
    if not chosen:
        return Proposal("", {"files": pattern(name)}, {}, "", {})

    files = json.dumps(pattern(name), ensure_ascii=False)
    origin = origin_of(engine, chosen, name, relation, files, set())
    text, _ = table_section(chosen, origin.source, origin.names, date_format=date_forms(engine, relation))
    return parsed(chosen, origin.before + text, "")


def date_forms(engine: DuckDBEngine, relation: Relation) -> Callable[[str], tuple[str, str] | None]:
    """Tells the form of a column's dates and what to look at; None where it needs none."""

    def form(column: str) -> tuple[str, str] | None:
        found = date_form(engine, relation, column) if column in relation.names else None
        if found is None or found.kind != "format":
            return None
        both = " and ".join(found.formats)
        return found.formats[0], f"every value fits {both}; say which" if found.is_doubtful else ""

    return form


def parsed(table: str, text: str, origin: str) -> Proposal:
    """What a section's text says; lines that somebody has to complete are left out."""
    lines = [line for line in text.splitlines() if not line.startswith(_TO_DO)]
    given = tomllib.loads("\n".join(lines))
    asks = [line.removeprefix(_ASK) for line in lines if line.startswith(_ASK)]
    remarks = {"": "; ".join(asks)} if asks else {}
    for line in lines:
        found = _REMARK.match(line)
        if found and not line.startswith("#") and (said := _plainly(found["said"])):
            remarks[found["name"].strip()] = said
    return Proposal(table, given["tables"][table], given.get("sources", {}), origin, remarks)


def _plainly(said: str) -> str:
    plain = said.strip().removeprefix(f"{_TO_DO}: ").removeprefix(f"{_TO_DO}:").strip()
    return "" if plain.startswith("a segment;") else plain


def with_encoding(made: Proposal, encoding: Encoding) -> Proposal:
    """The same of a text in another encoding."""
    if encoding == "utf-8":
        return made
    sources = {name: {**one, "encoding": encoding} for name, one in made.sources.items()}
    section = dict(made.section) if sources else {**made.section, "encoding": encoding}
    return Proposal(made.table, section, sources, made.origin, made.remarks)
