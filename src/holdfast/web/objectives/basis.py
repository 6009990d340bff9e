"""How a key result stands, derived once for all that it rests on, and kept.

From one page to the next hardly any key result changes, and deriving hundreds of them costs more than reading
them. What it rests on is the whole question, as plain values of the database, so that nothing else can reach
it: a value, a check-in, a setting or a day more is another question.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from holdfast.evidence.wording import SAME
from holdfast.okr.model import KeyResult, Milestone
from holdfast.okr.status import Chance, StatusSettings
from holdfast.units import Period
from holdfast.web.company import company
from holdfast.web.measurements.values import asked_of, measured, typed_measurement
from holdfast.web.objectives.standing import Bet, Heard, standing

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records import Measurement
    from holdfast.web.checkins.models import CheckIn
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.measurements.values import AskedOf
    from holdfast.web.objectives import models
    from holdfast.web.objectives.standing import Standing
    from holdfast.web.prepared import Row

STATED = ("text", "kind", "baseline", "target", "relative_target", "at_least", "at_most")
_stated_of = attrgetter(*STATED)


class Occasion(NamedTuple):
    """When key results of a cycle are looked at, and by which thresholds.

    Attributes:
        starts_on: Of the cycle.
        ends_on: Of the cycle, the day after its last.
        is_closed: The cycle is.
        today: Local date.
        thresholds: Of `StatusSettings`, in their order.
    """

    starts_on: date
    ends_on: date
    is_closed: bool
    today: date
    thresholds: tuple[Any, ...]


class Basis(NamedTuple):
    """All that the standing of a key result rests on.

    Attributes:
        stated: Its fields named by `STATED`.
        commitment: Its own or its objective's, or empty.
        checkpoints: Its owner's own.
        steps: Of a milestone: text, weight and whether it is done.
        asked: What measures it; None where it is typed in.
        window_days: Of its outcome.
        values: Of its cycle, in order of time, as `measured` takes them; typed in, day and value.
        unit: Of what is typed in.
        is_closed: Graded.
        heard_on: When it was last measured or spoken of.
        owner_view: The owner's own status, or None.
        chances: Of being met, now and as frozen; None where it is not foretold.
        occasion: When, and by which thresholds.
        currency: In which money is worded; empty where it is none.
    """

    stated: tuple[Any, ...]
    commitment: str
    checkpoints: tuple[tuple[float, float], ...]
    steps: tuple[Row, ...]
    asked: AskedOf | None
    window_days: int | None
    values: tuple[Row, ...]
    unit: str
    is_closed: bool
    heard_on: date | None
    owner_view: str | None
    chances: tuple[float, float] | None
    occasion: Occasion
    currency: str


class Derived(NamedTuple):
    """What follows from a basis.

    Attributes:
        standing: How it stands.
        measured: Its values of the cycle.
        steps: Of a milestone, in order.
    """

    standing: Standing
    measured: tuple[Measurement, ...]
    steps: tuple[Milestone, ...]


def occasion_of(cycle: Cycle, today: date, settings: StatusSettings) -> Occasion:
    """The occasion of looking at key results of a cycle on a local date."""
    thresholds = (
        settings.cadence_days,
        settings.widest_gap,
        settings.out_of_reach,
        settings.aspirational_way,
    )
    return Occasion(cycle.starts_on, cycle.ends_on, cycle.state == "closed", today, thresholds)


def basis_of(
    row: models.KeyResult,
    occasion: Occasion,
    *,
    values: tuple[Row, ...],
    steps: tuple[Row, ...],
    said: CheckIn | None,
) -> Basis:
    """What a key result rests on.

    Args:
        row: With its objective and series.
        occasion: When it is looked at.
        values: As in `Basis`.
        steps: As in `Basis`.
        said: The latest check-in, or None.
    """
    series, objective = row.series, row.objective
    measured_at = series.measured_at if series else None
    heard = [day for day in (measured_at.date() if measured_at else None, said.on if said else None) if day]
    unit = series.unit if series else row.unit
    return Basis(
        _stated_of(row),
        row.commitment or objective.commitment,
        tuple((share, value) for share, value in row.checkpoints) if row.checkpoints else (),
        steps,
        asked_of(series) if series else None,
        series.window_days if series else None,
        values,
        unit,
        occasion.is_closed or objective.state == "closed",
        max(heard, default=None),
        (said.status or None) if said else None,
        _chances(row),
        occasion,
        company().currency if unit == "money" else "",
    )


@lru_cache(maxsize=4096)
def derived(basis: Basis) -> Derived:
    """How a key result stands, with its values and steps."""
    occasion = basis.occasion
    steps = tuple(Milestone(*one) for one in basis.steps)
    bet = Bet(
        KeyResult(
            **dict(zip(STATED, basis.stated, strict=True)),
            commitment=basis.commitment or None,  # type: ignore[arg-type]  # choices of the model
            milestones=steps,
        ),
        Period(occasion.starts_on, occasion.ends_on),
        basis.window_days,
        basis.checkpoints,
        basis.is_closed,
    )
    values = _values(basis)
    settings = StatusSettings(*occasion.thresholds)
    chance, hopeless = _telling(basis.chances, settings)
    view: Any = basis.owner_view  # a choice of the form
    heard = Heard(basis.heard_on, view, chance, hopeless)
    return Derived(standing(bet, values, heard, today=occasion.today, settings=settings), values, steps)


def _telling(
    chances: tuple[float, float] | None, settings: StatusSettings
) -> tuple[Chance | None, Chance | None]:
    """The chance by which a status is judged, or else the one by which it is not: out of reach when frozen.

    Such a chance stays where it is whatever is done, and would call a hopeless key result on track for ever:
    its way tells more.
    """
    if chances is None:
        return None, None
    chance = Chance(*chances, SAME)
    return (None, chance) if chance.frozen < settings.out_of_reach else (chance, None)


def _chances(row: models.KeyResult) -> tuple[float, float] | None:
    if row.chance is None or row.chance_frozen is None:
        return None
    return row.chance, row.chance_frozen


def _values(basis: Basis) -> tuple[Measurement, ...]:
    asked = basis.asked
    if asked is None:
        return tuple(typed_measurement(on, value, basis.unit) for on, value in basis.values)
    return tuple(measured(asked, *facts) for facts in basis.values)
