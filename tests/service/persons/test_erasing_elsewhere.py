"""Whoever is erased is in no table either where these are Parquet files or a company's own database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
from tests.service.persons.conftest import TABLES
from tests.service.persons.test_erasing import all_cells, erase

from holdfast.service.persons.erasing import known_of
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Database

PEOPLE = """
[tables.people]
table = "people"

[tables.people.columns]
person_id = "id"
customer_id = "account"

[tables.customers]
table = "accounts"

[tables.customers.columns]
customer_id = "id"
signed_at = "since"
"""
DATA = """
CREATE TABLE accounts (id integer PRIMARY KEY, since timestamptz NOT NULL, name text);
CREATE TABLE people (id integer, account integer, email text);
INSERT INTO accounts VALUES (1, '2024-01-05', 'Firm'), (2, '2024-01-31', 'Eva Lind');
INSERT INTO people VALUES (70001, 1, 'anna.maierhofer@firm.example'), (70002, 1, 'ben.ortega@firm.example')
"""


def test_in_parquet_files_which_are_read_in_place(firm: Path) -> None:
    text = (firm / "holdfast.toml").read_text()
    for name in TABLES:
        file = firm / f"{name}.csv"
        duckdb.sql(f"COPY (FROM read_csv('{file}')) TO '{file.with_suffix('.parquet')}'")
        file.unlink()
    (firm / "holdfast.toml").write_text(text.replace(".csv", ".parquet"))

    erase(firm, "p-anna1")

    told = all_cells(firm)
    assert not [one for one in ("p-anna1", "anna.maier", "ledger", "takes days") if one in told.lower()]
    assert "p-ben1" in told


def test_in_a_database_of_which_nothing_is_changed(tmp_path: Path, postgres: Database) -> None:
    postgres.execute(DATA)
    engine = '[engine]\nkind = "postgres"\n[data]\nas_of = 2025-01-01\n'
    (tmp_path / "holdfast.toml").write_text(f'[company]\nname = "Acme"\ntime_zone = "UTC"\n{engine}{PEOPLE}')

    for asked in ("70001", "2"):
        with open_workspace(tmp_path, database_url=postgres.url) as opened:
            known_of(opened, asked, erase=True)

    with open_workspace(tmp_path, database_url=postgres.url) as opened:
        people = opened.engine.rows("SELECT person_id, email FROM people ORDER BY person_id")
        customers = opened.engine.rows("SELECT customer_id FROM customers ORDER BY 1")
    assert people[0] == ("70002", "ben.ortega@firm.example")
    assert people[1][0] is not None
    assert str(people[1][0]).startswith("erased-")
    assert people[1][1] is None
    assert [str(one).partition("-")[0] for (one,) in customers] == ["1", "erased"]
    assert postgres.execute("SELECT email FROM people ORDER BY id")[0] == ("anna.maierhofer@firm.example",)
