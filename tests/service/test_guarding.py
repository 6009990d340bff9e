"""Guards of a bet in a workspace: which there are, what they know, and what nobody can watch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.evidence.guard_answers import guard_records
from holdfast.metrics import catalogue
from holdfast.okr import read_okr_bytes
from holdfast.service.betting import freeze_objectives
from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.guard_cards import GUARDS, guards_for
from holdfast.service.guarding import watched
from holdfast.service.key_results import measure_key_results
from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.evidence.frozen import FrozenBet

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
"""
SCHEDULED = b"""
  - key_result: Dates are agreed within 5 days
    metric: onboarding_scheduled
    target: 0.95
"""
FREEZE = date(2026, 4, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=1_000, seed=7)
    return made


@pytest.fixture(scope="module")
def frozen(folder: Path) -> FrozenBet:
    return frozen_in(folder, OKR)


def frozen_in(folder: Path, okr: bytes) -> FrozenBet:
    """The bet of an OKR as of the first day of the second quarter."""
    document = read_okr_bytes(okr, name="okr.yaml")
    with open_workspace(folder, as_of=FREEZE) as workspace:
        check = check_workspace(workspace)
        measured = measure_key_results(document, workspace, check=check, tell=lambda _: None)
        [bet] = freeze_objectives(document, measured, workspace, lambda _: None)
    return bet


def test_each_key_result_gets_the_guards_of_its_kind(frozen: FrozenBet) -> None:
    guards = {(one.of, one.name) for one in frozen.guards}

    assert ("Key result 1", "Customers who leave within 30 days of signing") in guards
    assert ("Key result 1", "How many it counts") in guards
    assert ("Key result 1", "Part of those who signed that it leaves out") in guards
    assert ("Key result 2", "Part of those asked who answer") in guards
    assert ("Key result 2", "How many are asked") in guards


def test_a_guard_knows_nothing_of_the_days_after_the_freeze(frozen: FrozenBet) -> None:
    for guard in frozen.guards:
        assert guard.history.values[-1].period.end <= FREEZE
        assert all(look.low <= look.high for look in guard.looks)
        assert guard.looks[-1].period.end == date(2026, 7, 1)


def test_guards_are_known_as_their_windows_close(folder: Path, frozen: FrozenBet) -> None:
    with open_workspace(folder) as workspace:
        first = watched(workspace, frozen, today=FREEZE)
        last = watched(workspace, frozen, today=date(2026, 9, 1))

    assert {one.state for one in first} == {"too early"}
    assert all(one.seen for one in last)
    assert [one.seen[-1].look.period.end for one in last] == [date(2026, 7, 1)] * len(last)


def test_how_many_are_asked_is_what_is_measured(folder: Path, frozen: FrozenBet) -> None:
    with open_workspace(folder) as workspace:
        [asked] = [
            one
            for one in watched(workspace, frozen, today=date(2026, 9, 1))
            if one.guard.name == "How many are asked"
        ]
        series = measure_metric(workspace, "survey_response_rate", parameters={"variant": "nps"})

    sent = {one.period: one.entities for one in series}
    assert [one.value for one in asked.seen] == [sent[one.look.period] for one in asked.seen]


def test_early_leavers_are_counted_from_the_day_of_their_signing(folder: Path, frozen: FrozenBet) -> None:
    [guard] = [one for one in frozen.guards if one.name.startswith("Customers who leave within 30")]
    with open_workspace(folder, as_of=FREEZE) as workspace:
        series = measure_metric(workspace, "onboarding_completed")

    counted = {one.period: one.entities for one in series}
    for value in guard.history.values:
        assert value.denominator == counted[value.period]
        assert 0 <= value.numerator < value.denominator


def test_what_nobody_can_watch_is_said_with_its_reason(frozen: FrozenBet) -> None:
    reasons = {one.name: one.reason for one in frozen.unguarded}

    assert reasons["Whether those asked were pleased before"] == "no metric counts it"


def test_every_guard_is_of_a_metric_that_there_is() -> None:
    known = catalogue().metrics
    for metric in GUARDS:
        assert metric in known
        assert guards_for(metric)
    for one in (card for cards in GUARDS.values() for card in cards if card.metric):
        known[one.metric].as_asked(dict(one.parameters))


def test_key_results_of_the_same_customers_share_their_guards(folder: Path) -> None:
    okr = OKR.replace(b"  - key_result: NPS\n    metric: nps\n    target: 35\n", SCHEDULED)

    bet = frozen_in(folder, okr)

    assert len({one.name for one in bet.guards}) == len(bet.guards)
    assert {one.also for one in bet.guards} == {("Key result 2",)}
    with open_workspace(folder) as workspace:
        told = dict(guard_records(bet, watched(workspace, bet, today=FREEZE), today=FREEZE))
    assert set(told) == {"Key result 1", "Key result 2"}
