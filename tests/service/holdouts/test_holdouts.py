"""Plan, assign and settle in a simulated company, against the truth that stands beside it."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.errors import InputError
from holdfast.records.holdout import HoldoutOutcome
from holdfast.records.words import day_text
from holdfast.service.demo import make_demo_company
from holdfast.service.holdouts.assigning import assign_holdout
from holdfast.service.holdouts.facts import customers_of
from holdfast.service.holdouts.listing import list_holdouts
from holdfast.service.holdouts.planning import PlanQuestion, plan_holdout, proposed_holdout
from holdfast.service.holdouts.settling import TablePlan, experiment_of, settle_holdout
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.workspace import Workspace

# One process has all of these tests, so that what their fixture makes in seconds is made once.
pytestmark = pytest.mark.xdist_group("holdouts")

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
START = date(2026, 3, 2)
STAY = HoldoutOutcome("stay", "", 90)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=700, seed=7)
    return made


@pytest.fixture
def folder(company: Path, tmp_path: Path) -> Path:
    """A copy, so that plans of one test are not those of another."""
    return shutil.copytree(company, tmp_path / "company")


@pytest.fixture
def then(folder: Path) -> Iterator[Workspace]:
    """The company as it was known on the first day."""
    with open_workspace(folder, as_of=START) as opened:
        yield opened


def question(name: str = "check-in", **other: object) -> PlanQuestion:
    given = {"title": "a call", "outcome": STAY, "matters": 0.05, "starts": START, **other}
    return PlanQuestion(name, **given)  # type: ignore[arg-type]


def test_a_play_of_the_table_is_settled_as_the_truth_has_it(company: Path) -> None:
    truth = json.loads((company / "truth.json").read_text())["causes"]["check_in_playbook"]

    with open_workspace(company) as workspace:
        record = settle_holdout(
            workspace, "check-in call", table=TablePlan(HoldoutOutcome("stay", "", 180), strata=("size",))
        )

    assert (record.n, record.n_exposed) == (truth["n"], truth["exposed"])
    # Who left and came back within the time pays at its end, and has left by the truth.
    assert record.raw_gap == pytest.approx(truth["naive"], abs=0.015)
    assert record.low is not None
    assert record.high is not None
    assert record.low < truth["effect"] < record.high


def test_a_plan_knows_the_value_the_pace_and_when_it_is_settled(then: Workspace) -> None:
    plan, record = plan_holdout(then, question(strata=("size",), before="events"), planned_at=NOW)

    assert plan.known == ("size=large", "size=mid", "size=small")
    assert plan.settles_on > plan.until > START
    assert record.figure("weeks") is not None
    assert FileHoldouts(then.path.parent).plan("check-in") == plan


def test_everybody_who_pays_is_drawn_once_and_evenly_in_every_size(then: Workspace) -> None:
    plan_holdout(then, question(strata=("size",)), planned_at=NOW)

    first = assign_holdout(then, "check-in", on=START, recorded_at=NOW)
    again = assign_holdout(then, "check-in", on=START, recorded_at=NOW)

    assert first.new == first.asked
    assert again.new == ()
    assert again.asked == first.asked
    arms = Counter((one.stratum, one.arm) for one in first.new)
    assert all(abs(arms[size, "treated"] - arms[size, "holdout"]) <= 2 for size, _ in arms)


def test_who_comes_later_is_drawn_and_nobody_moves(folder: Path) -> None:
    with open_workspace(folder, as_of=START) as then:
        plan_holdout(then, question(until=date(2026, 6, 1)), planned_at=NOW)
        first = assign_holdout(then, "check-in", on=START, recorded_at=NOW)

    with open_workspace(folder, as_of=date(2026, 4, 1)) as later:
        second = assign_holdout(later, "check-in", on=date(2026, 4, 1), recorded_at=NOW)

    kept = {one.customer_id: one.arm for one in first.asked}
    log = FileHoldouts(folder).log("check-in")
    assert second.new
    assert {one.customer_id: one.arm for one in log[: len(kept)]} == kept
    assert set(kept).isdisjoint(one.customer_id for one in second.new)


def test_settling_waits_for_its_day_and_then_finds_nothing_where_nothing_was_done(folder: Path) -> None:
    with open_workspace(folder, as_of=START) as then:
        plan, _ = plan_holdout(then, question(before="events"), planned_at=NOW)
        drawn = assign_holdout(then, "check-in", on=START, recorded_at=NOW)

    with open_workspace(folder, as_of=date(2026, 5, 1)) as early, open_workspace(folder) as late:
        before, after = settle_holdout(early, "check-in"), settle_holdout(late, "check-in")

    assert before.verdict == f"too early until {day_text(plan.settles_on)}"
    assert before.estimate is None
    assert after.verdict in {"no sign of a link", "too small to tell"}
    assert after.n == len(drawn.new)
    assert after.controls[0].name == "events in the 90 days before"
    assert any("the lot was drawn after the day" in note for note in after.notes)


def test_an_arm_that_somebody_changed_in_the_log_is_no_experiment(folder: Path) -> None:
    with open_workspace(folder, as_of=START) as then:
        plan_holdout(then, question(), planned_at=NOW)
        assign_holdout(then, "check-in", on=START, recorded_at=NOW)
    path = folder / ".holdfast" / "holdouts" / "check-in" / "assignments.csv"
    path.write_text(path.read_text().replace(",holdout,", ",treated,", 1))

    with open_workspace(folder) as late:
        record = settle_holdout(late, "check-in")

    assert (record.verdict, record.reason) == (
        "cannot tell",
        "the log of assignments is not what the lot drew",
    )


def test_new_customers_are_followed_by_a_metric_from_their_signing(folder: Path) -> None:
    outcome = HoldoutOutcome("metric", "onboarding_completed", 1)
    with open_workspace(folder, as_of=START) as then:
        plan, record = plan_holdout(
            then, question("onboarding", outcome=outcome, who="new", until=date(2026, 6, 1)), planned_at=NOW
        )
    with open_workspace(folder, as_of=date(2026, 6, 1)) as later:
        drawn = assign_holdout(later, "onboarding", on=date(2026, 5, 31), recorded_at=NOW)
        signed = {one.customer_id: one.signed_on for one in customers_of(later)}

    with open_workspace(folder) as late:
        experiment = experiment_of(late, "onboarding")

    assert plan.outcome.days == 11
    assert record.figure("weeks") is not None
    assert all(START <= signed[one.customer_id] < date(2026, 6, 1) for one in drawn.new)
    # Who was onboarded before the lot was drawn is in neither arm.
    assert sum(experiment.missing) > 0
    assert len(experiment.outcome) + sum(experiment.missing) == len(drawn.new)


def test_weeks_of_signing_are_drawn_whole(folder: Path) -> None:
    with open_workspace(folder, as_of=START) as then:
        plan_holdout(then, question("weeks", who="new", unit="week", until=date(2026, 6, 1)), planned_at=NOW)
    for day in (date(2026, 4, 1), date(2026, 5, 20)):
        with open_workspace(folder, as_of=day) as later:
            assign_holdout(later, "weeks", on=day, recorded_at=NOW)

    log = FileHoldouts(folder).log("weeks")
    with open_workspace(folder) as late:
        experiment = experiment_of(late, "weeks")

    arms = {(one.stratum, one.arm) for one in log}
    assert len(arms) == len({week for week, _ in arms}) >= 10
    assert {arm for _, arm in arms} == {"treated", "holdout"}
    assert experiment.clusters is not None
    assert experiment.misdrawn == 0


def test_a_count_is_known_before_and_after(then: Workspace) -> None:
    outcome = HoldoutOutcome("count", "events", 90)

    _, plain = proposed_holdout(then, question(outcome=outcome, matters=1.0))
    _, adjusted = proposed_holdout(then, question(outcome=outcome, matters=1.0, before="events"))

    assert plain.n is not None
    assert adjusted.n is not None
    assert adjusted.n < 0.6 * plain.n


def test_the_list_says_how_far_each_is(folder: Path) -> None:
    with open_workspace(folder, as_of=START) as then:
        plan, _ = plan_holdout(then, question(), planned_at=NOW)
        before = list_holdouts(folder, today=START)
        assign_holdout(then, "check-in", on=START, recorded_at=NOW)

    found = [list_holdouts(folder, today=day)[0] for day in (START, plan.until, plan.settles_on)]

    assert [one.state for one in (*before, *found)] == ["not begun", "assigning", "waiting", "due"]
    assert found[0].treated > 100


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"name": "Check In"}, "name: 'Check In' was given"),
        ({"share": 1.0}, "holdout: 100% are held out"),
        ({"strata": ("nothing",)}, "nothing"),
        ({"outcome": HoldoutOutcome("count", "costs")}, "count: 'costs' cannot be counted"),
        ({"outcome": HoldoutOutcome("metric", "nps")}, "nps: its customers are not followed"),
        ({"outcome": HoldoutOutcome("stay", "", 0)}, "days: 0 were given"),
        ({"until": START}, "--until"),
        ({"unit": "week"}, "--by-week"),
        ({"before": "customers"}, "'customers' cannot be counted"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(then: Workspace, other: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        plan_holdout(then, question(**{"name": "plan", **other}), planned_at=NOW)  # type: ignore[arg-type]


def test_who_cannot_be_assigned_is_named(folder: Path) -> None:
    with open_workspace(folder, as_of=START) as then:
        plan_holdout(then, question(), planned_at=NOW)
        some = assign_holdout(then, "check-in", on=START, recorded_at=NOW).new[0].customer_id

        for customers, said in (
            ([some, some], "it is given 2 times"),
            (["nobody"], "customer nobody: it is not among the customers"),
            ([], "customers: none was given"),
        ):
            with pytest.raises(InputError, match=said):
                assign_holdout(then, "check-in", on=START, recorded_at=NOW, customers=customers)
        with pytest.raises(InputError, match="is not one of its days"):
            assign_holdout(then, "check-in", on=date(2026, 10, 1), recorded_at=NOW)


def test_a_holdout_of_nobody_and_an_unknown_one_are_told(folder: Path) -> None:
    with open_workspace(folder, as_of=START) as then:
        plan_holdout(then, question(), planned_at=NOW)

    with open_workspace(folder) as late:
        with pytest.raises(InputError, match="nobody was assigned yet"):
            settle_holdout(late, "check-in")
        with pytest.raises(InputError, match="there is no such plan, and no such play"):
            settle_holdout(late, "other")
