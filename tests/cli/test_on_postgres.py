"""The commands on a workspace whose tables are a real PostgreSQL's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Database

    Run = Callable[..., Any]

TABLES = """
CREATE SCHEMA crm;
CREATE TABLE crm.customers AS
  SELECT n AS customer_id, TIMESTAMPTZ '2024-01-01 09:00+00' + n * INTERVAL '1 day' AS signed_at,
         CASE WHEN n % 4 = 0 THEN 'large' ELSE 'small' END AS size FROM generate_series(1, 150) AS n;
CREATE TABLE crm.orders AS
  SELECT n AS order_id, 1 + n % 150 AS customer_id, 'sale' AS kind, 19.90 AS amount,
         TIMESTAMPTZ '2024-01-02 09:00+00' + n * INTERVAL '1 day' AS ordered_at
  FROM generate_series(0, 299) AS n;
"""
OKR = """Objective: Customers come back
KR1: Raise the 90-day repeat purchase rate of new customers from 40% to 50%
"""


@pytest.fixture
def folder(tmp_path: Path, postgres: Database, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A workspace as `holdfast init` proposes it, for a user who may only read."""
    postgres.execute(TABLES)
    url = postgres.user("reader", "hunter2")
    postgres.execute(
        "GRANT USAGE ON SCHEMA crm TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA crm TO reader"
    )
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", url)
    done = run("init", tmp_path / "crm", "--database")
    assert done.status == 0, done.error
    return tmp_path / "crm"


def test_what_init_proposes_is_checked_and_measured(run: Run, folder: Path) -> None:
    checked = run("check", "--workspace", folder, "--format", "json")
    measured = run(
        "measure", "repeat_purchase_rate", "--workspace", folder, "--by", "size", "--format", "json"
    )

    tables = {table["name"]: table["rows"] for table in json.loads(checked.out)["tables"]}
    assert tables == {"customers": 150, "orders": 300}
    assert {one["segment"]["size"] for one in json.loads(measured.out)["measurements"]} == {"large", "small"}


def test_all_metrics_are_measured_at_once(run: Run, folder: Path) -> None:
    done = run("measure", "--all", "--workspace", folder)

    assert done.status == 0
    assert "repeat_purchase_rate" in done.out


def test_a_metric_is_refreshed_and_kept(run: Run, folder: Path) -> None:
    refreshed = run("refresh", "repeat_purchase_rate", "--workspace", folder)
    history = run("history", "repeat_purchase_rate", "--workspace", folder)

    assert refreshed.status == 0, refreshed.error
    assert "Jan 2024" in history.out


def test_an_okr_is_reviewed_against_the_database(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "okr.txt").write_text(OKR)

    done = run("review", tmp_path / "okr.txt", "--workspace", folder, "--fail-level", "never")

    assert done.status == 0, done.error
    assert "Checking the data of crm" in done.error
    assert "come back" in done.out


@pytest.mark.parametrize("command", ["check", "measure repeat_purchase_rate", "measure --all", "refresh"])
def test_a_wrong_password_ends_a_command_with_one_line_that_does_not_show_it(
    run: Run, folder: Path, postgres: Database, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", postgres.url_of("reader", "hunter3"))

    done = run(*command.split(), "--workspace", folder)

    assert done.status == 3
    assert "password authentication failed" in done.error
    assert done.error.count("\n") == 1
    assert "hunter" not in done.out + done.error
