"""A company's own themes and confirmed texts, beside its workspace file."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.connect.writing import write_document
from holdfast.errors import InputError, SourceError
from holdfast.reasons.taxonomy.reading import FILE_NAME, STARTER, starter, themes_in
from holdfast.reasons.themes.confirming import Confirmed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.reasons.taxonomy.model import Theme

CONFIRMED = "confirmed_themes.jsonl"
"""One line for each text: its masked words, and the names of its themes."""


def themes_of(folder: Path) -> tuple[Theme, ...]:
    """The company's own themes where it has a list, else the starter.

    Raises:
        InputError: The list cannot be used.
        SourceError: The disk failed.
    """
    text = _read(folder / FILE_NAME)
    return starter() if text is None else themes_in(text, str(folder / FILE_NAME))


def write_starter(folder: Path) -> Path:
    """Put the starter's list into the workspace, to be edited.

    Raises:
        InputError: There is a list already.
        SourceError: The disk failed.
    """
    place = folder / FILE_NAME
    try:
        with place.open("x", encoding="utf-8") as file:
            file.write(STARTER.read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise InputError(str(place), "it is there already", "", "Edit it, or move it away") from error
    except OSError as error:
        raise SourceError(str(place), f"it cannot be written: {error.strerror}") from error
    return place


def confirmed_texts(folder: Path) -> tuple[Confirmed, ...]:
    """Texts whose themes somebody has confirmed; of a text confirmed twice the later answer.

    Raises:
        InputError: A line cannot be read.
        SourceError: The disk failed.
    """
    place = folder / CONFIRMED
    found: dict[str, Confirmed] = {}
    for number, line in enumerate((_read(place) or "").splitlines(), start=1):
        if line.strip():
            one = _confirmed(line, f"{place}, line {number}")
            found[one.words] = one
    return tuple(found.values())


def add_confirmed(folder: Path, some: Sequence[Confirmed]) -> None:
    """Keep confirmed texts, masked as they were shown.

    Raises:
        SourceError: The disk failed.
    """
    place = folder / CONFIRMED
    try:
        with place.open("a", encoding="utf-8") as file:
            for one in some:
                file.write(json.dumps({"text": one.words, "themes": one.themes}, ensure_ascii=False) + "\n")
    except OSError as error:
        raise SourceError(str(place), f"it cannot be written: {error.strerror}") from error


def forget_confirmed(folder: Path, words: str) -> bool:
    """Take a confirmed text back; True where there was one. Lines that cannot be read stay.

    Raises:
        InputError: The file is no text.
        SourceError: The disk failed.
    """
    place = folder / CONFIRMED
    lines = (_read(place) or "").splitlines(keepends=True)
    kept = [line for line in lines if _words_in(line) != words]
    if len(kept) == len(lines):
        return False
    write_document(place, "".join(kept))
    return True


def _words_in(line: str) -> str | None:
    """Of a line; None where it cannot be read."""
    try:
        return _confirmed(line, CONFIRMED).words
    except InputError:
        return None


def themes_version(folder: Path) -> str:
    """The same while neither the themes nor the confirmed texts change.

    Raises:
        InputError: A file is no text.
        SourceError: The disk failed.
    """
    files = (folder / FILE_NAME, folder / CONFIRMED)
    return sha256(repr([_read(place) for place in files]).encode()).hexdigest()[:16]


def _confirmed(line: str, where: str) -> Confirmed:
    expected = '{"text": "…", "themes": ["price"]}'
    try:
        entry = json.loads(line)
        words, themes = entry["text"], entry["themes"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(where, "it cannot be read", expected, "Delete the line") from error
    if (
        not isinstance(words, str)
        or not isinstance(themes, list)
        or not all(isinstance(one, str) for one in themes)
    ):
        raise InputError(where, "it cannot be read", expected, "Delete the line")
    return Confirmed(words, tuple(themes))


def _read(place: Path) -> str | None:
    try:
        return place.read_text(encoding="utf-8-sig") if place.exists() else None
    except UnicodeDecodeError as error:
        raise InputError(str(place), "it is no text in UTF-8", "UTF-8", "Save it as UTF-8") from error
    except OSError as error:
        raise SourceError(str(place), f"it cannot be read: {error.strerror}") from error
