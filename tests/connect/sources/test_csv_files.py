"""CSV files as canonical tables: what is read, and the one message each kind of bad file gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.connect.sources.files import ColumnMap
from holdfast.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.connect.sources.conftest import Load

ORDERS = "order_id,customer_id,ordered_at,amount_minor,currency,kind\n"


def test_a_csv_with_our_names_needs_no_mapping(tmp_path: Path, load: Load) -> None:
    (tmp_path / "orders.csv").write_text(
        ORDERS + "1,a,2024-01-05,1234,EUR,sale\n2,,2024-01-06T10:00:00Z,-5,EUR,refund\n"
    )

    rows = load("orders", "orders.csv").rows("SELECT * FROM orders ORDER BY order_id")

    assert rows == [
        ("1", "a", "2024-01-05T00:00:00", 1234, "EUR", "sale"),
        ("2", None, "2024-01-06T10:00:00", -5, "EUR", "refund"),
    ]


def test_columns_can_have_other_names_constants_and_other_values(tmp_path: Path, load: Load) -> None:
    (tmp_path / "o.csv").write_text("Nr;Kunde;Datum;Betrag;Art\n1;a;05.01.2024;1.234,50;Verkauf\n")
    columns = {
        "order_id": ColumnMap("Nr"),
        "customer_id": ColumnMap("Kunde"),
        "ordered_at": ColumnMap("Datum", date_format="%d.%m.%Y"),
        "amount": ColumnMap("Betrag", is_decimal=True),
        "kind": ColumnMap("Art", values=(("Verkauf", "sale"),)),
    }

    rows = load("orders", "o.csv", columns, decimal_mark=",").rows("SELECT * FROM orders")

    assert rows == [("1", "a", "2024-01-05T00:00:00", 123450, "EUR", "sale")]


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("1.15", "EUR", 115),
        ("0.1", "EUR", 10),
        ("-3", "EUR", -300),
        ("8.005", "EUR", 801),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("90071992547409.93", "EUR", 9007199254740993),
    ],
)
def test_decimal_amounts_become_minor_units_exactly(
    tmp_path: Path, load: Load, amount: str, currency: str, minor: int
) -> None:
    (tmp_path / "o.csv").write_text(
        f"order_id,customer_id,ordered_at,price,kind\n1,a,2024-01-05,{amount},sale\n"
    )

    engine = load("orders", "o.csv", {"amount": ColumnMap("price", is_decimal=True)}, currency=currency)

    assert engine.rows("SELECT amount_minor, currency FROM orders") == [(minor, currency)]


def test_ids_that_look_like_numbers_stay_text(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.csv").write_text(
        "customer_id,signed_at\n007,2024-01-01\n17850.0,2024-01-01\n1e5,2024-01-01\n"
    )

    rows = load("customers", "c.csv").rows("SELECT customer_id FROM customers ORDER BY customer_id")

    assert rows == [("007",), ("17850",), ("1e5",)]


def test_offsets_that_change_within_a_column_are_brought_to_utc(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.csv").write_text(
        "customer_id,signed_at\na,2024-07-01T12:00:00+02:00\nb,2024-07-01 12:00:00-0500\n"
        "c,2024-07-01T12:00:00Z\nd,2024-07-01 12:00:00\ne,2024-01-01 12:00:00\n"
    )

    rows = load("customers", "c.csv", time_zone="Europe/Berlin").rows(
        "SELECT customer_id, signed_at FROM customers ORDER BY 1"
    )

    assert rows == [
        ("a", "2024-07-01T10:00:00"),
        ("b", "2024-07-01T17:00:00"),
        ("c", "2024-07-01T12:00:00"),
        ("d", "2024-07-01T10:00:00"),
        ("e", "2024-01-01T11:00:00"),
    ]


def test_files_of_one_form_are_read_as_one_table(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c-1.csv").write_text("customer_id,signed_at\na,2024-01-01\n")
    (tmp_path / "c-2.csv").write_text("customer_id,signed_at\nb,2024-01-01\n")

    assert load("customers", "c-*.csv").rows("SELECT COUNT(*) FROM customers") == [(2,)]


def test_a_file_name_with_brackets_is_read_as_it_is(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c [1].csv").write_text("customer_id,signed_at\na,2024-01-01\n")

    assert load("customers", "c [[]1].csv").rows("SELECT COUNT(*) FROM customers") == [(1,)]


def test_quotes_hold_delimiters_and_line_breaks_and_a_mark_at_the_start_is_dropped(
    tmp_path: Path, load: Load
) -> None:
    text = '\ufeffcustomer_id,signed_at,plan\r\n1,2024-01-01,"a,\nb ""c"""\r\n'
    (tmp_path / "c.csv").write_text(text, encoding="utf-8", newline="")

    assert load("customers", "c.csv").rows("SELECT plan FROM customers") == [('a,\nb "c"',)]


