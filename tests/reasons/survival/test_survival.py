"""Survival by hand, and of a simulated company whose life is known."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.metrics.departures import departures
from holdfast.reasons.survival.comparing import cohorts_compared, segments_compared
from holdfast.reasons.survival.groups import by_quarter, group
from holdfast.reasons.survival.life import phases, renewals, sentences
from holdfast.records.survival import Lasted
from holdfast.report.survival import survival_csv, survival_json, survival_text
from holdfast.service.demo import make_demo_company
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for
from holdfast.service.survival import SurvivalQuestion, survival_in
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.workspace import Workspace

MONTH = 2026 * 12


def lasted(days: int, count: int, *, left: bool, month: int = MONTH, interval: int = 1) -> Lasted:
    return Lasted(month, interval, days, left, ("a",), count)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = tmp_path_factory.mktemp("survival") / "company"
    make_demo_company(made, company="Seed", customers=1_000, seed=11)
    with open_workspace(made) as opened:
        yield opened


def test_shares_are_those_of_kaplan_and_meier_by_hand() -> None:
    """Of 4, 1 leaves on day 10, 1 is last seen on day 20, 1 of the 2 left leaves on day 40: 3/4, then 3/8."""
    found = group(
        "all",
        [
            lasted(10, 1, left=True),
            lasted(20, 1, left=False),
            lasted(40, 1, left=True),
            lasted(95, 1, left=False),
        ],
    )

    assert [point.share for point in found.points[:3]] == [pytest.approx(0.75), pytest.approx(0.375), None]
    assert (found.customers, found.left, found.median_days) == (4, 2, 40)


def test_parts_of_life_by_hand() -> None:
    """Ten customers live 30 days each in the first part: ten months; one leaves on day 45."""
    found = phases([lasted(45, 1, left=True), lasted(60, 9, left=False)])

    assert [one.left for one in found] == [0, 1]
    assert [one.customer_months for one in found] == pytest.approx([10, (15 + 9 * 30) / 30])


def test_renewals_count_those_who_came_to_them() -> None:
    """Of 100 yearly contracts 5 end before, 20 at the first renewal, 75 go on; the younger are not due."""
    own = [
        lasted(200, 5, left=True, interval=12),
        lasted(365, 20, left=True, interval=12),
        lasted(500, 75, left=False, interval=12),
        lasted(360, 40, left=False, interval=12),
    ]

    [first] = renewals(own)

    assert (first.interval_months, first.number, first.due, first.left) == (12, 1, 95, 20)


def test_monthly_contracts_have_no_renewals_worth_telling() -> None:
    assert renewals([lasted(365, 100, left=True)]) == ()


def test_the_part_where_most_leave_is_named_only_where_it_stands_out() -> None:
    clear = phases([lasted(45, 300, left=True), lasted(700, 700, left=False), lasted(300, 20, left=True)])
    alike = phases([lasted(15, 3, left=True), lasted(60, 5, left=True), lasted(120, 100, left=False)])

    assert "leave most from day 30 to 90" in sentences(clear, ())[0]
    assert "No part of life stands out" in sentences(alike, ())[0]


def test_groups_are_compared_at_the_age_of_the_youngest() -> None:
    old = [lasted(20, 20, left=True), lasted(500, 40, left=True), lasted(900, 40, left=False)]
    young = [lasted(20, 20, left=True), lasted(100, 80, left=False)]

    found = segments_compared("size", {"a": old, "b": young})

    assert found is not None
    assert found.age_days == 100
    assert not found.differ


def test_a_better_cohort_is_told_and_too_young_ones_are_left_out() -> None:
    counts = []
    for quarter in range(8):
        bad = 60 if quarter < 5 else 10
        age = (8 - quarter) * 91
        month = MONTH + 3 * quarter
        counts += [lasted(40, bad, left=True, month=month), lasted(age, 200 - bad, left=False, month=month)]

    found = cohorts_compared(by_quarter(counts), today=MONTH + 24)

    assert found is not None
    assert found.differ
    assert "2027 Q4" not in " ".join(found.groups)


def test_all_who_ever_paid_and_all_who_left_are_there(workspace: Workspace) -> None:
    left = departures(workspace.engine, request_for(workspace, PAYING))

    found = survival_in(workspace, SurvivalQuestion("size"))

    assert found.everybody.customers == len(left)
    assert found.everybody.left == sum(day is not None for day in left.values())
    assert sum(one.customers for one in found.segments) == len(left)
    assert sum(one.customers for one in found.cohorts) == len(left)


def test_the_simulated_early_leaving_shows(workspace: Workspace) -> None:
    """The simulator has more leave in the first 75 days than after a year, and small ones more than large."""
    found = survival_in(workspace, SurvivalQuestion("size"))

    assert found.phases[1].monthly > 2 * found.phases[4].monthly
    by_size = next(one for one in found.compared if one.what == "size")
    assert by_size.differ
    assert "Customers leave most" in " ".join(survival_text(found, width=100).split())


def test_later_data_change_no_share_of_an_age_that_was_over(workspace: Workspace) -> None:
    with open_workspace(workspace.path, as_of=date(2026, 1, 1)) as earlier:
        then = survival_in(earlier, SurvivalQuestion())
    now = survival_in(workspace, SurvivalQuestion())

    assert [one.points[0].share for one in then.cohorts[:6]] == [
        one.points[0].share for one in now.cohorts[:6]
    ]


def test_csv_and_json_have_every_group(workspace: Workspace) -> None:
    found = survival_in(workspace, SurvivalQuestion("size"))

    assert len(survival_csv(found).splitlines()) == 1 + 5 * (1 + len(found.segments) + len(found.cohorts))
    assert json.loads(survival_json(found))["by"] == "size"


def test_an_unknown_segment_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="colour"):
        survival_in(workspace, SurvivalQuestion("colour"))
