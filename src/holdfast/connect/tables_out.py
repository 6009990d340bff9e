"""Writes an Arrow table to a file that is whole or not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa


def write_table(table: pa.Table, path: Path) -> None:
    """Write by the ending of the name: Parquet, CSV or Arrow; all but CSV keep the schema's metadata.

    Raises:
        OSError: The disk failed; a file that was there stays.
    """
    from pyarrow import csv, feather, parquet  # noqa: PLC0415 - only a panel needs them

    write = {".parquet": parquet.write_table, ".csv": csv.write_csv, ".arrow": feather.write_feather}[
        path.suffix
    ]
    part = path.with_name(f".{path.name}.part")
    try:
        write(table, str(part))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
