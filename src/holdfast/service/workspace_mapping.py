"""Sections of `holdfast.toml` to the plain values that engines and sources take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.engines.opening import EngineSettings
from holdfast.connect.sources.files import ColumnMap, FileSet, TableMap

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

    from holdfast.connect.engines.secret import Secret
    from holdfast.service.workspace_file import (
        ColumnSection,
        CompanySection,
        EngineSection,
        SourceSection,
        TableSection,
    )


def engine_settings(
    where: str, section: EngineSection, address: Secret | None, session: SparkSession | None = None
) -> EngineSettings:
    """What the engine's opener is told."""
    return EngineSettings(
        section.kind,
        where,
        memory_limit=section.memory_limit,
        threads=section.threads,
        timeout_seconds=section.timeout_seconds,
        address=address,
        master=section.master,
        options=tuple(section.settings.items()),
        session=session,
    )


def file_set(where: str, folder: Path, section: SourceSection, pattern: str) -> FileSet:
    """The files of a source or table, relative to the workspace's folder."""
    return FileSet(
        where,
        folder,
        pattern,
        format=section.format,
        encoding=section.encoding,
        delimiter=section.delimiter,
        fields=tuple((name, first, last) for name, (first, last) in section.fields.items()),
        skip_rows=section.skip_rows,
    )


def table_map(
    name: str, folder: Path, section: TableSection, pattern: str | None, company: CompanySection
) -> TableMap:
    """The mapping of one canonical table; zone and currency are the company's unless declared."""
    return TableMap(
        name,
        file_set(f"tables.{name}", folder, section, pattern) if pattern else None,
        section.sql,
        tuple((target, _column(target, origin)) for target, origin in section.columns.items()),
        time_zone=section.time_zone or company.time_zone,
        date_format=section.date_format,
        decimal_mark=section.decimal_mark,
        where=section.where,
        currency=company.currency,
        database_table=section.table,
    )


def _column(target: str, origin: str | ColumnSection) -> ColumnMap:
    is_decimal = target == "amount"
    if isinstance(origin, str):
        return ColumnMap(origin, is_decimal=is_decimal)
    return ColumnMap(
        origin.column,
        value=None if origin.value is None else str(origin.value),
        date_format=origin.date_format,
        time_zone=origin.time_zone,
        values=tuple(origin.values.items()),
        is_decimal=is_decimal,
    )
