from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from holdfast.errors import InputError
from holdfast.simulate import companies, simulate_company
from holdfast.simulate.company import CELL
from holdfast.tables.contract import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.simulate import Chunk, Company

    Tables = dict[str, dict[str, Any]]

BEGIN = np.datetime64("2023-10-01T04:00:00")
END = np.datetime64("2026-10-01T04:00:00")
ARROW = {"text": pa.string(), "ts": pa.timestamp("us", tz="UTC"), "int": pa.int64(), "bool": pa.bool_()}


def _digest(tables: Tables) -> str:
    parts = hashlib.sha256()
    for table, columns in tables.items():
        for name, column in columns.items():
            held = column.tobytes() if column.dtype != object else repr(column.tolist()).encode()
            parts.update(f"{table}.{name}".encode() + held)
    return parts.hexdigest()


def test_every_table_of_the_contract_has_rows_and_its_columns(tables: Callable[[int], Tables]) -> None:
    made = tables(1)

    assert made.keys() == TABLES.keys()
    segments = simulate_company("Seed", seed=1).setting.segments
    for name, columns in made.items():
        extra = segments if name == "customers" else ()
        assert tuple(columns) == (*(column.name for column in TABLES[name].columns), *extra)
        assert len(next(iter(columns.values()))) > 0


def test_every_column_converts_to_arrow_with_nulls_only_where_the_contract_allows_them(
    tables: Callable[[int], Tables],
) -> None:
    for name, columns in tables(1).items():
        for column in TABLES[name].columns:
            array = pa.array(columns[column.name], type=ARROW[column.type], from_pandas=False)

            assert array.null_count < len(array), f"{name}.{column.name} is never filled"
            assert column.nullable or array.null_count == 0, f"{name}.{column.name}"


def test_values_are_those_of_the_contract(tables: Callable[[int], Tables]) -> None:
    for name, columns in tables(1).items():
        for column in TABLES[name].columns:
            if column.type == "ts":
                continue
            values = {value for value in columns[column.name].tolist() if value is not None}
            assert not column.values or column.is_open or values <= set(column.values)
            assert column.low is None or min(values) >= column.low
            assert column.high is None or max(values) <= column.high


@pytest.mark.parametrize("seed", [1, 2])
def test_keys_are_unique(tables: Callable[[int], Tables], seed: int) -> None:
    for name, columns in tables(seed).items():
        if TABLES[name].key:
            keys = list(zip(*(columns[part].tolist() for part in TABLES[name].key), strict=True))
            assert len(set(keys)) == len(keys), name


def test_every_reference_is_found(tables: Callable[[int], Tables]) -> None:
    made = tables(1)
    for name, columns in made.items():
        for column in TABLES[name].columns:
            if column.references:
                known = set(made[column.references][TABLES[column.references].key[0]].tolist())
                found = {value for value in columns[column.name].tolist() if value is not None}
                assert found <= known, f"{name}.{column.name}"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_but_plans_is_dated_outside_the_history(tables: Callable[[int], Tables], seed: int) -> None:
    for name, columns in tables(seed).items():
        for column in TABLES[name].columns:
            if column.type == "ts":
                known = columns[column.name][~np.isnat(columns[column.name])]
                end = END + np.timedelta64(60, "D") if column.name == "planned_for" else END
                assert known.min() >= BEGIN, f"{name}.{column.name}"
                assert known.max() < end, f"{name}.{column.name}"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_follows_comes_after_what_it_follows(tables: Callable[[int], Tables], seed: int) -> None:
    made = tables(seed)
    for name, columns in made.items():
        for order in TABLES[name].orders:
            assert not (columns[order.later] < columns[order.earlier]).any(), f"{name}.{order.later}"
    tickets = made["tickets"]
    assert not (tickets["first_solved_at"] < tickets["first_public_reply_at"]).any()
    subscriptions = made["subscriptions"]
    assert not (subscriptions["ended_at"] < subscriptions["cancel_requested_at"]).any()
    assert not (subscriptions["cancel_requested_at"] < subscriptions["started_at"]).any()


