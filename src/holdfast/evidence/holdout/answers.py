"""Holdouts as evidence records: how large one has to be, and what became of it, in words."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash
from holdfast.evidence.holdout.settling import settle
from holdfast.evidence.holdout.sizing import gain_of, sizing_of
from holdfast.evidence.holdout.wording import settled_notes, settled_sentence, sizing_notes, sizing_sentence
from holdfast.records.evidence import EvidenceRecord
from holdfast.records.words import day_text

if TYPE_CHECKING:
    from holdfast.evidence.holdout.settling import Experiment, Settled
    from holdfast.evidence.holdout.sizing import SizingQuestion

HELD_OUT_TEST = 4
"""The highest step of evidence."""


def sizing_record(question: SizingQuestion) -> EvidenceRecord:
    """How many customers or weeks the change that matters takes, and what there are can show.

    Raises:
        InputError: See `SizingQuestion`.
    """
    found = sizing_of(question)
    return EvidenceRecord(
        check="holdout plan",
        verdict=found.verdict,
        sentence=sizing_sentence(question, found),
        estimate=question.change,
        n=None if found.needed is None else sum(found.needed),
        n_exposed=None if found.needed is None else found.needed[0],
        step=HELD_OUT_TEST,
        inputs_hash=inputs_hash("holdout plan", question),
        engine_version=ENGINE_VERSION,
        figures=(
            ("needed_treated", None if found.needed is None else float(found.needed[0])),
            ("needed_holdout", None if found.needed is None else float(found.needed[1])),
            ("weeks", None if found.weeks is None else float(found.weeks)),
            ("without_adjusting", None if found.plainly is None else float(found.plainly)),
            ("gain", gain_of(question.correlation)),
            *((f"visible_after_{count}_quarters", change) for count, _, change in found.visible),
            *(
                (f"visible_by_week_after_{count}_quarters", change)
                for count, _, change in found.visible_by_week
            ),
        ),
        notes=sizing_notes(question, found),
    )


def holdout_record(experiment: Experiment, *, plan: str = "") -> EvidenceRecord:
    """What became of a holdout, as a record.

    Args:
        experiment: The rows of both arms.
        plan: Id of the plan, for the hash.

    Raises:
        InputError: See `settle`.
    """
    found = settle(experiment)
    ranges = [None if found.difference is None else found.difference.range(one) for one in (0.95, 0.8)]
    difference = found.difference
    return EvidenceRecord(
        check="holdout",
        verdict=_verdict(experiment, found),
        reason=found.reason,
        sentence=settled_sentence(experiment, found),
        estimate=difference.estimate if difference else None,
        low=ranges[0].low if ranges[0] else None,
        high=ranges[0].high if ranges[0] else None,
        low80=ranges[1].low if ranges[1] else None,
        high80=ranges[1].high if ranges[1] else None,
        n=len(experiment.outcome),
        n_exposed=int(experiment.treated.sum()),
        n_events=int(experiment.outcome.sum()) if experiment.is_yes_or_no else None,
        controls=found.balance,
        raw_gap=difference.raw if difference else None,
        step=HELD_OUT_TEST,
        as_of=experiment.as_of,
        inputs_hash=inputs_hash("holdout", plan, *_inputs(experiment)),
        engine_version=ENGINE_VERSION,
        figures=_figures(experiment, found),
        notes=settled_notes(experiment, found),
    )


def _verdict(experiment: Experiment, found: Settled) -> str:
    if found.verdict != "too early":
        return found.verdict
    return f"too early until {day_text(experiment.settles_on)}"


def _figures(experiment: Experiment, found: Settled) -> tuple[tuple[str, float | None], ...]:
    difference, so_far = found.difference, found.so_far
    return (
        ("treated_mean", difference.treated if difference else None),
        ("holdout_mean", difference.held_out if difference else None),
        ("error", difference.error if difference else None),
        ("explained", difference.explained if difference else None),
        ("harm_low", so_far.low if so_far else None),
        ("harm_high", so_far.high if so_far else None),
        ("split_chance", found.split),
        ("matters", experiment.matters),
        ("planned", float(experiment.planned)),
        ("missing_treated", float(experiment.missing[0])),
        ("missing_holdout", float(experiment.missing[1])),
        ("pending", float(experiment.pending)),
        ("misdrawn", float(experiment.misdrawn)),
    )


def _inputs(experiment: Experiment) -> tuple[object, ...]:
    """What determines the answer: digests of the arrays by customer, so that their order does not matter."""
    order = experiment.customers.argsort(kind="stable")
    digest = hashlib.sha256("\x1f".join(experiment.customers[order].tolist()).encode())
    for values in (experiment.treated, experiment.outcome, *(one.values for one in experiment.before)):
        digest.update(values[order].tobytes())
    return digest.hexdigest(), experiment.settles_on, experiment.as_of, experiment.matters, experiment.adjust
