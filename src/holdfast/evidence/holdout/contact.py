"""What contact changes for whom: holdouts read within bands of the chance of leaving.

The chance is that of the day on which the lot was drawn, by a model of what was known by then: bands that are
made of later outcomes would find differences where there are none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.holdout.contact_wording import contact_sentence
from holdfast.evidence.holdout.settling import LEAST_OF_AN_ARM, LEAST_OF_AN_OUTCOME
from holdfast.records.contact import ContactBand, ContactEffect
from holdfast.stats.holm import holm
from holdfast.stats.normal import two_sided_z
from holdfast.stats.power import ArmsDesign, needed_units
from holdfast.stats.two_arms import Arms, difference_of_arms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.records.contact import ContactVerdict

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]

BANDS = ("low", "middle", "high")
LEVEL = 0.95
LEAST_CHANCES = 6
"""Different chances with which bands can be made."""


@dataclass(frozen=True, slots=True)
class Contacted:
    """One holdout of contact whose outcomes are known; arrays of one length.

    Attributes:
        name: Id of its plan, or the play.
        title: What the contacted got, in words.
        chance: Of leaving, as it would have been told on the day of the lot, 0..1; all alike where no model
            of that day is.
        treated: In the contacted arm, whatever became of it.
        stayed: 1 or 0.
        matters: Smallest difference that would matter, a share.
    """

    name: str
    title: str
    chance: Reals
    treated: Bools
    stayed: Reals
    matters: float = 0.02


@dataclass(frozen=True, slots=True)
class _Share:
    """More that stayed of the contacted: per customer, its error, and the mean chance of leaving there."""

    points: float
    error: float
    chance: float

    @property
    def kept(self) -> float:
        return self.points / self.chance

    @property
    def kept_error(self) -> float:
        return self.error / self.chance


def contact_effect(holdouts: Sequence[Contacted], *, days: int) -> ContactEffect:
    """Whether contact keeps customers, and whether it keeps more of some than of others.

    Two questions are asked at once: whether it changes anything over all, and whether what it keeps of each
    customer expected to leave differs between three bands that hold as many expected leavers each. Holm's
    order keeps the chance of claiming either wrongly at 5 in 100. Effects of bands are drawn towards the
    common one by how much they differ beyond noise; several holdouts are put together by their weight, with
    what they differ beyond noise in the range.

    Args:
        holdouts: At least one, with both arms filled, of the same number of days.
        days: After the lot, up to which staying counts.

    Source:
        Empirical Bayes: Efron & Morris 1975, JASA 70; differences beyond noise: DerSimonian & Laird 1986,
        Controlled Clinical Trials 7; several questions: Holm 1979; bands of a score that the outcomes did not
        make: Abadie, Chingos & West 2018, Review of Economics and Statistics 100.
    """
    counted = _counted(holdouts, days)
    if _is_small(holdouts):
        return _told(counted, holdouts, "cannot be told")
    whole, bands = _pooled([_share(one) for one in holdouts]), _banded(holdouts)
    asked = [_by_luck(whole), *([_bands_by_luck(bands)] if bands else [])]
    told = (*holm(asked, level=1 - LEVEL), False)
    half = two_sided_z(LEVEL) * whole.error
    found = replace(
        counted,
        points=whole.points,
        low=whole.points - half,
        high=whole.points + half,
        kept=whole.kept,
        more_needed=_more_needed(holdouts, whole),
        differs=told[1],
        bands=_told_bands(holdouts, bands) if bands else (),
    )
    return _told(found, holdouts, _verdict(found, changes=told[0]))


def _told(found: ContactEffect, holdouts: Sequence[Contacted], verdict: ContactVerdict) -> ContactEffect:
    found = replace(found, verdict=verdict)
    titles = [one.title for one in holdouts]
    return replace(found, sentence=contact_sentence(found, titles, matters=min(h.matters for h in holdouts)))


def _counted(holdouts: Sequence[Contacted], days: int) -> ContactEffect:
    treated = np.concatenate([one.treated for one in holdouts])
    stayed = np.concatenate([one.stayed for one in holdouts])
    return ContactEffect(
        verdict="cannot be told",
        sentence="",
        holdouts=tuple(one.name for one in holdouts),
        days=days,
        contacted=int(treated.sum()),
        left_alone=int((~treated).sum()),
        stayed_contacted=float(stayed[treated].mean()) if treated.any() else None,
        stayed_alone=float(stayed[~treated].mean()) if (~treated).any() else None,
        more_needed=None,
    )


def _is_small(holdouts: Sequence[Contacted]) -> bool:
    arms = [sum(int((one.treated == which).sum()) for one in holdouts) for which in (True, False)]
    stayed = np.concatenate([one.stayed for one in holdouts])
    rarer = min(stayed.sum(), len(stayed) - stayed.sum())
    return min(arms) < LEAST_OF_AN_ARM or rarer < LEAST_OF_AN_OUTCOME


def _share(one: Contacted) -> _Share:
    differs = float(one.chance.std()) > 0
    found = difference_of_arms(Arms(one.stayed, one.treated, one.chance[:, None] if differs else None))
    return _Share(found.estimate, found.error, float(one.chance.mean()))


def _pooled(shares: Sequence[_Share]) -> _Share:
    """Several put together by their weight, with what they differ beyond noise in the error."""
    found, weights = _weighed(shares)
    weights = 1 / (1 / weights + _beyond_noise(found, weights))
    chance = float(np.average([one.chance for one in shares], weights=weights))
    kept, error = float(np.average(found, weights=weights)), float(1 / sqrt(weights.sum()))
    return _Share(kept * chance, error * chance, chance)


def _weighed(shares: Sequence[_Share]) -> tuple[Reals, Reals]:
    """What each keeps, and its weight by its error."""
    return np.array([one.kept for one in shares]), np.array([1 / one.kept_error**2 for one in shares])


def _beyond_noise(found: Reals, weights: Reals) -> float:
    """Variance of what differs, less what noise makes; none of one."""
    if len(found) == 1:
        return 0.0
    scatter = float((weights * (found - np.average(found, weights=weights)) ** 2).sum())
    scale = float(weights.sum() - (weights**2).sum() / weights.sum())
    return max(0.0, (scatter - (len(found) - 1)) / scale)


def _cut(holdouts: Sequence[Contacted]) -> list[tuple[str, float, float, int, int]]:
    """Name, ends and customers of each band: each holds as many expected leavers as another."""
    chances = np.concatenate([one.chance for one in holdouts])
    treated = np.concatenate([one.treated for one in holdouts])
    ends = _ends(chances)
    inside = [(chances >= low) & (chances < high) for low, high in ends]
    return [
        (name, low, high, int((rows & treated).sum()), int((rows & ~treated).sum()))
        for name, (low, high), rows in zip(BANDS, ends, inside, strict=True)
    ]


def _ends(chances: Reals) -> list[tuple[float, float]]:
    ordered = np.sort(chances)
    leavers = np.cumsum(ordered)
    count = len(BANDS)
    marks = np.searchsorted(leavers, leavers[-1] * np.arange(1, count) / count)
    inner = [float(ordered[place]) for place in marks]
    return list(zip([0.0, *inner], [*inner, 1.0 + 1e-9], strict=True))


def _banded(holdouts: Sequence[Contacted]) -> list[_Share]:
    """What contact keeps in each band; nothing where one of them is too small to be read."""
    chances = np.concatenate([one.chance for one in holdouts])
    if len(np.unique(chances)) < LEAST_CHANCES:
        return []
    found = []
    for low, high in _ends(chances):
        parts = [part for one in holdouts if (part := _inside(one, low, high)) is not None]
        if not parts or _is_small(parts):
            return []
        found.append(_pooled([_share(one) for one in parts]))
    return found


def _inside(one: Contacted, low: float, high: float) -> Contacted | None:
    rows = (one.chance >= low) & (one.chance < high)
    if min(int((one.treated[rows] == which).sum()) for which in (True, False)) < 2:  # noqa: PLR2004 - a spread
        return None
    return replace(one, chance=one.chance[rows], treated=one.treated[rows], stayed=one.stayed[rows])


def _by_luck(whole: _Share) -> float:
    """Chance of a difference as far from nothing by luck alone."""
    return 2 * (1 - NormalDist().cdf(abs(whole.points) / whole.error))


def _bands_by_luck(bands: Sequence[_Share]) -> float:
    """The same of bands that differ: of three, chi-square with two degrees of freedom."""
    found, weights = _weighed(bands)
    return exp(-float((weights * (found - np.average(found, weights=weights)) ** 2).sum()) / 2)


def _shrunk(bands: Sequence[_Share]) -> Reals:
    """What is kept in each, drawn towards the common one the more the less they differ beyond noise."""
    found, weights = _weighed(bands)
    spread = _beyond_noise(found, weights)
    common = np.average(found, weights=1 / (1 / weights + spread))
    own = spread / (spread + 1 / weights)
    drawn: Reals = own * found + (1 - own) * common
    return drawn


def _told_bands(holdouts: Sequence[Contacted], bands: Sequence[_Share]) -> tuple[ContactBand, ...]:
    """Ranges are those of the bands as they are: drawn together they would be too narrow."""
    cut, kept = _cut(holdouts), _shrunk(bands)
    return tuple(_band(*one) for one in zip(cut, bands, kept.tolist(), strict=True))


def _band(cut: tuple[str, float, float, int, int], share: _Share, kept: float) -> ContactBand:
    name, above, below, contacted, alone = cut
    half = two_sided_z(LEVEL) * share.error
    low, high = share.points - half, share.points + half
    return ContactBand(name, above, below, contacted, alone, kept * share.chance, low, high, kept)


def _verdict(found: ContactEffect, *, changes: bool) -> ContactVerdict:
    if found.differs and any(one.low > 0 for one in found.bands):
        return "helps some"
    if found.differs and any(one.high < 0 for one in found.bands):
        return "does harm"
    if not changes:
        return "cannot be told"
    return "helps" if (found.points or 0.0) > 0 else "does harm"


def _more_needed(holdouts: Sequence[Contacted], whole: _Share) -> int:
    """Further customers, split as these, by how far the differences of these spread."""
    treated = np.concatenate([one.treated for one in holdouts])
    held = float((~treated).mean())
    # The variance of one customer that makes the error that there is.
    variance = whole.error**2 * len(treated) * held * (1 - held)
    needed = needed_units(ArmsDesign(variance, held), min(one.matters for one in holdouts))
    return max(0, sum(needed) - len(treated)) if needed else 0
