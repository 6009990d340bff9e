"""What is compared: customers with and without an experience, their outcome, and what was known before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.int64]
    Texts = NDArray[np.str_]

DISGUISED = 0.95
"""A factor that sorts outcomes this well (area under the curve) is the outcome under another name."""

MATTERS = 0.02
"""The smallest difference of a share that would matter, unless somebody says another."""

MOST_LEVELS = 30
RARE = 20
"""Values that fewer customers have are put together, so that none stands for single customers."""

REST = "(others)"


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing known of every customer before the experience could happen.

    Attributes:
        name: As people call it (``size``).
        values: Texts of a few kinds, or numbers; NaN and the empty text are not known.
    """

    name: str
    values: Texts | Reals


@dataclass(frozen=True, slots=True)
class ControlOutcome:
    """An outcome that the experience cannot have changed (whether the first invoice failed).

    Attributes:
        name: As people call it.
        values: One for each customer; NaN where it is not known: who was no customer yet had no use.
    """

    name: str
    values: Reals


def commonest(factor: Factor) -> ControlOutcome:
    """A check of a factor that is not adjusted for: whether a customer has its commonest value."""
    kinds, counts = np.unique(factor.values, return_counts=True)
    most = str(kinds[counts.argmax()])
    return ControlOutcome(f"{factor.name} is {most}", (factor.values == most).astype(np.float64))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Customers of whom the outcome is known; all arrays of one length.

    Attributes:
        experience: What some had, after "customers who" (``were onboarded within 10 days``).
        wish: What the objective wants, after those (``stayed 90 days``).
        outcome: 1 where it happened, or any number.
        exposed: Who had the experience.
        factors: Known before it could happen.
        controls: Checks that should show nothing.
        accounts: Number of the account of each row, where several belong to one; else None.
        is_randomised: The lot decided who has the experience.
        matters: The smallest difference that would matter, in the unit of the outcome; a share is 0..1.
        landmark: Day of a customer's life on which the groups are formed, or None.
        horizon: Day up to which the outcome counts, or None.
        early_quits: Customers who left before the landmark: they are in neither group.
        immature: Customers whose outcome is not known yet: they are left out.
        as_of: Local date up to which data were used, exclusive.
        mature_until: Local date from which on customers are too young.
        remarks: What a reader must know besides, in sentences.
    """

    experience: str
    wish: str
    outcome: Reals
    exposed: Bools
    factors: tuple[Factor, ...]
    controls: tuple[ControlOutcome, ...] = ()
    accounts: Integers | None = None
    is_randomised: bool = False
    matters: float = MATTERS
    landmark: int | None = None
    horizon: int | None = None
    early_quits: int = 0
    immature: int = 0
    as_of: date | None = None
    mature_until: date | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_yes_or_no(self) -> bool:
        """All outcomes are 0 or 1."""
        return bool(((self.outcome == 0) | (self.outcome == 1)).all())

    def customers(self, which: Bools) -> int:
        """How many accounts some of the rows belong to; without accounts each row is one."""
        if self.accounts is None:
            return int(which.sum())
        return len(np.unique(self.accounts[which]))


@dataclass(frozen=True, slots=True)
class Encoded:
    """Factors as columns of about unit spread, after a first one that is all 1.

    Attributes:
        columns: Rows by columns.
        places: For each factor its name and the numbers of its columns, products with others among them.
    """

    columns: Reals
    places: tuple[tuple[str, tuple[int, ...]], ...]

    def others(self, names: Sequence[str]) -> list[int]:
        """The numbers of all columns but those of some factors."""
        left_out = {column for name, own in self.places if name in names for column in own}
        return [one for one in range(self.columns.shape[1]) if one not in left_out]

    def with_products(self, pairs: Sequence[tuple[int, int]]) -> Encoded:
        """The same with products of two columns each; a product goes where either of its factors goes."""
        if not pairs:
            return self
        made = np.column_stack([self.columns[:, left] * self.columns[:, right] for left, right in pairs])
        at = self.columns.shape[1]
        places = tuple(
            (name, (*own, *(at + place for place, pair in enumerate(pairs) if set(pair) & set(own))))
            for name, own in self.places
        )
        return Encoded(np.concatenate([self.columns, made], axis=1), places)


def rows_of(comparison: Comparison, which: Bools) -> Comparison:
    """Some of its rows; accounts are numbered anew."""
    accounts = comparison.accounts
    if accounts is not None:
        accounts = np.asarray(np.unique(accounts[which], return_inverse=True)[1], dtype=np.int64)
    return replace(
        comparison,
        outcome=comparison.outcome[which],
        exposed=comparison.exposed[which],
        factors=tuple(_some(one, which) for one in comparison.factors),
        controls=tuple(ControlOutcome(one.name, one.values[which]) for one in comparison.controls),
        accounts=accounts,
    )


def _some(factor: Factor, which: Bools) -> Factor:
    return replace(factor, values=factor.values[which])


def encoded(factors: tuple[Factor, ...], count: int) -> Encoded:
    """Texts become a column for each value but the commonest, numbers one column, and one for "not known"."""
    columns, places = [np.ones((count, 1))], []
    at = 1
    for factor in factors:
        made = _columns(factor)
        if made.shape[1]:
            columns.append(made)
            places.append((factor.name, tuple(range(at, at + made.shape[1]))))
            at += made.shape[1]
    return Encoded(np.concatenate(columns, axis=1), tuple(places))


def refuse_unusable(comparison: Comparison) -> None:
    """Refuses numbers that are none, factors of another length, and the outcome in disguise.

    Raises:
        InputError: One of these, with the factor's name.
    """
    if not np.isfinite(comparison.outcome).all():
        raise InputError("outcome", "a value is infinite or missing", "a number for each customer")
    count = len(comparison.outcome)
    named = [("exposed", comparison.exposed), *((one.name, one.values) for one in comparison.factors)]
    for name, values in named:
        if len(values) != count:
            raise InputError(name, f"{len(values)} values for {count} customers", "one for each")
    for factor in comparison.factors:
        if factor.values.dtype.kind == "f" and np.isinf(factor.values).any():
            raise InputError(factor.name, "a value is infinite", "numbers, or nothing where it is not known")
        if count and comparison.is_yes_or_no and sorts_outcomes(factor, comparison.outcome) > DISGUISED:
            raise InputError(
                factor.name,
                "it tells nearly without fail who has the outcome",
                "what was known before the experience could happen",
                "Leave it out: it is the outcome under another name, or was written down after it",
            )


def sorts_outcomes(factor: Factor, outcome: Reals) -> float:
    """How well a factor alone sorts yes from no: area under the curve, 0.5 to 1."""
    if outcome.min() == outcome.max():
        return 0.5
    scores = _scores(factor, outcome)
    ranks = _ranks(scores)
    hits = int(outcome.sum())
    area = (ranks[outcome == 1].sum() - hits * (hits + 1) / 2) / (hits * (len(outcome) - hits))
    return float(max(area, 1 - area))


def _scores(factor: Factor, outcome: Reals) -> Reals:
    if factor.values.dtype.kind == "f":
        known = np.isfinite(factor.values)
        return np.where(known, factor.values, factor.values[known].mean() if known.any() else 0.0)
    _, codes = np.unique(_pooled(factor.values), return_inverse=True)
    rates = np.bincount(codes, weights=outcome) / np.bincount(codes)
    return np.asarray(rates[codes], dtype=np.float64)


def _ranks(scores: Reals) -> Reals:
    """Ranks from 1, equal scores sharing the middle of theirs."""
    _, codes, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[codes], dtype=np.float64)


def _columns(factor: Factor) -> Reals:
    if factor.values.dtype.kind == "f":
        return _number_columns(factor.values.astype(np.float64))
    kinds, codes, counts = np.unique(_pooled(factor.values), return_inverse=True, return_counts=True)
    kept = [place for place in range(len(kinds)) if place != int(counts.argmax())]
    return np.asarray(codes[:, None] == np.array(kept, dtype=np.int64)[None, :], dtype=np.float64)


def _number_columns(values: Reals) -> Reals:
    unknown = ~np.isfinite(values)
    known = values[~unknown]
    mean, spread = (known.mean(), known.std()) if len(known) else (0.0, 0.0)
    columns = []
    if spread > 0:
        columns.append(np.where(unknown, 0.0, (values - mean) / spread))
    if unknown.any() and not unknown.all():
        columns.append(unknown.astype(np.float64))
    return np.column_stack(columns) if columns else np.empty((len(values), 0))


def _pooled(values: NDArray[np.generic]) -> Texts:
    """The texts, rare ones put together; at most thirty kinds."""
    texts = values.astype(np.str_)
    kinds, codes, counts = np.unique(texts, return_inverse=True, return_counts=True)
    if len(kinds) <= MOST_LEVELS and counts.min() >= RARE:
        return texts
    common = np.argsort(-counts, kind="stable")[:MOST_LEVELS]
    names = np.where(counts >= RARE, kinds, REST)
    rare = np.ones(len(kinds), dtype=bool)
    rare[common] = False
    names[rare] = REST
    return np.asarray(names[codes], dtype=np.str_)
