"""What may be said of a link: the gates that an estimate passes before it counts as supported.

A range without 0 is not enough. With a hidden motive behind the experience such ranges are wrong in a third
to nine tenths of all cases; what brings that below one in twenty are a check that should show nothing, and a
margin as large as what the strongest known factor changes, left out together with those that tell the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.stats.aipw import Difference, Overlap

Verdict = Literal[
    "supported by your data",
    "suggestive",
    "no sign of a link",
    "points the other way",
    "cannot tell",
]

Z95, Z80, CONTROL_Z, STRANGE_Z = 1.959964, 1.281552, 1.644854, 2.575829

LEAST_OF_A_GROUP = 30
LEAST_OF_AN_OUTCOME = 8
LEAST_CUSTOMERS = 1000
"""Customers from whom on an observed link can be supported; where the lot decided, fewer do."""

MOST_OUTSIDE = 0.10
RARELY = 0.02

TOO_FEW = "too few customers"
NOT_MATURE = "the outcome is not mature: most customers are too young for it"
NOBODY_COMPARABLE = "nobody comparable"
STRANGE = "a check that should show nothing shows something"
NEARLY_ALL = "nearly everybody had the experience"
NEARLY_NONE = "hardly anybody had the experience"
TOO_UNSURE = "too few customers for an effect of this size"
HARM = "it may do harm: watch for it"
OVER_IN_THE_FACTOR = "a hidden factor as strong as the strongest known one would undo it"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gates look at.

    Attributes:
        estimate: Difference like for like and its standard error.
        group: Rows of the smaller group.
        customers: Rows.
        share_exposed: 0..1.
        least_outcome: The rarest of: outcome and no outcome, with and without the experience; None where the
            outcome is no yes or no.
        overlap: Of those that the estimate is for.
        control_z: The largest standardised difference among the checks that should show nothing, or None.
        controls: How many checks there are.
        hidden: What leaving out the strongest known factor would change, and what the checks let through, as
            the two sides of a right angle; at least 0.
        matters: The smallest difference that would matter.
        is_randomised: The lot decided.
        immature: Customers left out, because their outcome is not known yet.
    """

    estimate: Difference
    group: int
    customers: int
    share_exposed: float
    least_outcome: int | None
    overlap: Overlap
    control_z: float | None
    controls: int
    hidden: float
    matters: float
    is_randomised: bool
    immature: int = 0


def too_few(facts: Facts) -> str:
    """Why nothing can be estimated at all; empty where it can."""
    if facts.customers < 2 * LEAST_OF_A_GROUP:
        return _unless_young(facts, TOO_FEW)
    if facts.share_exposed < RARELY and not facts.is_randomised:
        return NEARLY_NONE
    if facts.share_exposed > 1 - RARELY and not facts.is_randomised:
        return NEARLY_ALL
    if facts.group < LEAST_OF_A_GROUP:
        return _unless_young(facts, TOO_FEW)
    if facts.least_outcome is not None and facts.least_outcome < LEAST_OF_AN_OUTCOME:
        return _unless_young(facts, TOO_FEW)
    return ""


def _unless_young(facts: Facts, reason: str) -> str:
    """The reason why customers do not suffice: there are enough, where most are left out for their age."""
    return NOT_MATURE if facts.immature > facts.customers else reason


def judge(facts: Facts) -> tuple[Verdict, str]:
    """The verdict, and why it is no plain one."""
    refused = too_few(facts) or _not_comparable(facts) or _strange(facts)
    if refused:
        return "cannot tell", refused
    low, high = _range(facts.estimate, Z95)
    if high < 0:
        return _against(facts, high)
    if low > 0:
        return _in_favour(facts, low)
    if low > -facts.matters and high < facts.matters:
        return "no sign of a link", ""
    low80, high80 = _range(facts.estimate, Z80)
    if low80 > 0 and not _failed(facts) and facts.controls and low80 > facts.hidden:
        return "suggestive", "the range is not clear of nothing"
    return "cannot tell", HARM if high80 < 0 else _unless_young(facts, TOO_UNSURE)


def _in_favour(facts: Facts, low: float) -> tuple[Verdict, str]:
    if facts.is_randomised:
        return "supported by your data", ""
    if _failed(facts):
        return "suggestive", STRANGE
    if low - facts.hidden <= 0:
        return "suggestive", OVER_IN_THE_FACTOR
    if not facts.controls:
        return "suggestive", "there is no check that should show nothing"
    if facts.customers < LEAST_CUSTOMERS:
        return "suggestive", f"fewer than {LEAST_CUSTOMERS:,} customers"
    return "supported by your data", ""


def _against(facts: Facts, high: float) -> tuple[Verdict, str]:
    if facts.is_randomised or high + facts.hidden < 0:
        return "points the other way", ""
    return "cannot tell", HARM


def _range(estimate: Difference, deviations: float) -> tuple[float, float]:
    half = deviations * estimate.error
    return estimate.estimate - half, estimate.estimate + half


def _not_comparable(facts: Facts) -> str:
    if facts.is_randomised:
        return ""
    return NOBODY_COMPARABLE if facts.overlap.smaller < LEAST_OF_A_GROUP else ""


def _failed(facts: Facts) -> bool:
    """A check shows more than one in ten would by chance, however many there are."""
    return facts.control_z is not None and facts.control_z > _line(CONTROL_Z, facts.controls)


def _strange(facts: Facts) -> str:
    is_strange = facts.control_z is not None and facts.control_z > _line(STRANGE_Z, facts.controls)
    return STRANGE if is_strange and not facts.is_randomised else ""


def _line(of_one: float, controls: int) -> float:
    """The line for the largest of several (Bonferroni)."""
    if controls <= 1:
        return of_one
    from statistics import NormalDist  # noqa: PLC0415 - 10 ms that others need not pay

    outside = 2 * (1 - NormalDist().cdf(of_one))
    return NormalDist().inv_cdf(1 - outside / controls / 2)
