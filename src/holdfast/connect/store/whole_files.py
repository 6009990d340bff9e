"""Files beside the counts: written whole or not at all, and read where they are what was written."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import literal
from holdfast.connect.sources.files.relation import describe
from holdfast.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine

_UNFINISHED = ".tmp"


def reading(path: Path) -> str:
    """The query for the rows of a file."""
    return f"SELECT * FROM read_parquet({literal(str(path))})"


def holds(engine: DuckDBEngine, path: Path, columns: Collection[str]) -> bool:
    """Whether the file is there, readable, with these columns and no other."""
    if not path.is_file():
        return False
    try:
        found = {name for name, _ in describe(engine, reading(path))}
    except SourceError:
        return False  # no Parquet file any more: all is read, and it is made anew
    return found == set(columns)


def write(engine: DuckDBEngine, path: Path, query: str) -> None:
    """Make a file of a query's rows, under another name until it is whole.

    Raises:
        SourceError: The database or the disk failed.
    """
    engine.prepare_mentioned(query)
    with _whole(path) as made:
        engine.execute(f"COPY ({query}) TO {literal(str(made))} (FORMAT parquet)")


def write_text(path: Path, text: str) -> None:
    """Make a file of a text, under another name until it is whole.

    Raises:
        SourceError: The disk failed.
    """
    with _whole(path) as made:
        made.write_text(text, encoding="utf-8")


def copy(path: Path, to: Path) -> None:
    """Make a file of the bytes of another, under another name until it is whole.

    Raises:
        SourceError: The disk failed.
    """
    with _whole(to) as made:
        shutil.copyfile(path, made)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    made = path.with_name(f"{path.name}{_UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield made
        made.replace(path)
    except OSError as error:
        raise SourceError(str(path), f"it cannot be written ({error})", "", "Free the folder") from error


def make(engine: DuckDBEngine, relation: str, query: str) -> None:
    """Let a relation hold a query's rows until the engine is closed.

    Raises:
        SourceError: The database failed.
    """
    engine.prepare_mentioned(query)
    engine.execute(f"CREATE OR REPLACE TABLE {relation} AS {query}")
