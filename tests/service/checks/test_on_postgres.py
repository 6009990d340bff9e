"""The checks say on PostgreSQL what they say on files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from holdfast.connect.sources.files.write import write_tables
from holdfast.service.checks import Look, run_checks
from holdfast.service.workspace import open_workspace
from holdfast.simulate import simulate_company
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Database

    from holdfast.service.workspace import Workspace

_NAMES = ("customers", "subscriptions", "churn_reasons", "events", "tickets", "surveys", "orders")
_TYPES = {"text": "text", "int": "bigint", "bool": "boolean", "ts": "timestamptz"}
_COMPANY = """[company]
name = "Nordlicht"
time_zone = "America/New_York"
currency = "USD"
[data]
as_of = 2026-10-01
"""
# One fault for each kind of question: every check has something to say.
_FAULTS = """
UPDATE customers SET is_paying = FALSE WHERE customer_id < 'C0000090';
UPDATE customers SET plan = 'enterprise' WHERE plan = 'business';
UPDATE customers SET free_since = NULL;
ALTER TABLE customers ADD COLUMN is_trial VARCHAR;
UPDATE customers SET is_trial = 'yes';
UPDATE tickets SET opened_at = opened_at - INTERVAL '900 days', csat = 4,
  first_public_reply_at = last_solved_at + INTERVAL '1 hour' WHERE csat IS NOT NULL;
UPDATE orders SET currency = 'eur' WHERE order_id < 'O0-3';
INSERT INTO churn_reasons SELECT customer_id, left_at - INTERVAL '400 days', reason, text, source
  FROM churn_reasons WHERE customer_id < 'C0000060';
INSERT INTO subscriptions SELECT subscription_id || '-old', customer_id, plan, started_at - INTERVAL '1 day',
  NULL, NULL, 'active', interval_months, amount_minor, currency FROM subscriptions WHERE ended_at IS NULL;
UPDATE subscriptions SET ended_at = started_at + INTERVAL '900 days'
  WHERE ended_at IS NOT NULL AND customer_id < 'C0000060';
UPDATE subscriptions SET state = 'ended' WHERE state = 'past_due';
DELETE FROM events WHERE occurred_at >= TIMESTAMP '2026-09-24 04:00:00';
UPDATE surveys SET sent_at = TIMESTAMP '2026-01-01 12:00:00'
"""


def test_planted_faults_are_found_alike_on_both_engines(tmp_path: Path, postgres: Database) -> None:
    _plant(tmp_path, postgres)
    files = "".join(f'[tables.{name}]\nfiles = "{name}.parquet"\n' for name in _NAMES)
    tables = "".join(f'[tables.{name}]\ntable = "{name}"\n' for name in _NAMES)

    (tmp_path / "holdfast.toml").write_text(_COMPANY + files)
    with open_workspace(tmp_path) as workspace:
        here = _found(workspace)
    (tmp_path / "holdfast.toml").write_text(f'{_COMPANY}[engine]\nkind = "postgres"\n{tables}')
    with open_workspace(tmp_path, database_url=postgres.url) as workspace:
        there = _found(workspace)

    assert len(here) >= 15
    assert there == here


def _found(workspace: Workspace) -> list[tuple[str, str, int, list[str]]]:
    counts = [(name, workspace.engine.rows(f"SELECT COUNT(*) FROM {name}")) for name in workspace.tables]
    look = Look(workspace, {name: int(count or 0) for name, [(count,)] in counts}, workspace.as_of)
    return [
        (item.table, item.message, item.count, [example.value for example in item.examples])
        for item in run_checks(look)
    ]


def _plant(folder: Path, postgres: Database) -> None:
    write_tables(simulate_company("Seed", customers=150, seed=3).chunks(), folder)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name in _NAMES:
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM '{folder / name}.parquet'")
        connection.execute(_FAULTS)
        for name in _NAMES:
            connection.execute(f"COPY {name} TO '{folder / name}.parquet'")
            _copy(connection, postgres, name)


def _copy(connection: duckdb.DuckDBPyConnection, postgres: Database, name: str) -> None:
    columns = [row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()]
    known = TABLES[name]
    kinds = {column: found.type if (found := known.column(column)) else "text" for column in columns}
    declared = ", ".join(f'"{column}" {_TYPES[kind]}' for column, kind in kinds.items())
    postgres.execute(f"CREATE TABLE {name} ({declared})")
    postgres.insert(name, connection.execute(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {name}").fetchall())