def test_a_declared_encoding_is_read(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.csv").write_text("customer_id,signed_at,region\n1,2024-01-01,Köln\n", encoding="latin-1")

    assert load("customers", "c.csv", encoding="latin-1").rows("SELECT region FROM customers") == [("Köln",)]


def test_rows_can_be_left_out(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.csv").write_text("customer_id,signed_at\n1,\n2,2024-01-01\n")

    assert load("customers", "c.csv", where="signed_at IS NOT NULL").rows(
        "SELECT customer_id FROM customers"
    ) == [("2",)]


def test_a_table_without_rows_is_a_table(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.csv").write_text("customer_id,signed_at\n")

    assert load("customers", "c.csv").rows("SELECT COUNT(*) FROM customers") == [(0,)]


CUSTOMERS = "customer_id,signed_at,is_paying\n"
THREE_FORMS = '1,2024-01-05,1\n2,05/01/2024,1\n3,"Jan 5, 2024",1\n'
BAD_FILES = {
    "a row with one field too many": (
        CUSTOMERS + "1,2024-01-01,1\n2,2024-01-01,1,x\n",
        ["c.csv, row 3", "4 fields", "Expected 3"],
    ),
    "a row with one field too few": (
        CUSTOMERS + "1,2024-01-01\n",
        ["c.csv, row 2", "2 fields", "Expected 3"],
    ),
    "dates in three forms": (
        CUSTOMERS + THREE_FORMS,
        ["c.csv, row 3", "'05/01/2024'", "3 forms", "ISO 8601", "date_format"],
    ),
    "a day that does not exist": (CUSTOMERS + "1,2023-02-29,1\n", ["c.csv, row 2", "'2023-02-29'"]),
    "a word DuckDB would take as an instant": (CUSTOMERS + "1,infinity,1\n", ["row 2", "'infinity'"]),
    "a boolean of another kind": (
        CUSTOMERS + "1,2024-01-01,perhaps\n",
        ["row 2", "'is_paying'", "'perhaps'", "true or false"],
    ),
    "a missing id": (
        CUSTOMERS + "1,2024-01-01,1\n,2024-01-01,1\n",
        ["c.csv, row 3", "'customer_id'", "no value", "where"],
    ),
    "a quote that is not closed": (
        CUSTOMERS + '1,"2024-01-01,1\n2,2024-01-01,1\n',
        ["c.csv, row 2", "quote"],
    ),
    "nothing at all": ("", ["c.csv", "the file is empty"]),
    "blank lines only": ("\n\n", ["c.csv", "the file is empty"]),
    "a column named twice": ("customer_id,signed_at,Signed_At\n", ["c.csv", "'signed_at' twice"]),
    "no column for an instant": (
        "customer_id,signed\n",
        ["tables.customers", "signed_at", 'signed_at = "signed"'],
    ),
}


@pytest.mark.parametrize("fault", BAD_FILES)
def test_a_bad_file_gets_one_message_that_says_where_what_and_what_to_do(
    tmp_path: Path, load: Load, fault: str
) -> None:
    text, said = BAD_FILES[fault]
    (tmp_path / "c.csv").write_text(text, newline="")

    with pytest.raises(InputError) as raised:
        load("customers", "c.csv").rows("SELECT COUNT(*) FROM customers")

    assert [part for part in said if part not in str(raised.value)] == []
    assert raised.value.remedy


@pytest.mark.parametrize(
    "header", ["Größe,signed_at,customer_id\n", "customer_id,signed_at,region\n1,2024-01-01,Köln\n"]
)
def test_a_latin_1_file_is_named_as_such(tmp_path: Path, load: Load, header: str) -> None:
    (tmp_path / "c.csv").write_bytes(header.encode("latin-1"))

    with pytest.raises(InputError, match=r"c\.csv.*(UTF-8|utf-8).*latin-1"):
        load("customers", "c.csv").rows("SELECT COUNT(*) FROM customers")


def test_a_utf_16_file_is_named_as_such(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.csv").write_text("customer_id,signed_at\n1,2024-01-01\n", encoding="utf-16")

    with pytest.raises(InputError, match="UTF-16"):
        load("customers", "c.csv")

    assert load("customers", "c.csv", encoding="utf-16").rows("SELECT customer_id FROM customers") == [("1",)]


def test_a_missing_file_names_its_nearest_neighbour(tmp_path: Path, load: Load) -> None:
    (tmp_path / "customers.csv").write_text(CUSTOMERS)

    with pytest.raises(
        InputError, match=r"tables\.customers: no file matches .*custmers\.csv.*'customers\.csv'"
    ):
        load("customers", "custmers.csv")


def test_a_file_with_another_header_than_the_first_is_refused(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c-1.csv").write_text("customer_id,signed_at\n")
    (tmp_path / "c-2.csv").write_text("customer_id,signed\n")

    with pytest.raises(InputError, match=r"c-2\.csv.*no column 'signed_at'"):
        load("customers", "c-*.csv")


def test_a_mapping_to_a_column_that_is_not_there_names_the_nearest(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.csv").write_text("Customer,Signed up\n")

    with pytest.raises(InputError, match=r"no column 'signed-up'.*'Signed up'"):
        load(
            "customers", "c.csv", {"customer_id": ColumnMap("Customer"), "signed_at": ColumnMap("signed-up")}
        )


def test_a_fault_is_said_again_when_the_table_is_asked_again(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c.csv").write_text(CUSTOMERS + "1,tomorrow,1\n")
    engine = load("customers", "c.csv")

    for _ in range(2):
        with pytest.raises(InputError, match="tomorrow"):
            engine.rows("SELECT COUNT(*) FROM customers")


def test_a_fault_in_the_second_file_is_found_there(tmp_path: Path, load: Load) -> None:
    (tmp_path / "c-1.csv").write_text("customer_id,signed_at\n1,2024-01-01\n")
    (tmp_path / "c-2.csv").write_text("customer_id,signed_at\n2,2024-01-01\n3,never\n")

    with pytest.raises(InputError, match=r"c-2\.csv, row 3.*'never'"):
        load("customers", "c-*.csv").rows("SELECT COUNT(*) FROM customers")
