"""The ledger of settled bets: whether chances came true, and silence while that cannot be told."""

from __future__ import annotations

from itertools import pairwise
from math import exp, lgamma, log, sqrt
from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 50
"""Below so many settled bets a grade is luck: a team twice too sure is found out in under half of cases."""

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
OFF = 1.96
"""Standard deviations from which chances are said to be off: one of twenty true ledgers lies so far."""

_CLOSEST = 0.005
"""No chance is taken as nearer to 0 or 1 than this where its logarithm counts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One settled bet.

    Attributes:
        name: What was bet on.
        chance: As told when it was frozen, 0..1.
        came: It came true.
        usual: Chance if things carried on, 0..1; None where that is what was told.
    """

    name: str
    chance: float
    came: bool
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """Bets told with about the same chance.

    Attributes:
        low: Least chance, a share.
        high: Largest.
        bets: How many.
        came: How many came true.
        range: 95 of 100 of the true rate, by these alone.
    """

    low: float
    high: float
    bets: int
    came: int
    range: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What can be said of settled bets.

    Attributes:
        bets: How many.
        bins: Those that hold any, from the least chance on.
        brier: Mean squared distance of chances from what came; None below 50 bets, as are the others.
        log_score: Mean of the negative logarithm of the chance given to what came.
        usual_brier: The same of the chances if things carried on, where these were told apart.
        unlikely: How many standard deviations the Brier score lies from that of true chances
            (Spiegelhalter's).
    """

    bets: int
    bins: tuple[Bin, ...]
    brier: float | None = None
    log_score: float | None = None
    usual_brier: float | None = None
    unlikely: float | None = None


def ledger_of(entries: Sequence[Entry]) -> Ledger:
    """What can be said of settled bets: counts always, grades from fifty on.

    Source:
        Brier 1950, Monthly Weather Review 78; Spiegelhalter 1986, Statistics in Medicine 5.
    """
    bins = tuple(one for pair in pairwise(EDGES) if (one := _bin(entries, *pair)).bets)
    if len(entries) < LEAST:
        return Ledger(len(entries), bins)
    pairs = [(one.chance, float(one.came)) for one in entries]
    usual = [(one.usual, float(one.came)) for one in entries if one.usual is not None]
    return Ledger(
        len(entries),
        bins,
        brier=_brier(pairs),
        log_score=-sum(log(_told(p) if y else 1 - _told(p)) for p, y in pairs) / len(pairs),
        usual_brier=_brier(usual) if len(usual) == len(entries) else None,
        unlikely=_spiegelhalter(pairs),
    )


def ledger_sentence(ledger: Ledger) -> str:
    """What was said and what came, in words; of few bets no more than that."""
    if not ledger.bets:
        return "No bet has been settled yet."
    told = "; ".join(
        f"said {100 * one.low:.0f} to {100 * one.high:.0f} in 100 on {one.bets}, reached {one.came}"
        for one in ledger.bins
    )
    if ledger.brier is None:
        return f"{ledger.bets} settled: {told}. From {LEAST} on it can be told whether the chances come true."
    verdict = (
        "too sure of themselves or not sure enough" if abs(ledger.unlikely or 0) > OFF else "true so far"
    )
    score = f"Brier score {ledger.brier:.3f} (0 is best, and always saying 50 in 100 has 0.25)"
    return f"{ledger.bets} settled: {told}. {score}; the chances are {verdict}."


def _bin(entries: Sequence[Entry], low: float, high: float) -> Bin:
    inside = [one for one in entries if low <= one.chance < high or one.chance == high == 1.0]
    came = sum(one.came for one in inside)
    return Bin(low, high, len(inside), came, _beta_range(came, len(inside)))


def _brier(pairs: Sequence[tuple[float, float]]) -> float:
    return sum((p - y) ** 2 for p, y in pairs) / len(pairs)


def _told(chance: float) -> float:
    return min(1 - _CLOSEST, max(_CLOSEST, chance))


def _spiegelhalter(pairs: Sequence[tuple[float, float]]) -> float:
    variance = sum((1 - 2 * p) ** 2 * p * (1 - p) for p, _ in pairs)
    off = sum((y - p) * (1 - 2 * p) for p, y in pairs)
    return off / sqrt(variance) if variance else 0.0


def _beta_range(came: int, bets: int) -> tuple[float, float]:
    """95 of 100 of a rate after so many of so many, every rate being as likely before (Beta)."""
    a, b = came + 1.0, bets - came + 1.0
    return _beta_quantile(0.025, a, b), _beta_quantile(0.975, a, b)


def _beta_quantile(share: float, a: float, b: float) -> float:
    """By adding up the density in 4,000 steps: exact to a thousandth, without a library."""
    steps = 4000
    scale = lgamma(a + b) - lgamma(a) - lgamma(b)
    total = 0.0
    for step in range(steps):
        x = (step + 0.5) / steps
        total += exp(scale + (a - 1) * log(x) + (b - 1) * log(1 - x)) / steps
        if total >= share:
            return x
    return 1.0
