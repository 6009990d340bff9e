"""A workspace whose tables are those of a real PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError, RefusedError, SourceError
from holdfast.service.check import check_workspace
from holdfast.service.measuring import measure_metric, measure_metrics
from holdfast.service.refreshing import recorded_values, refresh_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Database

COMPANY = '[company]\nname = "Acme"\ntime_zone = "Europe/Berlin"\ncurrency = "EUR"\n'
ENGINE = '[engine]\nkind = "postgres"\n'
TABLES = """
[tables.customers]
table = "crm.accounts"

[tables.customers.columns]
customer_id = "id"
signed_at = "signed up"
plan = "plan"

[tables.orders]
sql = "SELECT * FROM shop.orders AS o WHERE NOT o.is_test"
where = "amount IS NOT NULL"

[tables.orders.columns]
order_id = "id"
customer_id = "account"
ordered_at = "at"
amount = "amount"
kind = { column = "kind", values = { Verkauf = "sale" } }
"""
DATA = """
CREATE SCHEMA crm; CREATE SCHEMA shop;
CREATE TABLE crm.accounts (id integer PRIMARY KEY, "signed up" timestamptz NOT NULL, plan text);
CREATE TABLE shop.orders (
  id integer, account integer, at timestamptz, amount numeric(10,2), kind text, is_test bool
);
INSERT INTO crm.accounts VALUES (1, '2024-01-05 10:00+01', 'pro'), (2, '2024-01-31 23:30+00', NULL);
INSERT INTO shop.orders VALUES
  (1, 1, '2024-01-05 10:00+01', 12.50, 'Verkauf', false), (2, 1, '2024-02-05 10:00+01', 1, 'refund', false),
  (3, 2, '2024-03-31 22:30+00', 0.01, 'sale', false), (4, 2, '2024-03-31 22:30+00', NULL, 'sale', false),
  (5, 9, '2024-05-31 22:30+00', 1, 'sale', true)
