"""Sections of a TOML file as text: one is changed, and nothing else of what a person wrote."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from holdfast.service.exports.proposing import query_text

if TYPE_CHECKING:
    from collections.abc import Sequence


def with_section(text: str, keys: tuple[str, str], made: str) -> str:
    """The text with another section of these keys, its parts included; at the end where there was none.

    Comments and all other sections stay as they are.

    Args:
        text: TOML as it stands.
        keys: Of the section, as in ``[tables.NAME]``.
        made: The section as text, ended by an empty line; empty to take it out.
    """
    lines = text.splitlines(keepends=True)
    kept: list[str] = []
    is_written = False
    for header, chunk in _chunks(lines):
        if header[:2] != keys:
            kept += chunk
            continue
        tail = len(chunk)
        while tail > 1 and (not chunk[tail - 1].strip() or chunk[tail - 1].startswith("#")):
            tail -= 1
        kept += [] if is_written else [made]
        kept += chunk[tail:]
        is_written = True
    if is_written or not made:
        return "".join(kept)
    return f"{''.join(kept).rstrip()}\n\n{made}"


def _chunks(lines: Sequence[str]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Sections with their headers' keys; texts over several lines may hold what looks like a header."""
    found: list[tuple[tuple[str, ...], list[str]]] = [((), [])]
    inside = ""
    for line in lines:
        keys = () if inside else _header(line)
        if keys:
            found.append((keys, []))
        found[-1][1].append(line)
        inside = _inside_after(line, inside)
    return found


def _inside_after(line: str, inside: str) -> str:
    """Which quotes of a text over several lines are open after a line."""
    if inside:
        return "" if inside in line else inside
    if line.lstrip().startswith("#"):
        return ""
    return next((quotes for quotes in ("'''", '"""') if line.count(quotes) % 2), "")


def _header(line: str) -> tuple[str, ...]:
    if not line.lstrip().startswith("["):
        return ()
    try:
        given: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while isinstance(given, dict) and given:
        [name] = given
        keys.append(name)
        given = given[name]
    return tuple(keys)


def key_text(name: str) -> str:
    """A key as TOML writes it: in quotes where it needs them."""
    is_bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if is_bare else _quoted(name)


def value_text(value: Any) -> str:  # noqa: ANN401 - what TOML holds
    """A value as TOML writes it, on one line unless a text ends in a line feed."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key_text(k)} = {value_text(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(value_text(one) for one in value) + "]"
    if isinstance(value, str):
        return query_text(value[:-1]) if value.endswith("\n") else _quoted(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
