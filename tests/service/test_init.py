"""A workspace file proposed for a folder of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.service.check import check_workspace
from holdfast.service.init import init_workspace, propose_workspace
from holdfast.service.init_names import columns_of, table_of
from holdfast.service.workspace import open_workspace
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path


def test_what_names_make_plain_is_written_and_opens(tmp_path: Path) -> None:
    (tmp_path / "Accounts.csv").write_text("Account ID;Signed Up;Plan;Größe\n007;05.01.2024;pro;klein\n")
    (tmp_path / "order_export_2024.csv").write_text("id,customer,created\n1,a,b\n")
    (tmp_path / "orders.csv").write_text("Order Number,Customer,Order Date,Total\n1,007,13/02/2024,12.50\n")
    (tmp_path / "notes.txt").write_text("text,more\nx,y\n")

    init_workspace(tmp_path)

    with open_workspace(tmp_path) as workspace:
        assert workspace.tables == ("customers", "orders")
        assert workspace.segments == ("Plan", "Größe")
        rows = workspace.engine.rows(
            "SELECT order_id, customer_id, ordered_at, amount_minor, kind FROM orders"
        )
        assert rows == [("1", "007", "2024-02-13T00:00:00", 1250, "sale")]
        assert {finding.severity for finding in check_workspace(workspace).findings} <= {"note"}


def test_rows_of_one_article_each_are_summed_to_orders(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
        "536365,A,6,12/13/2010 8:26,2.55,17850\n536365,B,2,12/13/2010 8:26,0.125,17850\n"
        "C536366,A,-1,12/14/2010 9:00,2.55,\n"
    )

    init_workspace(tmp_path)

    assert "TO DO: a row is taken for one article" in (tmp_path / "holdfast.toml").read_text(encoding="utf-8")
    with open_workspace(tmp_path) as workspace:
        found = workspace.engine.rows(
            "SELECT order_id, customer_id, ordered_at, amount_minor FROM orders ORDER BY 1"
        )
    assert found == [
        ("536365", "17850", "2010-12-13T08:26:00", 1555),
        ("C536366", None, "2010-12-14T09:00:00", -255),
    ]


def test_a_table_that_lacks_a_column_is_proposed_as_a_comment(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text("id,subject\n1,help\n")
    (tmp_path / "customers.csv").write_text("id,created\n1,2024-01-01\n")

    text = propose_workspace(tmp_path)

    assert "# [tables.tickets]" in text
    assert '# TO DO opened_at = "…"' in text
    assert '\n[tables.customers]\nfiles = "customers.csv"' in text


def test_a_file_that_cannot_be_read_is_said_and_the_rest_is_proposed(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("")
    (tmp_path / "events.csv").write_bytes("customer_id,name,date\n1,Köln,2024-01-01\n".encode("latin-1"))
    (tmp_path / "customers.csv").write_text("id,created\n1,2024-01-01\n")

    init_workspace(tmp_path)

    text = (tmp_path / "holdfast.toml").read_text(encoding="utf-8")
    assert "# orders.csv cannot be read: the file is empty." in text
    assert "# events.csv cannot be read: the text is not in UTF-8." in text
    with open_workspace(tmp_path) as workspace:
        assert workspace.tables == ("customers",)


def test_two_files_of_one_table_are_not_both_mapped(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("id,created\n1,2024-01-01\n")
    (tmp_path / "customers_2.csv").write_text("id,created\n2,2024-01-01\n")

    text = propose_workspace(tmp_path)

    assert text.count("\n[tables.customers]\n") == 1
    assert "looks like customers, as customers.csv does" in text


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("id,created\n1,2024-01-01\n")
    (tmp_path / "holdfast.toml").write_text("mine")

    with pytest.raises(InputError, match="there is one already"):
        init_workspace(tmp_path)

    assert (tmp_path / "holdfast.toml").read_text() == "mine"


def test_a_folder_without_data_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no data file"):
        init_workspace(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        init_workspace(tmp_path / "nowhere")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", TABLES)
def test_our_own_names_are_recognised(table: str) -> None:
    names = [column.name for column in TABLES[table].columns]

    assert table_of(table) == table
    assert columns_of(table, names) == {name: name for name in names}


@pytest.mark.parametrize(
    ("stem", "table"),
    [
        ("ravenstack_support_tickets", "tickets"),
        ("ravenstack_churn_events", "churn_reasons"),
        ("ravenstack_feature_usage", "events"),
        ("Purchases-2024", "orders"),
        ("export_all_tickets_2026-07-01", "tickets"),
        ("readme", None),
    ],
)
def test_usual_file_names_are_recognised(stem: str, table: str | None) -> None:
    assert table_of(stem) == table


def test_a_file_that_names_no_customer_is_joined_to_the_one_that_does(tmp_path: Path) -> None:
    (tmp_path / "acme_subscriptions.csv").write_text(
        "subscription_id,account_id,start_date,end_date,is_trial,mrr_amount\n"
        "s1,a1,2024-01-01,,FALSE,10.50\ns2,a2,2024-01-01,2024-02-01,TRUE,0\n"
    )
    (tmp_path / "acme_feature_usage.csv").write_text(
        "usage_id,subscription_id,usage_date,feature_name\nu1,s1,2024-01-05,export\nu2,s2,2024-01-06,login\n"
    )
    (tmp_path / "acme_churn_events.csv").write_text("id,account_id,churn_date\nc1,a2,2024-02-01\n")

    init_workspace(tmp_path)

    with open_workspace(tmp_path) as workspace:
        assert workspace.tables == ("customers", "subscriptions", "events", "churn_reasons")
        assert workspace.engine.rows("SELECT customer_id, name FROM events ORDER BY 1") == [
            ("a1", "export"),
            ("a2", "login"),
        ]
        assert workspace.engine.rows("SELECT state, amount_minor FROM subscriptions ORDER BY 1") == [
            ("active", 1050),
            ("trial", 0),
        ]
    assert 'acme_subscriptions.csv does, by "subscription_id"' in (tmp_path / "holdfast.toml").read_text()


def test_a_key_that_is_not_unique_joins_nothing(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "subscription_id,account_id,start_date,mrr_amount\ns1,a1,2024-01-01,10.50\ns1,a2,2024-02-01,10.50\n"
    )
    (tmp_path / "usage.csv").write_text(
        "usage_id,subscription_id,usage_date,feature_name\nu1,s1,2024-01-05,x\n"
    )

    text = propose_workspace(tmp_path)

    assert '# TO DO customer_id = "…"' in text


def test_a_list_of_customers_that_says_who_left_gives_the_subscriptions(tmp_path: Path) -> None:
    (tmp_path / "Accounts export 2026-07-01.csv").write_text(
        "Account ID;Customer since;Cancellation date;Status;MRR\n"
        "a1;03/02/2024;25/03/2024;Cancelled;€1.049,50\na2;04/02/2024;;Active;€99,00\n"
    )
    (tmp_path / "tickets.csv").write_text("Ticket #,Account,Created at,Description\n7,a1,2024-03-01,Help\n")
    (tmp_path / "NPS_answers.csv").write_text(
        "account,answered on,How likely are you to recommend us?,Why?\n"
        "a1,2024-03-02,3,slow\na2,2024-03-02,9,\n"
    )

    init_workspace(tmp_path)

    with open_workspace(tmp_path) as workspace:
        spans = "SELECT customer_id, started_at, ended_at, amount_minor FROM subscriptions ORDER BY 1"
        # 25/03 leaves no doubt of the month of one column; 03/02 and 04/02 of the other are asked about.
        assert workspace.engine.rows(spans) == [
            ("a1", "2024-02-03T00:00:00", "2024-03-25T00:00:00", 104950),
            ("a2", "2024-02-04T00:00:00", None, 9900),
        ]
        answers = "SELECT survey_id, score, comment, answered_at = sent_at FROM surveys ORDER BY 1"
        assert workspace.engine.rows(answers) == [("row 1", 3, "slow", True), ("row 2", 9, None, True)]
        assert workspace.engine.rows("SELECT ticket_id, text FROM tickets") == [("7", "Help")]
        assert workspace.segments == ("Status",)
    text = (tmp_path / "holdfast.toml").read_text()
    assert '"Status" = "Status"  # says how it stands today: no customers are compared by it' in text
    assert text.count("say which") == 2


def test_a_name_of_each_customer_s_own_is_no_segment(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("id,created,company name,size\n1,2024-01-01,Acme,big\n")

    init_workspace(tmp_path)

    with open_workspace(tmp_path) as workspace:
        assert workspace.segments == ("size",)


def test_two_vendors_that_give_one_table_are_both_named_and_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Record ID,Company name,Create Date,Industry\n1,Acme,2024-01-01 10:00,Energy\n"
    )
    (tmp_path / "b.csv").write_text(
        "id,name,created_at,domain_names\n501,Acme,2024-01-01T00:00:00Z,acme.test\n"
    )

    text = propose_workspace(tmp_path)

    assert "# a.csv: HubSpot companies." in text
    assert "# b.csv: Zendesk organizations, in the API's columns." in text
    assert "# TO DO: it would give customers, which a.csv gives; say which." in text


def test_a_known_export_that_cannot_be_read_alone_opens_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("id,unit_amount,recurring_interval,product\np1,100,month,prod\n")
    (tmp_path / "customers.csv").write_text("id,created\n1,2024-01-01\n")

    init_workspace(tmp_path)

    with open_workspace(tmp_path) as workspace:
        assert workspace.tables == ("customers",)
    assert "No table is made of it alone" in (tmp_path / "holdfast.toml").read_text()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024/01/15", "2024-01-15T00:00:00"),
        ("1/15/24", "2024-01-15T00:00:00"),
        ("15.01.2024 09:30", "2024-01-15T09:30:00"),
        ("1/15/2024 3:45 PM", "2024-01-15T15:45:00"),
        ("15-Jan-2024", "2024-01-15T00:00:00"),
        ("2024-01-15T09:30:00.000+0100", "2024-01-15T08:30:00"),
        ("20240115", "2024-01-15T00:00:00"),
    ],
)
def test_usual_forms_of_dates_are_proposed_and_read(tmp_path: Path, written: str, read: str) -> None:
    (tmp_path / "customers.csv").write_text(f"id,created\na,{written}\n")

    init_workspace(tmp_path)

    with open_workspace(tmp_path) as workspace:
        assert workspace.engine.rows("SELECT signed_at FROM customers") == [(read,)]
