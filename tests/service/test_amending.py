"""Bets of a workspace whose OKR was written anew while they ran, and aspirational ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.evidence.challenge import challenge
from holdfast.evidence.course_answers import course_record
from holdfast.okr import read_okr_bytes
from holdfast.service.amending import changes_in, settle_amended
from holdfast.service.betting import enough_of, freeze_objectives, seed_of_wager, standings
from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.key_results import measure_key_results
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.evidence.frozen import FrozenBet
    from holdfast.okr.model import Objective

# One process has all of these tests, so that what their fixture makes in seconds is made once.
pytestmark = pytest.mark.xdist_group("amending")

OKR = """
objective: Paying accounts stay with us
cycle: Quarter
key_results:
  - key_result: New customers are onboarded in time
    metric: onboarding_completed
    target: 0.9
    baseline: 0.5
  - key_result: NPS
    metric: nps
    target: 35
"""
FREEZE = date(2026, 4, 1)


def frozen_in(folder: Path, text: str) -> FrozenBet:
    document = read_okr_bytes(text.encode(), name="okr.yaml")
    with open_workspace(folder, as_of=FREEZE) as workspace:
        check = check_workspace(workspace)
        measured = measure_key_results(document, workspace, check=check, tell=lambda _: None)
        [bet] = freeze_objectives(document, measured, workspace, lambda _: None)
    return bet


def objective_of(text: str) -> Objective:
    return read_okr_bytes(text.encode(), name="okr.yaml").objectives[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=400, seed=7)
    return made


@pytest.fixture(scope="module")
def frozen(folder: Path) -> FrozenBet:
    return frozen_in(folder, OKR)


def test_an_okr_that_stands_as_it_was_amends_nothing(folder: Path, frozen: FrozenBet) -> None:
    with open_workspace(folder) as workspace:
        assert changes_in(workspace, frozen, objective_of(OKR), reason="") == ()
        assert settle_amended(workspace, frozen, ()) is None


def test_another_target_and_a_key_result_less_are_found(folder: Path, frozen: FrozenBet) -> None:
    text = OKR.replace("0.9", "0.3").replace("  - key_result: NPS\n    metric: nps\n    target: 35\n", "")

    with open_workspace(folder) as workspace:
        changes = changes_in(workspace, frozen, objective_of(text), reason="an outage")
        amended = settle_amended(workspace, frozen, changes)

    assert [(one.name, one.wager is None) for one in changes] == [
        ("Key result 1", False),
        ("Key result 2", True),
    ]
    assert amended is not None
    assert [(one.wager.name, one.reached) for one in amended.key_results] == [("Key result 1", True)]


def test_the_forecast_tells_the_chance_as_amended_beside_that_of_what_was_frozen(
    folder: Path, frozen: FrozenBet
) -> None:
    easier = objective_of(OKR.replace("0.9", "0.5"))
    with open_workspace(folder, as_of=date(2026, 5, 11)) as workspace:
        changes = changes_in(workspace, frozen, easier, reason="an outage")

        [first, second, *_] = standings(workspace, frozen, today=date(2026, 5, 20), changes=changes)
        [early, *_] = standings(workspace, frozen, today=date(2026, 5, 10), changes=changes)
        [within, *_] = standings(workspace, frozen, today=date(2026, 5, 12), changes=changes)

    assert first.amended is not None
    assert first.amended.now is not None
    assert (first.amended.now.chance or 0) > (first.now.chance or 0)
    assert first.amended.before is not None
    assert second.amended is early.amended is None
    assert within.amended is not None
    assert within.amended.before is None
    record = course_record(
        first.wager, first.now, first.before, today=date(2026, 5, 20), amended=first.amended
    )
    assert "As amended on 11 May 2026 (an outage) to 50.0%: " in record.sentence
    assert record.estimate == first.now.chance
    assert record.figure("as_amended") == first.amended.now.chance


def test_of_what_was_dropped_or_is_measured_otherwise_no_chance_as_amended_is_told(
    folder: Path, frozen: FrozenBet
) -> None:
    text = OKR.replace("  - key_result: New customers are onboarded in time", "  - key_result: Calls")
    text = text.replace("metric: nps", "metric: survey_response_rate").replace("35", "0.01")
    text = text.replace("metric: onboarding_completed", "metric: review_coverage")
    with open_workspace(folder, as_of=date(2026, 5, 11)) as workspace:
        changes = changes_in(workspace, frozen, objective_of(text), reason="")
        found = standings(workspace, frozen, today=workspace.as_of, changes=changes)

    said = [
        course_record(one.wager, one.now, one.before, today=date(2026, 5, 11), amended=one.amended).sentence
        for one in found[:2]
    ]
    assert said[0].endswith("It was dropped on 11 May 2026: this is of what was frozen.")
    assert said[1].endswith("for which no past was frozen: no chance can be told of it.")


def test_a_key_result_of_other_words_and_another_metric_is_measured_by_that(
    folder: Path, frozen: FrozenBet
) -> None:
    text = OKR.replace("metric: nps", "metric: survey_response_rate").replace("35", "0.01")

    with open_workspace(folder) as workspace:
        changes = changes_in(workspace, frozen, objective_of(text), reason="")
        amended = settle_amended(workspace, frozen, changes)

    assert [one.name for one in changes] == ["Key result 2"]
    assert amended is not None
    assert amended.key_results[1].measured is not None
    assert amended.key_results[1].measured.metric == "survey_response_rate"
    assert amended.key_results[1].reached
    assert amended.key_results[1].place is None


def test_the_chance_of_an_aspirational_key_result_is_of_seven_tenths_of_the_way(folder: Path) -> None:
    bet = frozen_in(folder, OKR.replace("cycle: Quarter", "cycle: Quarter\ncommitment: aspirational"))
    [first, _] = bet.key_results

    with open_workspace(folder) as workspace:
        [stands, *_] = standings(workspace, bet, today=FREEZE)

    assert first.enough == pytest.approx(0.5 + 0.7 * 0.4)
    assert first.bet.target == 0.9
    assert stands.now.chance == challenge(first.history, first.judged, seed=seed_of_wager(first)).chance


def test_where_a_key_result_begins_beyond_its_target_the_whole_target_is_asked_for() -> None:
    objective = objective_of(OKR.replace("cycle: Quarter", "cycle: Quarter\ncommitment: aspirational"))
    first = objective.key_results[0]

    assert enough_of(first, objective, target=0.9, now=None, better="up") == pytest.approx(0.78)
    assert enough_of(first, objective, target=0.4, now=None, better="up") is None
    assert enough_of(first, objective, target=0.9, now=None, better="down") is None
