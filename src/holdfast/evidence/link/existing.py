"""Existing customers on days of the calendar: who pays then, what they had before it, and who stays after it.

A key result may count customers who have been there for years: reviews held with them, scores they gave. Time
zero is then no signing but a day of the calendar, the landmark. What happened in a window before it makes the
groups, what was known when that window began makes them alike, and what comes after it is the outcome. A
customer may be looked at on several landmarks: that is one witness, not several.

Who left, or gave notice, before the landmark is in neither group: they had no time for the experience, or had
it because they were leaving. What came up within the window (an issue raised in the call) is not adjusted
for: the experience may have brought it about.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.link.comparison import MATTERS, Comparison, ControlOutcome, Factor, rows_of
from holdfast.evidence.link.gates import RARELY
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.evidence.link.landmark import KnownFactor

    Reals = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Bools = NDArray[np.bool_]


PARTS_OF_LEAVERS = 8
LEAST_OF_A_KIND = 100
"""Rows of a kind from which on it can be said that hardly anybody of it had an experience."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Customers on landmarks, one row for each; all arrays of one length, days counted from any one day.

    Attributes:
        accounts: Number of the customer.
        began: Day on which the window of the experience begins: what was known before it may be adjusted for.
        landmark: Day on which groups are formed, after `began`.
        experienced: Day of the experience; NaN where there was none.
        paid_since: Day since which the customer has paid without a break at `began`; NaN where it did not.
        left: Day on which that ended, or notice of it was given; NaN where neither has happened.
        factors: What was known when the window began.
        controls: Outcomes that the experience cannot have changed.
    """

    accounts: Integers
    began: Integers
    landmark: Integers
    experienced: Reals
    paid_since: Reals
    left: Reals
    factors: Sequence[KnownFactor] = ()
    controls: Sequence[ControlOutcome] = ()


@dataclass(frozen=True, slots=True)
class After:
    """How looks are compared.

    Attributes:
        experience: What some had, after "customers who" (``had a review call``).
        wish: What the objective wants, after those (``stayed the next 90 days``).
        days: Days after the landmark up to which the outcome counts, at least 1.
        today: Day up to which the data are complete, exclusive, counted as the days of `Looks`.
        as_of: The same as a date, for the record.
        matters: The smallest difference that would matter, a share; None takes two points, or an eighth of
            those who leave where that is less: of few leavers a few points are all.
        remarks: What a reader must know of how groups were formed.
    """

    experience: str
    wish: str
    days: int
    today: int
    as_of: date | None = None
    matters: float | None = None
    remarks: tuple[str, ...] = ()


def on_landmarks(looks: Looks, after: After) -> Comparison:
    """The looks that may be compared, and how many may not.

    An experience counts from the day the window begins up to, not including, the landmark: what comes later
    only those can have who stay.

    Raises:
        InputError: An outcome of no days, a landmark not after its window's beginning, a customer twice on
            one landmark, or a factor that was known only after the experience could happen.
    """
    _refuse_impossible(looks, after)
    left = np.where(looks.left < after.today, looks.left, np.inf)
    # A comparison with NaN is false: who did not pay then is in neither group.
    paid = (looks.paid_since <= looks.began) & (left > looks.began)
    is_mature = looks.landmark + after.days <= after.today
    is_alive = left >= looks.landmark
    taken = paid & is_mature & is_alive
    _, accounts = np.unique(looks.accounts[taken], return_inverse=True)
    had = (looks.experienced >= looks.began) & (looks.experienced < np.minimum(looks.landmark, after.today))
    stayed = (left[taken] >= looks.landmark[taken] + after.days).astype(np.float64)
    found = Comparison(
        experience=after.experience,
        wish=after.wish,
        outcome=stayed,
        exposed=had[taken],
        factors=tuple(Factor(one.factor.name, one.factor.values[taken]) for one in looks.factors),
        controls=tuple(ControlOutcome(one.name, one.values[taken]) for one in looks.controls),
        accounts=np.asarray(accounts, dtype=np.int64),
        matters=_matters(stayed, after),
        horizon=after.days,
        early_quits=_customers(looks, paid & is_mature & ~is_alive),
        immature=_customers(looks, paid & ~is_mature),
        as_of=after.as_of,
        remarks=after.remarks,
    )
    return _of_both_kinds(found)


def _matters(stayed: Reals, after: After) -> float:
    if after.matters is not None:
        return after.matters
    leave = 1 - float(stayed.mean()) if len(stayed) else 0.0
    return min(MATTERS, leave / PARTS_OF_LEAVERS) or MATTERS


def _of_both_kinds(found: Comparison) -> Comparison:
    """Without the kinds of customers of whom hardly anybody, or nearly everybody, had the experience.

    Calls that begin after two months leave new customers without any. The three who had one all the same
    would stand for hundreds, each with a weight as large.
    """
    kept, left_out = np.ones(len(found.outcome), dtype=np.bool_), []
    for factor in found.factors:
        if factor.values.dtype.kind == "f":
            continue
        for kind in _one_sided(factor.values, found.exposed):
            left_out.append(f"{factor.name} {kind}")
            kept &= factor.values != kind
    if not left_out:
        return found
    said = f"Left out, as hardly anybody or nearly everybody of them had it: {', '.join(left_out)}."
    return replace(rows_of(found, kept), remarks=(*found.remarks, said))


def _one_sided(values: NDArray[np.generic], exposed: Bools) -> list[str]:
    kinds, codes, counts = np.unique(values, return_inverse=True, return_counts=True)
    shares = np.bincount(codes, weights=exposed, minlength=len(kinds)) / np.maximum(counts, 1)
    # Of a kind of few, none is no news.
    is_one_sided = (counts >= LEAST_OF_A_KIND) & ((shares < RARELY) | (shares > 1 - RARELY))
    return [str(kind) for kind in kinds[is_one_sided]] if not is_one_sided.all() else []


def _customers(looks: Looks, which: Bools) -> int:
    return len(np.unique(looks.accounts[which]))


def _refuse_impossible(looks: Looks, after: After) -> None:
    if after.days < 1:
        raise InputError("outcome", f"{after.days} days after the landmark", "at least 1 day")
    if (looks.landmark <= looks.began).any():
        raise InputError(
            "landmark",
            "it is not after the day on which the experience begins to count",
            "a window for the experience, and the landmark at its end",
            "Groups are formed first, and what happens then is counted",
        )
    _refuse_twice(looks)
    for one in looks.factors:
        if one.known_on is not None and (one.known_on > looks.began).any():
            late = int((one.known_on > looks.began).sum())
            raise InputError(
                one.factor.name,
                f"in {late:,} cases it was known only when the experience could have happened",
                "what was known on the day on which the experience begins to count",
                "Leave it out: it may be what the experience brought about",
            )


def _refuse_twice(looks: Looks) -> None:
    order = np.lexsort((looks.landmark, looks.accounts))
    accounts, landmarks = looks.accounts[order], looks.landmark[order]
    twice = (accounts[1:] == accounts[:-1]) & (landmarks[1:] == landmarks[:-1])
    if twice.any():
        raise InputError(
            "customers", f"{int(twice.sum()):,} are in twice on one landmark", "each customer once on each"
        )
