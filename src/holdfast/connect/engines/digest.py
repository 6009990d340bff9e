"""A digest of customers that does not depend on the order of rows; compared on one engine, never across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from holdfast.metrics.protocol import Engine

# Each engine has a hash of its own. Null is written as a text no value has beside the mark of a value.
_HASHES = {
    "duckdb": "bit_xor(hash({columns}))",
    "postgres": "bit_xor(hashtextextended(CAST(ROW({columns}) AS text), 0))",
    "spark": "bit_xor(xxhash64({columns}))",
    "clickhouse": "groupBitXor(cityHash64({marked}))",
}


def customers_digests(
    engine: Engine, columns: Sequence[str], befores: Iterable[datetime]
) -> dict[datetime, str]:
    """Digests of those columns of the customers who signed before each of some instants, in one scan.

    Args:
        engine: The database.
        columns: Of customers.
        befores: Naive UTC; at least one.

    Raises:
        SourceError: The database refused or failed.
    """
    quote = "`{}`" if engine.dialect == "spark" else None
    names = [quote.format(name.replace("`", "``")) if quote else quoted(name) for name in columns]
    marked = [f"ifNull(concat('v', toString({name})), 'n')" for name in names]
    hashed = _HASHES[engine.dialect].format(columns=", ".join(names), marked=", ".join(marked))
    instants = sorted(set(befores))
    cuts = [f"CAST('{one.isoformat(sep=' ', timespec='seconds')}' AS TIMESTAMP)" for one in instants]
    number = " ".join(f"WHEN signed_at < {cut} THEN {position}" for position, cut in enumerate(cuts))
    sql = (
        f"SELECT CASE {number} END AS part, COUNT(*), {hashed} FROM customers "
        f"WHERE signed_at < {cuts[-1]} GROUP BY 1"
    )
    parts = {int(part or 0): (int(n or 0), int(hashes or 0)) for part, n, hashes in engine.rows(sql)}
    return dict(zip(instants, _running(parts, len(instants)), strict=True))


def _running(parts: Mapping[int, tuple[int, int]], length: int) -> Iterator[str]:
    """The digest up to each part: numbers add up, and the hashes of two parts make that of both."""
    count, digest = 0, None
    for position in range(length):
        if position in parts:
            n, hashes = parts[position]
            count, digest = count + n, (digest or 0) ^ hashes
        yield f"{count}:{digest}"
