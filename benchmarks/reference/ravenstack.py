"""RavenStack's contradictions: what the data check counts beside what plain Python counts in the files."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.service.check import check_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.tables import CheckFinding

WORKSPACE = Path(__file__).parents[1] / "workspaces" / "ravenstack"
_FOLDER = Path("customers") / "ravenstack"
Line = dict[str, str]
Row = tuple[str, str, str, str]


def figures(data: str) -> Iterator[Row]:
    """Name, what the check found, the reference and where it comes from.

    Who left by each source is published (110, 352 or 0 accounts); the other counts are made a second time
    from the files, without the product.
    """
    with open_workspace(WORKSPACE, variables={"DATA": data}) as workspace:
        findings = check_workspace(workspace).findings
    left = next(item.message for item in findings if "do not agree who left" in item.message)
    for source, reference in (
        ("is_paying of customers", "110"),
        ("churn_reasons", "352"),
        ("subscriptions", "0"),
    ):
        found = re.search(rf"{source} (\d+(?:,\d+)*)", left)
        yield (
            f"RavenStack left by {source.split(' ', maxsplit=1)[0]}",
            found[1] if found else "",
            reference,
            "check",
        )
    for name, part, expected in _counts(Path(data) / _FOLDER):
        yield f"RavenStack {name}", f"{_count(findings, part):,}", f"{expected:,}", f"check: {part}"


def _count(findings: Sequence[CheckFinding], part: str) -> int:
    return next((item.count for item in findings if part in item.message), 0)


def _counts(folder: Path) -> Iterator[tuple[str, str, int]]:
    """Name, part of the finding's sentence, and the count of plain loops over the files."""
    accounts = {row["account_id"]: row for row in _rows(folder, "accounts")}
    spans = {row["subscription_id"]: row for row in _rows(folder, "subscriptions")}
    usage, tickets, leavings = (
        _rows(folder, name) for name in ("feature_usage", "support_tickets", "churn_events")
    )
    pairs = [(row, spans[row["subscription_id"]]) for row in usage]
    yield (
        "usage before its contract",
        "usage_date before start_date",
        sum(row["usage_date"] < span["start_date"] for row, span in pairs),
    )
    yield (
        "usage after its contract",
        "usage_date after end_date",
        sum(bool(span["end_date"]) and row["usage_date"] > span["end_date"] for row, span in pairs),
    )
    signed = {key: account["signup_date"] for key, account in accounts.items()}
    early = sum(row["usage_date"] < signed[span["account_id"]] for row, span in pairs)
    yield "usage before signing", "have occurred_at before the customer signed", early
    early = sum(row["submitted_at"] < signed[row["account_id"]] for row in tickets)
    yield "tickets before signing", "have opened_at before the customer signed", early
    first: dict[str, str] = {}
    for span in spans.values():
        first[span["account_id"]] = min(span["start_date"], first.get(span["account_id"], "9999"))
    early = sum(row["churn_date"] < first[row["account_id"]] for row in leavings)
    yield "left before the first contract", "left_at before the customer's first subscription", early
    for attribute in ("plan_tier", "seats"):
        differing = sum(span[attribute] != accounts[span["account_id"]][attribute] for span in spans.values())
        yield f"{attribute} of contract and account", f"rows have another {attribute} than", differing
    yield "replies after the solution", "first reply after the last solution", sum(map(_is_late, tickets))
    yield "usage_id given twice", "of different content", _given_twice(usage)
    trials = [account["account_id"] for account in accounts.values() if account["is_trial"] == "TRUE"]
    paying = {
        span["account_id"] for span in spans.values() if not span["end_date"] and span["is_trial"] == "FALSE"
    }
    yield "trials that pay", "on trial by is_trial", len(paying.intersection(trials))


def _is_late(ticket: Line) -> bool:
    """Whether the minutes to the first reply are more than the hours to the solution."""
    return int(ticket["first_response_time_minutes"]) > 60 * int(ticket["resolution_time_hours"])


def _given_twice(usage: Sequence[Line]) -> int:
    contents: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in usage:
        contents[row["usage_id"]].add(tuple(row.values()))
    return Counter(len(found) > 1 for found in contents.values())[True]


def _rows(folder: Path, name: str) -> list[Line]:
    with (folder / f"ravenstack_{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
