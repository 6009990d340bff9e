"""Lists in the order of what contact changes: false claims, ranges, and whom the order keeps."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.evidence.holdout.contact import Contacted, contact_effect
from holdfast.reasons.risk.scoring import kept_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

_SCORE_NOISE = 0.4
"""Of the log odds: a score knows a chance about as well as one with an AUC of 0.8 does."""
_LISTED = 0.1
_RANGE = Goal(0.93, 0.97)


def _nothing(chance: Reals) -> Reals:
    return np.zeros(len(chance))


def _middle(chance: Reals) -> Reals:
    """Sure leavers cannot be kept, and those who stay need no keeping."""
    return np.where((chance > 0.12) & (chance < 0.35), 0.5 * chance, 0.0)


def _harm(chance: Reals) -> Reals:
    return -0.4 * chance


def _world(change: Callable[[Reals], Reals], count: int, seed: int) -> tuple[Contacted, Reals]:
    """A holdout of half of the customers, and by how much contact lowers each one's chance."""
    generator = np.random.default_rng([seed, count])
    odds = generator.normal(-2.3, 1.2, count)
    chance, scored = (
        1 / (1 + np.exp(-one)) for one in (odds, odds + generator.normal(0, _SCORE_NOISE, count))
    )
    treated = generator.permutation(count) < count // 2
    kept = change(chance)
    left = generator.random(count) < np.clip(chance - kept * treated, 0, 1)
    return Contacted("calls", "a check-in call", scored, treated, (~left).astype(np.float64)), kept


def _one(
    change: Callable[[Reals], Reals], count: int, seed: int
) -> tuple[str, list[bool], list[bool], float]:
    holdout, kept = _world(change, count, seed)
    found = contact_effect([holdout], days=90)
    whole = (
        [found.low <= kept.mean() <= found.high] if found.low is not None and found.high is not None else []
    )
    inside = [(holdout.chance >= one.above) & (holdout.chance < one.below) for one in found.bands]
    bands = [
        bool(one.low <= kept[rows].mean() <= one.high) for one, rows in zip(found.bands, inside, strict=True)
    ]
    return (
        found.verdict,
        [bool(one) for one in whole],
        bands,
        _gain(holdout, kept, kept_by(found, holdout.chance)),
    )


def _gain(holdout: Contacted, kept: Reals, told: Reals) -> float:
    """What contacting the first tenth of the list keeps, less what the likeliest tenth to leave would."""
    first = round(_LISTED * len(kept))
    by_contact, by_chance = (np.argsort(-one, kind="stable")[:first] for one in (told, holdout.chance))
    return float(kept[by_contact].sum() - kept[by_chance].sum())


_WORLDS: tuple[tuple[str, Callable[[Reals], Reals], int, str, Goal], ...] = (
    ("does nothing, 300 customers: a claim", _nothing, 300, "", Goal(0, 0.05)),
    ("does nothing, 1,000 customers: a claim", _nothing, 1_000, "", Goal(0, 0.05)),
    ("does nothing, 4,000 customers: a claim", _nothing, 4_000, "", Goal(0, 0.05)),
    ("keeps the middle, 4,000 customers: told so", _middle, 4_000, "helps some", Goal(0.3, 1)),
    ("keeps the middle, 16,000 customers: told so", _middle, 16_000, "helps some", Goal(0.9, 1)),
    ("does harm, 1,000 customers: do not contact", _harm, 1_000, "does harm", Goal(0.5, 1)),
    ("does harm, 4,000 customers: do not contact", _harm, 4_000, "does harm", Goal(0.95, 1)),
)
_ORDERED = "of those told so: the first tenth of the list against the likeliest tenth to leave"


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Claims, ranges, and what the order is worth."""
    whole: list[bool] = []
    bands: list[bool] = []
    for name, change, count, verdict, goal in _WORLDS:
        runs = repeated(
            f"contact-{change.__name__}-{count}", times, partial(_one, change, count), state=state
        )
        told = Counter(run[0] for run in runs)
        hits = told[verdict] if verdict else times - told["cannot be told"]
        yield Line(f"contact {name}", goal, hits, times, note=_note(told))
        whole += [one for run in runs for one in run[1]]
        bands += [one for run in runs for one in run[2]]
        if verdict == "helps some":
            gains = [run[3] > 0 for run in runs if run[0] == verdict]
            what = f"contact keeps the middle, {count:,} customers: the order keeps more"
            yield Line(what, Goal(0.9, 1), sum(gains), len(gains), note=_ORDERED)
    yield Line("range of what contact changes holds the truth", _RANGE, sum(whole), len(whole))
    yield Line("the same within bands of the chance", _RANGE, sum(bands), len(bands))


def _note(told: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(told.items()))
