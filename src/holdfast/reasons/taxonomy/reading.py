"""Read a list of themes: ours, or a company's own file."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.reasons.taxonomy.model import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "themes.toml"
STARTER = Path(__file__).with_name("starter.toml")

_KEYS = {"title": str, "description": str, "words": list}
_MOST = 200


@lru_cache(maxsize=1)
def starter() -> tuple[Theme, ...]:
    """The themes that come with Holdfast, in their order."""
    return themes_in(STARTER.read_text(encoding="utf-8"), STARTER.name)


def themes_in(text: str, where: str) -> tuple[Theme, ...]:
    r"""The themes of a file, in its order.

    >>> themes_in('[theme.price]\ntitle = "Price"\nwords = ["dear"]', "themes.toml")
    (Theme(name='price', title='Price', description='', words=('dear',)),)

    Args:
        text: TOML with a table ``[theme.NAME]`` for each.
        where: As errors name the file.

    Raises:
        InputError: It is no TOML, has no themes or more than 200, a key is not known or of the wrong kind, or
            two themes have the same title.
    """
    try:
        table = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(where, f"it is no TOML: {error}", "a table [theme.NAME] for each theme") from error
    entries = table.get("theme")
    if not isinstance(entries, dict) or not entries or len(entries) > _MOST:
        found = "it has no theme" if not entries else "its themes cannot be read"
        remedy = "Write one, or delete the file to use the starter"
        raise InputError(where, found, f"1 to {_MOST} tables such as [theme.price]", remedy)
    themes = tuple(_theme(name, entry, f"{where}, theme.{name}") for name, entry in entries.items())
    _refuse_twins(themes, where)
    return themes


def _theme(name: str, entry: object, where: str) -> Theme:
    if not isinstance(entry, dict):
        raise InputError(where, "it is no table", 'title = "…" under it')
    _refuse_keys(entry, where)
    title = str(entry.get("title", "")).strip() or name.replace("_", " ").capitalize()
    words = tuple(" ".join(word.split()) for word in entry.get("words", ()) if word.strip())
    return Theme(name, title, str(entry.get("description", "")).strip(), words)


def _refuse_keys(entry: Mapping[str, object], where: str) -> None:
    for key, value in entry.items():
        if key not in _KEYS:
            raise InputError(where, f"{key!r} is not known", f"one of {', '.join(_KEYS)}", "Correct it")
        is_right = isinstance(value, _KEYS[key])
        if isinstance(value, list):
            is_right = is_right and all(isinstance(word, str) for word in value)
        if not is_right:
            expected = "a list of words in quotes" if key == "words" else "a text in quotes"
            raise InputError(where, f"{key} is {value!r}", expected, "Correct it")


def _refuse_twins(themes: tuple[Theme, ...], where: str) -> None:
    seen: dict[str, str] = {}
    for one in themes:
        other = seen.setdefault(one.title.lower(), one.name)
        if other != one.name:
            found = f"{other} and {one.name} are both called {one.title!r}"
            raise InputError(where, found, "titles that differ", "Rename one, or make one of them")
