"""What changed where something was begun, by the best comparison that there is: each rung as a record."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash
from holdfast.evidence.judging import judged
from holdfast.evidence.ladder.wording import (
    BEFORE_AFTER_NOTE,
    before_after_sentence,
    beside_notes,
    beside_sentence,
    refused_sentence,
    rollout_notes,
    rollout_sentence,
)
from holdfast.records.evidence import Control, EvidenceRecord
from holdfast.stats.rollout import LEAST_PERIODS, LEAST_UNITS, Rollout, rollout_effect
from holdfast.stats.synthetic_control import LEAST_BEFORE, beside_others, effect_range

if TYPE_CHECKING:
    from holdfast.evidence.ladder.series import UnitSeries
    from holdfast.stats.rollout import RolloutFound
    from holdfast.stats.synthetic_control import Beside
    from holdfast.units import Interval

ROLLED_OUT, COMPARABLE, ALONE = 3, 2, 0
"""Steps of evidence."""

TREND_LEVEL = 0.975
"""A trend and the leads are two looks: each may be wrong in one of forty cases."""

RARE_PLACE = 0.10
LEAST_OTHERS = 2

MOVED_BEFORE = "they were moving apart already before it began"
NO_MIX = "no mix of the others goes the way that it went before"
FEW_OTHERS = "the others are too few for a place among them to be rare"
OTHERS_TOO = "others, where nothing was done, moved as far"


def rollout_record(series: UnitSeries) -> EvidenceRecord:
    """Units that began at different times, beside those that had not begun.

    Raises:
        InputError: A value is infinite or missing.
    """
    found = _rolled_out(series)
    if isinstance(found, str):
        return _refused(series, "rollout", found, step=ROLLED_OUT)
    spread = found.effect.range(0.95)
    verdict, reason = judged(spread, matters=series.matters, better=series.better)
    controls = _leads(found)
    if not all(one.passed for one in controls):
        verdict, reason = "cannot tell", MOVED_BEFORE  # type: ignore[assignment]
    low80 = found.effect.range(0.8)
    return EvidenceRecord(
        check="rollout",
        verdict=verdict,
        reason=reason,
        sentence=rollout_sentence(series, found, spread),
        estimate=found.effect.estimate,
        low=spread.low,
        high=spread.high,
        low80=low80.low,
        high80=low80.high,
        n=len(series.names),
        n_exposed=found.began,
        controls=controls,
        step=ROLLED_OUT,
        as_of=series.as_of,
        inputs_hash=_hash("rollout", series),
        engine_version=ENGINE_VERSION,
        figures=(
            ("error", found.effect.error),
            ("beside", float(found.beside)),
            ("trend_before", found.trend.estimate),
            ("periods", float(len(series.periods))),
            ("matters", series.matters),
        ),
        notes=rollout_notes(series),
    )


def beside_record(series: UnitSeries) -> EvidenceRecord:
    """The units that began at one time, beside a mix of the others with the same course before.

    Raises:
        InputError: A value is infinite or missing.
    """
    problem = _why_not_beside(series)
    if problem:
        return _refused(series, "comparable segments", problem, step=COMPARABLE)
    treated, others, begins = _parts(series)
    found, spread = beside_others(treated, others, begins), effect_range(treated, others, begins)
    verdict, reason = _beside_verdict(series, found, spread)
    return EvidenceRecord(
        check="comparable segments",
        verdict=verdict,
        reason=reason,
        sentence=beside_sentence(series, found, spread),
        estimate=found.effect,
        low=spread.low,
        high=spread.high,
        n=len(series.names),
        n_exposed=int(series.treated().sum()),
        raw_gap=found.by_change,
        step=COMPARABLE,
        as_of=series.as_of,
        inputs_hash=_hash("comparable segments", series),
        engine_version=ENGINE_VERSION,
        figures=(
            ("place", float(found.rank)),
            ("places", float(found.units)),
            ("fit_before", found.fit_before),
            ("difference_of_changes", found.by_change),
            ("periods_before", float(begins)),
            ("matters", series.matters),
        ),
        notes=beside_notes(series, found),
    )


def before_after_record(series: UnitSeries) -> EvidenceRecord:
    """The change of the units that began, each after its beginning less before: last, and told as such.

    Raises:
        InputError: No unit begins within the periods.
    """
    begins, is_treated = series.begins(), series.treated()
    if not is_treated.any():
        return _refused(series, "before and after", "no unit has values before and after", step=ALONE)
    changes = [
        float(series.values[unit, begins[unit] :].mean() - series.values[unit, : begins[unit]].mean())
        for unit in np.flatnonzero(is_treated)
    ]
    change = float(np.mean(changes))
    return EvidenceRecord(
        check="before and after",
        verdict="cannot tell",
        reason="before and after alone: whatever else changed meanwhile counts too",
        sentence=before_after_sentence(series, change),
        estimate=change,
        n=len(series.names),
        n_exposed=len(changes),
        step=ALONE,
        as_of=series.as_of,
        inputs_hash=_hash("before and after", series),
        engine_version=ENGINE_VERSION,
        notes=(BEFORE_AFTER_NOTE,),
    )


def _rolled_out(series: UnitSeries) -> RolloutFound | str:
    begins = series.begins()
    last = len(series.periods)
    began = [start for start in begins if LEAST_PERIODS <= start < last]
    first = min(began, default=last)
    beside = int((begins > first).sum())
    if len(began) < LEAST_UNITS or beside < LEAST_UNITS:
        return (
            f"too few units: {len(began)} began after at least {LEAST_PERIODS} periods, {beside} stood "
            f"beside them, and {LEAST_UNITS} of each are needed"
        )
    # Who had begun before the periods says nothing of before, and must not stand beside the others.
    kept = begins >= LEAST_PERIODS
    return rollout_effect(Rollout(series.values[kept], begins[kept]))


def _leads(found: RolloutFound) -> tuple[Control, ...]:
    """The trend and single periods before: all of them should be 0."""
    shown, line = found.trend.range(0.95), found.trend.range(TREND_LEVEL)
    controls = [Control("trend before", found.trend.estimate, shown.low, shown.high, 0 in line)]
    level = 1 - (1 - TREND_LEVEL) / max(1, len(found.leads))
    for number, lead in enumerate(found.leads, start=1):
        shown = lead.range(0.95)
        name = f"{number} period{'s' if number > 1 else ''} before"
        controls.append(Control(name, lead.estimate, shown.low, shown.high, 0 in lead.range(level)))
    return tuple(controls)


def _why_not_beside(series: UnitSeries) -> str:
    begins, is_treated = series.begins(), series.treated()
    starts = sorted({int(one) for one in begins[is_treated]})
    if len(starts) != 1:
        return "it began at several times" if starts else "no unit has values before and after"
    if starts[0] < LEAST_BEFORE:
        return f"{starts[0]} periods lie before it began, and {LEAST_BEFORE} are needed"
    others = int((begins >= len(series.periods)).sum())
    return (
        "" if others >= LEAST_OTHERS else f"{others} of the units never began, and {LEAST_OTHERS} are needed"
    )


def _parts(series: UnitSeries) -> tuple[np.ndarray, np.ndarray, int]:
    begins, is_treated = series.begins(), series.treated()
    others = series.values[begins >= len(series.periods)].T
    return series.values[is_treated].mean(axis=0), others, int(begins[is_treated][0])


def _beside_verdict(series: UnitSeries, found: Beside, spread: Interval) -> tuple[str, str]:
    # More than half of the distance is a constant one: the unit lies outside of what mixes reach.
    if found.off_before**2 > found.fit_before**2 / 2:
        return "cannot tell", NO_MIX
    verdict, reason = judged(spread, matters=series.matters, better=series.better)
    if verdict not in {"supported by your data", "points the other way"}:
        return verdict, reason
    if found.rank / found.units <= RARE_PLACE:
        return verdict, ""
    hint = FEW_OTHERS if found.rank == 1 else OTHERS_TOO
    return ("suggestive" if verdict == "supported by your data" else "cannot tell"), hint


def _refused(series: UnitSeries, check: str, reason: str, *, step: int) -> EvidenceRecord:
    return EvidenceRecord(
        check=check,
        verdict="cannot tell",
        reason=reason,
        sentence=refused_sentence(series, check, reason),
        n=len(series.names),
        step=step,
        as_of=series.as_of,
        inputs_hash=_hash(check, series),
        engine_version=ENGINE_VERSION,
    )


def _hash(check: str, series: UnitSeries) -> str:
    digest = hashlib.sha256(np.ascontiguousarray(series.values).tobytes()).hexdigest()
    told = (series.title, series.names, series.starts, series.matters, series.better, series.periods)
    return inputs_hash(check, digest, *told)
