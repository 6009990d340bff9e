"""Propose a workspace file for a company's database: its tables listed, what names make plain mapped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.connect.writing import write_document
from holdfast.errors import InputError, SourceError
from holdfast.service.init import header, refuse_existing
from holdfast.service.init_names import table_of
from holdfast.service.init_section import table_section

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.connect.sources.database.catalog import Listed

DEFAULT_URL_ENV = "HOLDFAST_DATABASE_URL"


def init_from_database(
    folder: Path, *, environment: Mapping[str, str], url_env: str = DEFAULT_URL_ENV
) -> Path:
    """Write ``holdfast.toml`` for a PostgreSQL database into a folder, made where it is missing; its path.

    Only names of tables and columns are read, no row.

    Args:
        folder: Where the workspace shall be.
        environment: Where the variable with the database's address is looked up.
        url_env: That variable's name; the address itself is not written.

    Raises:
        InputError: The folder has a workspace file, the variable is not set, or the database has no table.
        SourceError: The database gives no connection, or the disk refuses.
    """
    place = refuse_existing(folder)
    text = propose_from_database(folder, environment=environment, url_env=url_env)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(str(folder), f"it cannot be made ({error.strerror})") from error
    write_document(place, text)
    return place


def propose_from_database(folder: Path, *, environment: Mapping[str, str], url_env: str) -> str:
    """A commented workspace file that opens as it is; what keeps a table from that stands in comments.

    Raises:
        InputError: The variable is not set, or the database has no table that its user may read.
        SourceError: The database gives no connection.
    """
    # Only who works with a database pays for its driver.
    from holdfast.connect.engines.opening import EngineSettings, open_engine  # noqa: PLC0415
    from holdfast.connect.sources.database.catalog import list_tables  # noqa: PLC0415
    from holdfast.service.workspace_address import address_in  # noqa: PLC0415

    address = address_in(environment, url_env, where="holdfast init")
    engine, tables = open_engine(EngineSettings("postgres", "holdfast init", address=address))
    try:
        listed = list_tables(tables.raw)
    finally:
        engine.close()
    if not listed:
        remedy = "Have its owner run: GRANT USAGE ON SCHEMA … and GRANT SELECT ON ALL TABLES IN SCHEMA …"
        raise InputError(url_env, "the database has no table that this user may read", "a table", remedy)
    named = "" if url_env == DEFAULT_URL_ENV else f"\nurl_env = {json.dumps(url_env)}"
    begin = header(folder, "the tables of a database", f'kind = "postgres"{named}')
    return "\n".join([begin, *_sections(listed)])


def _sections(listed: tuple[Listed, ...]) -> list[str]:
    taken: dict[str, str] = {}
    parts, others = [], []
    for one in listed:
        table = table_of(one.name)
        if table is None:
            others.append(one.written)
        else:
            parts.append(_section(one, table, taken))
    if others:
        names = "".join(f"#   {_in_a_comment(name)}\n" for name in others)
        parts.append(
            f"# These fit no table by their names; if one is, write [tables.<name>] table = …:\n{names}"
        )
    return parts


def _section(one: Listed, table: str, taken: dict[str, str]) -> str:
    begin = f"# {_in_a_comment(one.written)}: {_in_a_comment(', '.join(one.columns))}\n"
    if table in taken:
        other = _in_a_comment(f"it looks like {table}, as {taken[table]} does")
        return f"{begin}# TO DO: {other}. Join both with sql if they belong together.\n"
    source = f"table = {json.dumps(one.written, ensure_ascii=False)}"
    text, is_complete = table_section(table, source, one.columns, date_format=lambda _: None)
    if is_complete:
        taken[table] = one.written
    return begin + (text if is_complete else "".join(f"# {line}\n" for line in text.splitlines()))


def _in_a_comment(text: str) -> str:
    """Names may hold line ends, which would end the comment."""
    return " ".join(text.split())
