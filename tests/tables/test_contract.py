"""The contract of the canonical tables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.tables import TABLES, Table
from holdfast.tables.page import contract_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"
EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def test_the_contract_has_the_fifteen_tables_in_their_order() -> None:
    assert list(TABLES) == [
        "customers",
        "people",
        "subscriptions",
        "orders",
        "events",
        "tickets",
        "surveys",
        "engagements",
        "issues",
        "onboarding_steps",
        "churn_reasons",
        "referrals",
        "costs",
        "assignments",
        "calendar_events",
    ]


@EVERY_TABLE
def test_a_key_is_made_of_columns_that_are_never_null(table: Table) -> None:
    assert set(table.key) <= set(table.required)


@EVERY_TABLE
def test_column_names_are_told_apart(table: Table) -> None:
    names = [column.name for column in table.columns]

    assert len(names) == len(set(names))


@EVERY_TABLE
def test_a_reference_names_a_table_with_a_single_key_column(table: Table) -> None:
    for column in table.columns:
        if column.references:
            assert len(TABLES[column.references].key) == 1


@EVERY_TABLE
def test_the_instants_a_table_speaks_of_are_columns_of_type_ts(table: Table) -> None:
    named = [name for order in table.orders for name in (order.earlier, order.later)]
    named += [table.watermark] if table.watermark else []

    for name in named:
        column = table.column(name)
        assert column is not None
        assert column.type == "ts"


@EVERY_TABLE
def test_money_comes_with_its_currency(table: Table) -> None:
    if any(column.is_money for column in table.columns):
        assert "currency" in table.required


def test_the_reference_page_is_what_the_contract_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == contract_page()


def test_the_contract_loads_no_engine() -> None:
    program = (
        "import sys, holdfast.tables;"
        "print([m for m in ('duckdb','pyarrow','numpy','pydantic','sqlglot','pandas') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
