"""The data check on real files, each with one planted fault."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.metrics import cards
from holdfast.service.check import CheckReport, check_workspace, page_check
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

COMPANY = (
    '[company]\nname = "Acme"\ntime_zone = "Europe/London"\ncurrency = "GBP"\n[data]\nas_of = 2024-04-01\n'
)
CUSTOMERS = "customer_id,signed_at\na,2023-01-30\nb,2023-03-30\n"
ORDERS = (
    "order_id,customer_id,ordered_at,amount_minor,kind\n1,a,2024-03-20,100,sale\n2,b,2024-03-30,100,sale\n"
)
SURVEYS = "survey_id,customer_id,kind,sent_at,answered_at,score\n1,a,nps,2024-03-29,2024-03-30,9\n"
TICKETS = (
    "ticket_id,customer_id,opened_at,first_public_reply_at,reopened\n"
    "1,a,2024-03-29 10:00,2024-03-29 11:00,0\n"
)
SUBSCRIPTIONS = (
    "subscription_id,customer_id,started_at,ended_at,state,interval_months,amount_minor\n"
    "1,a,2024-01-01,2024-02-01,ended,1,100\n"
)


def check(folder: Path, **tables: str) -> CheckReport:
    sections = [COMPANY]
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
        sections.append(f'[tables.{name}]\nfiles = "{name}.csv"\n')
    (folder / "holdfast.toml").write_text("\n".join(sections))
    with open_workspace(folder) as workspace:
        return check_workspace(workspace)


def test_sound_data_have_no_findings(tmp_path: Path) -> None:
    report = check(tmp_path, customers=CUSTOMERS, orders=ORDERS, surveys=SURVEYS, tickets=TICKETS)

    assert report.findings == ()
    assert report.as_of == date(2024, 4, 1)
    assert [(table.name, table.rows) for table in report.tables] == [
        ("customers", 2),
        ("orders", 2),
        ("tickets", 1),
        ("surveys", 1),
    ]
    assert (report.tables[1].first, report.tables[1].last) == (date(2024, 3, 20), date(2024, 3, 30))


PLANTED = {
    "a doubled key": (
        {"orders": ORDERS + "2,b,2024-03-31,100,sale\n"},
        "doubled",
        "1 of 3 rows repeat the order_id",
        "2",
    ),
    "a doubled row": (
        {"orders": ORDERS + "2,b,2024-03-30,100,sale\n"},
        "doubled",
        "1 of them in every column",
        "2",
    ),
    "an orphan": (
        {"customers": CUSTOMERS, "orders": ORDERS + "3,zz,2024-03-30,1,sale\n"},
        "orphaned",
        "not in customers",
        "zz",
    ),
    "a guest": (
        {"orders": ORDERS + "3,,2024-03-30,1,sale\n"},
        "missing",
        "have no customer_id",
        "order_id 3",
    ),
    "a negative sale": (
        {"orders": ORDERS + "3,a,2024-03-30,-5,sale\n"},
        "impossible",
        "negative amount",
        "amount_minor -5",
    ),
    "a year far off": (
        {"orders": ORDERS + "3,a,2038-01-19,5,sale\n"},
        "impossible",
        "2038 or later",
        "2038-01-19",
    ),
    "a day after the end": (
        {"orders": ORDERS + "3,a,2024-04-01,5,sale\n"},
        "late",
        "after the as-of date",
        "2024-03-31T23",
    ),
    "a long silence": ({"orders": ORDERS.replace("-03-", "-01-")}, "late", "no row in the 61 days", ""),
    "a score out of range": (
        {"surveys": SURVEYS + "2,a,nps,2024-03-29,2024-03-30,11\n"},
        "impossible",
        "outside 0 to 10",
        "score 11",
    ),
    "a score of another scale": (
        {"surveys": SURVEYS + "2,a,csat,2024-03-29,2024-03-30,9\n"},
        "impossible",
        "of kind csat",
        "score 9",
    ),
    "a reply before the opening": (
        {"tickets": TICKETS + "2,a,2024-03-29 10:00,2024-03-29 09:00,0\n"},
        "impossible",
        "first_public_reply_at before opened_at",
        "09:00",
    ),
    "an end before the start": (
        {"subscriptions": SUBSCRIPTIONS + "2,a,2024-02-01,2024-01-01,ended,1,100\n"},
        "impossible",
        "ended_at before started_at",
        "",
    ),
    "an hour that was left out": (
        {"orders": ORDERS + "3,a,2024-03-31 01:30,5,sale\n"},
        "impossible",
        "leaves out",
        "",
    ),
    "an hour that came twice": (
        {"orders": ORDERS + "3,a,2023-10-29 01:30,5,sale\n"},
        "impossible",
        "has twice",
        "",
    ),
    "no rows": ({"orders": ORDERS.split("\n", 1)[0] + "\n"}, "missing", "has no rows", ""),
    "an unreadable value": (
        {"customers": CUSTOMERS + "c,soon\n", "tickets": TICKETS},
        "impossible",
        "1 of 3 rows are not an ISO",
        "soon",
    ),
    "a shifted row": (
        {"customers": CUSTOMERS + "c,2024-01-01,x\n", "tickets": TICKETS},
        "impossible",
        "row 4",
        "",
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_with_its_kind_and_an_example(tmp_path: Path, fault: str) -> None:
    tables, kind, says, example = PLANTED[fault]

    report = check(tmp_path, **tables)

    found = [finding for finding in report.findings if says in finding.message]
    assert [finding.kind for finding in found] == [kind]
    assert found[0].remedy
    assert example in " ".join(str(item) for item in found[0].examples)


def test_a_raw_source_is_checked_for_repeated_rows_and_empty_columns(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text("id,who,day\n1,a,2024-03-30\n1,a,2024-03-30\n2,,2024-03-31\n")
    (tmp_path / "holdfast.toml").write_text(
        COMPANY
        + '[sources.lines]\nfiles = "lines.csv"\n[tables.orders]\nsql = "SELECT DISTINCT id AS order_id, '
        "who AS customer_id, day AS ordered_at, 1 AS amount_minor, 'sale' AS kind FROM sources.lines\"\n"
    )

    with open_workspace(tmp_path) as workspace:
        report = check_workspace(workspace)

    found = {finding.kind: finding for finding in report.findings if finding.table == "sources.lines"}
    assert (found["doubled"].count, found["missing"].count) == (1, 1)
    assert found["missing"].share == pytest.approx(1 / 3)


def test_a_metric_is_measurable_where_its_tables_are_sound(tmp_path: Path) -> None:
    report = check(tmp_path, orders=ORDERS + "3,a,2024-04-01,5,sale\n")

    of_orders = {name for name, card in cards().items() if card.tables == ("orders",)}
    assert {card.name for card in report.measurable} == of_orders
    reasons = {card.name: reason for card, reason in report.unmeasurable}
    assert reasons["nps"] == "there is no table surveys"
    assert len(reasons) + len(of_orders) == len(cards())


def test_an_unreadable_table_stops_its_metrics_and_no_others(tmp_path: Path) -> None:
    report = check(tmp_path, orders=ORDERS, surveys=SURVEYS + "2,a,nps,soon,,\n")

    assert "repeat_purchase_rate" in [card.name for card in report.measurable]
    assert ("nps", "the table surveys cannot be read") in [
        (card.name, why) for card, why in report.unmeasurable
    ]
    assert next(table.rows for table in report.tables if table.name == "surveys") is None


def test_a_metric_is_not_measurable_where_its_outcome_is_not_mapped(tmp_path: Path) -> None:
    report = check(
        tmp_path, customers=CUSTOMERS, tickets=TICKETS.replace("first_public_reply_at", "answered")
    )

    reasons = {card.name: reason for card, reason in report.unmeasurable}
    assert reasons["first_response_time"] == "the table tickets has no first_public_reply_at"


def test_notes_speak_of_the_metric_s_tables_only(tmp_path: Path) -> None:
    report = check(
        tmp_path,
        customers=CUSTOMERS,
        orders=ORDERS.replace("-03-", "-01-") + "2,b,2024-01-30,1,sale\n",
        surveys=SURVEYS,
    )

    repeat = report.notes(cards()["repeat_purchase_rate"])

    assert {note.kind for note in repeat} == {"stale", "broken"}
    assert report.notes(cards()["nps"]) == ()
    assert [note.kind for note in report.notes(cards()["logo_churn"])] == ["missing"]


def test_the_page_shows_problems_and_leaves_notes_out(tmp_path: Path) -> None:
    report = check(tmp_path, orders=ORDERS + "2,b,2024-03-31,100,sale\n3,a,2024-04-01,5,sale\n")

    shown = page_check(report)

    assert len(shown.problems) == 1
    assert shown.problems[0].startswith("orders: 1 of 4 rows repeat the order_id of another")
    assert shown.headline.startswith(f"{len(report.measurable)} of {len(cards())} ")
    assert ("orders", 4) in shown.tables
