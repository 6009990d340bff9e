"""Exports of HubSpot, by label and by internal name."""

# ruff: noqa: E501 (rows of exports are as wide as they are)
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.service.exports.conftest import Propose

COMPANIES = """Record ID,Company name,Company Domain Name,Company owner,Create Date,Industry,Lifecycle Stage,Country/Region
9001,Blue Ltd,blue.test,Sam,2023-02-01 09:30,Games,Customer,Malta
9002,Harbour,harbour.test,Sam,2023-11-12 14:00,Media,Customer,France
"""
CONTACTS = """Record ID,First Name,Last Name,Email,Job Title,Associated Company IDs,Create Date
8001,Pia,Ex,pia@blue.test,CTO,9001,2023-02-02 10:00
8002,Tom,Ex,tom@harbour.test,CEO,9002;9001,2023-11-12 15:00
8003,Ola,Ex,ola@none.test,,,2023-11-13 15:00
"""
DEALS = """Record ID,Deal Name,Deal Stage,Amount,Currency,Close Date,Deal owner,Associated Company IDs
7001,Blue first,Closed Won,15000,EUR,2023-03-01 00:00,Sam,9001
7002,Blue more,Closed Won (Sales Pipeline),2500.50,EUR,2023-05-01 00:00,Sam,9001;9002
7003,Harbour first,Closed Won,900.25,EUR,2023-12-01 00:00,Sam,9002
7004,Harbour more,Contract Sent,900,EUR,2024-05-01 00:00,Sam,9002
7005,Blue lost,Closed Lost,900,EUR,2023-06-01 00:00,Sam,9001
"""
TICKETS = """Ticket ID,Ticket name,Create date,Close date,Ticket status,Pipeline,Priority,Source,Category,Associated Company IDs
61,Help,2024-01-08 09:00,2024-01-09 10:00,Closed,Support,High,EMAIL,Access,9001
62,Bill,2024-01-10 09:00,,New,Support,Low,FORM,Billing,9002
"""
FEEDBACK = """Record ID,Survey name,Survey type,Rating,Submission date,Contact ID,Associated Company IDs,Response comment
51,Loyalty,NPS,10,2024-01-15 09:00,8001,9001,Fine
52,Loyalty,NPS,3,2024-01-16 09:00,8002,9002,
53,Service,CSAT,4,2024-01-17 09:00,8002,9002,
54,Articles,KNOWLEDGE,1,2024-01-17 09:00,8002,9002,
"""


def test_a_folder_of_exports_gives_five_tables_that_agree(propose: Propose) -> None:
    proposed = propose(
        companies_csv=COMPANIES,
        contacts_csv=CONTACTS,
        deals_csv=DEALS,
        tickets_csv=TICKETS,
        feedback_csv=FEEDBACK,
    )

    assert proposed.workspace.tables == ("customers", "people", "orders", "tickets", "surveys")
    assert proposed.workspace.segments == ("Industry", "Lifecycle Stage", "Country/Region")
    assert proposed.problems == ()
    assert proposed.rows("SELECT person_id, customer_id FROM people ORDER BY 1") == [
        ("8001", "9001"),
        ("8002", "9002"),
    ]


def test_won_deals_are_orders_of_their_first_company(propose: Propose) -> None:
    proposed = propose(companies_csv=COMPANIES, deals_csv=DEALS)

    assert proposed.rows("SELECT order_id, customer_id, amount_minor, currency FROM orders ORDER BY 1") == [
        ("7001", "9001", 1_500_000, "EUR"),
        ("7002", "9001", 250_050, "EUR"),
        ("7003", "9002", 90_025, "EUR"),
    ]
    repeat = proposed.measured(
        "repeat_purchase_rate", start=date(2023, 1, 1), as_of=date(2024, 9, 1), within_days=90
    )
    assert (repeat.numerator, repeat.denominator) == (1, 1)


def test_feedback_keeps_loyalty_and_satisfaction_apart_and_asks_for_the_unanswered(propose: Propose) -> None:
    proposed = propose(feedback_csv=FEEDBACK)

    assert "without unanswered questions every response rate would be 100 %" in proposed.text
    assert 'values = { "NPS" = "nps", "CSAT" = "csat" }' in proposed.text
    assert proposed.rows("SELECT kind, score FROM surveys ORDER BY survey_id") == [
        ("nps", 10),
        ("nps", 3),
        ("csat", 4),
    ]
    nps = proposed.measured("nps", start=date(2024, 1, 1), as_of=date(2024, 4, 1))
    assert (nps.value, nps.denominator) == (0.0, 2)


def test_internal_names_are_recognised_as_labels_are(propose: Propose) -> None:
    proposed = propose(
        objects_csv=(
            "hs_object_id,dealname,dealstage,amount,deal_currency_code,closedate,associated_company\n"
            "7001,Blue,closedwon,150.00,EUR,2023-03-01T00:00:00Z,9001\n"
        )
    )

    assert proposed.rows("SELECT order_id, customer_id, ordered_at, amount_minor FROM orders") == [
        ("7001", "9001", "2023-03-01T00:00:00", 15000)
    ]


def test_times_to_the_first_reply_are_added_to_the_opening(propose: Propose) -> None:
    header, first, second = TICKETS.strip().split("\n")
    text = f"{header},Time to first agent reply (HH:mm:ss)\n{first},26:30:00\n{second},\n"

    proposed = propose(tickets_csv=text)

    assert proposed.rows("SELECT ticket_id, first_public_reply_at FROM tickets ORDER BY 1") == [
        ("61", "2024-01-09T11:30:00"),
        ("62", None),
    ]
    reply = proposed.measured("first_response_time", start=date(2024, 1, 1), as_of=date(2024, 4, 1))
    assert (reply.value, reply.denominator) == (26.5, 2)
