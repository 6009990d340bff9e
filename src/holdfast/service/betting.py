"""Freeze an objective as a bet, say how it stands while its period runs, and settle it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.evidence.amended import AmendedCourse
from holdfast.evidence.answers import inputs_hash, seed_of
from holdfast.evidence.challenge import Bet, challenge
from holdfast.evidence.frozen import FrozenBet, Wager
from holdfast.evidence.on_course import Course, course_of
from holdfast.evidence.settlement import settle
from holdfast.okr.status import judged_way
from holdfast.service.bets import (
    MEASURES_IT,
    OBJECTIVE,
    STAYING,
    bets_of,
    figure_name,
    is_bet_on_staying,
    levers_of,
    objective_bet,
)
from holdfast.service.challenging import Past, grain_of, known_past, period_after
from holdfast.service.guarding import freeze_guards
from holdfast.service.link_tables import LinkTables
from holdfast.service.measuring import request_for
from holdfast.service.target_evidence import settled_by
from holdfast.service.withholding import measured
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from holdfast.evidence.amended import Amended
    from holdfast.evidence.history import History
    from holdfast.evidence.settlement import Settlement
    from holdfast.okr.model import KeyResult, Objective, OkrDocument
    from holdfast.records import Direction, Measurement
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.bets import Lever
    from holdfast.service.challenging import KnownPast
    from holdfast.service.key_results import MeasuredOne
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

    Tell = Callable[[str], None]

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one figure of a bet stands: now, and a week before; and as amended, where it was by then."""

    wager: Wager
    now: Course
    before: Course
    amended: AmendedCourse | None = None


def freeze_objectives(
    document: OkrDocument, measured: Sequence[MeasuredOne], workspace: Workspace, tell: Tell
) -> tuple[FrozenBet, ...]:
    """The bets of a document's objectives, those that have a measured key result with a target.

    Args:
        document: Parsed.
        measured: Its key results, with the evidence of their targets.
        workspace: Open.
        tell: Called now and then with one line, for people who wait.

    Raises:
        InputError: No key result has both a metric and a target.
        SourceError: The engine failed.
    """
    found = bets_of(document, measured, workspace, tell)
    bets = tuple(
        bet
        for number, objective in enumerate(document.objectives, start=1)
        if (bet := _frozen(number, objective, found, workspace)) is not None
    )
    if not bets:
        raise InputError(
            document.name,
            "no key result can be bet on",
            "at least one with a target that a metric measures",
            "Bind its key results, or see holdfast review --workspace",
        )
    return bets


def standings(
    workspace: Workspace, bet: FrozenBet, *, today: date, changes: Sequence[Amended] = ()
) -> tuple[Standing, ...]:
    """How each figure of a bet stands on a day, and a week before, by the model it was frozen with.

    Args:
        workspace: Open; data before the day are used.
        bet: As frozen.
        today: At most the workspace's as-of date.
        changes: What was amended of it; each counts from its day on.

    Raises:
        InputError: A metric is not known any more.
        SourceError: The engine failed.
    """
    by_name = {one.name: one for one in changes if one.on <= today}
    return tuple(
        Standing(
            one,
            _course(workspace, one, today),
            _course(workspace, one, today - WEEK),
            _amended(workspace, by_name[one.name], today) if one.name in by_name else None,
        )
        for one in bet.wagers
    )


def _amended(workspace: Workspace, change: Amended, today: date) -> AmendedCourse:
    wager = change.wager
    if wager is None:
        return AmendedCourse(change, None, None)
    if not wager.history.values:  # another metric, of which nothing was frozen
        return AmendedCourse(change, Course(None, None), None)
    before = _course(workspace, wager, today - WEEK) if change.on <= today - WEEK else None
    return AmendedCourse(change, _course(workspace, wager, today), before)


def settle_bet(workspace: Workspace, bet: FrozenBet) -> Settlement:
    """What became of a bet by the data of a workspace.

    Raises:
        InputError: A metric is not known any more.
        SourceError: The engine failed.
    """
    measured = {one.name: final_value(workspace, one) for one in bet.wagers}
    return settle(bet, measured, today=workspace.as_of, seed=seed_of(bet.digest))


def settlement_told(
    found: Settlement, record: EvidenceRecord, amended: Settlement | None = None
) -> dict[str, Any]:
    """What became of a bet as its file has it: the verdict, which figures were reached, and the record."""
    told = {**_reached(found), "record": record.to_dict()}
    return told if amended is None else {**told, "as_amended": _reached(amended)}


def _reached(found: Settlement) -> dict[str, Any]:
    every = (*found.key_results, *((found.staying,) if found.staying else ()))
    return {"verdict": found.verdict, "reached": {one.wager.name: one.reached for one in every}}


def _frozen(
    number: int, objective: Objective, found: Sequence[MeasuredOne], workspace: Workspace
) -> FrozenBet | None:
    own = [one for one in found if one.place[0] == number]
    aimed = [
        one for one in own if one.asked is not None and one.data.evidence and one.asked.target is not None
    ]
    if not aimed:
        return None
    wagers = {one.place: _wager(workspace, objective, one) for one in aimed}
    guards, unguarded = freeze_guards(workspace, tuple(wagers.values()))
    outcomes = [one for one in aimed if one.asked and one.asked.card.name in MEASURES_IT]
    records = {one.check: one for part in own for one in part.data.evidence if part.place[1] == 0}
    levers = levers_of(number, objective, found)
    staying = wagers.pop(outcomes[0].place) if outcomes and levers else None
    is_bet = bool(levers) and is_bet_on_staying(number, objective, found)
    own_past = _own_past(workspace, own, levers) if is_bet else None
    return FrozenBet(
        objective=objective.text,
        frozen_on=workspace.as_of,
        key_results=tuple(wagers.values()),
        guards=guards,
        unguarded=unguarded,
        staying=_staying(objective, own_past, _period_of(workspace, levers)) if own_past else staying,
        without=_figure(records, "without"),
        together=_figure(records, "with"),
        at_most=_figure(records, "at_most"),
        evidence=tuple(
            {**one.to_dict(), "of": figure_name(part.place)} for part in own for one in part.data.evidence
        ),
    )


