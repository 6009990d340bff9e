"""A bet in a workspace, from the freeze to the settlement, by the data as they were known on each day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.evidence.course_answers import course_record, settlement_record
from holdfast.evidence.ledger import ledger_of
from holdfast.okr import read_okr_bytes
from holdfast.service.bet_files import keep_bet, keep_settlement, kept_bet, kept_bets
from holdfast.service.bet_ledger import entries_of
from holdfast.service.betting import freeze_objectives, settle_bet, settlement_told, standings
from holdfast.service.challenging import Past, known_past
from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.key_results import measure_key_results
from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.evidence.frozen import FrozenBet

# One process has all of these tests, so that what their fixture makes in seconds is made once.
pytestmark = pytest.mark.xdist_group("betting")

OKR = b"""
objective: Paying accounts stay with us
cycle: Quarter
key_results:
  - key_result: New customers are onboarded within 10 days
    metric: onboarding_completed
    target: 0.62
  - key_result: NPS
    metric: nps
    target: 35
  - key_result: They are pleased
"""
FREEZE = date(2026, 4, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=1_000, seed=7)
    return made


@pytest.fixture(scope="module")
def frozen(folder: Path) -> FrozenBet:
    document = read_okr_bytes(OKR, name="okr.yaml")
    with open_workspace(folder, as_of=FREEZE) as workspace:
        check = check_workspace(workspace)
        measured = measure_key_results(document, workspace, check=check, tell=lambda _: None)
        [bet] = freeze_objectives(document, measured, workspace, lambda _: None)
    return bet


def test_a_freeze_knows_nothing_of_later_days(frozen: FrozenBet) -> None:
    assert frozen.frozen_on == FREEZE
    assert [one.name for one in frozen.wagers] == ["Key result 1", "Key result 2", "Objective"]
    for one in frozen.wagers:
        assert all(value.period.end <= FREEZE for value in one.history.values)
        assert one.version
    assert frozen.together is not None
    assert {one["check"] for one in frozen.evidence} >= {"challenge", "noise", "link", "reach", "bet"}


def test_the_pasts_of_the_review_are_those_that_would_be_measured_anew(
    folder: Path, frozen: FrozenBet
) -> None:
    with open_workspace(folder, as_of=FREEZE) as workspace:
        for one in frozen.wagers:
            past = Past(one.metric, dict(one.parameters), dict(one.filters))
            known = known_past(workspace, past, one.bet.period)
            assert (one.history, one.adds_up, one.version) == (known.history, known.adds_up, known.version)


def test_each_figure_is_settled_when_its_outcomes_are_known(frozen: FrozenBet) -> None:
    onboarded, nps, objective = frozen.wagers

    assert (onboarded.settles_on, nps.settles_on) == (date(2026, 7, 11), date(2026, 7, 1))
    assert objective.bet.period.start == date(2026, 7, 1)
    assert objective.settles_on == date(2026, 10, 1)


def test_chances_follow_the_data_from_the_freeze_to_the_end(folder: Path, frozen: FrozenBet) -> None:
    with open_workspace(folder) as workspace:
        first = standings(workspace, frozen, today=FREEZE)
        half = standings(workspace, frozen, today=date(2026, 5, 20))
        last = standings(workspace, frozen, today=date(2026, 10, 1))

    assert [one.now.known for one in first] == [0, 0, 0]
    assert half[0].now.known > 0
    assert half[0].before.known < half[0].now.known
    assert [one.now.chance for one in last] == [float(one.now.chance == 1) for one in last]
    record = course_record(half[0].wager, half[0].now, half[0].before, today=date(2026, 5, 20))
    assert " in 100, was " in record.verdict
    assert json.loads(json.dumps(record.to_dict()))["figures"]["target"] == 0.62


def test_a_settlement_waits_for_the_last_outcome_and_then_stands(
    folder: Path, frozen: FrozenBet, tmp_path: Path
) -> None:
    kept = keep_bet(tmp_path, frozen)
    with open_workspace(folder, as_of=date(2026, 9, 30)) as early, open_workspace(folder) as late:
        too_early, found = settle_bet(early, frozen), settle_bet(late, frozen)

    assert too_early.verdict == "too early"
    assert found.verdict in {"bet paid", "bet lost", "won without the bet", "not tested", "too small to tell"}
    told = settlement_told(found, settlement_record(frozen, found, today=date(2026, 10, 1)))
    keep_settlement(tmp_path, kept.name, told)
    keep_settlement(tmp_path, kept.name, told)
    [entry] = kept_bets(tmp_path)
    assert entry.settled == json.loads(json.dumps(told))
    assert ledger_of(entries_of([entry])).bets >= 2
    with pytest.raises(InputError, match="settled already"):
        keep_settlement(tmp_path, kept.name, {**told, "verdict": "bet paid (says the boss)"})


def test_the_value_that_settles_is_the_one_that_is_measured(folder: Path, frozen: FrozenBet) -> None:
    with open_workspace(folder) as workspace:
        found = settle_bet(workspace, frozen)
        series = measure_metric(workspace, "onboarding_completed", grain="quarter")

    [value] = [one for one in series if one.period.start == FREEZE]
    assert found.key_results[0].measured == value


def test_a_metric_that_was_defined_anew_settles_nothing(folder: Path, frozen: FrozenBet) -> None:
    other = replace(frozen.key_results[0], version="another")

    with open_workspace(folder) as workspace:
        found = settle_bet(workspace, replace(frozen, key_results=(other,)))

    assert found.verdict == "cannot tell"
    assert "defined anew" in found.reason


def test_an_okr_without_a_figure_is_no_bet(folder: Path) -> None:
    document = read_okr_bytes(
        b"objective: They stay\nkey_results:\n  - key_result: They are pleased\n", name="o.yaml"
    )
    with open_workspace(folder) as workspace:
        measured = measure_key_results(
            document, workspace, check=check_workspace(workspace), tell=lambda _: None
        )

        with pytest.raises(InputError, match=r"o\.yaml.*no key result can be bet on"):
            freeze_objectives(document, measured, workspace, lambda _: None)


def test_a_bet_is_found_by_the_beginning_of_its_name(frozen: FrozenBet, tmp_path: Path) -> None:
    name = keep_bet(tmp_path, frozen).name

    assert name.startswith("2026-04-paying-accounts-stay-with-us-")
    assert kept_bet(tmp_path, "2026-04").bet == frozen
    with pytest.raises(InputError, match="there is no '2027'"):
        kept_bet(tmp_path, "2027")


def test_a_bet_that_was_frozen_stays_as_it_is(frozen: FrozenBet, tmp_path: Path) -> None:
    first = keep_bet(tmp_path, frozen)
    written = (tmp_path / "bets" / f"{first.name}.json").read_bytes()

    keep_bet(tmp_path, frozen)

    assert (tmp_path / "bets" / f"{first.name}.json").read_bytes() == written


IN_A_MONTH = b"""Objective: Paying accounts stay with us
1. Reduce the share of paying customers who leave in a month from 1.5% to 1.1%
2. Reduce quarterly churn from 4.5% to 4%
"""


def test_a_target_in_a_month_is_held_against_months_and_settled_by_the_last_of_its_quarter(
    folder: Path,
) -> None:
    document = read_okr_bytes(IN_A_MONTH, name="okr.txt")
    with open_workspace(folder, as_of=FREEZE) as workspace:
        check = check_workspace(workspace)
        measured = measure_key_results(document, workspace, check=check, tell=lambda _: None)
        [bet] = freeze_objectives(document, measured, workspace, lambda _: None)

    of_a_month, of_a_quarter = bet.key_results
    assert (of_a_month.bet.period.start, of_a_month.bet.period.end) == (date(2026, 6, 1), date(2026, 7, 1))
    assert of_a_quarter.bet.period.start == FREEZE
    months = of_a_month.history.values
    assert {one.period.days for one in months} <= {28, 29, 30, 31}
    assert of_a_quarter.history.now is not None
    assert of_a_month.history.now is not None
    assert of_a_month.history.now < of_a_quarter.history.now
