"""Exports of Zendesk, as CSV and in the API's columns."""

# ruff: noqa: E501 (rows of exports are as wide as they are)
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.service.exports.conftest import Propose

TICKETS = """Summation column,Id,Requester,Requester id,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,\
Created at,Updated at,Assigned at,Organization,Initially assigned at,Solved at,Resolution time,Satisfaction Score,\
Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,\
First resolution time in minutes,Full resolution time in minutes
1,11,Ann,7001,Bo,Support,Login,,Closed,High,Mail,Incident,2024-01-08 09:00,2024-01-09 10:00,2024-01-08 09:05,Acme,2024-01-08 09:05,2024-01-09 10:00,25,Good,0,2,30,30,1500,1500
1,12,Cy,7002,Bo,Support,Invoice,,Solved,Normal,Web form,Question,2024-01-09 09:00,2024-01-11 09:00,2024-01-09 10:00,Globex,2024-01-09 10:00,2024-01-11 09:00,48,Bad with comment,1,3,90,60,1440,2880
1,13,Di,7003,,Support,Crash,,Open,Urgent,Mail,Problem,2024-01-10 09:00,2024-01-10 09:00,,Acme,,,,Unoffered,0,0,,,,
"""
API_TICKETS = """id,url,subject,requester_id,organization_id,assignee_id,status,priority,type,via_channel,created_at,updated_at
11,https://x.test/11,Login,7001,501,9,closed,high,incident,email,2024-01-08T09:00:00Z,2024-01-09T10:00:00Z
12,https://x.test/12,Invoice,7002,502,9,solved,normal,question,web,2024-01-09T09:00:00Z,2024-01-11T09:00:00Z
13,https://x.test/13,Crash,7003,,9,open,urgent,problem,email,2024-01-10T09:00:00Z,2024-01-10T09:00:00Z
"""
METRICS = """id,ticket_id,created_at,solved_at,reopens,replies,assignee_stations,group_stations,reply_time_in_minutes,first_resolution_time_in_minutes
1,11,2024-01-08T09:00:00Z,2024-01-09T10:00:00Z,0,2,1,1,"{""calendar"": 30, ""business"": 30}","{""calendar"": 1500, ""business"": 480}"
2,12,2024-01-09T09:00:00Z,2024-01-11T09:00:00Z,1,3,1,1,"{""calendar"": 90, ""business"": 60}","{""calendar"": 1440, ""business"": 400}"
3,13,2024-01-10T09:00:00Z,,0,0,0,1,"{""calendar"": null, ""business"": null}","{""calendar"": null, ""business"": null}"
"""
RATINGS = """id,ticket_id,requester_id,assignee_id,score,comment,created_at,updated_at
1,11,7001,9,good,,2024-01-09T11:00:00Z,2024-01-09T12:00:00Z
2,12,7002,9,bad_with_comment,Slow,2024-01-11T10:00:00Z,2024-01-12T10:00:00Z
3,13,7003,9,offered,,2024-01-13T10:00:00Z,2024-01-13T10:00:00Z
"""
ORGANIZATIONS = "id,name,created_at,domain_names\n501,Acme,2023-05-01T00:00:00Z,acme.test\n502,Globex,2023-06-01T00:00:00Z,\n"
USERS = (
    "id,email,name,role,organization_id,verified,created_at\n7001,ann@acme.test,Ann,end-user,501,true,"
    "2023-05-02T00:00:00Z\n9,bo@us.test,Bo,agent,,true,2023-01-01T00:00:00Z\n"
)


def test_a_csv_export_of_tickets_gives_replies_solutions_and_ratings(propose: Propose) -> None:
    proposed = propose(tickets_csv=TICKETS)

    assert proposed.rows(
        "SELECT ticket_id, customer_id, first_public_reply_at, first_solved_at, last_solved_at, reopened, csat, "
        "priority FROM tickets ORDER BY 1"
    ) == [
        ("11", "Acme", "2024-01-08T09:30:00", "2024-01-09T10:00:00", "2024-01-09T10:00:00", 0, 5, "High"),
        ("12", "Globex", "2024-01-09T10:30:00", "2024-01-10T09:00:00", "2024-01-11T09:00:00", 1, 1, "Normal"),
        ("13", "Acme", None, None, None, 0, None, "Urgent"),
    ]
    reply = proposed.measured("first_response_time", start=date(2024, 1, 1), as_of=date(2024, 4, 1))
    assert (reply.value, reply.numerator, reply.denominator) == (1.5, 2, 3)


def test_tickets_and_their_metrics_of_the_api_are_joined(propose: Propose) -> None:
    proposed = propose(
        tickets_csv=API_TICKETS,
        ticket_metrics_csv=METRICS,
        satisfaction_ratings_csv=RATINGS,
        organizations_csv=ORGANIZATIONS,
        users_csv=USERS,
    )

    assert proposed.workspace.tables == ("customers", "people", "tickets", "surveys")
    assert "No table is made of it" not in proposed.text.replace(
        "ticket_metrics.csv: Zendesk ticket metrics", ""
    )
    assert proposed.rows("SELECT ticket_id, first_public_reply_at, reopened FROM tickets ORDER BY 1") == [
        ("11", "2024-01-08T09:30:00", 0),
        ("12", "2024-01-09T10:30:00", 1),
        ("13", None, 0),
    ]
    assert proposed.rows(
        "SELECT survey_id, customer_id, kind, score, answered_at FROM surveys ORDER BY 1"
    ) == [
        ("1", "501", "csat", 5, "2024-01-09T12:00:00"),
        ("2", "502", "csat", 1, "2024-01-12T10:00:00"),
        ("3", "7003", "csat", None, None),
    ]
    assert proposed.rows("SELECT person_id FROM people") == [("7001",)]
    reply = proposed.measured("first_response_time", start=date(2024, 1, 1), as_of=date(2024, 4, 1))
    assert (reply.value, reply.denominator) == (1.5, 3)


def test_tickets_of_the_api_alone_ask_for_their_metrics(propose: Propose) -> None:
    proposed = propose(tickets_csv=API_TICKETS)

    assert "replies and solutions are in ticket_metrics: export it too" in proposed.text
    assert proposed.rows("SELECT COUNT(*) FROM tickets") == [(3,)]


def test_an_export_without_reply_times_has_no_first_reply_rather_than_none_at_all(propose: Propose) -> None:
    proposed = propose(tickets_csv=TICKETS.replace("First reply time in minutes,", "Minutes to reply,", 1))

    assert "first_public_reply_at" not in proposed.text
    assert proposed.rows("SELECT COUNT(*), COUNT(first_public_reply_at) FROM tickets") == [(3, 0)]
