"""Files as the tables of a workspace on Spark: typed Parquet in place, everything else through the reader."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.engines.spark import SparkEngine
from holdfast.connect.sources.files.mapping import conversions
from holdfast.connect.sources.handed.load import HandedTables
from holdfast.connect.sources.handed.spark_forms import NotPlainError, SparkForms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.connect.engines.opening import EngineSettings
    from holdfast.connect.sources.files.load import LoadedTable

_HERE = "local[*]"


class SparkOverFiles(SparkEngine):
    """A Spark engine that takes the tables of a workspace."""

    is_here = True
    """Spark's workers are this process: they see its files."""

    def declare(self, table: str, columns: Mapping[str, str], prepare: Callable[[], None]) -> None:
        """Know a table by name and columns; `prepare` fills it before the first query that mentions it."""
        self.expect(table, columns)
        self.register(table, prepare)

    def take(self, table: str, path: Path) -> None:
        """Let a table be the rows of a Parquet file; workers elsewhere are sent its rows."""
        if self.is_here:
            self.define(table, self.session.read.parquet(str(path)))
            return
        from pyarrow import parquet  # noqa: PLC0415 - a tenth of a second, for clusters alone

        self.define(table, self.frame(parquet.read_table(path)))

    def read_in_place(self, loaded: LoadedTable) -> bool:
        """Let a table be its own Parquet files, where every column can be taken by type."""
        mapping, relation = loaded.mapping, loaded.relation
        if relation.kind != "parquet" or mapping.where or mapping.erased:
            return False
        try:
            plain = conversions(mapping, relation, SparkForms())
        except NotPlainError:
            return False
        files = self.session.read.parquet(*(str(path) for path in relation.files))
        self.define(mapping.table, files, select=[f"{one.sql} AS `{one.column.name}`" for one in plain])
        return True


def open_engine(settings: EngineSettings) -> tuple[SparkOverFiles, HandedTables]:
    """A running Spark and the tables to be mapped into it.

    Raises:
        InputError: The master or a setting is not one of Spark's.
        SourceError: Java or PySpark is missing, nobody answers, or the cluster gives no worker.
    """
    address = settings.address.reveal() if settings.address else settings.master or _HERE
    if settings.session is not None:
        engine = SparkOverFiles(settings.session, timeout_seconds=settings.timeout_seconds)
        address = str(settings.session.conf.get("spark.master", ""))
    else:
        engine = SparkOverFiles.open(
            address, settings=dict(settings.options), timeout_seconds=settings.timeout_seconds
        )
    engine.is_here = address.startswith("local")
    return engine, _tables(engine, settings)


def _tables(engine: SparkOverFiles, settings: EngineSettings) -> HandedTables:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-"))
    engine.on_close(lambda: shutil.rmtree(folder, ignore_errors=True))
    try:
        reader = DuckDBEngine(memory_limit=settings.memory_limit, threads=settings.threads)
    except BaseException:
        engine.close()
        raise
    engine.on_close(reader.close)
    return HandedTables(engine, reader, folder)
