"""Settings of reviews: ``[review]`` in holdfast.toml, or ``[tool.holdfast.review]`` in pyproject.toml.

Described in docs/reference/review-settings.md. Read by hand: no review must wait for pydantic.
"""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from holdfast.connect.path_patterns import matches_path
from holdfast.errors import InputError
from holdfast.report.formats import FORMATS
from holdfast.review.finding import FAIL_LEVELS
from holdfast.review.ignoring import FileIgnore
from holdfast.review.selection import Selection, check_selector
from holdfast.service.toml_places import place_in
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.review.finding import FailLevel


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """What a configuration says about reviews; a value that it leaves out is None or empty.

    Attributes:
        path: The file it stands in; None for no file.
        selection: `select`, `extend_select` and `ignore`.
        preview: Rules in preview run too.
        fail_level: A level of finding, or ``never``.
        format: One of the formats of reviews.
        exclude: Patterns of paths relative to the file's folder, left out of folders.
        per_file_ignores: Pattern of paths and what is set aside in them.
        cadence_days: Days from one check-in to the next.
    """

    path: Path | None = None
    selection: Selection = field(default_factory=Selection)
    preview: bool | None = None
    fail_level: FailLevel | None = None
    format: str | None = None
    exclude: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, FileIgnore], ...] = ()
    cadence_days: int | None = None

    def excludes(self, path: Path) -> bool:
        """The path, or a folder it lies in, is left out."""
        own = self._relative(path)
        return own is not None and any(matches_path(pattern, own) for pattern in self.exclude)

    def ignores_in(self, path: Path) -> tuple[FileIgnore, ...]:
        """What is set aside in a file."""
        own = self._relative(path)
        if own is None:
            return ()
        return tuple(ignore for pattern, ignore in self.per_file_ignores if matches_path(pattern, own))

    def _relative(self, path: Path) -> str | None:
        """The path as the patterns see it; None for one that lies elsewhere."""
        folder = (self.path or Path("holdfast.toml")).absolute().parent
        try:
            return path.absolute().relative_to(folder).as_posix()
        except ValueError:
            return None


def read_table(path: Path, text: str, home: tuple[str, ...], table: object) -> ReviewSettings:
    """The settings of one table.

    Args:
        path: The file, for messages.
        text: All of it.
        home: Names of the table from the top of the file.
        table: As read from TOML.

    Raises:
        InputError: A key or value is wrong.
    """
    return _Reader(path, text, home).settings(table)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one table strictly: what is wrong is said with its line."""

    path: Path
    text: str
    home: tuple[str, ...]

    def settings(self, table: object) -> ReviewSettings:
        given = self._keys(self._table((), table), (), known=KEYS)
        values = {key: read(self, (key,), given[key]) for key, read in _READ.items() if key in given}
        parts = {key: values.pop(key) for key in ("select", "extend_select", "ignore") if key in values}
        selection = replace(Selection(origin=f"{self.path}, {'.'.join(self.home)}"), **parts)
        return ReviewSettings(self.path, selection, **values)

    def fail(self, keys: tuple[str, ...], found: str, expected: str, remedy: str) -> NoReturn:
        raise InputError(place_in(self.path, self.text, (*self.home, *keys)), found, expected, remedy)

    def texts(self, keys: tuple[str, ...], value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fail(keys, f"{_shown(value)} stands there", 'a list of texts such as ["K201"]', _QUOTES)
        return tuple(value)

    def selectors(self, keys: tuple[str, ...], value: object) -> tuple[str, ...]:
        for selector in (read := self.texts(keys, value)):
            check_selector(selector, where=place_in(self.path, self.text, (*self.home, *keys)))
        return read

    def flag(self, keys: tuple[str, ...], value: object) -> bool:
        if not isinstance(value, bool):
            self.fail(keys, f"{_shown(value)} stands there", "true or false", "Write it without quotes")
        return value

    def days(self, keys: tuple[str, ...], value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.fail(keys, f"{_shown(value)} stands there", "a whole number of days from 1", "Correct it")
        return value

    def choice(self, keys: tuple[str, ...], value: object, choices: tuple[str, ...]) -> str:
        if value not in choices:
            near = _nearest(str(value), choices)
            remedy = f"Did you mean {near!r}" if near else "Choose one of them"
            self.fail(keys, f"{_shown(value)} stands there", f"one of {', '.join(choices)}", remedy)
        return str(value)

    def file_ignores(self, keys: tuple[str, ...], value: object) -> tuple[tuple[str, FileIgnore], ...]:
        table = self._table(keys, value)
        return tuple((pattern, self._file_ignore((*keys, pattern), one)) for pattern, one in table.items())

    def _file_ignore(self, keys: tuple[str, ...], value: object) -> FileIgnore:
        given = self._keys(self._table(keys, value), keys, known=("rules", "reason"))
        if "rules" not in given:
            self.fail(keys, "rules is missing", '{ rules = ["K201"], reason = "why" }', "Name the rules")
        reason = given.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            found = "reason is missing" if reason is None else f"the reason is {_shown(reason)}"
            self.fail(
                keys, found, '{ rules = ["K201"], reason = "why" }', "Say why, for those who come later"
            )
        return FileIgnore(self.selectors((*keys, "rules"), given["rules"]), reason.strip())

    def _table(self, keys: tuple[str, ...], value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            self.fail(keys, f"{_shown(value)} stands there", "a table of keys and values", "Write it as one")
        return value

    def _keys(
        self, table: Mapping[str, object], keys: tuple[str, ...], *, known: tuple[str, ...]
    ) -> dict[str, object]:
        """The table with hyphens in its keys as underscores, every key known and there once."""
        given: dict[str, object] = {}
        for written, value in table.items():
            key = written.replace("-", "_")
            if key not in known:
                near = _nearest(key, known)
                remedy = f"Did you mean {near}" if near else "Take it out"
                self.fail(
                    (*keys, written), f"there is no key {written!r}", f"one of {', '.join(known)}", remedy
                )
            if key in given:
                self.fail((*keys, written), f"{key} is given twice", "it once", "Take one of them out")
            given[key] = value
        return given


_QUOTES = "Write it in brackets, each text in quotes"
_READ: dict[str, Callable[[_Reader, tuple[str, ...], object], Any]] = {
    "select": _Reader.selectors,
    "extend_select": _Reader.selectors,
    "ignore": _Reader.selectors,
    "preview": _Reader.flag,
    "fail_level": lambda reader, keys, value: reader.choice(keys, value, FAIL_LEVELS),
    "format": lambda reader, keys, value: reader.choice(keys, value, FORMATS),
    "exclude": _Reader.texts,
    "per_file_ignores": _Reader.file_ignores,
    "cadence_days": _Reader.days,
}
KEYS = tuple(_READ)


def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    return next(iter(get_close_matches(word, known, n=1)), None)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - enough to recognise it
