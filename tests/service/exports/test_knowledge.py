"""What is known of vendors is whole, and stands on the page that describes it."""

# ruff: noqa: E501 (rows of exports are as wide as they are)
from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from holdfast.connect.sources.files.model import Relation
from holdfast.service.exports.knowledge import FileKind, TableRule, Vendor, plain, vendors
from holdfast.service.exports.recognise import recognise
from holdfast.service.init import init_workspace
from holdfast.service.workspace import open_workspace
from holdfast.tables import TABLES

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "exports.md").read_text(encoding="utf-8")
TYPED = {
    "charges": "SELECT 'ch_1' AS id, 3900 AS amount, 0 AS amount_refunded, 'usd' AS currency, 'c1' AS customer, "
    "TIMESTAMP '2024-01-02 10:00:00' AS created, 'succeeded' AS status, TRUE AS paid",
    "subs": "SELECT 's1' AS id, 'c1' AS customer_id, 'cancelled' AS status, 1704189600 AS started_at, "
    "1704189600 AS activated_at, 1714521600 AS cancelled_at, CAST(NULL AS BIGINT) AS current_term_end, 'USD' AS "
    "currency_code, 4900 AS mrr",
    "tickets": "SELECT 11 AS id, 7001 AS requester_id, 501 AS organization_id, 'closed' AS status, 'Login' AS subject, "
    "TIMESTAMPTZ '2024-01-08 09:00:00+00' AS created_at",
    "metrics": "SELECT 11 AS ticket_id, 1 AS reopens, 2 AS replies, TIMESTAMPTZ '2024-01-09 10:00:00+00' AS solved_at, "
    "1 AS group_stations",
}
RULES = [(vendor, rule) for vendor in vendors() for rule in vendor.tables]


def test_the_five_vendors_are_known() -> None:
    assert [vendor.name for vendor in vendors()] == [
        "Chargebee",
        "HubSpot",
        "Salesforce",
        "Stripe",
        "Zendesk",
    ]


@pytest.mark.parametrize("vendor", vendors(), ids=lambda vendor: vendor.name)
def test_every_file_of_a_vendor_is_on_the_page_and_used(vendor: Vendor) -> None:
    used = {kind for rule in vendor.tables for _, kind in rule.uses}

    assert vendor.checked
    assert f"## {vendor.name}" in PAGE
    assert {kind.name for kind in vendor.files} == used
    assert [kind.title for kind in vendor.files if f"| {kind.title} |" not in PAGE] == []


@pytest.mark.parametrize(("vendor", "rule"), RULES, ids=lambda part: getattr(part, "table", None))
def test_every_rule_gives_what_its_table_needs(vendor: Vendor, rule: TableRule) -> None:
    given = {"amount_minor" if name == "amount" else name for name, _ in rule.columns}
    aliases = {alias for alias, _ in rule.uses}
    referred = {alias for _, column in rule.columns for alias in re.findall(r"\[(\w+):", column.sql)}

    assert set(TABLES[rule.table].required) - {"currency"} <= given
    assert given <= {column.name for column in TABLES[rule.table].columns}
    assert referred <= aliases
    assert {kind for _, kind in rule.uses} <= {kind.name for kind in vendor.files}


@pytest.mark.parametrize("table", TABLES)
def test_our_own_tables_are_no_export_of_anybody(table: str) -> None:
    names = [column.name for column in TABLES[table].columns]

    assert [kind.title for vendor in vendors() for kind in vendor.files if kind.fits(names)] == []


KINDS = [(vendor.name, kind) for vendor in vendors() for kind in vendor.files]


@pytest.mark.parametrize(("vendor", "kind"), KINDS, ids=lambda part: getattr(part, "name", part))
@pytest.mark.parametrize("which", [0, -1], ids=["first names", "last names"])
def test_a_file_with_the_names_of_a_kind_is_taken_for_no_other(
    vendor: str, kind: FileKind, which: int
) -> None:
    lacking = {plain(name) for name in kind.lacks}
    columns = [[name for name in names if plain(name) not in lacking][which] for names in kind.has]
    relation = Relation("", tuple((name, "VARCHAR") for name in dict.fromkeys(columns)), (), "csv", (), 2)

    found = recognise({"export.csv": relation})

    assert [(item.vendor, item.kind.name) for item in found] == [(vendor, kind.name)]


def test_typed_columns_of_parquet_are_read_as_those_of_text(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, sql in TYPED.items():
            connection.execute(f"COPY ({sql}) TO '{tmp_path / name}.parquet'")

    init_workspace(tmp_path)

    with open_workspace(tmp_path) as workspace:
        engine = workspace.engine
        assert engine.rows("SELECT order_id, ordered_at, amount_minor, currency FROM orders") == [
            ("ch_1", "2024-01-02T10:00:00", 3900, "USD")
        ]
        assert engine.rows("SELECT state, started_at, ended_at, amount_minor FROM subscriptions") == [
            ("ended", "2024-01-02T10:00:00", "2024-05-01T00:00:00", 4900)
        ]
        assert engine.rows("SELECT opened_at, reopened, last_solved_at FROM tickets") == [
            ("2024-01-08T09:00:00", 1, "2024-01-09T10:00:00")
        ]
