"""The workspace file as it stands, read for the pages: which table comes from where."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.connect.sources.files import FileSet
from holdfast.connect.sources.files.relation import find_files
from holdfast.errors import HoldfastError
from holdfast.service.dataset.writing import digest_of, file_text, sources_in
from holdfast.service.workspace_file import FILE_NAME, read_workspace_file
from holdfast.values import dataclass
from holdfast.web.dataset import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import timedelta

_GLOB = re.compile(r"[*?]")


@dataclass(frozen=True, slots=True)
class Stated:
    """What ``holdfast.toml`` says.

    Attributes:
        text: All of it; empty where there is none.
        given: Parsed.
        engine: Kind of the engine.
    """

    text: str
    given: Mapping[str, Any]
    engine: str

    @property
    def digest(self) -> str:
        """Tells whether it was changed since."""
        return digest_of(self.text)

    @property
    def company(self) -> Mapping[str, Any]:
        """As under ``[company]``; empty where there is no file yet."""
        found: Mapping[str, Any] = self.given.get("company", {})
        return found

    @property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """As under ``[tables.NAME]``."""
        found: Mapping[str, Mapping[str, Any]] = self.given.get("tables", {})
        return found

    def sources_of(self, section: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """The raw sources that a section's query names."""
        known = self.given.get("sources", {})
        return {name: known[name] for name in sources_in(section) if name in known}

    def patterns_of(self, section: Mapping[str, Any]) -> tuple[str, ...]:
        """The files that a section reads, as patterns."""
        if "files" in section:
            return (section["files"],)
        return tuple(one["files"] for one in self.sources_of(section).values())

    def table_reading(self, name: str) -> str:
        """The table that a file of this name belongs to already; empty where none does."""
        return next(iter(self.tables_reading(name)), "")

    def tables_reading(self, name: str) -> tuple[str, ...]:
        """The tables that read a file of this name, by themselves or by a query."""
        return tuple(
            table
            for table, section in self.tables.items()
            if any(means(one, name) for one in self.patterns_of(section))
        )


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a table on the disk.

    Attributes:
        names: Of those found.
        size: Bytes of all.
        changed_at: Of the newest; None where there is none.
        error: Why there are none.
    """

    names: tuple[str, ...]
    size: int
    changed_at: datetime | None
    error: str = ""


def stated() -> Stated:
    """The workspace file, checked.

    Raises:
        InputError: It cannot be read as a workspace.
        SourceError: The disk failed.
    """
    text = file_text(places.folder())
    if not text:
        return Stated("", {}, "duckdb")
    read = read_workspace_file(places.folder() / FILE_NAME)
    return Stated(text, tomllib.loads(text), read.engine.kind)


def files_of(patterns: tuple[str, ...], shift: timedelta) -> Files:
    """What lies on the disk for some patterns.

    Args:
        patterns: Relative to the folder of the workspace.
        shift: How far the clock of the pages is from the disk's.
    """
    try:
        found = [path for one in patterns for path in find_files(FileSet(one, places.folder(), one))]
        states = [path.stat() for path in found]
    except HoldfastError as error:
        return Files((), 0, None, f"{error.found}. {error.remedy}")
    except OSError as error:
        return Files((), 0, None, f"a file cannot be read ({error.strerror})")
    newest = max((one.st_mtime for one in states), default=None)
    changed = datetime.fromtimestamp(newest, UTC) + shift if newest is not None else None
    return Files(tuple(path.name for path in found), sum(one.st_size for one in states), changed)


def is_many(pattern: str) -> bool:
    """It may mean several files, so that a new one is added to them and replaces none."""
    return bool(_GLOB.search(re.sub(r"\[.\]", "", pattern)))


def means(pattern: str, name: str) -> bool:
    """A file of this name, in the folder of the workspace itself, is one that the pattern means."""
    if not pattern or "/" in pattern or "\\" in pattern:
        return False
    return re.fullmatch("".join(_translated(pattern)), name) is not None


def _translated(pattern: str) -> Iterator[str]:
    for found in re.finditer(r"\[(.)\]|\*|\?|.", pattern):
        if found[1]:
            yield re.escape(found[1])
        else:
            yield {"*": ".*", "?": "."}.get(found[0], re.escape(found[0]))
