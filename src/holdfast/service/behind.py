"""What is behind a change of a frozen bet: its customers as they were known a week ago and are known now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.answered import answered
from holdfast.evidence.behind import became_known, known_of, newly_known, shifted, without_names
from holdfast.evidence.behind_answers import Change
from holdfast.evidence.challenge import Bet, challenge
from holdfast.evidence.noise import noise_of
from holdfast.evidence.on_course import KEPT
from holdfast.metrics.by_customer import answers_of
from holdfast.metrics.panel import panel
from holdfast.service.betting import seed_of_wager
from holdfast.service.challenging import grain_of, period_before
from holdfast.service.measuring import request_for
from holdfast.service.withholding import is_of_persons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.evidence.answered import Answered
    from holdfast.evidence.behind import Known, NewlyKnown, Shifted
    from holdfast.evidence.frozen import Wager
    from holdfast.records import Panel, PanelRow
    from holdfast.service.betting import Standing
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

WEEK = timedelta(days=7)
NPS = "nps"
"""The score whose answers are known customer by customer."""

MOST_COLUMNS = 6


def changes_behind(workspace: Workspace, standings: Sequence[Standing], *, today: date) -> tuple[Change, ...]:
    """What is behind the change of each figure of a bet since last week and since the period before.

    Args:
        workspace: Open.
        standings: As `holdfast.service.betting.standings` has them for the same day.
        today: Data before this day are known.

    Raises:
        SourceError: The engine failed.
    """
    with workspace.engine.snapshot():
        return tuple(_change(workspace, one, min(today, workspace.as_of)) for one in standings)


def _change(workspace: Workspace, stands: Standing, today: date) -> Change:
    wager = stands.wager
    none = Change(wager, stands.now, stands.before, None)
    if today <= wager.bet.period.start:
        return none
    if wager.metric == NPS and none.has_moved and not wager.filters:
        return replace(none, week=_answers(workspace, none, today))
    if wager.history.kind != "share":
        return none
    try:
        now = _panel(workspace, wager, wager.bet.period, today)
        week = _week(workspace, none, now, today) if none.has_moved else None
        return _with_quarter(workspace, replace(none, week=week), now, today)
    except InputError:
        return none  # what it counts has no customers one by one


def _answers(workspace: Workspace, change: Change, today: date) -> Answered | None:
    """Answers of the past week, each person's latest or not: they are what moved the score."""
    wager, now, before = change.wager, change.now.chance or 0.0, change.before.chance or 0.0
    request = replace(request_for(workspace, wager.metric), as_of=today)
    start = max(today - WEEK, wager.bet.period.start)
    try:
        found = answers_of(workspace.engine, request, NPS, start=start)
    except InputError:
        return None
    return answered([(who, score) for who, _, score in found], expected=_expected(change), is_up=now > before)


def _week(workspace: Workspace, change: Change, now: Panel, today: date) -> NewlyKnown:
    wager, earlier = change.wager, today - WEEK
    rows = (
        () if earlier <= wager.bet.period.start else _panel(workspace, wager, wager.bet.period, earlier).rows
    )
    found = became_known(rows, now.rows)
    expected = _expected(change)
    if wager.metric in KEPT:
        # Only leaving is known before the end: of everybody at the start, so many in a week.
        found = tuple(one for one in found if one.counted != KEPT[wager.metric])
        leave = 1 - expected if KEPT[wager.metric] else expected
        expected = leave * now.entities * min(1.0, WEEK.days / wager.bet.period.days)
        known = newly_known(found, now.segments, expected=0.5, is_up=not KEPT[wager.metric], seed=0)
        return replace(known, expected=expected, odd=())
    rose = (change.now.chance or 0.0) > (change.before.chance or 0.0)
    known = newly_known(
        found,
        now.segments,
        expected=expected,
        is_up=rose == (wager.history.better == "up"),
        seed=seed_of_wager(wager) + today.toordinal(),
    )
    is_named = now.sampled_share == 1 and not is_of_persons(wager.metric, workspace.catalogue)
    return known if is_named else without_names(known)


def _expected(change: Change) -> float:
    """The part that counts by the forecast of a week ago."""
    forecast = change.before.forecast
    return 0.0 if forecast is None else float(np.mean(forecast.levels))


def _with_quarter(workspace: Workspace, change: Change, now: Panel, today: date) -> Change:
    """Beside the period before, once there is as much of this one as tells it from noise."""
    wager = change.wager
    if wager.metric in KEPT and today < wager.bet.period.end:
        return change  # who leaves later in the period is missing on one side
    earlier = period_before(wager.bet.period)
    then = _panel(workspace, wager, earlier, today)
    old, new = known_of(then.rows), known_of(now.rows)
    if not old or not new:
        return change
    moved, noise = _share(new) - _share(old), _noise(wager, len(new))
    if noise is None:
        return change
    told = replace(change, earlier=earlier, moved=moved, noise=noise)
    if abs(moved) < noise:
        return told
    found = _shifted(wager, old, new, now)
    return change if found is None else replace(told, quarter=found)


def _shifted(wager: Wager, old: Sequence[Known], new: Sequence[Known], now: Panel) -> Shifted | None:
    found = shifted(old, new, now.segments, seed=seed_of_wager(wager))
    if found is None or now.sampled_share == 1:
        return found
    return replace(found, customers=())


def _noise(wager: Wager, entities: int) -> float | None:
    """How far the value of so many customers moves from one period to the next although nothing happens."""
    bet = Bet(wager.history.now or 0.0, wager.bet.period, entities)
    found = challenge(wager.history, bet, seed=seed_of_wager(wager))
    wobble = noise_of(wager.history, bet.target, found=found, days=bet.period.days).wobble
    return None if wobble is None or found.forecast is None else wobble.change


def _share(found: Sequence[Known]) -> float:
    return sum(one.counted for one in found) / len(found)


def _columns(workspace: Workspace, wager: Wager) -> tuple[str, ...]:
    """Segments that are held against each other; of persons' answers, of which few make a segment, none."""
    if is_of_persons(wager.metric, workspace.catalogue):
        return ()
    return tuple(one for one in workspace.segments if one not in dict(wager.filters))[:MOST_COLUMNS]


def _panel(workspace: Workspace, wager: Wager, period: Period, as_of: date) -> Panel:
    request = request_for(
        workspace,
        wager.metric,
        parameters=dict(wager.parameters),
        filters=dict(wager.filters),
        grain=grain_of(workspace, period) or "month",
        start=period.start,
        end=period.end,
        by=_columns(workspace, wager),
    )
    found = panel(workspace.engine, replace(request, as_of=as_of))
    return replace(found, rows=tuple(_as_final(row, wager, as_of) for row in found.rows))


def _as_final(row: PanelRow, wager: Wager, as_of: date) -> PanelRow:
    """Known once its window has closed, as the value counts it: who is quick is known no sooner."""
    is_open = row.anchored_on + timedelta(days=wager.window_days) >= as_of
    return replace(row, outcome=None) if wager.window_days and is_open else row
