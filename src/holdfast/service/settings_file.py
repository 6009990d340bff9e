"""Where settings of reviews stand: in holdfast.toml under ``[review]``, or in pyproject.toml.

Most reviews have none, so that this module loads nothing until a file is there that has some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.service.review_settings import ReviewSettings

#: File name and the table in it; within a folder the first is looked for first.
HOMES = {"holdfast.toml": ("review",), "pyproject.toml": ("tool", "holdfast", "review")}


def find_settings(start: Path) -> ReviewSettings | None:
    """The settings of the nearest file that has any, from a folder upwards; None where there are none.

    Raises:
        InputError: A file cannot be read as TOML, or a key or value is wrong.
    """
    folder = start.absolute()
    for parent in (folder, *folder.parents):
        for name in HOMES:
            path = parent / name
            found = settings_in(path, _text(path)) if path.is_file() else None
            if found is not None:
                return found
    return None


def read_settings(path: Path) -> ReviewSettings:
    """The settings of a file that was named.

    A ``pyproject.toml`` holds them under ``[tool.holdfast.review]``, any other file under ``[review]``.

    Raises:
        InputError: There is no such file or no such table in it, or a key or value is wrong.
        SourceError: The disk failed.
    """
    found = settings_in(path, _text(path))
    if found is None:
        table = ".".join(_home(path))
        raise InputError(str(path), f"there is no table [{table}]", f"[{table}] with settings", "Add it")
    return found


def settings_in(path: Path, text: str) -> ReviewSettings | None:
    """The settings in a file's text; None where it has none.

    Raises:
        InputError: It is no TOML, or a key or value is wrong.
    """
    home = _home(path)
    if not _may_hold(text, home):
        return None
    from tomllib import TOMLDecodeError, loads  # noqa: PLC0415 - only a file with settings needs it

    try:
        table: Any = loads(text)
    except TOMLDecodeError as error:
        remedy = "Correct that line; text stands in quotes"
        raise InputError(str(path), f"it is no valid TOML ({error})", "key = value lines", remedy) from error
    for part in home:
        if not isinstance(table, dict) or part not in table:
            return None
        table = table[part]
    from holdfast.service.review_settings import read_table  # noqa: PLC0415 - only a file with settings needs it

    return read_table(path, text, home, table)


def _may_hold(text: str, home: tuple[str, ...]) -> bool:
    """False where the table is surely not there: every Python project has a pyproject.toml, few have ours."""
    bare = text.translate({ord(sign): None for sign in " \t\"'"})
    return ".".join(home[:2]) in bare or f"[{home[0]}]" in bare


def _home(path: Path) -> tuple[str, ...]:
    return HOMES["pyproject.toml" if path.name == "pyproject.toml" else "holdfast.toml"]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(str(path), "there is no such file", "a file with settings", "Check it") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), "it is not in UTF-8", "UTF-8", "Save it as UTF-8") from error
    except OSError as error:
        raise SourceError(str(path), f"it cannot be read ({error.strerror})") from error
