"""Raw sources that contradict themselves or each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.service.check import check_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.tables import CheckFinding

WORKSPACE = """[company]
name = "Nordlicht"
time_zone = "UTC"
[data]
as_of = 2025-01-01
[sources.contracts]
files = "contracts.csv"
[sources.usage]
files = "usage.csv"
[sources.accounts]
files = "accounts.csv"
[tables.customers]
sql = "SELECT account_id AS customer_id, signup_date AS signed_at FROM sources.accounts"
"""
DAY = date(2024, 1, 1)


def check(folder: Path, contracts: list[str], usage: list[str]) -> tuple[CheckFinding, ...]:
    accounts = [f"A{n},2023-01-01,{'pro' if n % 2 else 'basic'},{n}" for n in range(40)]
    header = "contract_id,account_id,start_date,end_date,is_churned,plan_tier,seats,mrr_amount,arr_amount"
    texts = {
        "accounts": ["account_id,signup_date,plan_tier,seats", *accounts],
        "contracts": [header, *contracts],
        "usage": ["usage_id,contract_id,usage_date", *usage],
    }
    for name, lines in texts.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    (folder / "holdfast.toml").write_text(WORKSPACE)
    with open_workspace(folder) as workspace:
        found = check_workspace(workspace).findings
    return tuple(item for item in found if item.kind in {"contradictory", "doubled"})


def contracts() -> list[str]:
    """80 contracts, two an account: one that ended after 90 days and one that runs."""
    lines = []
    for n in range(40):
        plan, ended = "pro" if n % 2 else "basic", DAY + timedelta(days=n + 90)
        lines.append(f"C{n},A{n},{DAY + timedelta(days=n)},{ended},TRUE,{plan},{n},{n}.50,{n * 12 + 6}")
        lines.append(f"D{n},A{n},{ended},,FALSE,{plan},{n},{n}.50,{n * 12 + 6}.00")
    return lines


def usage() -> list[str]:
    return [f"U{n}-{k},C{n},{DAY + timedelta(days=n + 30 * k)}" for n in range(40) for k in range(4)]


def test_sources_that_agree_have_no_finding(tmp_path: Path) -> None:
    assert check(tmp_path, contracts(), usage()) == ()


@pytest.mark.parametrize(
    ("old", "new", "count", "says"),
    [
        (",6.50,78", ",6.50,78.05", 0, ""),
        (",6.50,78", ",6.50,79", 2, "arr_amount that is not twelve times mrr_amount"),
        (",7.50,90", ",7.50,100", 2, "arr_amount that is not twelve times mrr_amount"),
        ("TRUE,pro,9,", "FALSE,pro,9,", 1, "is_churned and end_date of which one says ended"),
        ("FALSE,pro,9,", "TRUE,pro,9,", 1, "is_churned and end_date of which one says ended"),
        (",basic,", ",pro,", 40, "another plan_tier than their row in sources.accounts"),
        (",pro,11,", ",pro,12,", 2, "another seats than their row in sources.accounts"),
    ],
)
def test_a_planted_contradiction_of_contracts_is_counted(
    tmp_path: Path, old: str, new: str, count: int, says: str
) -> None:
    planted = [line.replace(old, new) for line in contracts()]

    found = check(tmp_path, planted, usage())

    assert [item.count for item in found] == [count] * bool(says)
    assert all(says in item.message for item in found)
    assert all(str(item.examples[0].file) == "contracts.csv" and item.examples[0].row for item in found)


def test_use_before_the_start_and_after_the_end_of_a_contract_is_counted(tmp_path: Path) -> None:
    early = [f"E{n},C{n},2023-06-01" for n in range(13)]
    late = [f"L{n},C{n},2024-12-01" for n in range(17)]

    found = check(tmp_path, contracts(), [*usage(), *early, *late])

    assert [(item.count, item.message.split(" have ")[1]) for item in found] == [
        (17, "usage_date after end_date in sources.contracts"),
        (13, "usage_date before start_date in sources.contracts"),
    ]


def test_ids_given_twice_are_counted_and_whole_rows_are_not(tmp_path: Path) -> None:
    rows = usage()
    twice = [f"{line.split(',')[0]},C39,2024-03-01" for line in rows[:5]]

    found = check(tmp_path, contracts(), [*rows, *twice, *rows[20:23]])

    ids = [item for item in found if "different content" in item.message]
    assert [item.count for item in ids] == [5]
    assert [item.count for item in found if "in every column" in item.message] == [3]


def test_a_duration_is_compared_with_its_instants(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(
        "ticket_id,account_id,submitted_at,closed_at,resolution_time_hours\n"
        "1,A,2024-01-01 08:00,2024-01-01 20:00,12\n2,A,2024-01-01 08:00,2024-01-02 20:00,12\n"
    )
    (tmp_path / "holdfast.toml").write_text(
        WORKSPACE.split("[sources.contracts]", maxsplit=1)[0]
        + '[sources.calls]\nfiles = "calls.csv"\n[tables.tickets]\nsql = "SELECT ticket_id, account_id AS '
        'customer_id, submitted_at AS opened_at, 0 AS reopened FROM sources.calls"\n'
    )

    with open_workspace(tmp_path) as workspace:
        found = [item for item in check_workspace(workspace).findings if item.table == "sources.calls"]

    assert [item.message for item in found] == [
        "1 of 2 rows have resolution_time_hours that is not the time from submitted_at to closed_at"
    ]


MAPPED = """[company]
name = "Nordlicht"
time_zone = "UTC"
[data]
as_of = 2025-01-01
[tables.subscriptions]
files = "contracts.csv"
[tables.subscriptions.columns]
subscription_id = "contract_id"
customer_id = "account_id"
started_at = "start_date"
ended_at = "end_date"
amount = "mrr_amount"
interval_months = { value = 1 }
state = { column = "is_churned", values = { TRUE = "ended", FALSE = "active" } }
[tables.customers]
files = "accounts.csv"
[tables.customers.columns]
customer_id = "account_id"
signed_at = "signup_date"
churn_date = "churn_date"
[tables.events]
files = "usage.csv"
[tables.events.columns]
customer_id = "account_id"
name = "what"
occurred_at = "day"
"""


def mapped(folder: Path, lines: list[str], left: dict[int, str], used: list[str]) -> list[tuple[str, str]]:
    header = "contract_id,account_id,start_date,end_date,is_churned,plan_tier,seats,mrr_amount,arr_amount"
    accounts = [f"A{n},2023-01-01,{left.get(n, '')}" for n in range(40)]
    (folder / "contracts.csv").write_text("\n".join([header, *lines]) + "\n")
    (folder / "accounts.csv").write_text("\n".join(["account_id,signup_date,churn_date", *accounts]) + "\n")
    (folder / "usage.csv").write_text("\n".join(["event_id,account_id,contract_id,what,day", *used]) + "\n")
    (folder / "holdfast.toml").write_text(MAPPED)
    with open_workspace(folder) as workspace:
        found = check_workspace(workspace).findings
    return [(item.table, item.message) for item in found if item.kind in {"contradictory", "doubled"}]


def test_columns_that_no_table_maps_are_compared_too(tmp_path: Path) -> None:
    used = [f"e{n},A{n},C{n},login,{DAY + timedelta(days=n + 3)}" for n in range(40)]
    wrong = [line.replace(",7.50,90", ",7.50,100") for line in contracts()]

    sound = mapped(tmp_path, contracts(), {}, used)
    found = mapped(tmp_path, wrong, {}, [*used, "e0,A1,C1,export,2024-02-02", "e90,A2,C2,login,2023-06-01"])

    assert sound == []
    assert ("subscriptions", "2 of 80 rows have arr_amount that is not twelve times mrr_amount") in found
    assert ("events", "1 of 41 event_id occur in several rows of different content") in found
    assert ("events", "1 of 42 rows have day before start_date in subscriptions") in found


def test_a_date_of_leaving_is_a_source_of_who_left(tmp_path: Path) -> None:
    used = [f"e{n},A{n},C{n},login,{DAY + timedelta(days=n + 3)}" for n in range(40)]

    found = mapped(tmp_path, contracts(), dict.fromkeys(range(6), "2024-11-01"), used)

    assert [message.split(":")[0] for _, message in found if "disagree" in message] == [
        "churn_date of customers and subscriptions disagree about 6 customers"
    ]


def test_months_that_were_rounded_to_whole_units_are_twelve_to_a_year(tmp_path: Path) -> None:
    used = [f"e{n},A{n},C{n},login,{DAY + timedelta(days=n + 3)}" for n in range(40)]
    rounded = []
    for line in contracts():
        *start, monthly, yearly = line.split(",")
        rounded.append(",".join([*start, str(round(float(monthly) + 0.01)), yearly]))

    wrong = [*rounded[:-1], rounded[-1].rpartition(",")[0] + ",9999"]

    assert mapped(tmp_path, rounded, {}, used) == []
    assert [message for _, message in mapped(tmp_path, wrong, {}, used)] == [
        "1 of 80 rows have arr_amount that is not twelve times mrr_amount"
    ]


def test_a_customer_with_several_rows_is_no_id_given_twice(tmp_path: Path) -> None:
    rows = [f"A{n % 45},2024-01-{n % 28 + 1:02}" for n in range(48)]
    (tmp_path / "lines.csv").write_text("\n".join(["customer_id,started", *rows]) + "\n")
    (tmp_path / "holdfast.toml").write_text(
        WORKSPACE.split("[sources.contracts]", maxsplit=1)[0]
        + '[sources.lines]\nfiles = "lines.csv"\n[tables.customers]\nsql = "SELECT customer_id, '
        'MIN(started) AS signed_at FROM sources.lines GROUP BY 1"\n'
    )

    with open_workspace(tmp_path) as workspace:
        assert [item for item in check_workspace(workspace).findings if item.kind == "doubled"] == []
