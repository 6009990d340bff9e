"""Customers on the day that groups are formed: alive, paying, and old enough for their outcome to be known.

Who lives long has had every experience: "ever onboarded" against "never" compares those who stayed with those
who did not have the time. So groups are formed on one day of everybody's life, the landmark, from what
happened before it; who had left by then is in neither group, and the outcome counts from it on. Nothing here
can be asked otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Texts = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class KnownFactor:
    """A factor and, where that is written down, the day on which it was known.

    Attributes:
        factor: Values, one for each customer.
        known_on: Days, counted as those of `Lives`; None where it is part of signing (size, region, channel).
    """

    factor: Factor
    known_on: Integers | None = None


@dataclass(frozen=True, slots=True)
class Lives:
    """Customers from signing to the end of the data; all arrays of one length, days counted from any one day.

    Attributes:
        customers: Their ids, each once.
        signed: Day of signing: the beginning of time for each of them.
        experienced: Day of the experience; NaN where there was none.
        left: Day of leaving; NaN where they have not left.
        factors: What was known at signing.
        controls: Outcomes that the experience cannot have changed.
    """

    customers: Texts
    signed: Integers
    experienced: Reals
    left: Reals
    factors: Sequence[KnownFactor] = ()
    controls: Sequence[ControlOutcome] = ()


@dataclass(frozen=True, slots=True)
class Design:
    """How lives are compared.

    Attributes:
        experience: What some had, after "customers who" (``were onboarded within 10 days``).
        wish: What the objective wants, after those (``stayed 90 days``).
        landmark: Day of life on which groups are formed: an experience on days 0 up to, not including, this
            one.
        horizon: Day of life up to which the outcome counts.
        today: Day up to which the data are complete, exclusive, counted as the days of `Lives`.
        as_of: The same as a date, for the record.
        matters: The smallest difference that would matter, a share.
    """

    experience: str
    wish: str
    landmark: int
    horizon: int
    today: int
    as_of: date | None = None
    matters: float = 0.02


def at_landmark(lives: Lives, design: Design) -> Comparison:
    """The customers that may be compared, and how many may not.

    What is dated on today or later has not happened.

    Raises:
        InputError: Landmark or horizon cannot be, a customer is in twice, or a factor was known only after
            the experience could happen: it may be what the experience brought about.
    """
    _refuse_impossible(lives, design)
    left = np.where(lives.left < design.today, lives.left, np.inf)
    experienced = np.where(lives.experienced < design.today, lives.experienced, np.inf)
    is_mature = lives.signed + design.horizon <= design.today
    is_alive = left >= lives.signed + design.landmark
    taken = is_mature & is_alive
    return Comparison(
        experience=design.experience,
        wish=design.wish,
        outcome=(left[taken] >= lives.signed[taken] + design.horizon).astype(np.float64),
        exposed=experienced[taken] < lives.signed[taken] + design.landmark,
        factors=tuple(Factor(one.factor.name, one.factor.values[taken]) for one in lives.factors),
        controls=tuple(ControlOutcome(one.name, one.values[taken]) for one in lives.controls),
        matters=design.matters,
        landmark=design.landmark,
        horizon=design.horizon,
        early_quits=int((is_mature & ~is_alive).sum()),
        immature=int((~is_mature).sum()),
        as_of=design.as_of,
    )


def _refuse_impossible(lives: Lives, design: Design) -> None:
    if not 0 < design.landmark < design.horizon:
        raise InputError(
            "landmark",
            f"day {design.landmark} with an outcome at day {design.horizon}",
            "a landmark after day 0 and before the outcome",
            "Groups are formed first, and what happens then is counted",
        )
    names, counts = np.unique(lives.customers, return_counts=True)
    if (counts > 1).any():
        raise InputError(
            f"customer {names[counts.argmax()]}", f"it is in {counts.max()} times", "each customer once"
        )
    for one in lives.factors:
        if one.known_on is not None and (one.known_on > lives.signed).any():
            late = int((one.known_on > lives.signed).sum())
            raise InputError(
                one.factor.name,
                f"of {late:,} customers it was known only after signing, when the experience could happen",
                "what was known at signing",
                "Leave it out: it may be what the experience brought about",
            )