"""


@pytest.fixture
def folder(tmp_path: Path, postgres: Database) -> Path:
    postgres.execute(DATA)
    (tmp_path / "holdfast.toml").write_text(COMPANY + ENGINE + TABLES)
    return tmp_path


def test_a_workspace_opens_on_the_address_in_the_environment(folder: Path, postgres: Database) -> None:
    with open_workspace(folder, environment={"HOLDFAST_DATABASE_URL": postgres.url}) as workspace:
        assert workspace.tables == ("customers", "orders")
        assert workspace.segments == ("plan",)
        assert workspace.as_of == date(2024, 4, 1)
        assert workspace.engine.rows("SELECT order_id, amount_minor, kind FROM orders ORDER BY 1") == [
            ("1", 1250, "sale"),
            ("2", 100, "refund"),
            ("3", 1, "sale"),
        ]


def test_the_file_may_name_another_variable(folder: Path, postgres: Database) -> None:
    (folder / "holdfast.toml").write_text(f'{COMPANY}{ENGINE}url_env = "CRM"\n{TABLES}')

    with open_workspace(folder, environment={"CRM": postgres.url}) as workspace:
        assert workspace.tables == ("customers", "orders")


def test_an_address_that_is_given_wins(folder: Path, postgres: Database) -> None:
    environment = {"HOLDFAST_DATABASE_URL": "postgresql://nobody@localhost:1/none"}

    with open_workspace(folder, environment=environment, database_url=postgres.url) as workspace:
        assert workspace.tables == ("customers", "orders")


def test_without_an_address_the_variable_is_named(folder: Path) -> None:
    with pytest.raises(
        InputError, match=r"the variable HOLDFAST_DATABASE_URL is not set.*Type: export HOLDFAST"
    ):
        open_workspace(folder)


def test_a_metric_is_measured_on_the_companys_own_tables(folder: Path, postgres: Database) -> None:
    with open_workspace(folder, database_url=postgres.url, as_of=date(2024, 7, 15)) as workspace:
        series = measure_metric(workspace, "repeat_purchase_rate", grain="quarter")

    assert [(one.period.start, one.numerator, one.denominator) for one in series][:1] == [
        (date(2024, 1, 1), 0, 1)
    ]


def test_the_check_finds_on_a_database_what_it_finds_in_files(folder: Path, postgres: Database) -> None:
    postgres.execute(
        "INSERT INTO shop.orders VALUES (3, 2, '2024-03-31 22:30+00', 0.01, 'sale', false), "
        "(7, 77, '2024-03-30 22:30+00', -5, 'sale', false), (8, NULL, '1970-01-01', 5, 'sale', false), "
        "(9, 2, 'infinity', 5, 'sale', false)"
    )

    with open_workspace(folder, database_url=postgres.url) as workspace:
        report = check_workspace(workspace)

    found = {(finding.table, finding.kind, finding.message) for finding in report.findings}
    assert found >= {
        ("orders", "doubled", "1 of 7 rows repeat the order_id of another, 1 of them in every column"),
        ("orders", "orphaned", "1 of 7 rows have a customer_id that is not in customers"),
        (
            "orders",
            "missing",
            "1 of 7 rows have no customer_id: orders of guests, which metrics of customers leave out",
        ),
        ("orders", "impossible", "1 of 7 rows are sales of a negative amount"),
        (
            "orders",
            "impossible",
            "2 of 7 rows have ordered_at before 1980 or in 2038 or later, which stand for no date",
        ),
    }
    assert "repeat_purchase_rate" in [card.name for card in report.measurable]
    assert "nps" in [card.name for card, _ in report.unmeasurable]


def test_values_that_do_not_fit_are_a_finding_and_the_other_tables_are_checked(
    folder: Path, postgres: Database
) -> None:
    postgres.execute("INSERT INTO shop.orders VALUES (6, 1, '2024-03-31', 1, 'Gutschein', false)")

    with open_workspace(folder, database_url=postgres.url) as workspace:
        report = check_workspace(workspace)

    [finding] = [finding for finding in report.findings if finding.severity == "error"]
    assert finding.message == "kind (from kind): 1 of 4 rows are not one of sale, refund, test"
    assert str(finding.examples[0]) == "Gutschein"
    assert [table.rows for table in report.tables if table.name == "customers"] == [2]


def test_a_table_that_vanishes_between_two_measurements_is_refused_until_it_is_back(
    folder: Path, postgres: Database
) -> None:
    with open_workspace(folder, database_url=postgres.url) as workspace:
        before = measure_metric(workspace, "repeat_purchase_rate")
        postgres.execute("ALTER SCHEMA shop RENAME TO gone")

        with pytest.raises(RefusedError, match=r'relation "shop\.orders" does not exist'):
            measure_metric(workspace, "repeat_purchase_rate")

        postgres.execute("ALTER SCHEMA gone RENAME TO shop")
        assert measure_metric(workspace, "repeat_purchase_rate") == before


def test_a_refresh_whose_database_fails_leaves_what_was_recorded(folder: Path, postgres: Database) -> None:
    metric, moment = "repeat_purchase_rate", datetime(2024, 7, 15, tzinfo=UTC)
    with open_workspace(folder, database_url=postgres.url, as_of=date(2024, 7, 1)) as workspace:
        [first] = refresh_workspace(workspace, recorded_at=moment, metrics=[metric])
    recorded = recorded_values(folder, metric, "month")

    with open_workspace(folder, database_url=postgres.url, as_of=date(2024, 7, 8)) as workspace:
        postgres.execute("ALTER TABLE shop.orders RENAME COLUMN at TO moved")
        [failed] = refresh_workspace(workspace, recorded_at=moment + timedelta(days=1), metrics=[metric])

    assert first.error is None
    assert isinstance(failed.error, RefusedError)
    assert recorded_values(folder, metric, "month") == recorded


def test_metrics_that_are_measured_together_are_of_one_moment(folder: Path, postgres: Database) -> None:
    def sell(*_: object) -> None:
        postgres.execute("INSERT INTO shop.orders VALUES (90, 1, '2024-01-06 10:00+01', 5, 'sale', false)")

    with open_workspace(folder, database_url=postgres.url, as_of=date(2024, 7, 15)) as workspace:
        before = measure_metrics(workspace, ["repeat_purchase_rate"])
        meanwhile = measure_metrics(workspace, ["repeat_purchase_rate"], tell=sell)
        after = measure_metrics(workspace, ["repeat_purchase_rate"])

    assert [one.series for one in meanwhile] == [one.series for one in before]
    assert [one.series for one in after] != [one.series for one in before]


def test_figures_of_another_database_are_not_taken_for_those_of_this_one(
    folder: Path, postgres: Database, tmp_path: Path
) -> None:
    postgres.execute(f"CREATE DATABASE {postgres.name}_b TEMPLATE {postgres.name}")
    other = postgres.url_of("postgres", name=f"{postgres.name}_b")

    with (
        open_workspace(folder, database_url=postgres.url) as one,
        open_workspace(folder, database_url=postgres.url) as again,
        open_workspace(folder, database_url=other) as another,
    ):
        assert one.mapping == again.mapping
        assert one.mapping != another.mapping

    postgres.execute(f"DROP DATABASE {postgres.name}_b")


def test_local_times_that_a_change_of_clocks_has_twice_or_never_are_found(
    folder: Path, postgres: Database
) -> None:
    postgres.execute("ALTER TABLE shop.orders ALTER at TYPE timestamp")
    postgres.execute(
        "INSERT INTO shop.orders VALUES (11, 1, '2024-03-31 02:30', 1, 'sale', false), "
        "(12, 1, '2023-10-29 02:30', 1, 'sale', false)"
    )

    with open_workspace(folder, database_url=postgres.url) as workspace:
        messages = [finding.message for finding in check_workspace(workspace).findings]

    assert "ordered_at has 1 local times that the change of clocks in Europe/Berlin leaves out" in messages
    assert "ordered_at has 1 local times that the change of clocks in Europe/Berlin has twice" in messages


BAD = {
    "a key url": (
        '[engine]\nkind = "postgres"\nurl = "postgresql://me:hunter2@db/crm"\n',
        "line 7, engine.url",
    ),
    "an address as the variable": (
        '[engine]\nkind = "postgres"\nurl_env = "postgresql://me:hunter2@db/crm"\n',
        "url_env",
    ),
    "an address in a table": (
        ENGINE + '[tables.orders]\ntable = "postgresql://me:hunter2@db/crm"\n',
        "tables.orders.table",
    ),
    "a password": ('[engine]\nkind = "postgres"\npassword = "hunter2"\n', "line 7, engine.password"),
    "an address as kind": ('[engine]\nkind = "postgresql://me:hunter2@db/crm"\n', "engine.kind"),
}


@pytest.mark.parametrize("name", BAD)
def test_an_address_in_the_file_is_refused_and_not_shown(tmp_path: Path, name: str) -> None:
    text, place = BAD[name]
    (tmp_path / "holdfast.toml").write_text(COMPANY + text + '[tables.customers]\ntable = "a"\n')

    with pytest.raises(InputError) as caught:
        open_workspace(tmp_path, environment={"HOLDFAST_DATABASE_URL": "postgresql://a@b/c"})

    assert place in str(caught.value)
    assert "HOLDFAST_DATABASE_URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)


WRONG = {
    "files with a database": (
        ENGINE + '[tables.customers]\nfiles = "a.csv"\n',
        "files is given, and the engine is postgres",
    ),
    "a table without a database": (
        '[tables.customers]\ntable = "a"\n',
        "table is given, and the engine is duckdb",
    ),
    "raw sources with a database": (
        ENGINE + '[sources.a]\nfiles = "a.csv"\n[tables.customers]\ntable = "a"\n',
        "[sources] are files, and the engine is postgres",
    ),
    "a key of another kind": (
        ENGINE + 'memory_limit = "1GB"\n[tables.customers]\ntable = "a"\n',
        'memory_limit does nothing with kind = "postgres"',
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_belongs_to_another_engine_is_refused(tmp_path: Path, name: str) -> None:
    text, said = WRONG[name]
    (tmp_path / "holdfast.toml").write_text(COMPANY + text)

    with pytest.raises(InputError, match=said.replace("[", r"\[")):
        open_workspace(tmp_path, database_url="postgresql://a@b/c")


def test_a_wrong_password_is_an_error_that_does_not_show_it(folder: Path, postgres: Database) -> None:
    postgres.user("reader", "hunter2")

    with pytest.raises(SourceError) as caught:
        open_workspace(folder, database_url=postgres.url_of("reader", "hunter3"))

    assert "password authentication failed" in str(caught.value)
    assert "hunter" not in str(caught.value)
    assert not caught.value.may_retry
