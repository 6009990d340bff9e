"""The proposal of a workspace for a real PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.service.init_database import init_from_database
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Database

TABLES = '''
CREATE SCHEMA crm; CREATE SCHEMA shop;
CREATE TABLE crm.customers (customer_id int, signed_at timestamptz, "Plan ""X""" text);
CREATE TABLE shop.orders (order_id int, customer_id int, ordered_at timestamptz, amount numeric);
CREATE TABLE shop."odd\nname" (a int);
CREATE VIEW shop.tickets AS SELECT 1 AS ticket_id, 2 AS other;
CREATE TABLE shop.hidden (a int);
INSERT INTO crm.customers VALUES (1, '2024-01-01', 'pro');
'''


def propose(folder: Path, database: Database, url: str | None = None) -> str:
    written = init_from_database(folder, environment={"HOLDFAST_DATABASE_URL": url or database.url})
    return written.read_text(encoding="utf-8")


def test_what_names_make_plain_is_mapped_and_opens_as_it_is(tmp_path: Path, postgres: Database) -> None:
    postgres.execute(TABLES)

    text = propose(tmp_path / "new", postgres)

    assert '[tables.orders]\ntable = "shop.orders"' in text
    assert 'kind = { value = "sale" }  # TO DO: assumed for every row' in text
    with open_workspace(tmp_path / "new", database_url=postgres.url) as workspace:
        assert workspace.tables == ("customers", "orders")
        assert workspace.segments == ('Plan "X"',)


def test_what_keeps_a_table_from_opening_stands_in_comments(tmp_path: Path, postgres: Database) -> None:
    postgres.execute(TABLES)

    text = propose(tmp_path, postgres)

    assert '# table = "shop.tickets"' in text
    assert "#   shop.odd name\n" in text


def test_tables_that_may_not_be_read_are_left_out(tmp_path: Path, postgres: Database) -> None:
    postgres.execute(TABLES)
    url = postgres.user("reader", "hunter2")
    postgres.execute("GRANT USAGE ON SCHEMA shop TO reader; GRANT SELECT ON shop.orders TO reader")

    text = propose(tmp_path, postgres, url)

    assert "shop.orders" in text
    assert "hidden" not in text
    assert "crm" not in text


def test_the_address_is_not_written_but_its_variable_is(tmp_path: Path, postgres: Database) -> None:
    postgres.execute(TABLES)
    url = postgres.user("reader", "hunter2")
    postgres.execute("GRANT USAGE ON SCHEMA shop TO reader; GRANT SELECT ON shop.orders TO reader")

    written = init_from_database(tmp_path, environment={"CRM": url}, url_env="CRM")

    assert 'url_env = "CRM"' in written.read_text(encoding="utf-8")
    assert "hunter2" not in written.read_text(encoding="utf-8")
    with open_workspace(tmp_path, environment={"CRM": url}) as workspace:
        assert workspace.tables == ("customers", "orders")


def test_a_database_without_a_table_to_read_is_refused_and_nothing_is_written(
    tmp_path: Path, postgres: Database
) -> None:
    with pytest.raises(InputError, match="no table that this user may read"):
        propose(tmp_path, postgres)
    with pytest.raises(InputError, match="the variable HOLDFAST_DATABASE_URL is not set"):
        init_from_database(tmp_path, environment={})

    assert list(tmp_path.iterdir()) == []


def test_a_workspace_file_that_is_there_stays(tmp_path: Path, postgres: Database) -> None:
    (tmp_path / "holdfast.toml").write_text("mine")

    with pytest.raises(InputError, match="there is one already"):
        propose(tmp_path, postgres)

    assert (tmp_path / "holdfast.toml").read_text() == "mine"
