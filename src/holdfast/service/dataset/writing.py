"""Changing one table of the workspace file, and nothing else of it: comments and other sections stay."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.connect.writing import replace_document, write_document
from holdfast.errors import HoldfastError, InputError, SourceError
from holdfast.service.toml_sections import key_text, value_text, with_section
from holdfast.service.workspace import open_workspace
from holdfast.service.workspace_file import FILE_NAME, read_workspace_file

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOURCE = re.compile(r"\bsources\.\"?(\w+)\"?", re.IGNORECASE)
_BY_HAND = "Change this table in holdfast.toml itself"


def file_text(folder: Path) -> str:
    """The workspace file as it stands; empty where there is none.

    Raises:
        InputError: It is not in UTF-8.
        SourceError: The disk failed.
    """
    try:
        return (folder / FILE_NAME).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise InputError(FILE_NAME, "it is not in UTF-8", "UTF-8", "Save it as UTF-8") from error
    except OSError as error:
        raise SourceError(FILE_NAME, f"it cannot be read ({error.strerror})") from error


def digest_of(text: str) -> str:
    """Tells whether the file was changed since somebody read it."""
    return sha256(text.encode()).hexdigest()[:16]


def begun(company: Mapping[str, Any]) -> str:
    """The beginning of a new workspace file.

    Args:
        company: As under ``[company]``.
    """
    lines = "\n".join(f"{key_text(name)} = {value_text(value)}" for name, value in company.items())
    return f"# Workspace of Holdfast. docs/reference/workspace.md explains every key.\n\n[company]\n{lines}\n"


def with_table(
    text: str,
    table: str,
    section: Mapping[str, Any],
    sources: Mapping[str, Any],
    *,
    is_tried: bool = False,
) -> str:
    """The workspace file with another section of one table, and the raw sources that it reads.

    Args:
        text: As it stands.
        table: Canonical name.
        section: As under ``[tables.NAME]``.
        sources: As under ``[sources.NAME]``, by name.
        is_tried: It is not kept, so that other tables may read what these sources say too.

    Raises:
        InputError: It cannot be done without touching what somebody else wrote.
    """
    made = text
    section = {key: value for key, value in section.items() if key != "columns" or value}
    for name, one in sources.items():
        made = with_section(made, ("sources", name), _text_of(("sources", name), one))
    made = with_section(made, ("tables", table), _text_of(("tables", table), section))
    _refuse_other_changes(text, made, table, section, sources)
    if not is_tried:
        _refuse_shared(text, table, sources)
    return made


def sources_in(section: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of raw sources that a section's query reads."""
    return tuple(dict.fromkeys(_SOURCE.findall(str(section.get("sql", "")))))


def try_text(folder: Path, text: str, *, environment: Mapping[str, str]) -> None:
    """Refuse a workspace file that would not open: own metrics and segments may need what it no longer gives.

    Args:
        folder: Of the workspace.
        text: Of the file.
        environment: Where addresses of databases are looked up.

    Raises:
        InputError: It does not open.
        SourceError: The disk or the database failed.
    """
    handle, name = _temporary(folder)
    place = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        # Whatever else computes, starting it for a look would take longer than anybody waits.
        if read_workspace_file(place).engine.kind == "duckdb":
            open_workspace(place, environment=environment).close()
    except HoldfastError as error:
        raise type(error)(
            error.where.replace(name, FILE_NAME), error.found, error.expected, error.remedy
        ) from error
    except OSError as error:
        raise SourceError(FILE_NAME, f"it cannot be written ({error.strerror})") from error
    finally:
        place.unlink(missing_ok=True)


def write_text(folder: Path, before: str, after: str) -> None:
    """Put the text in the place of the one that was read, whole or not at all.

    Raises:
        SourceError: It was changed since, or the disk refuses.
    """
    place = folder / FILE_NAME
    if before:
        replace_document(place, before=before.encode(), after=after.encode())
    else:
        write_document(place, after)


def _temporary(folder: Path) -> tuple[int, str]:
    try:
        return tempfile.mkstemp(prefix=f".{FILE_NAME}.", dir=folder)
    except OSError as error:
        remedy = "Have the folder of the workspace made writable"
        raise SourceError(FILE_NAME, f"it cannot be written ({error.strerror})", "", remedy) from error


def _refuse_other_changes(
    before: str, after: str, table: str, section: Mapping[str, Any], sources: Mapping[str, Any]
) -> None:
    try:
        then, now = tomllib.loads(before), tomllib.loads(after)
    except tomllib.TOMLDecodeError as error:
        raise InputError(FILE_NAME, f"it would be no valid TOML ({error})", "", _BY_HAND) from error
    is_ours = now.get("tables", {}).pop(table, None) == dict(section)
    then.get("tables", {}).pop(table, None)
    for name, one in sources.items():
        is_ours = is_ours and now.get("sources", {}).pop(name, None) == dict(one)
        then.get("sources", {}).pop(name, None)
    if not is_ours or {k: v for k, v in then.items() if v} != {k: v for k, v in now.items() if v}:
        found = f"[tables.{table}] is written in a form that only a person can change"
        raise InputError(FILE_NAME, found, f"a section [tables.{table}]", _BY_HAND)


def _refuse_shared(text: str, table: str, sources: Mapping[str, Any]) -> None:
    """A source that is not this table's alone stays as it is."""
    given = tomllib.loads(text)
    known, tables = given.get("sources", {}), given.get("tables", {})
    for name, one in sources.items():
        readers = {own for own, section in tables.items() if name in sources_in(section)}
        if known.get(name, dict(one)) != dict(one) and readers != {table}:
            raise InputError(FILE_NAME, f"[sources.{name}] is something else already", "", _BY_HAND)


def _text_of(keys: tuple[str, str], section: Mapping[str, Any]) -> str:
    name = ".".join(key_text(key) for key in keys)
    columns = section.get("columns", {})
    lines = [f"[{name}]", *(f"{key_text(k)} = {value_text(v)}" for k, v in section.items() if k != "columns")]
    if columns:
        lines += ["", f"[{name}.columns]", *(f"{key_text(k)} = {value_text(v)}" for k, v in columns.items())]
    return "\n".join(lines) + "\n\n"
