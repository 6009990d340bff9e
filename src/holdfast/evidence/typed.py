"""Challenge, noise and reach from a few typed numbers, for a company whose data nobody has connected yet."""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash, seed_of, target_records
from holdfast.evidence.challenge import Bet
from holdfast.evidence.history import History, PastValue, first_of
from holdfast.evidence.noise import Wobble
from holdfast.evidence.reach import Touch, chances, reach_of
from holdfast.evidence.wording import bet_sentence, reach_sentence
from holdfast.records.evidence import EvidenceRecord
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.records import Direction

Counted = Literal["all", "new"]

USUAL_SCORE_SPREAD = 81.0
"""Standard deviation of one answer to a score of -100 to 100 with 45 % promoters and 25 % detractors."""

MOST_VALUES = 8
QUARTER = 3


@dataclass(frozen=True, slots=True)
class TypedNumbers:
    """What somebody knows without looking anything up.

    Attributes:
        customers: Paying customers today, at least 1.
        new: New ones a quarter.
        leaving: Those who leave a quarter.
        values: The metric by quarter, the last one today's; shares 0..1, or points. At most eight are used.
        target: For the next quarter, in the same unit.
        counted: Whose outcomes the metric counts: all customers, or new ones.
        answers: How many answers or cases a value rests on, where that is not all of those; None where it is.
        is_score: The values are points of -100 to 100, and no shares.
        better: The direction that is good.
    """

    customers: int
    new: int
    leaving: int
    values: tuple[float, ...]
    target: float
    counted: Counted = "all"
    answers: int | None = None
    is_score: bool = False
    better: Direction = "up"


def typed_records(numbers: TypedNumbers, *, today: date) -> tuple[EvidenceRecord, ...]:
    """Challenge, noise and reach, in this order; reach only where the metric is a share.

    Args:
        numbers: As typed.
        today: In the quarter to come, which the target is for.

    Raises:
        InputError: A number cannot be.
    """
    _refuse_impossible(numbers)
    start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    history = _history(numbers, start)
    bet = Bet(numbers.target, Period(start, _quarters_later(start, 1)), entities=_entities(numbers))
    challenged, noise = target_records(history, bet)
    return (challenged, noise) if numbers.is_score else (challenged, noise, _reach(numbers))


def _reach(numbers: TypedNumbers) -> EvidenceRecord:
    name = inputs_hash("reach", numbers)
    share = min(1.0, numbers.new / numbers.customers) if numbers.counted == "new" else 1.0
    change = numbers.target - numbers.values[-1]
    reach = reach_of([Touch("the key result", share, change)], seed=seed_of(name))
    staying = 1 - numbers.leaving / numbers.customers
    wobble = Wobble(numbers.customers, _variance(staying, numbers.customers))
    without, together = chances(reach, wobble.deviation * _normal(seed_of(name) + 1, len(reach.gains)))
    return EvidenceRecord(
        check="reach",
        verdict="touches few" if share < 0.5 else "touches many",  # noqa: PLR2004 - half of them
        sentence=f"{reach_sentence(reach, wobble=wobble.change)} {bet_sentence(without, together)}",
        estimate=reach.expected,
        high=reach.at_most,
        n=numbers.customers,
        step=0,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(
            ("share_touched", reach.share),
            ("without", without),
            ("with", together),
            ("wobble", wobble.change),
            ("one_customer", 1 / numbers.customers),
        ),
        notes=(
            "Nobody has tested yet whether reaching it keeps customers: up to four points are allowed for.",
        ),
    )


def _normal(seed: int, count: int) -> NDArray[np.float64]:
    """Draws with their opposites, so that without a bet both directions are as likely to the digit."""
    half = np.random.default_rng(seed).standard_normal(count // 2)
    return np.concatenate([half, -half])


def _history(numbers: TypedNumbers, start: date) -> History:
    values = numbers.values[-MOST_VALUES:]
    entities = _entities(numbers)
    past = tuple(
        _past(value, entities, _quarters_later(start, place - len(values)), is_score=numbers.is_score)
        for place, value in enumerate(values)
    )
    return History(
        metric="typed",
        title="the metric",
        unit="points" if numbers.is_score else "share",
        kind="points" if numbers.is_score else "share",
        better=numbers.better,
        low=-100 if numbers.is_score else 0,
        high=100 if numbers.is_score else 1,
        values=past,
    )


def _past(value: float, entities: int, start: date, *, is_score: bool) -> PastValue:
    period = Period(start, _quarters_later(start, 1))
    if is_score:
        return PastValue(period, value, 0, entities, error=USUAL_SCORE_SPREAD / sqrt(entities))
    return PastValue(period, value, round(value * entities), entities)


def _entities(numbers: TypedNumbers) -> int:
    if numbers.answers is not None:
        return numbers.answers
    return numbers.new if numbers.counted == "new" else numbers.customers


def _variance(share: float, customers: int) -> float:
    drawn = (share * customers + 1) / (customers + 2)
    return drawn * (1 - drawn)


def _quarters_later(start: date, quarters: int) -> date:
    return first_of(start.year * 12 + start.month - 1 + QUARTER * quarters)


def _refuse_impossible(numbers: TypedNumbers) -> None:
    low, high, unit = (-100, 100, "points") if numbers.is_score else (0, 1, "a share")
    counts = {"customers": numbers.customers, "answers": _entities(numbers)}
    for name, count in counts.items():
        if count < 1:
            raise InputError(name, f"{count} were given", "at least 1")
    for name, count in (("new", numbers.new), ("leaving", numbers.leaving)):
        if not 0 <= count <= numbers.customers:
            found = f"{count} a quarter were given, of {numbers.customers} customers"
            raise InputError(name, found, "none to all of them", "Give those of one quarter")
    if not numbers.values:
        raise InputError("values", "none was given", "the value of today, better the last four to eight")
    for value in (*numbers.values, numbers.target):
        if not low <= value <= high:
            raise InputError("values", f"{value:g} is not {unit}", f"{low} to {high}")
