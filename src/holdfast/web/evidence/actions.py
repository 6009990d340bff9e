"""Writing down what was frozen and found, each in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from holdfast.evidence.frozen import frozen_json
from holdfast.web.evidence.models import Found, FrozenBet
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from holdfast.evidence.frozen import FrozenBet as Bet
    from holdfast.web.objectives.models import Objective

FORECAST = "forecast"


@transaction.atomic
def record_freeze(objective: Objective, bet: Bet, places: Mapping[str, int], *, at: datetime) -> FrozenBet:
    """Write a bet down with what it rests on; the first one stands, whoever asks again.

    Args:
        objective: Published.
        bet: As frozen.
        places: The name of each figure to the id of its key result.
        at: The instant of recording.
    """
    found, is_new = FrozenBet.objects.get_or_create(
        objective=objective,
        defaults={
            "content": frozen_json(bet),
            "digest": bet.digest,
            "places": dict(places),
            "on": bet.frozen_on,
            "at": at,
        },
    )
    if is_new:
        record_found(found, bet.evidence, on=bet.frozen_on, at=at)
    return found


@transaction.atomic
def record_found(frozen: FrozenBet, records: Sequence[Mapping[str, Any]], *, on: date, at: datetime) -> None:
    """Write records down, each in the place of the earlier one; a forecast beside those of other days.

    Args:
        frozen: The bet that they are about.
        records: As JSON has them, each with the name of the figure it is about under ``of``.
        on: Day up to which data were known.
        at: The instant of recording.
    """
    for one in records:
        key_result = frozen.places.get(one.get("of", ""))
        told = {"objective_id": frozen.objective_id, "key_result_id": key_result, "check_name": one["check"]}
        earlier = Found.objects.filter(**told)
        if one["check"] == FORECAST:
            earlier = earlier.filter(on=on)
        earlier.delete()
        Found.objects.create(**told, content=dict(one), on=on, at=at)


@transaction.atomic
def record_chances(
    frozen: FrozenBet, chances: Mapping[str, tuple[float | None, float | None, float | None]]
) -> None:
    """Write down the chance of each key result: now, a week before, and as frozen."""
    for name, (now, before, first) in chances.items():
        KeyResult.objects.filter(pk=frozen.places.get(name)).update(
            chance=now, chance_before=before, chance_frozen=first
        )


@transaction.atomic
def record_news(frozen: FrozenBet, moved: Mapping[str, str], alarms: Mapping[str, str]) -> None:
    """Write down what moved each key result, and which of its guards raise an alarm; empty clears both.

    Args:
        frozen: The bet that it is about.
        moved: The name of each figure to a sentence; those that did not move are left out.
        alarms: The name of each figure to the guards of it, in words; those without an alarm are left out.
    """
    for name, pk in frozen.places.items():
        told = {"moved_by": moved.get(name, ""), "alarms": alarms.get(name, "")}
        KeyResult.objects.filter(pk=pk).exclude(**told).update(**told)
