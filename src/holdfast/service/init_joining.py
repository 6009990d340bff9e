"""Files that name no customer, and the file through which their rows find one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from holdfast.service.init_names import columns_of, table_of
from holdfast.tables import TABLES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import Relation

CUSTOMER = "customer_id"


@dataclass(frozen=True, slots=True)
class Way:
    """How the rows of a file find their customer.

    Attributes:
        file: The other file.
        key: Column that both have, unique in the other.
        customer: The other file's column of the customer.
    """

    file: str
    key: str
    customer: str


def way_to_customer(
    engine: DuckDBEngine, table: str, name: str, relations: Mapping[str, Relation]
) -> Way | None:
    """The way of a file that needs a customer and names none; None where it needs none or there is no way."""
    own = relations[name]
    column = TABLES[table].column(CUSTOMER)
    if column is None or column.nullable or table == "customers" or CUSTOMER in columns_of(table, own.names):
        return None
    ways = (
        way
        for other, relation in relations.items()
        if other != name
        for way in _ways(own, other, relation)
        if _is_unique(engine, relation, way.key)
    )
    return next(ways, None)


def joined_source(name: str, way: Way, files: Mapping[str, str], declared: set[str]) -> tuple[str, str]:
    """The sections of the two sources, without those declared, and the line that reads both.

    Args:
        name: The file whose rows count.
        way: How they find their customer.
        files: Name of a file to its pattern, as TOML text.
        declared: Files that are sources already; the two are added.
    """
    from holdfast.connect.sources.files.model import quoted  # noqa: PLC0415 (data path alone)
    from holdfast.service.exports.proposing import query_text  # noqa: PLC0415

    wanted = [file for file in (name, way.file) if file not in declared]
    declared.update(wanted)
    sections = "".join(f"[sources.{source_name(file)}]\nfiles = {files[file]}\n\n" for file in wanted)
    key, own, other = quoted(way.key), source_name(name), source_name(way.file)
    query = (
        f"SELECT t.*, p.{quoted(way.customer)} AS {CUSTOMER}\n"
        f"FROM sources.{own} AS t JOIN sources.{other} AS p ON p.{key} = t.{key}"
    )
    comment = f"# The file names no customer: {way.file} does, by {json.dumps(way.key, ensure_ascii=False)}."
    return sections, f"{comment}\nsql = {query_text(query)}"


def source_name(file: str) -> str:
    """A file's name as that of a raw source."""
    stem = re.sub(r"\W+", "_", file.split(".", maxsplit=1)[0], flags=re.ASCII).strip("_").lower()
    return stem if stem and not stem[0].isdigit() else f"file_{stem}"


def _ways(own: Relation, other: str, relation: Relation) -> Iterator[Way]:
    table = table_of(other.split(".", maxsplit=1)[0])
    customer = columns_of(table, relation.names).get(CUSTOMER) if table else None
    if customer is None:
        return
    for key in own.names:
        if key in relation.names and key != customer and re.sub(r"[\W_]+", "", key).casefold().endswith("id"):
            yield Way(other, key, customer)


def _is_unique(engine: DuckDBEngine, relation: Relation, key: str) -> bool:
    from holdfast.connect.sources.files.model import quoted  # noqa: PLC0415 (data path alone)

    column = quoted(key)
    sql = f"SELECT COUNT({column}), COUNT(DISTINCT {column}) FROM ({relation.sql}) AS r"  # noqa: S608 (names are quoted)
    rows, ids = engine.rows(sql)[0]
    return bool(rows) and rows == ids
