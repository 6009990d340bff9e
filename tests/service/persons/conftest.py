"""A workspace in which one person of a customer has left something in every table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ANNA = "anna.maierhofer@firm.example"
SAID = "The export to our ledger stops half way every single Monday."
TOML = """[company]
name = "Acme"
time_zone = "UTC"
currency = "EUR"

[data]
as_of = 2025-12-01

"""
TABLES = {
    "customers": "customer_id,signed_at,plan\nA,2025-01-01,small\nB,2025-01-01,large\n",
    "people": (
        "person_id,customer_id,email,role,shoe\n"
        f"p-anna1,A,{ANNA},admin,38\np-ben1,A,ben.ortega@firm.example,member,44\n"
    ),
    "subscriptions": (
        "subscription_id,customer_id,started_at,ended_at,state,interval_months,amount_minor,currency\n"
        "S1,A,2025-01-01,,active,1,1000,EUR\nS2,B,2025-01-01,2025-06-01,ended,1,1000,EUR\n"
    ),
    "events": (
        "customer_id,person_id,name,occurred_at\nA,p-anna1,login,2025-02-01\nA,p-ben1,login,2025-02-02\n"
    ),
    "tickets": (
        "ticket_id,customer_id,person_id,opened_at,reopened,text\n"
        f"T1,A,p-anna1,2025-03-01,0,{SAID} Yours Anna Maierhofer\n"
        "T2,A,p-ben1,2025-03-02,0,Anna Maierhofer asked me to write: the import is slow.\n"
    ),
    "surveys": (
        "survey_id,person_id,customer_id,kind,sent_at,answered_at,score,comment\n"
        "V1,p-anna1,A,nps,2025-04-01,2025-04-02,3,Support takes days to answer us.\n"
    ),
}


def write_workspace(folder: Path, tables: dict[str, str]) -> Path:
    """A workspace file and one CSV file a table."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    parts = "".join(f'[tables.{name}]\nfiles = "{name}.csv"\n\n' for name in tables)
    (folder / "holdfast.toml").write_text(TOML + parts)
    return folder


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """The workspace of a company with accounts."""
    return write_workspace(tmp_path, TABLES)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The workspace of a shop, whose customers are persons."""
    tables = {
        "customers": (
            "customer_id,signed_at,email,city\n"
            "17850,2025-01-01,eva.lind@home.example,Ulm\n17851,2025-01-02,,Bonn\n"
        ),
        "orders": (
            "order_id,customer_id,ordered_at,amount_minor,currency,kind\n"
            "o1,17850,2025-01-03,500,EUR,sale\no2,17850,2025-05-03,700,EUR,sale\no3,17851,2025-05-04,900,EUR,sale\n"
        ),
    }
    return write_workspace(tmp_path, tables)