def _figure(records: Mapping[str, EvidenceRecord], name: str) -> float | None:
    return records["bet"].figure(name) if "bet" in records else None


def _wager(workspace: Workspace, objective: Objective, one: MeasuredOne) -> Wager:
    asked = one.asked
    if asked is None or asked.target is None:
        raise InputError(str(one.place), "it has no target", "a target that a metric measures")
    request = asked.request
    past = Past(request.metric, dict(request.parameters), dict(request.filters))
    period = asked.period or settled_by(workspace, one.data.series)
    # The review before measured it as of the same day, by the same definition.
    known = one.known or known_past(workspace, past, period)
    bet = Bet(asked.target, period)
    result = objective.key_results[one.place[1] - 1]
    history = known.history
    enough = enough_of(result, objective, target=asked.target, now=history.now, better=history.better)
    return Wager(
        name=figure_name(one.place),
        text=result.text,
        metric=request.metric,
        parameters=tuple(sorted(request.parameters.items())),
        filters=tuple(sorted(request.filters.items())),
        version=known.version,
        history=known.history,
        bet=bet,
        adds_up=known.adds_up,
        window_days=asked.card.window_days or 0,
        chance=_chance(known.history, bet if enough is None else replace(bet, target=enough)),
        enough=enough,
    )


def enough_of(
    result: KeyResult, objective: Objective, *, target: float, now: float | None, better: Direction
) -> float | None:
    """The value at which a key result counts as met, where that is not its target: of an aspirational one.

    Args:
        result: With its baseline, where it has one.
        objective: Whose commitment holds where the key result has none.
        target: In the unit of its metric.
        now: The last final value, for one without a baseline.
        better: The direction that is better.
    """
    way = judged_way(result.commitment or objective.commitment)
    start = now if result.baseline is None else result.baseline
    if way == 1 or start is None or (target <= start if better == "up" else target >= start):
        return None  # where it begins beyond its target there is no way, of which a part could be enough
    return start + way * (target - start)


def _own_past(workspace: Workspace, own: Sequence[MeasuredOne], levers: Sequence[Lever]) -> KnownPast | None:
    """The objective's own past, as the review measured it; else measured here."""
    known = next((one.known for one in own if one.place[1] == 0 and one.known), None)
    if known is not None:
        return known
    bet = objective_bet(LinkTables(workspace), levers, {})
    return bet.known if bet else None


def _period_of(workspace: Workspace, levers: Sequence[Lever]) -> Period:
    """Over which an objective is held against its past: the one after its cycle."""
    return period_after(settled_by(workspace, levers[0].one.data.series))


def _staying(objective: Objective, known: KnownPast, period: Period) -> Wager:
    """The objective's own figure: that more customers stay than on the day of the freeze."""
    own = Bet(known.history.now or 0.0, period)
    return Wager(
        name=OBJECTIVE,
        text=objective.text,
        metric=STAYING,
        parameters=(),
        filters=(),
        version=known.version,
        history=known.history,
        bet=own,
        adds_up=known.adds_up,
        window_days=0,
        chance=_chance(known.history, own),
    )


def seed_of_wager(wager: Wager) -> int:
    """The seed of all draws about it: nobody can choose one that suits."""
    return seed_of(inputs_hash("wager", wager.metric, wager.parameters, wager.filters, wager.bet))


def _chance(history: History, bet: Bet) -> float | None:
    return challenge(history, bet, seed=seed_of(inputs_hash("wager", history, bet))).chance


def _course(workspace: Workspace, wager: Wager, today: date) -> Course:
    parts = (
        () if today <= wager.bet.period.start else _measured(workspace, wager, today, in_parts=wager.adds_up)
    )
    return course_of(wager, parts, today=today, seed=seed_of_wager(wager))


def final_value(workspace: Workspace, wager: Wager) -> Measurement | None:
    """A figure's value over the whole period, final or not; None before its day, and where there is none.

    Raises:
        InputError: Its metric is not known any more.
        SourceError: The engine failed.
    """
    if workspace.as_of < wager.settles_on:
        return None
    return next(iter(_measured(workspace, wager, workspace.as_of, in_parts=False)), None)


def _measured(workspace: Workspace, wager: Wager, today: date, *, in_parts: bool) -> tuple[Measurement, ...]:
    """What the data of before a day say of the period, by month or as a whole."""
    period = wager.bet.period
    whole = grain_of(workspace, period)
    if whole is None:
        found = f"{period.start} to {period.end} is no week, month or quarter"
        raise InputError(wager.name, found, "the first day of one and of the next")
    request = request_for(
        workspace,
        wager.metric,
        parameters=dict(wager.parameters),
        filters=dict(wager.filters),
        grain="month" if in_parts and whole != "week" else whole,
        start=period.start,
        end=period.end,
    )
    with workspace.engine.snapshot():
        return measured(workspace.engine, replace(request, as_of=min(today, workspace.as_of)))
