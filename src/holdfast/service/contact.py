"""What contact changed in the holdouts of a workspace, for the order of a list of risk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.errors import InputError
from holdfast.evidence.holdout.contact import Contacted, contact_effect
from holdfast.evidence.holdout.settling import settle
from holdfast.metrics.by_customer import plays
from holdfast.reasons.risk.frame import frame_of
from holdfast.reasons.risk.scoring import chances_in_pieces
from holdfast.records.contact import ContactEffect
from holdfast.records.holdout import HoldoutOutcome
from holdfast.records.words import day_text
from holdfast.service.holdouts.settling import TablePlan, experiment_of, lot_days
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.evidence.holdout.settling import Experiment
    from holdfast.reasons.risk.models import Fitted
    from holdfast.records.snapshot import SnapshotPanel
    from holdfast.service.workspace import Workspace

    Reals = NDArray[np.float64]


MOST_DAYS = 12
"""Days on which customers are scored for a holdout that was assigned over many."""
NOTHING = "The list is ordered by who leaves, not by whom contact would keep: no holdout tells that yet."


@dataclass(frozen=True, slots=True)
class Then:
    """How customers were scored on a day of the past.

    Attributes:
        model_on: The model that was known on a day; None where too few had left by then.
        panels_on: Paying customers on given days, with what was known then.
        without: Segments and families that are not used.
    """

    model_on: Callable[[date], Fitted | None]
    panels_on: Callable[[tuple[date, ...]], Iterable[SnapshotPanel]]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A holdout that can be read."""

    name: str
    days: int
    experiment: Experiment
    lots: Mapping[str, date]


def contact_in(
    workspace: Workspace, names: tuple[str, ...] | None, *, horizon_days: int, then: Then
) -> ContactEffect:
    """What the settled holdouts of who stays say that contact changes.

    Args:
        workspace: Open.
        names: Of holdouts; None takes every plan of who stays, and every play of the table `assignments`.
        horizon_days: Of the chances: of holdouts with other days, those that come nearest are taken.
        then: How customers were scored.

    Raises:
        InputError: A holdout that was named cannot be read.
        SourceError: A file or the engine failed.
    """
    read, notes = _readable(workspace, names, horizon_days)
    if not read:
        return ContactEffect("no holdout", NOTHING, notes=notes)
    days = min({one.days for one in read}, key=lambda one: (abs(one - horizon_days), one))
    notes += tuple(
        f"Holdout {one.name} is left out: it looks at {one.days} days, others at {days}."
        for one in read
        if one.days != days
    )
    found = contact_effect([_contacted(one, then) for one in read if one.days == days], days=days)
    return replace(found, notes=notes)


def refuse_unknown(workspace: Workspace, names: Sequence[str]) -> None:
    """Nothing, where every holdout that was named is known.

    Raises:
        InputError: One is neither planned nor a play of the table `assignments`.
        SourceError: A file or the engine failed.
    """
    known = [*FileHoldouts(workspace.path.parent).ids(), *plays(workspace.engine)]
    for name in names:
        if name not in known:
            expected = f"one of: {', '.join(known)}" if known else "one that was planned"
            raise InputError(
                f"holdout {name}", "there is no such plan or play", expected, "Name one of these"
            )


def _readable(
    workspace: Workspace, names: tuple[str, ...] | None, horizon_days: int
) -> tuple[list[_Read], tuple[str, ...]]:
    read, notes = [], []
    for name in _names(workspace) if names is None else names:
        try:
            found = _one(workspace, name, horizon_days)
        except InputError as error:
            if names is not None:
                raise
            notes.append(f"Holdout {name} is left out: {error}")
            continue
        if isinstance(found, str):
            notes.append(found)
        else:
            read.append(found)
    return read, tuple(notes)


def _names(workspace: Workspace) -> Sequence[str]:
    store = FileHoldouts(workspace.path.parent)
    planned = [name for name in store.ids() if store.plan(name).outcome.counted == "stay"]
    return list(
        dict.fromkeys([*planned, *(one for one in plays(workspace.engine) if one not in store.ids())])
    )


def _one(workspace: Workspace, name: str, horizon_days: int) -> _Read | str:
    """A holdout, or why it says nothing yet."""
    store = FileHoldouts(workspace.path.parent)
    plan = store.plan(name) if name in store.ids() else None
    if plan is not None and plan.outcome.counted != "stay":
        raise InputError(f"holdout {name}", f"it compares {plan.outcome.wish}", "a holdout of who stays")
    if plan is not None and plan.unit == "week":
        return f"Holdout {name} is left out: its lot drew weeks, which say little of single customers."
    outcome = plan.outcome if plan else HoldoutOutcome("stay", days=horizon_days)
    experiment = experiment_of(workspace, name, table=TablePlan(outcome))
    settled = settle(experiment)
    if settled.verdict == "too early":
        return (
            f"Holdout {name} is settled on {day_text(experiment.settles_on)}: until then it orders nothing."
        )
    if settled.verdict == "cannot tell":
        return f"Holdout {name} is left out: {settled.reason}."
    return _Read(name, outcome.days, experiment, lot_days(workspace, name))


def _contacted(one: _Read, then: Then) -> Contacted:
    """The rows of a holdout with the chance that each would have been given on the day of its lot."""
    experiment = one.experiment
    customers = experiment.customers.tolist()
    first = min(one.lots[customer] for customer in customers)
    model = then.model_on(first)
    chance = np.full(len(customers), np.nan)
    if model is not None:
        chance = _chances(model, [(who, one.lots[who]) for who in customers], then)
    known = np.isfinite(chance)
    if not known.any():
        # Without a score all are alike: what contact does can be told, for whom it does most cannot.
        chance, known = _alike(experiment), np.ones(len(customers), dtype=bool)
    return Contacted(
        one.name,
        experiment.treatment,
        chance[known],
        experiment.treated[known],
        experiment.outcome[known],
        experiment.matters,
    )


def _alike(experiment: Experiment) -> Reals:
    alone = experiment.outcome[~experiment.treated]
    left = (len(alone) - float(alone.sum()) + 1) / (len(alone) + 2)
    return np.full(len(experiment.outcome), left)


def _chances(model: Fitted, asked: Sequence[tuple[str, date]], then: Then) -> Reals:
    days = _days_of([day for _, day in asked])
    place = {day: number for number, day in enumerate(days)}
    latest = {day: max(one for one in days if one <= day) for day in {day for _, day in asked}}
    rows = {(who, place[latest[day]]): number for number, (who, day) in enumerate(asked)}
    found = np.full(len(asked), np.nan)
    for panel in then.panels_on(days):
        chances = chances_in_pieces(model, frame_of(panel, without=then.without))
        keys = zip(panel.customer_id.tolist(), panel.snapshot.tolist(), strict=True)
        for key, chance in zip(keys, chances.tolist(), strict=True):
            if key in rows:
                found[rows[key]] = chance
    return found


def _days_of(days: Sequence[date]) -> tuple[date, ...]:
    """The days of the lots, or of many some that lie evenly between: the first is always among them."""
    own = sorted(set(days))
    if len(own) <= MOST_DAYS:
        return tuple(own)
    return tuple(own[round(number * len(own) / MOST_DAYS)] for number in range(MOST_DAYS))
