"""Amounts of several currencies, and codes that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.checks.wording import finding
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_CODE_LENGTH = 3


def find(look: Look) -> Iterator[CheckFinding]:
    """Per table with amounts: codes that are not of ISO 4217's form, and a mix of several."""
    for table in look.counts:
        if TABLES[table].column("currency") and look.has(table, "currency"):
            rows = look.rows(f"SELECT currency, COUNT(*) FROM {table} GROUP BY currency ORDER BY 2 DESC, 1")
            counts = [(str(code), int(n or 0)) for code, n in rows if code is not None]
            yield from _no_codes(look, table, counts)
            yield from _mixed(look, table, counts)


def _no_codes(look: Look, table: str, counts: Sequence[tuple[str, int]]) -> Iterator[CheckFinding]:
    wrong = [(code, n) for code, n in counts if not _is_code(code)]
    if not wrong:
        return
    named = ", ".join(f"{code!r}" for code, _ in wrong[:3])
    yield finding(
        table=table,
        kind="impossible",
        severity="warning",
        says=f"{sum(n for _, n in wrong):,} of {look.counts[table]:,} rows have a currency such as {named}, "
        "which is no code of ISO 4217",
        count=sum(n for _, n in wrong),
        of=look.counts[table],
        remedy='Map it: currency = { column = …, values = { usd = "USD" } }',
    )


def _is_code(code: str) -> bool:
    return len(code) == _CODE_LENGTH and code.isascii() and code.isalpha() and code.isupper()


def _mixed(look: Look, table: str, counts: Sequence[tuple[str, int]]) -> Iterator[CheckFinding]:
    if len({code.upper() for code, _ in counts}) < 2:  # noqa: PLR2004 (a mix has two)
        return
    shares = ", ".join(f"{code} {n:,}" for code, n in counts[:4])
    others = sum(n for _, n in counts[1:])
    yield finding(
        table=table,
        kind="contradictory",
        severity="warning",
        says=f"amounts are in {len(counts):,} currencies ({shares}) and cannot be added",
        count=others,
        of=look.counts[table],
        remedy="Convert them to one currency with sql, or keep those of one with where",
    )
