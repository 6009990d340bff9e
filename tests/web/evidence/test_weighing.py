"""Bets of the application: frozen when their cycle began, forecast, settled, shown to who may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from holdfast.evidence.frozen import read_frozen
from holdfast.web.evidence.models import Found, FrozenBet
from holdfast.web.evidence.queries import evidence_of
from holdfast.web.evidence.weighing import weigh
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)


def test_what_is_published_is_frozen_as_of_the_day_its_cycle_began(bound: KeyResult) -> None:
    bound.objective.published_at = datetime(2026, 6, 20, tzinfo=UTC)
    bound.objective.save()

    done = weigh(at=NOW)

    frozen = FrozenBet.objects.get()
    bet = read_frozen(frozen.content, where="the record")
    assert (done.frozen, done.failed) == (1, 0)
    assert bet.frozen_on == date(2026, 7, 1)
    assert bet.digest == frozen.digest
    assert frozen.places["Key result 1"] == bound.pk
    assert all(value.period.end <= date(2026, 7, 1) for value in bet.key_results[0].history.values)
    assert bet.key_results[0].bet.target == 0.6


def test_a_turn_that_runs_twice_changes_nothing(bound: KeyResult) -> None:
    weigh(at=NOW)
    first = (FrozenBet.objects.get().digest, Found.objects.count(), KeyResult.objects.get(pk=bound.pk).chance)

    again = weigh(at=NOW)

    assert again.frozen == 0
    assert first == (
        FrozenBet.objects.get().digest,
        Found.objects.count(),
        KeyResult.objects.get(pk=bound.pk).chance,
    )


def test_the_chance_stands_on_the_key_result_and_its_checks_on_its_page(
    bound: KeyResult, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    weigh(at=NOW)
    bound.refresh_from_db()

    page = as_(staff.dave).get(f"/key-results/{bound.pk}").content.decode()
    objective = as_(staff.dave).get(f"/objectives/{bound.objective_id}").content.decode()
    quarter = as_(staff.dave).get("/quarter").content.decode()

    assert bound.chance is not None
    assert bound.chance_frozen is not None
    assert "What the data say of the bet" in page
    assert "Chance of being met" in page
    assert " in 100" in quarter
    assert {one.name for one in evidence_of(bound.objective_id).of(bound.pk)} >= {
        "challenge",
        "noise",
        "guards",
        "forecast",
    }
    assert len(evidence_of(bound.objective_id).course(bound.pk)) == 1
    assert {one.name for one in evidence_of(bound.objective_id).of(None)} >= {"reach", "bet"}
    assert "These key results touch" in objective
    assert "Link: " in objective


def test_a_record_is_taken_away_by_whoever_may_see_its_objective_and_by_nobody_else(
    bound: KeyResult, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    bound.objective.is_private = True
    bound.objective.save()
    weigh(at=NOW)
    address = f"/evidence/{Found.objects.filter(check_name='challenge').get().pk}.json"

    seen, unseen = as_(staff.dave).get(address), as_(staff.erin).get(address)

    assert seen.status_code == 200
    assert seen.json()["check"] == "challenge"
    assert "attachment" in seen["Content-Disposition"]
    assert unseen.status_code == 404
    assert as_(None).get(address).status_code == 302


def test_a_bet_is_settled_once_when_its_last_outcome_is_known(bound: KeyResult, settings: Settings) -> None:
    cycle = bound.objective.cycle
    cycle.starts_on, cycle.ends_on, cycle.state = date(2026, 4, 1), date(2026, 7, 1), "closing"
    cycle.save()
    bound.objective.published_at = datetime(2026, 4, 1, tzinfo=UTC)
    bound.objective.save()
    early = weigh(at=NOW)
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, today=None)  # the data reach to 1 October

    late, again = weigh(at=NOW), weigh(at=NOW)

    assert (early.settled, late.settled, again.settled) == (0, 1, 0)
    settlement = Found.objects.get(check_name="settlement")
    assert settlement.key_result is None
    assert settlement.content["verdict"] in {
        "bet paid",
        "bet lost",
        "won without the bet",
        "not tested",
        "too small to tell",
    }


def test_a_workspace_that_is_gone_leaves_what_was_found(
    bound: KeyResult, settings: Settings, tmp_path: Path
) -> None:
    weigh(at=NOW)
    count = Found.objects.count()
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path / "gone")

    done = weigh(at=NOW)

    assert done.failed == 1
    assert Found.objects.count() == count


def test_a_target_that_was_out_of_reach_is_judged_by_its_way(
    bound: KeyResult, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    KeyResult.objects.filter(pk=bound.pk).update(chance=0.0, chance_frozen=0.001, chance_before=0.0)

    page = as_(staff.dave).get(f"/key-results/{bound.pk}").content.decode()

    assert "the chance of reaching it" not in page