@pytest.mark.parametrize(
    "table", ["events", "tickets", "engagements", "issues", "surveys", "onboarding_steps"]
)
def test_nothing_begins_after_a_customer_has_left_for_good(
    tables: Callable[[int], Tables], table: str
) -> None:
    made, starts = tables(1), {"events": "occurred_at", "tickets": "opened_at", "engagements": "offered_at"}
    starts |= {"issues": "raised_at", "onboarding_steps": "completed_at"}
    customers = made["customers"]
    gone = ~customers["is_paying"] & (customers["free_since"] > customers["signed_at"])
    left = dict(zip(customers["customer_id"][gone], customers["free_since"][gone], strict=True))
    rows = made[table]
    # A survey goes out after a ticket is solved, whether or not the customer is still there.
    kept = rows["kind"] == "nps" if table == "surveys" else np.ones(len(rows["customer_id"]), dtype=bool)

    late = [
        customer
        for customer, at in zip(
            rows["customer_id"][kept], rows[starts.get(table, "sent_at")][kept], strict=True
        )
        if customer in left and at >= left[customer]
    ]

    assert late == []


def test_prices_follow_one_another_without_a_gap(tables: Callable[[int], Tables]) -> None:
    rows = tables(1)["subscriptions"]
    order = np.lexsort((rows["started_at"], rows["subscription_id"].astype(str)))
    same = rows["subscription_id"][order][1:] == rows["subscription_id"][order][:-1]

    assert same.sum() > 100
    assert (rows["ended_at"][order][:-1] == rows["started_at"][order][1:])[same].all()


def test_the_same_seed_gives_the_same_bytes(gathered: Callable[[Iterable[Chunk]], Tables]) -> None:
    one = simulate_company("Seed", customers=300, seed=11)
    again = simulate_company("Seed", customers=300, seed=11)
    other = simulate_company("Seed", customers=300, seed=12)

    assert _digest(gathered(one.chunks())) == _digest(gathered(again.chunks()))
    assert _digest(gathered(one.chunks())) != _digest(gathered(other.chunks()))
    assert one.truth() == again.truth()


def test_the_block_size_changes_no_row(gathered: Callable[[Iterable[Chunk]], Tables]) -> None:
    company = simulate_company("Seed", customers=3 * CELL // 2, seed=5)

    assert company.rows == 3 * CELL
    assert _digest(gathered(company.chunks(cells=1))) == _digest(gathered(company.chunks(cells=3)))


def test_a_smaller_company_is_the_beginning_of_a_larger_one(
    gathered: Callable[[Iterable[Chunk]], Tables],
) -> None:
    small = gathered(simulate_company("Seed", customers=CELL // 2, seed=5).chunks())
    large = gathered(simulate_company("Seed", customers=CELL, seed=5).chunks())

    for name in ("customers", "subscriptions", "tickets", "engagements"):
        for column, values in small[name].items():
            assert (large[name][column][: len(values)].astype(str) == values.astype(str)).all(), column


def test_no_block_grows_with_the_number_of_customers() -> None:
    small = simulate_company("Seed", customers=2 * CELL, seed=1)
    large = simulate_company("Seed", customers=6 * CELL, seed=1)

    def largest(company: Company) -> int:
        return max(chunk.rows for chunk in company.chunks(cells=1))

    # The largest is a table of events, of as many customers in both; a tenth is chance.
    assert largest(large) < 1.1 * largest(small)


def test_only_the_first_block_has_empty_tables() -> None:
    chunks = list(simulate_company("Seed", customers=1, seed=1).chunks())

    assert {chunk.table for chunk in chunks} == set(TABLES)
    assert any(chunk.rows == 0 for chunk in chunks)


@pytest.mark.parametrize("customers", [1, 2, 7, 40])
def test_tiny_companies_are_whole(customers: int) -> None:
    company = simulate_company("Seed", customers=customers, seed=3)

    assert {chunk.table for chunk in company.chunks()} == set(TABLES)
    assert company.truth()["customers"]["rows"] == company.rows


@pytest.mark.parametrize(
    ("name", "customers", "seed", "where"),
    [("Nobody", 10, 1, "company"), ("Seed", 0, 1, "customers"), ("Seed", 10, -1, "seed")],
)
def test_what_cannot_be_simulated_gets_one_clear_message(
    name: str, customers: int, seed: int, where: str
) -> None:
    with pytest.raises(InputError) as caught:
        simulate_company(name, customers=customers, seed=seed)

    assert caught.value.where == where
    assert caught.value.expected
    assert caught.value.remedy


def test_the_companies_are_listed() -> None:
    assert "Seed" in companies()
