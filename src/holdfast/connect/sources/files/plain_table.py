"""One file as a plain table of text: no contract of columns, no types."""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files.model import FileSet, quoted
from holdfast.connect.sources.files.relation import describe, open_files
from holdfast.errors import GoneError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def plain_table(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Columns in the file's order, values as text without spaces around them, nothing as an empty text.

    Args:
        path: A CSV, Parquet or JSON file.

    Raises:
        GoneError: There is no such file.
        InputError: It is empty, or no table.
        SourceError: It cannot be read.
    """
    if not path.is_file():
        raise GoneError(str(path), "there is no such file", "a CSV, Parquet or JSON file", "Correct the name")
    with DuckDBEngine() as engine:
        relation = open_files(engine, FileSet(str(path), path.parent, glob.escape(path.name)))
        names = [name for name, _ in describe(engine, relation.sql)]
        columns = ", ".join(f"COALESCE(TRIM(CAST({quoted(name)} AS VARCHAR)), '')" for name in names)
        rows = engine.rows(f"SELECT {columns} FROM ({relation.sql})")
    values = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: tuple(str(v) for v in column) for name, column in zip(names, values, strict=True)}
