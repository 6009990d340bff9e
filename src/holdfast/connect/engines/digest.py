"""A digest of customers that does not depend on the order of rows; compared on one engine, never across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.protocol import Engine

# Each engine has a hash of its own. Null is written as a text no value has beside the mark of a value.
_HASHES = {
    "duckdb": "bit_xor(hash({columns}))",
    "postgres": "bit_xor(hashtextextended(CAST(ROW({columns}) AS text), 0))",
    "spark": "bit_xor(xxhash64({columns}))",
    "clickhouse": "groupBitXor(cityHash64({marked}))",
}


def customers_digest(engine: Engine, columns: Sequence[str], before: datetime) -> str:
    """Digest of those columns of the customers who signed before an instant.

    Args:
        engine: The database.
        columns: Of customers.
        before: Naive UTC.

    Raises:
        SourceError: The database refused or failed.
    """
    quote = "`{}`" if engine.dialect == "spark" else None
    names = [quote.format(name.replace("`", "``")) if quote else quoted(name) for name in columns]
    marked = [f"ifNull(concat('v', toString({name})), 'n')" for name in names]
    hashed = _HASHES[engine.dialect].format(columns=", ".join(names), marked=", ".join(marked))
    moment = before.isoformat(sep=" ", timespec="seconds")
    sql = f"SELECT COUNT(*), {hashed} FROM customers WHERE signed_at < CAST('{moment}' AS TIMESTAMP)"
    [[count, digest]] = engine.rows(sql)
    return f"{count}:{digest}"
