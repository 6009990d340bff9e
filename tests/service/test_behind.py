"""What is behind a change in a workspace: customers who are there, and outcomes that are measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.service.test_guarding import OKR, frozen_in

from holdfast.evidence.answered import Answered
from holdfast.evidence.behind import NewlyKnown
from holdfast.evidence.behind_answers import week_sentence
from holdfast.service.behind import changes_behind
from holdfast.service.betting import standings
from holdfast.service.demo import make_demo_company
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.evidence.behind_answers import Change
    from holdfast.evidence.frozen import FrozenBet

# One process has all of these tests, so that what their fixture makes in seconds is made once.
pytestmark = pytest.mark.xdist_group("behind")

DAY = date(2026, 6, 10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=600, seed=7)
    return made


@pytest.fixture(scope="module")
def frozen(folder: Path) -> FrozenBet:
    return frozen_in(folder, OKR)


def behind(folder: Path, frozen: FrozenBet, chance_before: float) -> Change:
    """What is behind the first key result, its chance a week ago being another one."""
    with open_workspace(folder) as workspace:
        [first, *_] = standings(workspace, frozen, today=DAY)
        other = replace(first, before=replace(first.before, chance=chance_before))
        [change] = changes_behind(workspace, [other], today=DAY)
    return change


def test_what_became_known_in_a_week_is_what_the_two_forecasts_know_more(
    folder: Path, frozen: FrozenBet
) -> None:
    change = behind(folder, frozen, 1.0)

    assert isinstance(change.week, NewlyKnown)
    assert change.week.known == change.now.known - change.before.known > 0
    assert len(change.week.customers) == change.week.known - change.week.counted


def test_of_a_chance_that_stood_still_nothing_is_asked(folder: Path, frozen: FrozenBet) -> None:
    with open_workspace(folder) as workspace:
        [first, *_] = standings(workspace, frozen, today=DAY)

    assert behind(folder, frozen, first.now.chance or 0.0).week is None


def test_the_change_since_the_quarter_before_is_held_against_its_noise(
    folder: Path, frozen: FrozenBet
) -> None:
    change = behind(folder, frozen, 1.0)

    assert change.moved is not None
    assert change.noise is not None
    assert (change.quarter is None) == (abs(change.moved) < change.noise)


def test_of_a_score_the_answers_of_the_week_are_told(folder: Path, frozen: FrozenBet) -> None:
    with open_workspace(folder) as workspace:
        [found] = [one for one in standings(workspace, frozen, today=DAY) if one.wager.metric == "nps"]
        fell = replace(found, now=replace(found.now, chance=0.1), before=replace(found.before, chance=0.5))
        [change] = changes_behind(workspace, [fell], today=DAY)
        rows = workspace.engine.rows(
            "SELECT customer_id, score FROM surveys WHERE kind = 'nps' AND score IS NOT NULL "
            "AND answered_at >= '2026-06-03 04:00' AND answered_at < '2026-06-10 04:00'"
        )

    assert isinstance(change.week, Answered)
    assert change.week.answers == len(rows) > 0
    assert change.week.detractors == sum(int(score or 0) <= 6 for _, score in rows)
    assert change.week.customers == ()  # of no customer five persons answered
    assert week_sentence(change).startswith(f"Since last week {len(rows):,} answer")
