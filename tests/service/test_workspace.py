"""Opening a workspace on real files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

COMPANY = '[company]\nname = "Acme"\ntime_zone = "Europe/Berlin"\ncurrency = "EUR"\n'
CUSTOMERS = '[tables.customers]\nfiles = "customers.csv"\n'
ORDERS = '[tables.orders]\nfiles = "orders.csv"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "customers.csv").write_text("customer_id,signed_at,plan,region\na,2024-01-05,pro,EU\n")
    (tmp_path / "orders.csv").write_text(
        "order_id,customer_id,ordered_at,amount_minor,kind\n"
        "1,a,2024-01-05,100,sale\n2,b,2024-03-31 23:30,100,sale\n"
    )
    return tmp_path


def write(folder: Path, *parts: str) -> Path:
    (folder / "holdfast.toml").write_text("\n".join(parts))
    return folder


def test_a_workspace_has_company_tables_and_segments(folder: Path) -> None:
    with open_workspace(write(folder, COMPANY, CUSTOMERS, ORDERS)) as workspace:
        assert workspace.company.name == "Acme"
        assert workspace.time_zone == "Europe/Berlin"
        assert workspace.tables == ("customers", "orders")
        assert workspace.segments == ("plan", "region")
        assert workspace.notes == ()


def test_the_data_reach_to_the_local_date_of_the_latest_order(folder: Path) -> None:
    with open_workspace(write(folder, COMPANY, ORDERS)) as workspace:
        assert workspace.as_of == date(2024, 3, 31)


def test_instants_of_2038_do_not_say_how_far_the_data_reach(folder: Path) -> None:
    with (folder / "orders.csv").open("a") as file:
        file.write("3,a,2038-01-19,100,sale\n4,a,9999-12-31,100,sale\n")

    with open_workspace(write(folder, COMPANY, ORDERS)) as workspace:
        assert workspace.as_of == date(2024, 3, 31)


def test_an_explicit_date_wins_over_the_file_and_the_data(folder: Path) -> None:
    write(folder, COMPANY, ORDERS, "[data]\nas_of = 2024-02-01")

    with open_workspace(folder) as stated, open_workspace(folder, as_of=date(2024, 1, 1)) as explicit:
        assert (stated.as_of, explicit.as_of) == (date(2024, 2, 1), date(2024, 1, 1))


def test_customers_are_derived_from_orders_and_this_is_said(folder: Path) -> None:
    with open_workspace(write(folder, COMPANY, ORDERS)) as workspace:
        rows = workspace.engine.rows("SELECT customer_id, signed_at FROM customers ORDER BY customer_id")

        assert rows == [("a", "2024-01-04T23:00:00"), ("b", "2024-03-31T21:30:00")]
        assert "derived from orders" in workspace.notes[0].text


def test_a_query_over_raw_sources_makes_a_table(folder: Path) -> None:
    sql = """
[sources.lines]
files = "orders.csv"

