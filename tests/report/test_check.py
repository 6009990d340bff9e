from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.report.check import check_json, check_text
from holdfast.tables import CheckFinding, CheckReport, Example, TableSummary

if TYPE_CHECKING:
    from holdfast.records import MetricCard


@pytest.fixture
def checked(card: MetricCard) -> CheckReport:
    return CheckReport(
        company="Seed",
        as_of=date(2026, 10, 1),
        tables=(
            TableSummary("customers", 3200, date(2024, 1, 1), date(2026, 9, 30)),
            TableSummary("orders", None),
        ),
        findings=(
            CheckFinding(
                "orders",
                "doubled",
                "error",
                "12 rows are there twice, each with the same order_id",
                "Export it again",
                count=12,
                share=0.1,
                examples=(Example("o-17", "orders.csv", 18),),
            ),
        ),
        measurable=(card,),
        unmeasurable=((card, "there is no table tickets"),),
        remarks=("customers is derived from orders.",),
    )


def test_the_check_says_what_is_wrong_what_to_do_and_what_cannot_be_measured(checked: CheckReport) -> None:
    words = " ".join(check_text(checked, width=60).split())

    assert "Seed, data up to 1 Oct 2026 (that day not included): 1 of 2 metrics can be measured." in words
    assert "customers 3,200 1 Jan 2024 30 Sep 2026" in words
    assert "orders, doubled: 12 rows are there twice, each with the same order_id." in words
    assert "For example o-17 (orders.csv, row 18). Export it again." in words
    assert "Onboarding date agreed (onboarding_scheduled): there is no table tickets" in words


def test_no_line_of_the_check_is_wider_than_the_terminal(checked: CheckReport) -> None:
    assert max(map(len, check_text(checked, width=60).splitlines())) <= 60


def test_a_table_that_cannot_be_read_says_so(checked: CheckReport) -> None:
    assert "cannot be read" in check_text(checked, width=80)


def test_what_is_empty_has_no_heading() -> None:
    text = check_text(CheckReport("Seed", None, (), (), (), ()), width=80)

    assert text == "Seed: 0 of 0 metrics can be measured.\n"


def test_json_keeps_counts_and_examples(checked: CheckReport) -> None:
    document = json.loads(check_json(checked))

    assert document["as_of"] == "2026-10-01"
    assert document["tables"][1] == {"name": "orders", "rows": None, "first": None, "last": None}
    assert document["findings"][0]["examples"] == [{"value": "o-17", "file": "orders.csv", "row": 18}]
    assert document["unmeasurable"] == [
        {"metric": "onboarding_scheduled", "reason": "there is no table tickets"}
    ]
