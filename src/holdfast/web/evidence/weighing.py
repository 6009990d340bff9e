"""Weighing: freeze what became a bet, forecast it, and settle it when it can be known."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError, InputError
from holdfast.evidence.course_answers import settlement_record
from holdfast.evidence.frozen import read_frozen
from holdfast.evidence.settlement import NOT_YET
from holdfast.okr.model import OkrDocument
from holdfast.service.amending import settle_amended
from holdfast.service.bets import figure_name
from holdfast.service.betting import freeze_objectives, settle_bet
from holdfast.service.check import check_workspace
from holdfast.service.key_results import measure_key_results
from holdfast.values import dataclass
from holdfast.web.evidence.actions import record_found, record_freeze
from holdfast.web.evidence.amended import as_bet_on, changes_of
from holdfast.web.evidence.following import follow
from holdfast.web.evidence.models import Found, FrozenBet
from holdfast.web.measurements.measuring import workspace
from holdfast.web.objectives.models import Objective

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from holdfast.service.workspace import Workspace

log = logging.getLogger(__name__)

_RELATED = ("cycle", "team", "owner", "series")
_FETCHED = (
    "key_results__owner",
    "key_results__series",
    "key_results__steps",
    "key_results__initiatives",
    "key_results__freeze",
    "key_results__amendments",
)
OPEN_STATES = ("active", "closing")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of a turn: objectives frozen, forecast, settled, and those that failed."""

    frozen: int
    forecast: int
    settled: int
    failed: int


def weigh(*, at: datetime) -> Weighed:
    """Freeze what is new, forecast what runs, settle what is over. Run twice, it changes nothing more.

    An objective that cannot be weighed stops no other; a workspace that cannot be opened stops all, and what
    was found before stays.

    Args:
        at: The instant of recording.
    """
    try:
        with workspace() as opened:
            frozen = _freeze(opened, at)
            forecast = [follow(opened, one, at) for one in _running()]
            settled = [_settle(opened, one, at) for one in _open()]
    except HoldfastError as error:
        log.warning("evidence: %s", type(error).__name__)
        return Weighed(0, 0, 0, 1)
    every = [*frozen, *forecast, *settled]
    return Weighed(
        sum(map(bool, frozen)), sum(map(bool, forecast)), sum(map(bool, settled)), every.count(None)
    )


def _freeze(opened: Workspace, at: datetime) -> list[bool | None]:
    """Every published objective of an open cycle that is no bet yet."""
    rows = Objective.objects.filter(cycle__state__in=OPEN_STATES, state="published", frozen_bet=None)
    return [
        _freeze_one(one, opened, at) for one in rows.select_related(*_RELATED).prefetch_related(*_FETCHED)
    ]


def _freeze_one(row: Objective, opened: Workspace, at: datetime) -> bool | None:
    day = min(opened.as_of, _began(row))
    objective, results = as_bet_on(row)
    document = OkrDocument(name=row.cycle.name, text="", objectives=(objective,))
    try:
        with workspace(as_of=day) as then:
            check = check_workspace(then)
            measured = measure_key_results(document, then, check=check, tell=_quietly)
            [bet] = freeze_objectives(document, measured, then, _quietly)
    except InputError:
        return False  # nothing of it can be bet on by its data
    except HoldfastError as error:
        log.warning("evidence of objective %d: %s", row.pk, type(error).__name__)
        return None
    places = {figure_name((1, number)): one.pk for number, one in enumerate(results, start=1)}
    record_freeze(row, bet, places, at=at)
    return True


def _began(row: Objective) -> date:
    """The day on which it became a bet: the first of its cycle, or a later one on which it was published."""
    if row.published_at is None:
        return row.cycle.starts_on
    return max(row.cycle.starts_on, row.published_at.date())


def _quietly(line: str) -> None:
    """Nobody waits for a job."""


def _running() -> Iterable[FrozenBet]:
    """Bets of open cycles."""
    return FrozenBet.objects.filter(objective__cycle__state__in=OPEN_STATES, objective__state="published")


def _open() -> Iterable[FrozenBet]:
    """Bets that nobody has settled: an outcome may be known long after its cycle closed."""
    settled = Found.objects.filter(check_name="settlement").values("objective")
    return FrozenBet.objects.exclude(objective__in=settled)


def _settle(opened: Workspace, row: FrozenBet, at: datetime) -> bool | None:
    try:
        bet = read_frozen(row.content, where=f"objective {row.objective_id}")
        if opened.as_of < max(one.settles_on for one in bet.wagers):
            return False
        found = settle_bet(opened, bet)
        changes = changes_of(opened, row, bet)
        amended = settle_amended(opened, bet, changes)
    except HoldfastError as error:
        log.warning("settlement of objective %d: %s", row.objective_id, type(error).__name__)
        return None
    if found.verdict in NOT_YET:
        return False
    record = settlement_record(bet, found, today=opened.as_of, changes=changes, amended=amended)
    record_found(row, [{**record.to_dict(), "of": figure_name((1, 0))}], on=opened.as_of, at=at)
    return True
