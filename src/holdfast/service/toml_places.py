"""Where a key stands in a TOML file, so that a message can name its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SECTION = re.compile(r"\s*\[([^\[\]]+)\]")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^.\s]+)")


def place_in(path: Path, text: str, keys: tuple[str, ...]) -> str:
    """``holdfast.toml, line 3, review.select``; without the line where it cannot be told."""
    line = line_of(text, keys)
    dotted = ".".join(keys)
    return f"{path}, line {line}, {dotted}" if line else f"{path}, {dotted}"


def line_of(text: str, keys: tuple[str, ...]) -> int | None:
    """Line of the key, from 1, else of the section nearest to it; None where neither is there."""
    keys = tuple(key.replace("-", "_") for key in keys)  # settings may be written with either
    best: int | None = None
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _SECTION.match(line)
        if header:
            section = _parts(header[1])
            best = number if section and section == keys[: len(section)] else best
            continue
        key = _parts(line.split("=", 1)[0])
        if "=" in line and key and (*section, *key) == keys[: len(section) + len(key)]:
            return number
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    parts = (found[1] or found[2] or found[3] or "" for found in _PART.finditer(dotted))
    return tuple(part.replace("-", "_") for part in parts)
