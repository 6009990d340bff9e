"""What is known of vendors is whole, and stands on the page that describes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holdfast.connect.sources.files.model import Relation
from holdfast.service.exports.knowledge import FileKind, TableRule, Vendor, plain, vendors
from holdfast.service.exports.recognise import recognise
from holdfast.tables import TABLES

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "exports.md").read_text(encoding="utf-8")
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
