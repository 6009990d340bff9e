"""A company's own tables as canonical ones, on a real PostgreSQL."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from holdfast.connect.sources.database.load import DatabaseTables
from holdfast.connect.sources.files import ColumnMap, TableMap
from holdfast.connect.sources.files.faults import UnreadableTableError
from holdfast.errors import InputError, RefusedError

if TYPE_CHECKING:
    from tests.conftest import Database
    from tests.connect.sources.database.conftest import Map

    from holdfast.connect.engines.postgres import PostgresEngine


def names(**columns: str) -> dict[str, ColumnMap]:
    return {ours: ColumnMap(theirs, is_decimal=ours == "amount") for ours, theirs in columns.items()}


def test_a_table_of_a_schema_becomes_customers_with_its_segments(
    postgres: Database, mapped: Map, accounts: str
) -> None:
    postgres.execute(accounts)

    engine = mapped(
        "customers",
        "crm.accounts",
        names(customer_id="id", signed_at="Signed Up", plan="plan", seats="seats", share="share"),
    )

    assert dict(engine.columns("customers"))["signed_at"] == "ts"
    assert engine.rows("SELECT customer_id, signed_at, plan, seats, share FROM customers ORDER BY 1") == [
        ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "2024-03-31T00:30:00", "Pro", "5", "0.5"),
        ("b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "2024-04-01T00:00:00", None, None, None),
    ]


def test_a_table_of_the_database_that_has_a_canonical_name_is_not_in_sight(
    postgres: Database, mapped: Map
) -> None:
    postgres.execute("CREATE TABLE orders (order_id text, other int)")
    postgres.execute("CREATE TABLE customers (customer_id text, signed_at timestamp); CREATE TABLE people ()")
    postgres.execute("INSERT INTO customers VALUES ('a', '2024-01-01'), ('b', '2024-01-02')")

    engine = mapped("customers", "SELECT * FROM customers WHERE customer_id <> 'b'")

    assert engine.rows("SELECT customer_id FROM customers") == [("a",)]
    assert dict(engine.columns("orders")) == {}


def test_a_query_of_one_table_reads_the_databases_tables_and_not_the_canonical_ones(
    postgres: Database, mapped: Map
) -> None:
    postgres.execute("CREATE TABLE customers (customer_id text, signed_at timestamp, ordered timestamp)")
    postgres.execute("INSERT INTO customers VALUES ('a', '2024-01-01', '2024-02-01')")
    mapped("customers", "customers", names(customer_id="customer_id"))

    engine = mapped(
        "orders",
        "SELECT customer_id AS order_id, customer_id, ordered AS ordered_at, 5 AS amount_minor, "
        "'sale' AS kind FROM customers -- a comment",
    )

    assert engine.rows(
        "SELECT o.ordered_at, c.signed_at FROM orders AS o JOIN customers AS c USING (customer_id)"
    ) == [("2024-02-01T00:00:00", "2024-01-01T00:00:00")]


ORDERS = "CREATE TABLE o (id int, who text, at {at}, amount {amount}, kind {kind})"
MAPPED = names(order_id="id", customer_id="who", ordered_at="at", amount="amount", kind="kind")


@pytest.mark.parametrize(
    ("declared", "written", "minor"),
    [
        ("numeric(12, 2)", "1.15", 115),
        ("numeric", "90071992547409.93", 9007199254740993),
        ("double precision", "1.15", 115),
        ("real", "1.15", 115),
        ("money", "1.15", 115),
        ("integer", "7", 700),
        ("text", "12.5", 1250),
        ("varchar(20)", " 1.005 ", 101),
    ],
)
def test_amounts_become_minor_units_exactly(
    postgres: Database, mapped: Map, declared: str, written: str, minor: int
) -> None:
    postgres.execute(ORDERS.format(at="timestamp", amount=declared, kind="text"))
    postgres.execute(f"INSERT INTO o VALUES (1, 'a', '2024-01-01', '{written}', 'sale')")

    engine = mapped("orders", "o", MAPPED)

    assert engine.rows("SELECT amount_minor, currency FROM orders") == [(minor, "EUR")]


def test_an_amount_has_as_many_digits_as_the_currency_of_its_row(postgres: Database, mapped: Map) -> None:
    postgres.execute(
        ORDERS.format(at="timestamp", amount="numeric", kind="text") + "; ALTER TABLE o ADD currency text"
    )
    postgres.execute("INSERT INTO o VALUES (1, 'a', '2024-01-01', 12.5, 'sale', 'JPY')")
    postgres.execute("INSERT INTO o VALUES (2, 'a', '2024-01-01', 12.5, 'sale', 'KWD')")

    engine = mapped("orders", "o", MAPPED)

    assert engine.rows("SELECT amount_minor FROM orders ORDER BY order_id") == [(13,), (12500,)]


@pytest.mark.parametrize(
    ("declared", "written", "instant"),
    [
        ("timestamptz", "2024-07-01 12:00:00+02", "2024-07-01T10:00:00"),
        ("timestamp", "2024-07-01 12:00:00", "2024-07-01T10:00:00"),
        ("date", "2024-07-01", "2024-06-30T22:00:00"),
        ("text", "2024-07-01", "2024-06-30T22:00:00"),
        ("text", "2024-07-01T12:00:00.5Z", "2024-07-01T12:00:00.500000"),
        ("text", "2024-07-01 12:00 UTC", "2024-07-01T12:00:00"),
        ("text", "2024-07-01 12:00:00-0330", "2024-07-01T15:30:00"),
        ("varchar", " 2024-02-29 23:59 ", "2024-02-29T22:59:00"),
    ],
)
def test_instants_are_in_utc_whatever_their_type(
    postgres: Database, mapped: Map, declared: str, written: str, instant: str
) -> None:
    postgres.execute(ORDERS.format(at=declared, amount="numeric", kind="text"))
    postgres.execute(f"INSERT INTO o VALUES (1, 'a', '{written}', 1, 'sale')")

    engine = mapped("orders", "o", MAPPED, time_zone="Europe/Berlin")

    assert engine.rows("SELECT ordered_at FROM orders") == [(instant,)]


@pytest.mark.parametrize(
    ("form", "written", "instant"),
    [
        ("%d.%m.%Y", "1.7.2024", "2024-07-01T00:00:00"),
        ("%m/%d/%Y %H:%M", "07/01/2024 9:05", "2024-07-01T09:05:00"),
        ("%Y%m%dT%H%M%S%z", "20240701T120000+0200", "2024-07-01T10:00:00"),
        ("[%d]^(%m)*%Y\\", "[01]^(07)*2024\\", "2024-07-01T00:00:00"),
    ],
)
def test_text_in_a_declared_form_is_read(
    postgres: Database, mapped: Map, form: str, written: str, instant: str
) -> None:
    postgres.execute(ORDERS.format(at="text", amount="numeric", kind="text"))
    postgres.execute("INSERT INTO o VALUES (1, 'a', %s, 1, 'sale')", (written,))

    engine = mapped("orders", "o", MAPPED, date_format=form)

    assert engine.rows("SELECT ordered_at FROM orders") == [(instant,)]


def test_a_form_that_is_not_read_in_a_database_is_said_on_opening(postgres: Database, mapped: Map) -> None:
    postgres.execute(ORDERS.format(at="text", amount="numeric", kind="text"))

    with pytest.raises(
        InputError, match=r"tables.orders.columns.ordered_at: the date_format '%d %b %Y' is not read"
    ):
        mapped("orders", "o", MAPPED, date_format="%d %b %Y")


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-30",
        "2023-02-29",
        "0000-01-01",
        "2024-13-01",
        "2024-01-01 24:00",
        "2024-01-01 10:00+99",
        "2024-01-01\n",
        "1.2.2024",
        "infinity",
        "now",
        "x",
    ],
)
def test_a_date_that_is_none_stops_the_table_and_is_shown(
    postgres: Database, mapped: Map, written: str
) -> None:
    postgres.execute(ORDERS.format(at="text", amount="numeric", kind="text"))
    postgres.execute(
        "INSERT INTO o VALUES (1, 'a', %s, 1, 'sale'), (2, 'b', '2024-01-01', 1, 'sale')", (written,)
    )
    engine = mapped("orders", "o", MAPPED)

    with pytest.raises(UnreadableTableError, match=r"tables.orders, column 'at'") as caught:
        engine.rows("SELECT COUNT(*) FROM orders")

    assert repr(written.strip(" ")) in caught.value.found
    assert "(1 of 2 rows)" in caught.value.found


def test_values_that_a_column_does_not_know_stop_the_table_and_are_counted(
    postgres: Database, mapped: Map
) -> None:
    postgres.execute(ORDERS.format(at="timestamp", amount="numeric", kind="text"))
    postgres.execute(
        "INSERT INTO o VALUES (1, 'a', '2024-01-01', 1, 'Verkauf'), (2, NULL, '2024-01-01', 1, NULL)"
    )
    engine = mapped("orders", "o", MAPPED)

    with pytest.raises(UnreadableTableError) as caught:
        engine.rows("SELECT COUNT(*) FROM orders")

    assert [(finding.kind, finding.count) for finding in caught.value.findings] == [
        ("impossible", 1),
        ("missing", 1),
    ]
    assert [str(finding.examples[0]) for finding in caught.value.findings] == ["Verkauf", ""]


def test_their_values_become_ours(postgres: Database, mapped: Map) -> None:
    postgres.execute(ORDERS.format(at="timestamp", amount="numeric", kind="text"))
    postgres.execute(
        "INSERT INTO o VALUES (1, 'a', '2024-01-01', 1, 'it''s a \"sale\"'), "
        "(2, 'a', '2024-01-01', 1, 'REFUND')"
    )
    columns = {**MAPPED, "kind": ColumnMap("kind", values=(('it\'s a "sale"', "sale"),))}

    engine = mapped("orders", "o", columns)

    assert engine.rows("SELECT kind FROM orders ORDER BY order_id") == [("sale",), ("refund",)]


def test_no_pass_over_the_rows_is_made_where_types_and_constraints_settle_everything(
    postgres: Database, mapped: Map
) -> None:
    postgres.execute("CREATE TYPE kind AS ENUM ('SALE', 'refund')")
    postgres.execute(
        "CREATE TABLE o (id int NOT NULL, who text, at timestamptz NOT NULL, "
        "amount numeric NOT NULL, kind kind NOT NULL)"
    )
    engine = mapped("orders", "o", MAPPED)
    postgres.execute("DROP TABLE o")

    engine.prepare("orders")

    with pytest.raises(RefusedError, match="does not exist"):
        engine.rows("SELECT COUNT(*) FROM orders")


@pytest.mark.parametrize("declared", ["timestamptz", "timestamp", "text"])
def test_the_latest_instant_before_a_date_is_in_utc(
    postgres: Database, engine: PostgresEngine, declared: str
) -> None:
    postgres.execute(ORDERS.format(at=declared, amount="numeric", kind="text"))
    postgres.execute(
        "INSERT INTO o VALUES (1, 'a', '2024-07-01 12:00', 1, 'sale'), (2, 'a', '2024-06-01', 1, 'sale')"
    )
    postgres.execute("INSERT INTO o VALUES (3, 'a', '2038-01-19 03:14:07', 1, 'sale')")
    tables = DatabaseTables(engine)
    mapping = TableMap("orders", None, None, tuple(MAPPED.items()), time_zone="UTC", database_table="o")
    tables.add_table(mapping)

    assert tables.latest("orders", "ordered_at", "2038-01-01") == "2024-07-01T12:00:00"
    assert tables.latest("orders", "ordered_at", "2024-01-01") is None


def test_the_latest_instant_comes_from_an_index_where_there_is_one(
    postgres: Database, engine: PostgresEngine
) -> None:
    postgres.execute(ORDERS.format(at="timestamptz", amount="numeric", kind="text"))
    postgres.execute(
        "INSERT INTO o SELECT n, 'a', TIMESTAMPTZ '2024-01-01' + n * INTERVAL '1 minute', 1, 'sale' "
        "FROM generate_series(1, 20000) AS n; CREATE INDEX ON o (at)"
    )
    tables = DatabaseTables(engine)
    mapping = TableMap("orders", None, None, tuple(MAPPED.items()), time_zone="UTC", database_table="o")
    tables.add_table(mapping)
    postgres.execute("SELECT pg_stat_reset()")

    assert tables.latest("orders", "ordered_at", "2038-01-01") == "2024-01-14T21:20:00"

    # The server counts what was read some time after the transaction that read it.
    read = (
        "SELECT pg_stat_clear_snapshot(), seq_tup_read, idx_scan FROM pg_stat_user_tables WHERE relname = 'o'"
    )
    engine.close()
    for _ in range(100):
        if postgres.execute(read)[0][2]:
            break
        time.sleep(0.05)
    assert postgres.execute(read)[0][1:] == (0, 1)


def test_ids_are_text_without_the_zeros_of_a_number(postgres: Database, mapped: Map) -> None:
    postgres.execute("CREATE TABLE a (id numeric(10, 2), at date)")
    postgres.execute("INSERT INTO a VALUES (17850, '2024-01-01'), (1.50, '2024-01-01')")

    engine = mapped("customers", "a", names(customer_id="id", signed_at="at"))

    assert engine.rows("SELECT customer_id FROM customers ORDER BY 1") == [("1.5",), ("17850",)]


def test_customers_are_derived_from_orders(postgres: Database, engine: PostgresEngine) -> None:
    postgres.execute(ORDERS.format(at="timestamp", amount="numeric", kind="text"))
    postgres.execute(
        "INSERT INTO o VALUES (1, 'a', '2024-02-01', 1, 'sale'), (2, 'a', '2024-01-01', 1, 'sale')"
    )
    tables = DatabaseTables(engine)
    columns = tuple(MAPPED.items())
    tables.add_table(TableMap("orders", None, None, columns, time_zone="UTC", database_table="o"))

    note = tables.derive_customers(["orders"])

    assert engine.rows("SELECT customer_id, signed_at FROM customers") == [("a", "2024-01-01T00:00:00")]
    assert "derived from orders" in note.text
