"""Key results are measured together, each as it would be alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.okr import read_okr_bytes
from holdfast.service.check import check_workspace
from holdfast.service.figures import measured_series
from holdfast.service.key_results import measure_key_results
from holdfast.service.measuring import measure_metric, request_for
from holdfast.service.reviewing_data import measure_files
from holdfast.service.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.key_results import MeasuredOne

OKR = """
objective: New customers start well and come back
cycle: Quarter
key_results:
  - key_result: Onboarding is scheduled within a month
    metric: onboarding_scheduled
    parameters: {within_days: 30}
    target: 0.9
  - key_result: Those who buy once buy again
    metric: repeat_purchase_rate
    parameters: {within_days: 60}
  - key_result: Onboarding is scheduled within a week for the pro plan
    metric: onboarding_scheduled
    parameters: {within_days: 7}
    segment: {plan: pro}
  - key_result: Customers bring more money
    metric: historic_value
    parameters: {within_days: 30}
"""
CUSTOMERS = [("a", "2024-01-05", "pro"), ("b", "2024-02-03", "free"), ("c", "2024-04-07", "pro")]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    files = {
        "customers": ["customer_id,signed_at,plan", *(",".join(row) for row in CUSTOMERS)],
        "engagements": [
            "engagement_id,customer_id,kind,scheduled_at,rescheduled",
            "e1,a,onboarding,2024-01-10,0",
            "e2,c,onboarding,2024-04-20,0",
        ],
        "orders": [
            "order_id,customer_id,ordered_at,kind,amount_minor,currency",
            "1,a,2024-01-06,sale,1000,EUR",
            "2,a,2024-02-06,sale,1000,EUR",
            "4,c,2024-04-08,sale,1000,EUR",
            "3,b,2024-02-04,sale,1000,USD",
        ],
    }
    tables = ""
    for name, lines in files.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n")
        tables += f'[tables.{name}]\nfiles = "{name}.csv"\n'
    head = '[company]\nname = "Acme"\ntime_zone = "UTC"\n[data]\nas_of = 2024-07-01\n'
    (tmp_path / "holdfast.toml").write_text(head + tables)
    with open_workspace(tmp_path) as opened:
        yield opened


def measured(workspace: Workspace, okr: str, told: list[str] | None = None) -> tuple[MeasuredOne, ...]:
    document = read_okr_bytes(okr.encode(), name="okr.yaml")
    lines = [] if told is None else told
    return measure_key_results(document, workspace, check=check_workspace(workspace), tell=lines.append)


def test_each_key_result_has_the_series_that_it_has_alone_and_its_latest_quarter_by_segment(
    workspace: Workspace,
) -> None:
    first, second, third, _ = measured(workspace, OKR)

    alone = [
        measure_metric(workspace, "onboarding_scheduled", parameters={"within_days": 30}, grain="quarter"),
        measure_metric(workspace, "repeat_purchase_rate", parameters={"within_days": 60}, grain="quarter"),
        measure_metric(
            workspace,
            "onboarding_scheduled",
            parameters={"within_days": 7},
            filters={"plan": ("pro",)},
            grain="quarter",
        ),
    ]
    assert [one.data.series for one in (first, second, third)] == alone
    assert [[(m.numerator, m.denominator) for m in series] for series in alone] == [
        [(1, 2), (1, 1)],
        [(1, 2), (0, 1)],
        [(1, 1), (0, 1)],
    ]
    assert first.figures is not None
    assert first.figures.target == 0.9
    assert first.figures.card.title == "Onboarding scheduled within 30 days"
    assert [(m.segment, m.numerator, m.denominator) for m in first.figures.segments] == [
        ((("plan", "pro"),), 1, 1),
    ]


def test_a_key_result_that_cannot_be_measured_says_why_and_stops_no_other(workspace: Workspace) -> None:
    *others, last = measured(workspace, OKR)

    assert all(one.figures is not None for one in others)
    assert last.figures is None
    assert last.data.series == ()
    assert last.data.notes[-1].kind == "missing"
    assert "EUR" in last.data.notes[-1].message
    assert "USD" in last.data.notes[-1].message


def test_files_are_measured_together_and_one_that_cannot_be_used_keeps_none_from_it(
    workspace: Workspace,
) -> None:
    wrong = OKR.replace("repeat_purchase_rate", "repeat_purchase")
    told: list[str] = []

    first, second, third = measure_files(
        [("a.yaml", OKR.encode()), ("b.yaml", wrong.encode()), ("c.yaml", OKR.encode())],
        workspace=workspace,
        check=check_workspace(workspace),
        tell=told.append,
    )

    assert first == third == measured(workspace, OKR)
    assert second is None
    assert told[0] == "Measuring the key results, 8 in all"


def test_progress_is_told_of_all_key_results_together(workspace: Workspace) -> None:
    told: list[str] = []

    measured(workspace, OKR, told)

    assert told[0] == "Measuring the key results, 4 in all"
    assert "Measuring the key results by plan, 3 in all" in told


def test_a_segment_that_is_misspelt_is_an_error_and_no_note(workspace: Workspace) -> None:
    with pytest.raises(InputError, match=r"'plann'.*Did you mean 'plan'"):
        measured(workspace, OKR.replace("{plan: pro}", "{plann: pro}"))


def test_nothing_is_told_of_no_more_than_ten_times(workspace: Workspace) -> None:
    told: list[str] = []
    names = ["onboarding_scheduled", "repeat_purchase_rate", "historic_value"] * 10
    requests = [
        request_for(workspace, name, parameters={"within_days": 10 + number})
        for number, name in enumerate(names)
    ]

    answers = measured_series(workspace, requests, doing="Measuring", tell=told.append)

    assert len(answers) == 30
    assert 2 <= len(told) <= 10
