"""A change of a share in two exact parts: rates that moved, and a mix of segments that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

DRAWS = 2000
RANGE = 0.90


@dataclass(frozen=True, slots=True)
class Counted:
    """One period's counts by segment; two periods have the same segments in the same order.

    Attributes:
        hits: (segments,), or (draws, segments).
        entities: Likewise; 0 where a segment is empty.
    """

    hits: Reals
    entities: Reals

    @property
    def share(self) -> Reals:
        """Of everybody: 0-dimensional, or (draws,)."""
        share: Reals = self.hits.sum(axis=-1) / self.entities.sum(axis=-1)
        return share

    def drawn(self, draws: int, generator: np.random.Generator) -> Counted:
        """As many customers drawn anew from these, so often."""
        cells = np.concatenate([self.hits, self.entities - self.hits])
        total = int(cells.sum())
        counts = generator.multinomial(total, cells / total, size=draws).astype(float)
        hits, others = np.split(counts, 2, axis=1)
        return Counted(hits, hits + others)


@dataclass(frozen=True, slots=True)
class MixShift:
    """Where a change comes from; shares.

    Attributes:
        rates: What segments did: they add up with ``mix`` to the change, but for rounding of 1e-15.
        mix: What their sizes did.
        rates_range: 90 of 100 of the rates' part, were the customers drawn anew.
        mix_range: The same of the mix.
        is_reversed: Every segment moved against the whole (Simpson's paradox).
    """

    rates: float
    mix: float
    rates_range: tuple[float, float]
    mix_range: tuple[float, float]
    is_reversed: bool

    @property
    def change(self) -> float:
        """Of everybody's share."""
        return self.rates + self.mix


def mix_shift(before: Counted, after: Counted, *, generator: np.random.Generator) -> MixShift:
    """The change from one period to another, taken apart.

    A segment that is empty on one side has no rate there: what it brings or takes is the mix.

    Args:
        before: At least one customer.
        after: At least one customer.
        generator: Of the draws for the ranges.

    Source:
        Kitagawa 1955, Journal of the American Statistical Association 50: differences of rates weighted by
            the
        mean mix, differences of the mix by the mean rates.
    """
    rates, mix = (float(part) for part in _parts(before, after))
    again = _parts(before.drawn(DRAWS, generator), after.drawn(DRAWS, generator))
    tails = ((1 - RANGE) / 2, (1 + RANGE) / 2)
    rates_range, mix_range = (tuple(np.quantile(part, tails).tolist()) for part in again)
    on_both = (before.entities > 0) & (after.entities > 0)
    moved = after.hits[on_both] / after.entities[on_both] - before.hits[on_both] / before.entities[on_both]
    change = rates + mix
    is_reversed = len(moved) > 1 and bool(np.all(moved * change < 0))
    return MixShift(rates, mix, rates_range, mix_range, is_reversed=is_reversed)


def _parts(before: Counted, after: Counted) -> tuple[Reals, Reals]:
    old, new = _rates(before, after), _rates(after, before)
    was = before.entities / before.entities.sum(axis=-1, keepdims=True)
    became = after.entities / after.entities.sum(axis=-1, keepdims=True)
    rates = ((was + became) / 2 * (new - old)).sum(axis=-1)
    # Less the mean of both periods: it changes no sum, and tells what each segment's growth does.
    middle = ((before.share + after.share) / 2)[..., None]
    mix = (((old + new) / 2 - middle) * (became - was)).sum(axis=-1)
    return rates, mix


def _rates(here: Counted, there: Counted) -> Reals:
    """Each segment's share, that of the other period where it is empty, 0 where it is empty in both."""
    own = np.divide(here.hits, here.entities, out=np.zeros_like(here.hits), where=here.entities > 0)
    other = np.divide(there.hits, there.entities, out=np.zeros_like(there.hits), where=there.entities > 0)
    return np.where(here.entities > 0, own, other)
