"""A simulated company under other names: exported as CSV, with faults planted in it by SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import duckdb
import pytest

from holdfast.connect.sources.files.write import write_tables
from holdfast.service.checks import Look, run_checks
from holdfast.service.workspace import open_workspace
from holdfast.simulate import simulate_company

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.tables import CheckFinding

SEED = 11
_CUSTOMERS = 260
# Those that checks across tables speak of; the simulated company has more.
_TABLES = ("customers", "subscriptions", "churn_reasons", "events", "tickets", "surveys", "orders", "people")
_COMPANY = """[company]
name = "Nordlicht"
time_zone = "America/New_York"
currency = "USD"
[data]
as_of = 2026-10-01
"""


class Planted(Protocol):
    """Makes the renamed company, plants faults and returns what the checks across tables find."""

    def __call__(self, *faults: str, seed: int = SEED, workspace: str = "") -> tuple[CheckFinding, ...]: ...


class Counted(Protocol):
    """Answers a query over the tables of the company as it was simulated."""

    def __call__(self, sql: str, seed: int = SEED) -> int: ...


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folders = {}
    for seed in (SEED, 12, 13):
        folders[seed] = tmp_path_factory.mktemp(f"seed{seed}")
        write_tables(simulate_company("Seed", customers=_CUSTOMERS, seed=seed).chunks(), folders[seed])
    return folders


@pytest.fixture
def planted(simulated: dict[int, Path], tmp_path: Path) -> Planted:
    def plant(*faults: str, seed: int = SEED, workspace: str = "") -> tuple[CheckFinding, ...]:
        with _tables(simulated[seed]) as connection:
            for fault in faults:
                connection.execute(fault)
            sections = [_export(connection, tmp_path, table) for table in _TABLES]
        (tmp_path / "holdfast.toml").write_text(
            "\n".join([workspace or _COMPANY, *sections]), encoding="utf-8"
        )
        with open_workspace(tmp_path) as opened:
            counts = {
                name: opened.engine.rows(f"SELECT COUNT(*) FROM {name}")[0][0] for name in opened.tables
            }
            rows = {name: int(count or 0) for name, count in counts.items()}
            return run_checks(Look(opened, rows, opened.as_of))

    return plant


@pytest.fixture
def counted(simulated: dict[int, Path]) -> Counted:
    def count(sql: str, seed: int = SEED) -> int:
        with _tables(simulated[seed]) as connection:
            found: Sequence[int] = connection.execute(sql).fetchall()[0]
            return found[0]

    return count


def _tables(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for path in (folder / f"{table}.parquet" for table in _TABLES):
        connection.execute(
            f"CREATE TABLE {path.stem} AS SELECT * REPLACE ({_naive(connection, path)}) FROM '{path}'"
            if _naive(connection, path)
            else f"CREATE TABLE {path.stem} AS SELECT * FROM '{path}'"
        )
    # A sixth of the use has every fault's place, and is read in a sixth of the time.
    connection.execute("DELETE FROM events WHERE EPOCH_US(occurred_at) % 6 <> 0")
    return connection


def _naive(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Instants as naive ones in UTC, so that planted faults read plainly."""
    columns = connection.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
    names = [name for name, kind, *_ in columns if kind == "TIMESTAMP WITH TIME ZONE"]
    return ", ".join(f'"{name}" AT TIME ZONE \'UTC\' AS "{name}"' for name in names)


def _export(connection: duckdb.DuckDBPyConnection, folder: Path, table: str) -> str:
    """One table as a CSV whose file and columns have other names, and its section of the workspace file."""
    columns = [(name, kind) for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall()]
    values = ", ".join(
        (f"STRFTIME(\"{name}\", '%Y-%m-%dT%H:%M:%S.%fZ')" if kind == "TIMESTAMP" else f'"{name}"')
        + f' AS "{name.title()} im CRM"'
        for name, kind in columns
    )
    connection.execute(f"COPY (SELECT {values} FROM {table}) TO '{folder / f'{table}_kopie.csv'}' (HEADER)")
    mapped = "\n".join(f'{name} = "{name.title()} im CRM"' for name, _ in columns)
    return f'[tables.{table}]\nfiles = "{table}_kopie.csv"\n[tables.{table}.columns]\n{mapped}\n'
