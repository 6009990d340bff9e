"""What a company's database does not have or does not let be read, on a real PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.connect.engines.postgres import PostgresEngine
from holdfast.connect.sources.database.load import DatabaseTables
from holdfast.connect.sources.files import ColumnMap, TableMap
from holdfast.errors import InputError, RefusedError

if TYPE_CHECKING:
    from tests.conftest import Database
    from tests.connect.sources.database.conftest import Map


def test_a_wrong_table_is_said_with_the_nearest_name(postgres: Database, mapped: Map, accounts: str) -> None:
    postgres.execute(accounts)

    with pytest.raises(InputError) as caught:
        mapped("customers", "crm.acounts")

    assert str(caught.value) == (
        "tables.customers.table: the database has no table 'crm.acounts' that this user may see. "
        "Expected one of crm.accounts. Did you mean 'crm.accounts'."
    )


@pytest.mark.parametrize("name", ["", "a.b.c.d", 'a."b', "a..b"])
def test_what_is_no_name_of_a_table_is_refused(mapped: Map, name: str) -> None:
    with pytest.raises(InputError, match="is no name"):
        mapped("customers", name)


def test_a_wrong_column_is_said_with_all_names_and_the_nearest(
    postgres: Database, mapped: Map, accounts: str
) -> None:
    postgres.execute(accounts)

    with pytest.raises(InputError) as caught:
        mapped(
            "customers", "crm.accounts", {"customer_id": ColumnMap("id"), "signed_at": ColumnMap("signed up")}
        )

    assert "crm.accounts has no column 'signed up'" in str(caught.value)
    assert "Expected one of id, Signed Up, plan, seats, share. Did you mean 'Signed Up'." in str(caught.value)


def test_a_query_that_is_wrong_is_said_on_opening(mapped: Map) -> None:
    with pytest.raises(InputError, match=r'tables.customers: syntax error at or near "FORM"'):
        mapped("customers", "SELECT * FORM crm.accounts")


def test_a_query_that_writes_is_refused(postgres: Database, mapped: Map, accounts: str) -> None:
    postgres.execute(accounts)

    with pytest.raises((InputError, RefusedError)):
        mapped("customers", "DELETE FROM crm.accounts RETURNING *")
    with pytest.raises((InputError, RefusedError)):
        mapped("customers", "SELECT 1) AS q; COMMIT; DELETE FROM crm.accounts; SELECT 1 FROM (SELECT 1")

    assert postgres.execute("SELECT COUNT(*) FROM crm.accounts") == [(2,)]


def test_a_missing_privilege_is_said_with_the_statement_that_gives_it(
    postgres: Database, accounts: str
) -> None:
    postgres.execute(
        accounts + "; CREATE ROLE reader LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA crm TO reader"
    )
    mapping = TableMap("customers", None, None, (), time_zone="UTC", database_table="crm.accounts")

    with (
        PostgresEngine(postgres.url_of("reader", "x")) as engine,
        pytest.raises(
            RefusedError, match=r'permission denied for table accounts.*GRANT SELECT ON … TO "reader"'
        ),
    ):
        DatabaseTables(engine).add_table(mapping)


def test_a_user_who_may_read_some_columns_maps_those(postgres: Database, accounts: str) -> None:
    postgres.execute(
        accounts + "; CREATE ROLE reader LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA crm TO reader"
    )
    postgres.execute('GRANT SELECT (id, "Signed Up") ON crm.accounts TO reader')
    columns = (("customer_id", ColumnMap("id")), ("signed_at", ColumnMap("Signed Up")))
    mapping = TableMap("customers", None, None, columns, time_zone="UTC", database_table="crm.accounts")
    more = TableMap(
        "customers",
        None,
        None,
        (*columns, ("plan", ColumnMap("plan"))),
        time_zone="UTC",
        database_table="crm.accounts",
    )

    with PostgresEngine(postgres.url_of("reader", "x")) as engine:
        DatabaseTables(engine).add_table(mapping)
        assert engine.rows("SELECT COUNT(*) FROM customers") == [(2,)]
        with pytest.raises(
            InputError, match=r"\(the 2 columns that this user may read\) has no column 'plan'"
        ):
            DatabaseTables(engine).add_table(more)


def test_rows_that_may_be_hidden_from_the_user_are_noted(postgres: Database, accounts: str) -> None:
    postgres.execute(
        accounts + "; CREATE ROLE reader LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA crm TO reader"
    )
    postgres.execute(
        "GRANT SELECT ON crm.accounts TO reader; ALTER TABLE crm.accounts ENABLE ROW LEVEL SECURITY"
    )
    columns = (("customer_id", ColumnMap("id")), ("signed_at", ColumnMap("Signed Up")))
    mapping = TableMap("customers", None, None, columns, time_zone="UTC", database_table="crm.accounts")

    with PostgresEngine(postgres.url_of("reader", "x")) as engine, PostgresEngine(postgres.url) as owner:
        hidden, open_to_all = DatabaseTables(engine), DatabaseTables(owner)
        hidden.add_table(mapping)
        open_to_all.add_table(mapping)

    assert [note.text for note in hidden.notes] == [
        "customers: row-level security may hide rows of accounts from this user"
    ]
    assert open_to_all.notes == ()
