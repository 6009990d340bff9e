"""A mapping as the API answers it: each column with its origin, samples and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.exports.sampling import DATE_FORMATS
from holdfast.tables import TABLES
from holdfast.web.api.schemas.mappings import ColumnAnswer, ReadingAnswer, SampleAnswer

if TYPE_CHECKING:
    from holdfast.web.dataset.mapping_page import ColumnLine, MappingPage
    from holdfast.web.dataset.origins import Origin
    from holdfast.web.dataset.stated import Stated


def reading_answer(table: str, page: MappingPage, told: Stated) -> ReadingAnswer:
    """Files as a mapping reads them, with the digest of the workspace file that it was seen with."""
    chosen = page.form.chosen()
    known = {one.name for one in TABLES[table].columns}
    return ReadingAnswer(
        table=table,
        names=list(page.look.names),
        first_rows=[list(row) for row in page.look.rows],
        columns=[_column(line, chosen[line.column.name]) for line in page.lines],
        segments={name: one.column for name, one in chosen.items() if name not in known},
        rows=page.rows,
        error=page.error,
        seen=told.digest,
    )


def _column(line: ColumnLine, origin: Origin) -> ColumnAnswer:
    column = line.column
    return ColumnAnswer(
        name=column.name,
        type=column.type,
        needed=not column.nullable,
        known_values=[] if column.is_open else list(column.values),
        column=origin.column,
        value=origin.value,
        date_format=origin.date_format,
        date_formats=list(DATE_FORMATS) if column.type == "ts" else [],
        is_decimal=origin.is_decimal,
        values=dict(line.meanings),
        samples=[SampleAnswer(found=found, read=read) for found, read in line.samples],
        remark=line.remark,
        fault=dict(line.fault) or None,
    )
