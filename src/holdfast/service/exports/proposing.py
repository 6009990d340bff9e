"""A recognised table as a section of the workspace file."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.exports.binding import Binding
from holdfast.service.exports.columns import Line, column_line, select_item
from holdfast.service.exports.knowledge import plain
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.service.exports.recognise import Match


def propose_table(
    engine: DuckDBEngine, match: Match, patterns: Mapping[str, str], declared: set[str]
) -> tuple[str, bool]:
    """The section's text, and whether it opens as it is; what it lacks is marked TO DO.

    Args:
        engine: Reads the files.
        match: The rule and its files.
        patterns: Name of a file to its pattern, as TOML text.
        declared: Sources that the workspace file has already; those of a query are added.
    """
    relations = {alias: file.relation for alias, file in match.files.items()}
    binding = Binding(engine, relations, is_utc=match.rule.time_zone == "UTC", is_joined=False)
    if len(relations) == 1:
        binding = replace(binding, where=binding.condition(match.rule.where))
    lines = _lines(match, binding)
    if len(relations) > 1 or match.rule.more or any(line.needs_query for line in lines):
        binding = replace(binding, is_joined=True)
        lines = _lines(match, binding)
        body = "\n".join(_query_body(match, binding, lines, patterns, declared))
    else:
        body = "\n".join(_file_body(match, binding, lines, patterns))
    missing = list(_missing(match, lines))
    if not missing and len(body.split("[sources.")) > 1:
        declared |= {_source(file.vendor, file.kind.name) for file in match.files.values()}
    text = "\n".join((*_heading(match), body, *missing)) + "\n"
    return text, not missing


def _lines(match: Match, binding: Binding) -> list[Line]:
    rules = match.rule.columns
    found = [column_line(match.rule.table, name, rule, binding) for name, rule in rules]
    return [line for line in found if line is not None]


def _heading(match: Match) -> Iterator[str]:
    for file in match.files.values():
        yield f"# {file.file}: {file.vendor} {file.kind.title}."
        if file.kind.unused:
            yield f"# Unused: {file.kind.unused}"
    for ask in match.rule.asks:
        yield f"# TO DO: {ask}"


def _file_body(
    match: Match, binding: Binding, lines: list[Line], patterns: Mapping[str, str]
) -> Iterator[str]:
    (file,) = match.files.values()
    yield f"[tables.{match.rule.table}]"
    yield f"files = {patterns[file.file]}"
    yield from _settings(match, lines)
    condition = binding.condition(match.rule.where)
    if condition:
        yield f"where = {json.dumps(condition, ensure_ascii=False)}"
    yield ""
    yield f"[tables.{match.rule.table}.columns]"
    yield from (line.mapped for line in lines)
    yield from (f"{_key(name)} = {_key(name)}" for name in _segments(match))


def _query_body(
    match: Match, binding: Binding, lines: list[Line], patterns: Mapping[str, str], declared: set[str]
) -> Iterator[str]:
    sources = {alias: _source(file.vendor, file.kind.name) for alias, file in match.files.items()}
    for alias, file in match.files.items():
        if sources[alias] not in declared:
            yield f"[sources.{sources[alias]}]"
            yield f"files = {patterns[file.file]}"
            yield ""
    yield f"[tables.{match.rule.table}]"
    yield from _settings(match, lines)
    yield f"sql = {query_text(_query(match, binding, lines, sources))}"
    yield ""
    yield f"[tables.{match.rule.table}.columns]"
    yield from (line.mapped for line in lines if line.mapped)
    yield from (f"{_key(name)} = {_key(name)}" for name in _segments(match))


def _settings(match: Match, lines: list[Line]) -> Iterator[str]:
    if match.rule.time_zone:
        said = f"of instants without an offset, as {match.rule.vendor} writes them"
        yield f'time_zone = "{match.rule.time_zone}"  # {said}'
    if any(line.decimal_mark == "," for line in lines):
        yield 'decimal_mark = ","'


def _query(match: Match, binding: Binding, lines: list[Line], sources: dict[str, str]) -> str:
    items = [select_item(line) for line in lines if line.sql]
    first = next(iter(match.files))
    items += [f"{first}.{quoted(name)}" for name in _segments(match)]
    named = {alias: f"sources.{name} AS {alias}" for alias, name in sources.items()}
    origin = f"FROM {named[first]}"
    if match.rule.join:
        origin += " " + binding.expand(match.rule.join.format(**named))
    condition = binding.condition(match.rule.where)
    where = f"\nWHERE {condition}" if condition else ""
    text = "SELECT\n  " + ",\n  ".join(items) + f"\n{origin}{where}"
    return text + _union(match, binding, lines, origin)


def _union(match: Match, binding: Binding, lines: list[Line], origin: str) -> str:
    if not match.rule.more or not binding.answers(match.rule.more_where):
        return ""
    others = {name: binding.expand(sql) for name, sql in match.rule.more}
    if any(line.name == "amount_minor" for line in lines):
        others["amount_minor"] = f"CAST({others.pop('amount')} AS BIGINT)"
    items = [f"{others.get(line.name, line.sql)} AS {line.name}" for line in lines if line.sql]
    condition = binding.expand(match.rule.more_where)
    return "\nUNION ALL BY NAME\nSELECT\n  " + ",\n  ".join(items) + f"\n{origin}\nWHERE {condition}"


def _segments(match: Match) -> list[str]:
    wanted = {plain(name) for name in match.rule.segments}
    first = next(iter(match.files.values()))
    return [name for name in first.relation.names if plain(name) in wanted]


def _missing(match: Match, lines: list[Line]) -> Iterator[str]:
    given = {"amount_minor" if line.name == "amount" else line.name for line in lines}
    for column in TABLES[match.rule.table].columns:
        if not column.nullable and column.name not in given | {"currency"}:
            yield f'TO DO {column.name} = "…"  # {column.meaning}'


def _source(vendor: str, kind: str) -> str:
    return f"{plain(vendor)}_{kind}"


def query_text(sql: str) -> str:
    """A query as TOML: on lines of its own, unless the names in it would end the text or break it."""
    is_plain = "'''" not in sql and all(sign.isprintable() or sign == "\n" for sign in sql)
    return f"'''\n{sql}\n'''" if is_plain else json.dumps(sql)


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
