"""All candidate drivers of a panel: differences like for like, weights with ranges, ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.drivers.candidates import UNKNOWN, Candidate, Compared, compare, verdicts
from holdfast.reasons.drivers.driver import drivers
from holdfast.reasons.risk.encoding import encoding_of
from holdfast.reasons.risk.frame import frame_of
from holdfast.records.drivers import DriverFound
from holdfast.records.words import column_words
from holdfast.stats.relative_weights import weighed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.drivers.driver import Driver
    from holdfast.records.snapshot import Known, SnapshotPanel
    from holdfast.stats.relative_weights import Weighed

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.int64]

ADJUSTED = ("time as a customer", "contract")
"""Families that are adjusted for, beside every segment and the landmark: they come before any experience."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Customers at landmarks, who had not given notice.

    Attributes:
        left: 0 or 1 for each row.
        groups: Customer of each row, numbered from 0.
        known: What is adjusted for, the first column 1.
        candidates: Who had what.
        declared: The driver of each candidate.
        adjusted_for: In words.
    """

    left: Reals
    groups: Integers
    known: Reals
    candidates: tuple[Candidate, ...]
    declared: tuple[Driver, ...]
    adjusted_for: tuple[str, ...]


def driver_figures() -> tuple[Known, ...]:
    """What all drivers read."""
    return tuple(one for driver in drivers() for one in driver.known)


def missing(panel: SnapshotPanel) -> tuple[str, ...]:
    """Candidates whose tables are not there."""
    return tuple(one.name for one in drivers() if not all(name in panel.columns for name in one.needs))


def followed(panel: SnapshotPanel, *, without: Sequence[str] = ()) -> Followed:
    """The rows and candidates of a panel.

    Args:
        panel: Landmarks whose outcome is known; a customer that is at several is one group.
        without: Segments that are not adjusted for.
    """
    rows = panel.columns["gave_notice"] == 0
    frame = frame_of(panel, without=(*without, *_experiences(panel)))
    known = encoding_of(frame.take(rows)).regression(frame.take(rows))
    landmarks = panel.snapshot[rows]
    seasons = [(landmarks == number).astype(np.float64) for number in np.unique(landmarks)[1:]]
    _, groups = np.unique(panel.customer_id[rows].astype(str), return_inverse=True)
    declared = [one for one in drivers() if all(name in panel.columns for name in one.needs)]
    there = [(driver, _candidate(driver, panel, rows)) for driver in declared]
    kept = [(driver, found) for driver, found in there if found.had.any()]
    return Followed(
        left=panel.left[rows],
        groups=groups.astype(np.int64),
        known=np.column_stack([known, *seasons]) if seasons else known,
        candidates=tuple(found for _, found in kept),
        declared=tuple(driver for driver, _ in kept),
        adjusted_for=(
            *ADJUSTED,
            *(column_words(n) for n in panel.segments if n not in without),
            "the day of looking",
        ),
    )


def _experiences(panel: SnapshotPanel) -> tuple[str, ...]:
    """Families of the risk that are experiences themselves, or follow them."""
    names = dict.fromkeys(frame_of(panel).family.values())
    return tuple(name for name in names if name not in ADJUSTED and name not in panel.segments)


def _candidate(driver: Driver, panel: SnapshotPanel, rows: Bools) -> Candidate:
    applies = driver.applies(panel) if driver.applies else np.ones(panel.rows, dtype=np.bool_)
    for name in driver.needs:
        if name in {one.name for one in driver.known if one.figure in {"count", "open", "known"}}:
            applies &= np.isfinite(panel.columns[name])
    return Candidate(driver.name, (driver.had(panel) & applies)[rows], applies[rows])


def assess(of: Followed, *, seed: int = 0) -> tuple[tuple[DriverFound, ...], float]:
    """Every candidate with its difference and weight, and the share of the deviance they explain together.

    Differences are adjusted for all other experiences, and not for signs, which may follow from them.

    Args:
        of: See `Followed`.
        seed: Of splits and draws.
    """
    compared = [_compared(of, place, seed) for place in range(len(of.candidates))]
    told = verdicts(compared)
    weights = {kind: _weights(of, kind, seed) for kind in ("experience", "sign")}
    found = [_found(of, place, compared[place], told[place], weights) for place in range(len(of.candidates))]
    own = weights["experience"]
    explained = float(own.weighed.weights.sum()) if own else 0.0
    return tuple(sorted(found, key=_rank)), explained


def _compared(of: Followed, place: int, seed: int) -> Compared:
    others = [
        one.had.astype(np.float64)
        for number, one in enumerate(of.candidates)
        if number != place and of.declared[number].kind == "experience"
    ]
    known = np.column_stack([of.known, *others]) if others else of.known
    return compare(of.candidates[place], of.left, known, of.groups, seed=seed + place)


@dataclass(frozen=True, slots=True)
class _Kind:
    """The weights of the candidates of a kind, and their places among all."""

    places: tuple[int, ...]
    weighed: Weighed

    def shares(self, place: int) -> tuple[float, float, float] | None:
        """Weight of a candidate and the ends of its range, as shares of all of its kind."""
        total, own = float(self.weighed.weights.sum()), self.places.index(place)
        if not total:
            return None
        ends = (self.weighed.weights, self.weighed.low, self.weighed.high)
        weight, low, high = (float(one[own]) / total for one in ends)
        return weight, low, min(high, 1.0)

    def tied(self, place: int) -> tuple[int, ...]:
        """Places of the candidates whose weight cannot be told from this one's."""
        own = self.places.index(place)
        return tuple(p for n, p in enumerate(self.places) if n != own and self.weighed.tied[own, n])


def _weights(of: Followed, kind: str, seed: int) -> _Kind | None:
    """Signs are weighed by themselves: what follows from the decision would hide what came before it."""
    places = tuple(n for n, driver in enumerate(of.declared) if driver.kind == kind)
    if not places:
        return None
    columns = np.column_stack([of.candidates[place].had.astype(np.float64) for place in places])
    generator = np.random.default_rng(seed)
    found = weighed(columns, of.left, of.known, groups=of.groups, generator=generator)
    return _Kind(places, found)


def _found(
    of: Followed, place: int, compared: Compared, verdict: str, weights: Mapping[str, _Kind | None]
) -> DriverFound:
    driver, candidate = of.declared[place], of.candidates[place]
    with_it, without = candidate.had, candidate.applies & ~candidate.had
    own = weights[driver.kind]
    share = (own.shares(place) if own else None) or (None, None, None)
    return DriverFound(
        name=driver.name,
        tells=driver.tells,
        kind=driver.kind,
        customers=len(np.unique(of.groups[candidate.applies])),
        with_it=len(np.unique(of.groups[with_it])),
        left_with=float(of.left[with_it].mean()) if with_it.any() else None,
        left_without=float(of.left[without].mean()) if without.any() else None,
        difference=compared.difference,
        low=compared.low,
        high=compared.high,
        verdict=verdict,
        reason=compared.reason,
        weight=share[0],
        weight_low=share[1],
        weight_high=share[2],
        tied_with=tuple(of.candidates[other].name for other in own.tied(place)) if own else (),
        tested_by=driver.tested_by,
    )


def _rank(one: DriverFound) -> tuple[bool, bool, float]:
    """What goes with leaving first, experiences before signs, the heaviest first."""
    return (one.verdict == UNKNOWN, one.kind == "sign", -(one.weight or 0.0))
