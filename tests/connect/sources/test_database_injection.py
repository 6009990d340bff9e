"""Names and values of a mapping are data: none of their signs is ever read as SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from holdfast.connect.engines.postgres import PostgresEngine
from holdfast.connect.sources.database.load import DatabaseTables
from holdfast.connect.sources.files import ColumnMap, TableMap
from holdfast.connect.sources.files.model import quoted
from holdfast.errors import InputError
from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.conftest import Database

# What ends strings, names, statements and comments, what drivers take for placeholders, and what folds.
BREAKERS = (
    "' OR 1=1 --",
    '"; DROP TABLE canary; --',
    "E'\\'",
    "U&'\\0041'",
    "orders",
    "customers",
    "%(a)s",
    "{0}",
)
SIGNS = st.sampled_from([*"'\"\\;?()\n éA", "--", "/*", "*/", "$$", "%s", "{}", ":a", *BREAKERS])
TEXTS = st.lists(SIGNS, min_size=1, max_size=4).map("".join)
# PostgreSQL cuts names at 63 bytes.
NAMES = TEXTS.filter(lambda text: len(text.encode()) <= 60)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(NAMES, min_size=4, max_size=4, unique_by=str.casefold),
    theirs=TEXTS,
    ours=TEXTS,
    constant=TEXTS,
    segment=NAMES,
    table=NAMES,
)
def test_every_name_and_value_of_a_mapping_comes_through_as_it_is(  # noqa: PLR0913, PLR0917 - drawn apart
    postgres: Database, names: list[str], theirs: str, ours: str, constant: str, segment: str, table: str
) -> None:
    assume(
        segment.casefold()
        not in {"customer_id", "signed_at", "owner", "parent_id", "is_paying", "free_since"}
    )
    postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE canary ()")
    listed = ", ".join(f"{quoted(name)} text" for name in names)
    postgres.execute(f"CREATE TABLE {quoted(table)} ({listed})")
    postgres.insert(
        quoted(table).replace("%", "%%"), [(theirs, "2024-01-01", theirs, "x"), ("b", "2024-01-02", "y", "x")]
    )
    columns = (
        ("customer_id", ColumnMap(names[0])),
        ("signed_at", ColumnMap(names[1])),
        ("owner", ColumnMap(None, value=constant)),
        (segment, ColumnMap(names[2], values=((theirs, ours),))),
    )
    mapping = TableMap("customers", None, None, columns, time_zone="UTC", database_table=quoted(table))

    with PostgresEngine(postgres.url) as engine:
        DatabaseTables(engine).add_table(mapping)
        rows = engine.rows(f"SELECT customer_id, owner, {quoted(segment)} FROM customers ORDER BY signed_at")

    assert rows == [(theirs, constant, ours), ("b", constant, "y" if theirs != "y" else ours)]
    assert postgres.execute("SELECT COUNT(*) FROM canary") == [(0,)]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(segment=NAMES, value=TEXTS)
def test_every_segment_and_filter_of_a_metric_comes_through_as_it_is(
    postgres: Database, segment: str, value: str
) -> None:
    postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE canary ()")
    postgres.execute("CREATE TABLE c (id text, at timestamp, cut text)")
    postgres.execute("CREATE TABLE o (id text, who text, at timestamp, amount int)")
    postgres.insert("c", [("a", "2024-01-01", value), ("b", "2024-01-01", "other")])
    postgres.insert(
        "o", [("1", "a", "2024-01-01", 5), ("2", "b", "2024-01-01", 5), ("3", "a", "2024-01-03", 5)]
    )
    customers = (
        ("customer_id", ColumnMap("id")),
        ("signed_at", ColumnMap("at")),
        (segment, ColumnMap("cut")),
    )
    orders = (
        ("order_id", ColumnMap("id")),
        ("customer_id", ColumnMap("who")),
        ("ordered_at", ColumnMap("at")),
        ("amount_minor", ColumnMap("amount")),
        ("kind", ColumnMap(None, value="sale")),
    )

    with PostgresEngine(postgres.url) as engine:
        tables = DatabaseTables(engine)
        tables.add_table(TableMap("customers", None, None, customers, time_zone="UTC", database_table="c"))
        tables.add_table(TableMap("orders", None, None, orders, time_zone="UTC", database_table="o"))
        request = Request(
            metric="repeat_purchase_rate",
            as_of=date(2024, 6, 1),
            end=date(2024, 2, 1),
            by=(segment,),
            filters={segment: (value,)},
        )
        [measured] = measure(engine, request)

    assert (measured.segment, measured.numerator, measured.denominator) == (((segment, value),), 1, 1)
    assert postgres.execute("SELECT COUNT(*) FROM canary") == [(0,)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=TEXTS, text=TEXTS)
def test_a_form_of_dates_is_a_form_and_nothing_else(postgres: Database, form: str, text: str) -> None:
    written, read = f"%d{form}%m.%Y", f"7{form}3.2024"
    assume("%" not in form)
    postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE canary ()")
    postgres.execute("CREATE TABLE c (id text, at text)")
    postgres.insert("c", [("a", read)])
    columns = (("customer_id", ColumnMap("id")), ("signed_at", ColumnMap("at")))
    mapping = TableMap(
        "customers", None, None, columns, time_zone="UTC", date_format=written, database_table="c"
    )

    with PostgresEngine(postgres.url) as engine:
        DatabaseTables(engine).add_table(mapping)
        assert engine.rows("SELECT signed_at FROM customers") == [("2024-03-07T00:00:00",)]

    postgres.insert("c", [("b", text)])
    with PostgresEngine(postgres.url) as engine:
        DatabaseTables(engine).add_table(mapping)
        with pytest.raises(InputError, match="1 of 2 rows"):
            engine.rows("SELECT signed_at FROM customers")
    assert postgres.execute("SELECT COUNT(*) FROM canary") == [(0,)]
