"""Test a link: compare like for like, leave out each factor in turn, run the checks, and pass the gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.link.comparison import encoded, refuse_unusable
from holdfast.evidence.link.formula import with_products
from holdfast.evidence.link.gates import LEAST_OF_A_GROUP, MOST_OUTSIDE, Facts, judge, too_few
from holdfast.evidence.link.kin import kin_of
from holdfast.stats.aipw import (
    Difference,
    Overlap,
    Rows,
    adjusted_by_line,
    difference_of_means,
    fitted,
    of_other_outcome,
    summarised,
)
from holdfast.stats.cross_fitting import Fitted, Models, starts_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.evidence.link.comparison import Comparison, ControlOutcome
    from holdfast.evidence.link.gates import Verdict
    from holdfast.stats.aipw import Aipw
    from holdfast.stats.cross_fitting import Starts

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]

DROP_FOLDS = 2
"""What a factor changes is told well enough by two halves."""


@dataclass(frozen=True, slots=True)
class CheckedControl:
    """A check that should show nothing, as it came out."""

    name: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Link:
    """What a comparison says.

    Attributes:
        verdict: See `holdfast.evidence.link.gates.Verdict`.
        reason: Why it is no plain one; empty where it is.
        facts: What the gates looked at.
        estimate: Like for like; None where nothing could be estimated.
        is_undecided_only: The estimate is for those who could have gone either way: others have no like.
        unexposed: What more of the experience would bring, or None likewise.
        raw: Difference of the groups as they are, or None where one is empty.
        by_line: The same by one linear formula, or None likewise.
        overlap: Of all customers, or None likewise.
        controls: Checks, as they came out.
        strongest: The factor whose leaving out changes the estimate most, with its kin, or None without
            factors.
    """

    verdict: Verdict
    reason: str
    facts: Facts
    estimate: Difference | None = None
    is_undecided_only: bool = False
    unexposed: Difference | None = None
    raw: Difference | None = None
    by_line: Difference | None = None
    overlap: Overlap | None = None
    controls: tuple[CheckedControl, ...] = ()
    strongest: str | None = None


def assess_link(comparison: Comparison, *, seed: int) -> Link:
    """What the data say of a link; seconds for 100,000 customers.

    Args:
        comparison: Customers whose outcome is known.
        seed: Of the splits: the same gives the same answer.

    Raises:
        InputError: A number is infinite or missing, or a factor is the outcome in disguise.
    """
    counted = _counted(comparison)
    refused = too_few(counted)
    if not len(comparison.outcome):
        return _untested(comparison, counted, refused)
    refuse_unusable(comparison)
    if refused:
        return _untested(comparison, counted, refused)
    return _by_lot(comparison, counted) if comparison.is_randomised else _adjusted(comparison, counted, seed)


def can_show_something(control: ControlOutcome) -> bool:
    """Thirty customers have another value than the commonest: else a check would be passed whatever is."""
    _, counts = np.unique(control.values[np.isfinite(control.values)], return_counts=True)
    return int(counts.sum() - counts.max(initial=0)) >= LEAST_OF_A_GROUP


def _adjusted(comparison: Comparison, counted: Facts, seed: int) -> Link:
    plain = encoded(comparison.factors, len(comparison.outcome))
    rows = Rows(comparison.outcome, comparison.exposed, plain.columns, comparison.accounts)
    factors = with_products(rows, plain, np.random.default_rng(seed + 3))
    rows = Rows(comparison.outcome, comparison.exposed, factors.columns, comparison.accounts)
    starts = starts_of(rows)
    splits = fitted(rows, np.random.default_rng(seed), starts=starts)
    found = summarised(rows, [one.models for one in splits])
    is_undecided_only = found.overlap.outside > MOST_OUTSIDE or found.overlap.smaller < LEAST_OF_A_GROUP
    estimate, overlap = _chosen(found, is_undecided_only=is_undecided_only)
    controls = tuple(
        CheckedControl(one.name, _of_control(one, rows, splits, is_undecided_only=is_undecided_only))
        for one in comparison.controls
        if can_show_something(one)
    )
    groups = kin_of([one for one in comparison.factors if one.name in dict(factors.places)])
    without = {" and ".join(names): factors.others(names) for names in groups}
    hidden, strongest = _strongest(rows, without, starts, seed, is_undecided_only=is_undecided_only)
    # Two ways in which the same hidden factor may show: neither bounds the other.
    margin = float(np.hypot(hidden, _let_through(comparison, controls)))
    facts = _with(counted, estimate, overlap, controls, margin)
    verdict, reason = judge(facts)
    return Link(
        verdict=verdict,
        reason=reason,
        facts=facts,
        estimate=estimate,
        is_undecided_only=is_undecided_only,
        unexposed=found.unexposed,
        raw=difference_of_means(rows),
        by_line=adjusted_by_line(rows),
        overlap=found.overlap,
        controls=controls,
        strongest=strongest,
    )


def _chosen(found: Aipw, *, is_undecided_only: bool) -> tuple[Difference, Overlap]:
    if is_undecided_only:
        return found.undecided, found.undecided_overlap
    return found.everyone, found.overlap


def _of_control(
    control: ControlOutcome, rows: Rows, splits: Sequence[Fitted], *, is_undecided_only: bool
) -> Difference:
    """A check by the splits and chances of the experience, among the rows of which it is known."""
    known = np.isfinite(control.values)
    if known.all():
        instead = Rows(control.values, rows.exposed, rows.columns, rows.clusters)
        return _chosen(of_other_outcome(instead, splits), is_undecided_only=is_undecided_only)[0]
    clusters = None if rows.clusters is None else np.unique(rows.clusters[known], return_inverse=True)[1]
    fewer = Rows(control.values[known], rows.exposed[known], rows.columns[known], clusters)
    parts = [Fitted(one.fold[known], _some(one.models, known)) for one in splits]
    return _chosen(of_other_outcome(fewer, parts), is_undecided_only=is_undecided_only)[0]


def _some(models: Models, which: Bools) -> Models:
    return Models(models.chance[which], models.without[which], models.with_it[which])


def _strongest(
    rows: Rows, without: Mapping[str, list[int]], starts: Starts, seed: int, *, is_undecided_only: bool
) -> tuple[float, str | None]:
    """The factor whose leaving out, with its kin, changes the estimate most, and by how much."""
    if not without:
        return 0.0, None
    changes = {}
    # The same split with and without the factor: what differs is the factor, and not the lot.
    whole = _halves(rows, starts, seed, is_undecided_only=is_undecided_only)
    for name, kept in without.items():
        fewer = Rows(rows.outcome, rows.exposed, rows.columns[:, kept], rows.clusters)
        less = _halves(fewer, starts.of_columns(kept), seed, is_undecided_only=is_undecided_only)
        changes[name] = abs(less - whole)
    strongest = max(changes, key=lambda name: changes[name])
    return changes[strongest], strongest


def _let_through(comparison: Comparison, controls: tuple[CheckedControl, ...]) -> float:
    """What the checks showed although they should show nothing, in the spread of the outcome.

    A check that is passed by a hair lets a hidden factor of that size through.
    """
    spread = float(comparison.outcome.std())
    spreads = {one.name: float(np.nanstd(one.values)) or 1.0 for one in comparison.controls}
    shown = [abs(one.difference.estimate) / spreads[one.name] for one in controls]
    return spread * max(shown, default=0.0)


def _halves(rows: Rows, starts: Starts, seed: int, *, is_undecided_only: bool) -> float:
    lot = np.random.default_rng(seed + 2)
    parts = fitted(rows, lot, folds=DROP_FOLDS, repeats=1, starts=starts)
    found = summarised(rows, [one.models for one in parts])
    return _chosen(found, is_undecided_only=is_undecided_only)[0].estimate


def _by_lot(comparison: Comparison, counted: Facts) -> Link:
    rows = Rows(
        comparison.outcome, comparison.exposed, np.ones((len(comparison.outcome), 1)), comparison.accounts
    )
    raw = difference_of_means(rows)
    facts = _with(counted, raw, counted.overlap, (), 0.0)
    verdict, reason = judge(facts)
    return Link(verdict, reason, facts, estimate=raw, unexposed=raw, raw=raw)


def _untested(comparison: Comparison, counted: Facts, reason: str) -> Link:
    if not counted.group:
        return Link("cannot tell", reason, counted)
    rows = Rows(comparison.outcome, comparison.exposed, np.ones((len(comparison.outcome), 1)))
    return Link("cannot tell", reason, counted, raw=difference_of_means(rows))


def _counted(comparison: Comparison) -> Facts:
    exposed = comparison.exposed
    sizes = comparison.customers(exposed), comparison.customers(~exposed)
    return Facts(
        estimate=Difference(0.0, 0.0),
        group=min(sizes),
        customers=comparison.customers(np.ones(len(exposed), dtype=np.bool_)),
        share_exposed=float(exposed.mean()) if len(exposed) else 0.0,
        least_outcome=_least_outcome(comparison) if comparison.is_yes_or_no else None,
        overlap=Overlap(0.0, float(sizes[0]), float(sizes[1])),
        control_z=None,
        controls=0,
        hidden=0.0,
        matters=comparison.matters,
        is_randomised=comparison.is_randomised,
        immature=comparison.immature,
    )


def _least_outcome(comparison: Comparison) -> int:
    happened = comparison.outcome == 1
    groups = (comparison.exposed, ~comparison.exposed)
    return min(comparison.customers(group & one) for group in groups for one in (happened, ~happened))


def _with(
    counted: Facts,
    estimate: Difference,
    overlap: Overlap,
    controls: tuple[CheckedControl, ...],
    hidden: float,
) -> Facts:
    scores = [abs(one.difference.estimate) / max(one.difference.error, 1e-12) for one in controls]
    return Facts(
        estimate=estimate,
        group=counted.group,
        customers=counted.customers,
        share_exposed=counted.share_exposed,
        least_outcome=counted.least_outcome,
        overlap=overlap,
        control_z=max(scores, default=None),
        controls=len(controls),
        hidden=hidden,
        matters=counted.matters,
        is_randomised=counted.is_randomised,
        immature=counted.immature,
    )
