"""Canonical tables as Parquet files, streamed: memory does not grow with the number of rows."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

from holdfast.connect.writing import whole_folder
from holdfast.errors import InputError
from holdfast.tables import TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

_ROWS_PER_GROUP = 122_880


class TableChunk(Protocol):
    """Rows of one canonical table as columns of one length; instants are naive UTC, nulls None or NaT."""

    @property
    def table(self) -> str:
        """Canonical name."""

    @property
    def columns(self) -> Mapping[str, np.ndarray | Sequence[object]]:
        """Values by column name."""


def write_tables(chunks: Iterable[TableChunk], out: Path) -> None:
    """Write ``<table>.parquet`` per table that occurs, in whole or not at all.

    Instants are stored as adjusted to UTC, so that no reader has to be told their zone.

    Args:
        chunks: In any order of tables; chunks of one table have the same columns.
        out: Folder to make; must not exist or be empty.

    Raises:
        InputError: The folder is not empty, or a chunk does not fit the contract.
        SourceError: The disk refuses.
    """
    with whole_folder(out) as folder:
        folder.mkdir(exist_ok=True)
        # The writers close before the folder gets its name: until then a file has no footer.
        with ExitStack() as stack:
            writers: dict[str, ParquetWriter] = {}
            for chunk in chunks:
                if chunk.table not in writers:
                    writers[chunk.table] = stack.enter_context(_writer(folder, chunk))
                _write(writers[chunk.table], chunk)


def _writer(folder: Path, chunk: TableChunk) -> ParquetWriter:
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 (only who writes tables pays for pyarrow)

    contract = TABLES.get(chunk.table)
    if contract is None:
        expected = f"one of {', '.join(TABLES)}"
        raise InputError("write_tables", f"there is no table {chunk.table!r}", expected, "Rename the chunk")
    missing = [name for name in contract.required if name not in chunk.columns]
    if missing:
        raise InputError(
            f"write_tables, {chunk.table}",
            f"the chunk has no {missing[0]}",
            "every column that may not be null",
            "Add it",
        )
    return ParquetWriter(
        folder / f"{chunk.table}.parquet", _schema(contract, chunk.columns), compression="zstd"
    )


def _schema(contract: Table, names: Iterable[str]) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415 (as above)

    types = {"text": pa.string(), "int": pa.int64(), "bool": pa.bool_(), "ts": pa.timestamp("us", tz="UTC")}
    fields = []
    for name in names:
        column = contract.column(name)
        if column is None and contract.name != "customers":
            found = f"{contract.name} has no column {name!r}"
            raise InputError("write_tables", found, "the contract's columns", "Leave it out")
        fields.append(
            pa.field(
                name, types[column.type if column else "text"], nullable=column is None or column.nullable
            )
        )
    return pa.schema(fields)


def _write(writer: ParquetWriter, chunk: TableChunk) -> None:
    import pyarrow as pa  # noqa: PLC0415 (as above)

    try:
        arrays = [pa.array(chunk.columns[field.name], type=field.type) for field in writer.schema]
        # Validation finds columns of unequal length and nulls where the contract has none.
        table = pa.table(arrays, schema=writer.schema)
        table.validate(full=True)
        _refuse_nulls(table, chunk.table)
    except (KeyError, pa.ArrowException) as error:
        place = f"write_tables, {chunk.table}"
        raise InputError(
            place, f"a chunk does not fit ({error})", "the contract's types", "Correct the chunk"
        ) from error
    writer.write_table(table, row_group_size=_ROWS_PER_GROUP)


def _refuse_nulls(table: pa.Table, name: str) -> None:
    for field in table.schema:
        if not field.nullable and table.column(field.name).null_count:
            found = f"{field.name} has a null"
            raise InputError(f"write_tables, {name}", found, "a value in every row", "Correct the chunk")
