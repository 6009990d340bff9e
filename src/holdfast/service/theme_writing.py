"""Changing one theme of a workspace's list, and nothing else of it: comments and other themes stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.connect.writing import replace_document, write_document
from holdfast.errors import InputError, SourceError
from holdfast.reasons.taxonomy.reading import FILE_NAME, STARTER, themes_in
from holdfast.service.toml_sections import key_text, value_text, with_section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.reasons.taxonomy.model import Theme

_BY_HAND = "Change it in the file itself"
_NOT_OF_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40


def list_text(folder: Path) -> str:
    """The list of themes as text: the workspace's own where it has one, else the starter.

    Raises:
        InputError: It is not in UTF-8.
        SourceError: The disk failed.
    """
    try:
        return _bytes(folder).decode("utf-8")
    except FileNotFoundError:
        return STARTER.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(FILE_NAME, "it is not in UTF-8", "UTF-8", "Save it as UTF-8") from error
    except OSError as error:
        raise SourceError(FILE_NAME, f"it cannot be read ({error.strerror})") from error


def with_theme(text: str, theme: Theme) -> str:
    """The list with a theme in the place of the one of its name, or at its end.

    Raises:
        InputError: The list could not be used with it, or would lose what somebody else wrote.
    """
    before = themes_in(text, FILE_NAME)
    is_known = any(one.name == theme.name for one in before)
    values = (("title", theme.title), ("description", theme.description), ("words", theme.words))
    lines = [f"{key} = {value_text(value)}" for key, value in values if value]
    made = "\n".join([f"[theme.{key_text(theme.name)}]", *lines, "" if is_known else "\n"])
    after = with_section(text, ("theme", theme.name), made)
    wanted = [theme if one.name == theme.name else one for one in before]
    _refuse_other_changes(after, wanted if is_known else [*wanted, theme])
    return after


def without_theme(text: str, name: str) -> str:
    """The list without one of its themes.

    Raises:
        InputError: It is the last one, or is written in a form that only a person can change.
    """
    before = themes_in(text, FILE_NAME)
    after = with_section(text, ("theme", name), "")
    _refuse_other_changes(after, [one for one in before if one.name != name])
    return after


def write_list(folder: Path, before: str, after: str) -> None:
    """Put the list in the place of the one that was read, whole or not at all.

    Raises:
        SourceError: It was changed since, or the disk refuses.
    """
    place = folder / FILE_NAME
    if place.exists():
        replace_document(place, before=before.encode(), after=after.encode())
    else:
        write_document(place, after)


def name_for(title: str, themes: Sequence[Theme]) -> str:
    """A short name for a new theme that none of the others has.

    >>> name_for("Slow pages, late answers", ())
    'slow_pages_late_answers'
    """
    name = _NOT_OF_NAMES.sub("_", title.lower()).strip("_")[:_LONGEST_NAME].rstrip("_") or "theme"
    taken = {one.name for one in themes}
    numbered = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _refuse_other_changes(after: str, wanted: Sequence[Theme]) -> None:
    found = themes_in(after, FILE_NAME)
    if sorted(found, key=lambda one: one.name) != sorted(wanted, key=lambda one: one.name):
        raise InputError(
            FILE_NAME,
            "this theme is written in a form that only a person can change",
            "[theme.NAME]",
            _BY_HAND,
        )


def _bytes(folder: Path) -> bytes:
    return (folder / FILE_NAME).read_bytes()
