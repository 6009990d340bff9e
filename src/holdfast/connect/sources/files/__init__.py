"""CSV, Parquet, JSON and fixed-width files as canonical tables of a DuckDB engine."""

from holdfast.connect.sources.files.load import FileTables, Note
from holdfast.connect.sources.files.model import ColumnMap, FileSet, TableMap

__all__ = ["ColumnMap", "FileSet", "FileTables", "Note", "TableMap"]
