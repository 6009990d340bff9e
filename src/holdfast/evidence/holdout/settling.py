"""Settle a holdout: what became of those who were treated, and of those who were left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.judging import judged
from holdfast.records.evidence import Control
from holdfast.stats.confidence_sequence import always_valid_range
from holdfast.stats.sample_ratio import chance_of_split
from holdfast.stats.two_arms import Arms, difference_of_arms
from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.records import Direction
    from holdfast.stats.two_arms import ArmsDifference
    from holdfast.units import Interval

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Texts = NDArray[np.str_]

Verdict = Literal[
    "supported by your data",
    "points the other way",
    "no sign of a link",
    "too small to tell",
    "too early",
    "cannot tell",
]

LEAST_OF_AN_ARM = 30
LEAST_OF_AN_OUTCOME = 8
LEAST_CLUSTERS = 4
HARDLY_BY_LOT = 0.001
"""A split of the arms that the lot makes once in a thousand times: something took customers out of one."""

MOST_STRATA_OF_ROWS = 20
BALANCE_LEVEL = 0.99

TOO_FEW = "too few customers"
TOO_FEW_TOGETHER = "the lot drew too few weeks or accounts"
TOO_RARE = "the outcome is too rare, or too common, for so few customers"
UNEVEN = "the arms are not as large as the lot made them"
CHANGED = "the log of assignments is not what the lot drew"
HARM_SO_FAR = "it does harm, however often one looks: stop it"


@dataclass(frozen=True, slots=True)
class Known:
    """One number that was known of every customer before the lot was drawn.

    Attributes:
        name: As people call it (``events in the 90 days before``).
        values: One for each row.
    """

    name: str
    values: Reals


@dataclass(frozen=True, slots=True)
class Experiment:
    """The rows of both arms whose outcome is known; all arrays of one length.

    Attributes:
        treatment: What the treated got, in words (``a check-in call``).
        wish: What is compared (``stayed 90 days``; where it is no yes or no ``orders in 90 days``).
        customers: Their ids.
        treated: In the treated arm, whatever became of the treatment.
        outcome: 1 where it happened, or any number.
        share: Part that the lot holds out.
        settles_on: Local date from which on it is settled.
        as_of: Local date up to which data were used, exclusive.
        planned: Customers at the end, or 0 where nobody planned.
        matters: The smallest difference that would matter, in the outcome's unit.
        better: The direction that is good.
        before: What was known before the lot.
        adjust: Names of those that the outcome is adjusted for.
        strata: Of each row, or None.
        clusters: What the lot drew together (weeks), or what belongs together; None where each row is alone.
        missing: Assigned customers without a row, in the treated arm and in the holdout.
        pending: Customers whose outcome is not known yet.
        misdrawn: Rows of the log that are not what the lot drew.
        drawn_late: Customers whose lot was drawn after the day from which it counts.
    """

    treatment: str
    wish: str
    customers: Texts
    treated: Bools
    outcome: Reals
    share: float
    settles_on: date
    as_of: date
    planned: int = 0
    matters: float = 0.02
    better: Direction = "up"
    before: tuple[Known, ...] = ()
    adjust: tuple[str, ...] = ()
    strata: Texts | None = None
    clusters: NDArray[np.int64] | None = None
    missing: tuple[int, int] = (0, 0)
    pending: int = 0
    misdrawn: int = 0
    drawn_late: int = 0

    @property
    def is_yes_or_no(self) -> bool:
        """All outcomes are 0 or 1."""
        return bool(((self.outcome == 0) | (self.outcome == 1)).all())

    @property
    def is_due(self) -> bool:
        """The day of settling has come."""
        return self.as_of >= self.settles_on


@dataclass(frozen=True, slots=True)
class Settled:
    """What a holdout says.

    Attributes:
        verdict: See `Verdict`; "too early" is said with its date.
        reason: Why it is no plain one; empty where it is.
        difference: Treated less held out; None before the day, and where an arm is too small.
        so_far: Range that holds at every look, before the day; None on it and where too few are known.
        balance: What was known before, arm against arm: it should differ by chance alone.
        split: How rarely the lot makes arms as uneven as these.
    """

    verdict: Verdict
    reason: str
    difference: ArmsDifference | None = None
    so_far: Interval | None = None
    balance: tuple[Control, ...] = ()
    split: float = 1.0


def settle(experiment: Experiment) -> Settled:
    """The difference of the arms on the day that was planned; before it only whether harm is certain.

    By intention to treat: each customer counts in the arm that the lot gave it, whatever became of the
    treatment.

    Raises:
        InputError: A customer is in twice, an arm is empty, or a number is infinite or missing.
    """
    _refuse_unusable(experiment)
    return _settled(experiment) if experiment.is_due else _watched(experiment)


def _settled(experiment: Experiment) -> Settled:
    balance, split = _balance(experiment), _split(experiment)
    difference = difference_of_arms(_arms(experiment))
    refused = _broken(experiment, split) or _too_few(experiment)
    if refused:
        is_small = refused in {TOO_FEW, TOO_FEW_TOGETHER, TOO_RARE}
        return Settled(
            "too small to tell" if is_small else "cannot tell",
            refused,
            difference,
            balance=balance,
            split=split,
        )
    found = difference.range(0.95)
    verdict, reason = judged(found, matters=experiment.matters, better=experiment.better)
    return Settled(verdict, reason, difference, balance=balance, split=split)


def _watched(experiment: Experiment) -> Settled:
    """Before the day: nothing but harm is told, by the range that may be looked at every week."""
    split = _split(experiment)
    if _broken(experiment, split) or _too_few(experiment):
        return Settled("too early", _broken(experiment, split), split=split)
    difference = difference_of_arms(_arms(experiment))
    units = len(experiment.outcome)
    so_far = always_valid_range(
        difference.estimate, difference.error, units=units, planned=max(units, experiment.planned)
    )
    is_harm = so_far.high < 0 if experiment.better == "up" else so_far.low > 0
    if is_harm:
        return Settled("points the other way", HARM_SO_FAR, so_far=so_far, split=split)
    return Settled("too early", "", so_far=so_far, split=split)


def _arms(experiment: Experiment) -> Arms:
    columns = [one.values for one in experiment.before if one.name in experiment.adjust]
    columns += _strata_columns(experiment)
    return Arms(
        experiment.outcome,
        experiment.treated,
        np.column_stack(columns) if columns else None,
        experiment.clusters,
    )


def _strata_columns(experiment: Experiment) -> list[Reals]:
    """A column for each stratum but the first, where strata hold enough rows to tell of each."""
    if experiment.strata is None or experiment.clusters is not None:
        return []
    kinds = np.unique(experiment.strata)
    if len(kinds) * MOST_STRATA_OF_ROWS > len(experiment.outcome):
        return []
    return [(experiment.strata == kind).astype(np.float64) for kind in kinds[1:]]


def _balance(experiment: Experiment) -> tuple[Control, ...]:
    """Each thing known before, treated less held out; several are allowed for (Bonferroni)."""
    found = []
    level = 1 - (1 - BALANCE_LEVEL) / max(1, len(experiment.before))
    for one in experiment.before:
        difference = difference_of_arms(Arms(one.values, experiment.treated, None, experiment.clusters))
        shown, line = difference.range(0.95), difference.range(level)
        passed = line.low <= 0 <= line.high
        found.append(Control(one.name, difference.estimate, shown.low, shown.high, passed))
    return tuple(found)


def _split(experiment: Experiment) -> float:
    """By customers, or by what the lot drew together."""
    if experiment.clusters is None:
        return chance_of_split(int((~experiment.treated).sum()), len(experiment.treated), experiment.share)
    drawn = len(np.unique(experiment.clusters))
    held = len(np.unique(experiment.clusters[~experiment.treated]))
    return chance_of_split(min(held, drawn), drawn, experiment.share)


def _broken(experiment: Experiment, split: float) -> str:
    if experiment.misdrawn:
        return CHANGED
    return UNEVEN if split < HARDLY_BY_LOT else ""


def _too_few(experiment: Experiment) -> str:
    inside = [experiment.treated == which for which in (True, False)]
    if min(int(one.sum()) for one in inside) < LEAST_OF_AN_ARM:
        return TOO_FEW
    clusters = experiment.clusters
    if clusters is not None and min(len(np.unique(clusters[one])) for one in inside) < LEAST_CLUSTERS:
        return TOO_FEW_TOGETHER
    if not experiment.is_yes_or_no:
        return "" if float(experiment.outcome.std()) else TOO_RARE
    happened = experiment.outcome.sum()
    rarer = min(float(happened), len(experiment.outcome) - float(happened))
    return TOO_RARE if rarer < LEAST_OF_AN_OUTCOME else ""


def _refuse_unusable(experiment: Experiment) -> None:
    names, counts = np.unique(experiment.customers, return_counts=True)
    if experiment.clusters is None and (counts > 1).any():
        raise InputError(
            f"customer {names[counts.argmax()]}",
            f"it is in {counts.max()} times",
            "each customer once, or clusters that say which rows belong together",
            "Take out the rest",
        )
    for one in experiment.before:
        if len(one.values) != len(experiment.outcome) or not np.isfinite(one.values).all():
            raise InputError(one.name, "a value is infinite or missing", "a number for each customer")
    for name, which in (("treated", True), ("holdout", False)):
        if experiment.is_due and not (experiment.treated == which).any():
            raise InputError(
                f"arm {name}", "nobody is in it", "customers in both arms", "Assign some, then wait"
            )
