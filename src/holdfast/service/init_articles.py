"""Files of which a row is one article of an order: the query that makes orders of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.service.init_names import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import Relation

_QUANTITIES = ("quantity", "qty", "lineitemquantity", "itemquantity")
_UNIT_PRICES = ("unitprice", "lineitemprice", "itemprice", "priceperunit", "unitamount")
_OF_AN_ORDER = ("customer_id", "ordered_at", "currency", "kind")


def orders_of_articles(
    engine: DuckDBEngine, relation: Relation, source: str
) -> tuple[str, tuple[str, ...]] | None:
    """A query that sums quantity times unit price by order, and its columns.

    None where the file has amounts, has no such columns, or its prices are no plain decimals.

    Args:
        engine: Reads the file.
        relation: Reads it.
        source: Name of its raw source.
    """
    from holdfast.connect.sources.files.model import quoted  # noqa: PLC0415 (data path alone)
    from holdfast.service.exports.sampling import amount_form  # noqa: PLC0415

    chosen = columns_of("orders", relation.names)
    quantity, price = _named(relation.names, _QUANTITIES), _named(relation.names, _UNIT_PRICES)
    if (
        quantity is None
        or price is None
        or "order_id" not in chosen
        or {"amount", "amount_minor"} & set(chosen)
    ):
        return None
    if amount_form(engine, relation, price) in {"decorated", "comma"}:
        return None
    order = quoted(chosen["order_id"])
    kept = [chosen[one] for one in _OF_AN_ORDER if one in chosen]
    items = [order, *(f"MIN({quoted(name)}) AS {quoted(name)}" for name in kept)]
    factors = " * ".join(f"CAST({quoted(name)} AS DECIMAL(18, 3))" for name in (quantity, price))
    query = (
        f"SELECT {', '.join(items)},\n  ROUND(SUM({factors}), 2) AS amount\n"
        f"FROM sources.{source}\nGROUP BY {order}"
    )
    return query, (chosen["order_id"], *kept, "amount")


def _named(names: Sequence[str], known: tuple[str, ...]) -> str | None:
    plain = {re.sub(r"[\W_]+", "", name).casefold(): name for name in names}
    return next((plain[one] for one in known if one in plain), None)
