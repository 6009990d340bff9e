"""A bet that was amended while it ran, settled as frozen and as amended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.evidence.amended import Amended, as_amended
from holdfast.evidence.answers import seed_of
from holdfast.evidence.challenge import Bet
from holdfast.evidence.settlement import settle
from holdfast.review.reading import read_key_result
from holdfast.service.bets import OBJECTIVE
from holdfast.service.betting import enough_of, final_value
from holdfast.service.binding import Bound, bind_in, target_of
from holdfast.service.measuring import card_as_asked, request_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.evidence.frozen import FrozenBet, Wager
    from holdfast.evidence.settlement import Settlement
    from holdfast.okr.model import KeyResult, Objective
    from holdfast.records import Measurement
    from holdfast.service.workspace import Workspace


def settle_amended(workspace: Workspace, bet: FrozenBet, changes: Sequence[Amended]) -> Settlement | None:
    """What became of a bet as it was amended, by the same rules; None where nothing of it was.

    Raises:
        InputError: A metric is not known any more.
        SourceError: The engine failed.
    """
    if not changes:
        return None
    amended = as_amended(bet, changes)
    measured = {one.name: final_value(workspace, one) for one in amended.wagers}
    results = tuple(_as_measured(one, bet, measured[one.name]) for one in amended.key_results)
    whole = replace(amended, key_results=results)
    return settle(whole, measured, today=workspace.as_of, seed=seed_of(bet.digest))


def change_of(workspace: Workspace, wager: Wager, result: KeyResult, objective: Objective) -> Wager:
    """A figure of a bet as its key result is written now; the same where nothing of the bet differs.

    Args:
        workspace: Open.
        wager: As frozen.
        result: As it is written now.
        objective: Its objective.

    Raises:
        InputError: It is bound to what does not exist.
    """
    bound = bind_in(workspace, result, read_key_result(result.text, objective=objective.text))
    if not isinstance(bound, Bound):
        return wager
    reading = read_key_result(result.text, objective=objective.text)
    target = target_of(bound.card, result, reading)
    if target is None:
        return wager
    is_same = _asked(workspace, bound) == (wager.metric, wager.parameters, wager.filters)
    base = wager if is_same else _measured_otherwise(workspace, wager, bound)
    bet = Bet(target, wager.bet.period, wager.bet.entities)
    past = wager.history
    enough = enough_of(result, objective, target=target, now=past.now, better=past.better)
    if is_same and (bet, enough) == (wager.bet, wager.enough):
        return wager
    return replace(base, bet=bet, enough=enough)


def changes_in(
    workspace: Workspace, bet: FrozenBet, objective: Objective, *, reason: str
) -> tuple[Amended, ...]:
    """What an objective, as it is written now, changes of its bet.

    A key result is found again by its sentence, else by its metric. One that is not found was dropped; one
    that the bet has not is no part of it.

    Args:
        workspace: Open; the changes are told as of its as-of date.
        bet: As frozen.
        objective: As it is written now.
        reason: Told with each change.

    Raises:
        InputError: A key result is bound to what does not exist.
    """
    changes = []
    for wager in bet.wagers:
        if wager.name == OBJECTIVE:
            continue
        found = _found_again(workspace, wager, objective, bet)
        change = None if found is None else change_of(workspace, wager, found, objective)
        if change is not wager:
            changes.append(Amended(wager.name, workspace.as_of, reason, change))
    return tuple(changes)


def _found_again(
    workspace: Workspace, wager: Wager, objective: Objective, bet: FrozenBet
) -> KeyResult | None:
    same = [one for one in objective.key_results if one.text == wager.text]
    if same:
        return same[0]
    known = {one.text for one in bet.wagers}
    for one in objective.key_results:
        bound = bind_in(workspace, one, read_key_result(one.text, objective=objective.text))
        if one.text not in known and isinstance(bound, Bound) and bound.card.name == wager.metric:
            return one
    return None


def _asked(workspace: Workspace, bound: Bound) -> tuple[str, tuple[Any, ...], tuple[Any, ...]]:
    parameters, filters = dict(bound.parameters), dict(bound.filters)
    request = request_for(workspace, bound.card.name, parameters=parameters, filters=filters)
    pairs = (tuple(sorted(one.items())) for one in (request.parameters, request.filters))
    return (bound.card.name, *pairs)  # type: ignore[return-value]  # two of them


def _measured_otherwise(workspace: Workspace, wager: Wager, bound: Bound) -> Wager:
    """A figure that another metric measures: the past that was frozen is not its own, and tells no luck."""
    metric, parameters, filters = _asked(workspace, bound)
    card = card_as_asked(workspace, metric, dict(parameters))
    past = replace(
        wager.history,
        metric=card.name,
        title=card.title,
        unit=card.unit,
        better=card.better,
        low=card.low,
        high=card.high,
        values=(),
    )
    return replace(
        wager,
        metric=metric,
        parameters=parameters,
        filters=filters,
        history=past,
        window_days=card.window_days or 0,
        chance=None,
    )


def _as_measured(wager: Wager, frozen: FrozenBet, found: Measurement | None) -> Wager:
    """With the version that its value has, where another metric measures it than the one that was frozen."""
    same = next(one for one in frozen.wagers if one.name == wager.name)
    return wager if same.metric == wager.metric or found is None else replace(wager, version=found.version)