[tables.orders]
time_zone = "UTC"
sql = '''
SELECT order_id, customer_id, ordered_at, CAST(amount_minor AS BIGINT) AS amount_minor, 'sale' AS kind
FROM sources.lines WHERE customer_id = 'b';
'''
"""

    with open_workspace(write(folder, COMPANY, sql)) as workspace:
        assert workspace.engine.rows("SELECT order_id, ordered_at, currency FROM orders") == [
            ("2", "2024-03-31T23:30:00", "EUR")
        ]


def test_file_names_take_variables(folder: Path) -> None:
    write(folder, COMPANY, '[tables.orders]\nfiles = "${DATA}/orders.csv"')

    with open_workspace(folder / "holdfast.toml", variables={"DATA": str(folder)}) as workspace:
        assert workspace.engine.rows("SELECT COUNT(*) FROM orders") == [(2,)]
    with open_workspace(folder, environment={"HOLDFAST_VAR_DATA": str(folder)}) as workspace:
        assert workspace.engine.rows("SELECT COUNT(*) FROM orders") == [(2,)]
    with pytest.raises(InputError, match=r"tables\.orders.*DATA.*has no value.*Set HOLDFAST_VAR_DATA"):
        open_workspace(folder, environment={"DATA": str(folder)})


def test_parameters_of_a_metric_are_handed_on(folder: Path) -> None:
    with open_workspace(write(folder, COMPANY, ORDERS, "[metrics.nps]\nvariant = 'standard'")) as workspace:
        assert dict(workspace.metric_parameters("nps")) == {"variant": "standard"}
        assert dict(workspace.metric_parameters("logo_churn")) == {}


def test_opening_writes_nothing_and_closing_leaves_nothing(folder: Path) -> None:
    write(folder, COMPANY, ORDERS)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}

    with open_workspace(folder) as workspace:
        workspace.engine.rows("SELECT COUNT(*) FROM orders")

    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


BAD = {
    "no section at all": ("", ["company", "missing"]),
    "no TOML": ("[company\n", ["no valid TOML", "line 1"]),
    "an unknown time zone": (
        COMPANY.replace("Berlin", "Berlim") + ORDERS,
        ["line 3", "company.time_zone", "'Europe/Berlin'"],
    ),
    "an unknown key": (
        COMPANY + "curency = 'EUR'\n" + ORDERS,
        ["line 5", "'curency'", "Did you mean currency"],
    ),
    "an unknown section": (
        COMPANY + ORDERS + "[segment]\ncolumns = []\n",
        ["'segment'", "Did you mean segments"],
    ),
    "an unknown table": (
        COMPANY + "[tables.order]\nfiles = 'orders.csv'\n",
        ["line 5", "Did you mean [tables.orders]"],
    ),
    "no table": (COMPANY, ["names no table"]),
    "files and sql at once": (
        COMPANY + ORDERS + "sql = 'SELECT 1'\n",
        ["tables.orders", "either files or sql"],
    ),
    "a key of a column that is unknown": (
        COMPANY + ORDERS + "[tables.orders.columns]\nkind = { colum = 'x' }\n",
        ["line 8", "'colum'", "Did you mean column"],
    ),
    "a wrong type": (
        COMPANY + "[engine]\nthreads = 'two'\n" + ORDERS,
        ["line 6", "engine.threads", "integer"],
    ),
    "a query that does not run": (
        COMPANY + "[tables.orders]\nsql = 'SELECT * FROM nowhere'\n",
        ["tables.orders", "nowhere"],
    ),
    "a query that writes": (COMPANY + "[tables.orders]\nsql = 'DROP VIEW x'\n", ["tables.orders", "query"]),
    "an unknown segment": (
        COMPANY + CUSTOMERS + "[segments]\ncolumns = ['size']\n",
        ["'size'", "plan, region"],
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_workspace_file_gets_one_message_that_helps(folder: Path, fault: str) -> None:
    text, said = BAD[fault]

    with pytest.raises(InputError) as raised:
        open_workspace(write(folder, text))

    assert [part for part in said if part not in str(raised.value)] == []
    assert raised.value.remedy


def test_a_folder_without_a_workspace_file_names_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holdfast init"):
        open_workspace(tmp_path)


def test_the_business_hours_of_the_company_are_those_of_its_metrics(folder: Path) -> None:
    company = COMPANY + 'business_hours = "Mon-Fri 09:00-17:00"\n'

    with open_workspace(write(folder, company, CUSTOMERS)) as workspace:
        assert workspace.metric_parameters("resolution_time") == {"business_hours": "Mon-Fri 09:00-17:00"}
        assert workspace.metric_parameters("nps") == {}


def test_business_hours_that_cannot_be_read_are_said_with_their_line(folder: Path) -> None:
    company = COMPANY + 'business_hours = "Mon-Fri 9-17"\n'

    with pytest.raises(InputError, match=r"line 5.*lines such as 'Mon-Fri 09:00-12:00.*Correct company"):
        open_workspace(write(folder, company, CUSTOMERS))
