"""The score of a key result and the small print of an objective, from what was measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr.closing import last_mature
from holdfast.okr.maintain import Bounds, MaintainScore, maintain_score
from holdfast.okr.progress import (
    RelativeTarget,
    change_progress,
    describe_progress,
    drawn_share,
    milestone_progress,
    relative_target,
)
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.okr.model import KeyResult
    from holdfast.records import Measurement


@dataclass(frozen=True, slots=True)
class Score:
    """How a key result stands, derived from its series and stored nowhere.

    Attributes:
        progress: Signed and unclamped for a change; share of periods inside for maintain; share of weight
            done for milestones; None without data.
        value: Last mature value in the metric's unit, None without one.
        baseline: Where the cycle began, or None.
        target: In the metric's unit, or None.
        remark: "worse than the baseline", "exceeded", "no data", the state of a bound, or empty.
        maintain: Counts behind the score of a maintain key result, else None.
        relative: Both sides of a relative target, else None.
    """

    progress: float | None
    value: float | None = None
    baseline: float | None = None
    target: float | None = None
    remark: str = ""
    maintain: MaintainScore | None = None
    relative: RelativeTarget | None = None

    @property
    def score(self) -> float | None:
        """Progress held to 0..1, as an objective's mean uses it; None without data."""
        return None if self.progress is None else drawn_share(self.progress)


def score_key_result(result: KeyResult, series: Sequence[Measurement] = ()) -> Score:
    """The score of one key result from the measurements of its cycle, one per period, in any order.

    Args:
        result: With baseline and target (or relative target) for a change, a bound for maintain.
        series: Of the current cycle; empty for a milestone key result.

    Raises:
        InputError: Baseline equals target, one of them or a bound is missing, or a weight is not above 0.
    """
    if result.kind == "milestone":
        progress = milestone_progress(result.milestones)
        return Score(progress, remark=describe_progress(progress))
    last = last_mature(series)
    value = last.value if last else None
    return _maintain(result, series, value) if result.kind == "maintain" else _change(result, value)


def _change(result: KeyResult, value: float | None) -> Score:
    baseline = _stated(result, "baseline", result.baseline)
    relative = None if result.relative_target is None else relative_target(baseline, result.relative_target)
    target = relative.target if relative else _stated(result, "target", result.target)
    progress = change_progress(value, baseline=baseline, target=target)
    return Score(progress, value, baseline, target, describe_progress(progress), relative=relative)


def _maintain(result: KeyResult, series: Sequence[Measurement], value: float | None) -> Score:
    bounds = Bounds(result.at_least, result.at_most)
    in_order = sorted(series, key=lambda measurement: measurement.period.end)
    mature = [measurement.value for measurement in in_order if measurement.is_mature]
    known = [measurement.value for measurement in in_order if measurement.value is not None]
    maintain = maintain_score(bounds, mature, current=known[-1] if known else None)
    state = {None: "no data", True: f"inside now ({bounds})", False: f"outside now ({bounds})"}
    return Score(maintain.score, value, result.baseline, None, state[maintain.is_inside_now], maintain)


def _stated(result: KeyResult, name: str, value: float | None) -> float:
    if value is None:
        raise InputError(
            f"key result '{result.text}'", f"no {name}", f"a {name} in the metric's unit", f"State the {name}"
        )
    return value


@dataclass(frozen=True, slots=True)
class Weighted:
    """The score of one key result in an objective; the weight is relative and above 0."""

    score: float | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ObjectiveScore:
    """An objective's headline and small print. The headline is measured, never made from key results.

    Attributes:
        headline: The objective's own measured value in its metric's unit; None where it has no metric.
        bet: State of the bet, in words.
        mean: Weighted mean of the key results' scores that have data, 0..1; None where none has.
        without_data: Count of key results without data.
        weakest: Number (from 1) of the key result with the lowest score, the first of equals; or None.
    """

    headline: float | None
    bet: str
    mean: float | None
    without_data: int
    weakest: int | None


def score_objective(scores: Sequence[Weighted], *, headline: float | None, bet: str) -> ObjectiveScore:
    """Headline and small print of an objective with these key results.

    Args:
        scores: In the order of the key results; each progress is held to 0..1 here.
        headline: The measured value of the objective's own metric, or None.
        bet: State of the bet, in words ("open", "paid off").

    Raises:
        InputError: A weight is not a finite number above 0.
    """
    for number, entry in enumerate(scores, 1):
        if not (0 < entry.weight < math.inf):
            found = f"weight {entry.weight:g}"
            raise InputError(f"key result {number}", found, "a weight above 0", "Correct the weight")
    known = [
        (drawn_share(entry.score), entry.weight, number)
        for number, entry in enumerate(scores, 1)
        if entry.score is not None
    ]
    largest = max((weight for _, weight, _ in known), default=1.0)
    total = math.fsum(weight / largest for _, weight, _ in known)
    mean = math.fsum(score * (weight / largest) for score, weight, _ in known) / total if known else None
    weakest = min(known, key=lambda entry: entry[0])[2] if known else None
    return ObjectiveScore(headline, bet, mean, len(scores) - len(known), weakest)
