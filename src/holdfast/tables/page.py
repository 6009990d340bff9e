"""The reference page of the tables, written from the contract: ``python -m holdfast.tables.page``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from holdfast.tables.contract import TABLES

if TYPE_CHECKING:
    from holdfast.tables.model import Column, Table

_INTRODUCTION = """# Canonical tables

<!-- Written by `python -m holdfast.tables.page`; edit src/holdfast/tables/contract.py instead. -->

Every source maps its columns to these tables, and every metric reads only them. Instants are naive
timestamps in UTC; local dates are derived in the company's time zone. Money is integer minor units with a
currency. Ids are text. Only `customers` is required, and it is derived from `orders` or `subscriptions`
where it is left out.

A column that may be null may also be left out. *Append*: rows never change. *Mutable*: rows get completed
later. *State*: the table says how things are now.
"""


def contract_page() -> str:
    """The whole page as Markdown, ending in a line break."""
    return "\n".join([_INTRODUCTION, *(_section(table) for table in TABLES.values())])


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key) or "none: doubled rows are allowed"
    rows = "\n".join(_row(column) for column in table.columns)
    meaning = table.meaning[0].upper() + table.meaning[1:]
    return (
        f"## {table.name}\n\n{meaning}. Key: {key}. *{table.mutability.title()}*.\n\n"
        f"| column | type | may be null | meaning |\n|---|---|---|---|\n{rows}\n"
    )


def _row(column: Column) -> str:
    null = "yes" if column.nullable else "no"
    return f"| `{column.name}` | {column.type} | {null} | {column.meaning}{_limits(column)} |"


def _limits(column: Column) -> str:
    parts = []
    if column.values:
        parts.append(
            ", ".join(f"`{value}`" for value in column.values) + (" or others" if column.is_open else "")
        )
    if column.low is not None:
        parts.append(f"at least {column.low}" if column.high is None else f"{column.low} to {column.high}")
    if column.references:
        parts.append(f"found in `{column.references}`")
    return f" ({'; '.join(parts)})" if parts else ""


if __name__ == "__main__":
    sys.stdout.write(contract_page())
