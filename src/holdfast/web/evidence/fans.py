"""Fans of running bets, written down beside their forecasts for the charts of key results."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError
from holdfast.evidence.fan import FanPoint, fan_of
from holdfast.evidence.frozen import read_frozen
from holdfast.evidence.history import past_value
from holdfast.service.betting import seed_of_wager
from holdfast.units import Period
from holdfast.web.evidence.models import Found, FrozenBet
from holdfast.web.measurements.history import history
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.evidence.frozen import Wager
    from holdfast.evidence.history import PastValue

log = logging.getLogger(__name__)

FAN = "fan"
"""The check under which fans are kept; it is no record, and nobody is shown it as one."""


def draw_fans(*, at: datetime) -> int:
    """Write down the fan of every running key result, from values measured already; returns how many.

    Run twice, it changes nothing more.
    """
    running = FrozenBet.objects.filter(
        objective__cycle__state__in=("active", "closing"), objective__state="published"
    )
    return sum(_draw(row, at) for row in running)


def fan_in(told: Mapping[str, Any]) -> tuple[FanPoint, ...]:
    """A fan as it was written down."""
    return tuple(
        FanPoint(
            Period(date.fromisoformat(one["start"]), date.fromisoformat(one["end"])),
            one["low80"],
            one["low50"],
            one["middle"],
            one["high50"],
            one["high80"],
        )
        for one in told.get("points", ())
    )


def _draw(row: FrozenBet, at: datetime) -> int:
    try:
        bet = read_frozen(row.content, where=f"objective {row.objective_id}")
        return sum(_draw_one(row, wager, at) for wager in bet.key_results)
    except HoldfastError as error:
        log.warning("fan of objective %d: %s", row.objective_id, type(error).__name__)
        return 0


def _draw_one(row: FrozenBet, wager: Wager, at: datetime) -> int:
    key_result = KeyResult.objects.select_related("series").filter(pk=row.places.get(wager.name)).first()
    if key_result is None or key_result.series is None or key_result.series.metric != wager.metric:
        return 0
    points = fan_of(wager, _known(key_result, wager), seed=seed_of_wager(wager))
    Found.objects.filter(key_result=key_result, check_name=FAN).delete()
    Found.objects.create(
        objective_id=row.objective_id,
        key_result=key_result,
        check_name=FAN,
        content={"check": FAN, "points": [one.told() for one in points]},
        on=row.on,
        at=at,
    )
    return 1


def _known(row: KeyResult, wager: Wager) -> list[PastValue]:
    """Final values since the freeze, of the definition that was frozen."""
    if row.series is None or not wager.history.values:
        return []
    since = wager.history.values[-1].period.end
    values = [one for one in history(row.series, since=since) if one.version == wager.version]
    final = [one for one in values if one.is_mature and one.value is not None and one.denominator]
    return [past_value(one, wager.history.kind) for one in final]
