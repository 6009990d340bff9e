"""Where the rows of a proposed table come from: the file as it is, or a query that mends what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.init_articles import orders_of_articles
from holdfast.service.init_joining import source_name
from holdfast.service.init_names import columns_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import Relation

# Exports of forms and help desks often leave the id out, and each row is one. An order may have several.
_NUMBERED = {"tickets": "ticket_id", "surveys": "survey_id"}
_ARTICLES = (
    "TO DO: a row is taken for one article of an order, whose amount is the sum of quantity times price."
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows come from.

    Attributes:
        before: Sections of raw sources that stand before the table's; empty for none.
        source: The lines that say where it comes from.
        names: Columns that are there then.
    """

    before: str
    source: str
    names: tuple[str, ...]


def origin_of(  # noqa: PLR0913, PLR0917 - a file, and what is known of it
    engine: DuckDBEngine, table: str, file: str, relation: Relation, files: str, declared: set[str]
) -> Origin:
    """The file, or a query over it where rows are articles, have no id, or amounts bear signs of currency.

    Args:
        engine: Reads the file.
        table: Canonical name.
        file: Its name.
        relation: Reads it.
        files: Its pattern, as TOML text.
        declared: Files that are raw sources already; this one is added where a query reads it.
    """
    from holdfast.service.exports.proposing import query_text  # noqa: PLC0415 (data path alone)

    own = source_name(file)
    before = "" if file in declared else f"[sources.{own}]\nfiles = {files}\n\n"
    summed = orders_of_articles(engine, relation, own) if table == "orders" else None
    if summed is not None:
        declared.add(file)
        return Origin(before, f"# {_ARTICLES}\nsql = {query_text(summed[0])}", summed[1])
    chosen = columns_of(table, relation.names)
    amount, mark = _amount(engine, relation, chosen)
    numbered = _NUMBERED.get(table, "")
    added = f", 'row ' || ROW_NUMBER() OVER () AS {numbered}" if numbered and numbered not in chosen else ""
    marked = '\ndecimal_mark = ","' if mark == "," else ""
    if not amount and not added:
        return Origin("", f"files = {files}{marked}", relation.names)

    declared.add(file)
    query = f"SELECT t.*{amount}{added}\nFROM sources.{own} AS t"
    comments = "".join(f"# {said}\n" for said in _said(amount, added))
    names = (*relation.names, *([numbered] if added else []))
    return Origin(before, f"{comments}sql = {query_text(query)}{marked}", names)


def _said(amount: str, added: str) -> Iterator[str]:
    if amount:
        yield "Signs of currency are taken out of the amounts."
    if added:
        yield "The file has no id: each row is one, and is numbered."


def _amount(engine: DuckDBEngine, relation: Relation, chosen: dict[str, str]) -> tuple[str, str]:
    """What a query does to the amounts, empty where they can be read as they are, and their decimal mark."""
    from holdfast.connect.sources.files.model import quoted  # noqa: PLC0415 (data path alone)
    from holdfast.service.exports.sampling import amount_form  # noqa: PLC0415

    if "amount" not in chosen:
        return "", "."
    column = quoted(chosen["amount"])
    form = amount_form(engine, relation, chosen["amount"])
    if form != "decorated":
        return "", "," if form == "comma" else "."
    bare = f"REGEXP_REPLACE(CAST({column} AS VARCHAR), '[^0-9.,-]', '', 'g')"
    ends = [f"REGEXP_MATCHES({bare}, '{mark}[0-9]{{1,2}}$')" for mark in (",", "[.]")]
    asked = ", ".join(f"COALESCE(BOOL_OR({condition}), FALSE)" for condition in ends)
    amounts = f"COALESCE(BOOL_AND(REGEXP_FULL_MATCH({bare}, '-?[0-9][0-9.,]*')), FALSE)"
    sql = f"SELECT {amounts}, {asked} FROM ({relation.sql}) AS r WHERE {column} IS NOT NULL"  # noqa: S608 - names are quoted
    are_amounts, ends_in_comma, ends_in_point = engine.rows(sql)[0]
    if not are_amounts:  # what does not fit is named where it is read
        return "", "."
    has_comma = ends_in_comma and not ends_in_point
    kept = bare if has_comma else bare.replace(".,-", ".-")
    return f" REPLACE ({kept} AS {column})", "," if has_comma else "."
