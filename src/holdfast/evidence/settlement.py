"""Settlement: what became of a frozen bet, once every outcome can be known and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.evidence.challenge import challenge
from holdfast.records.words import day_text
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.evidence.frozen import FrozenBet, Wager
    from holdfast.records import Measurement

Verdict = Literal[
    "bet paid",
    "bet lost",
    "won without the bet",
    "not tested",
    "too early",
    "too small to tell",
    "cannot tell",
]

NOT_YET = frozenset({"too early", "cannot tell"})
"""Verdicts that may still become others: what is written down for good is none of them."""

MOVED_FROM = 0.95
"""Place in what was to be expected anyway from which the objective has moved: luck brings one of twenty."""

WITHIN = "what the key results can do lies within what happens anyway"
UNTIED = "nothing ties the key results to single customers, so that what they can do is not known"


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one figure.

    Attributes:
        wager: As frozen.
        measured: Its final value, or None where it is not final yet or cannot be told.
        reached: The target was reached; None likewise.
        place: Part of the values to be expected anyway that it is better than, 0..1; None without a forecast.
        reason: Why it is not told; empty where it is.
    """

    wager: Wager
    measured: Measurement | None
    reached: bool | None
    place: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a bet.

    Attributes:
        verdict: See `Verdict`.
        reason: Why there is no plain one; empty where there is.
        until: First day on which it can be settled, where that is still ahead.
        key_results: In the order of the bet.
        staying: The objective's own figure, or None where it has none.
    """

    verdict: Verdict
    reason: str
    until: date | None
    key_results: tuple[Settled, ...]
    staying: Settled | None


def settle(
    frozen: FrozenBet, measured: Mapping[str, Measurement | None], *, today: date, seed: int
) -> Settlement:
    """What became of a bet.

    The objective is held against what was to be expected of it anyway, as forecast when it was frozen, and
    not against the quarter before: a metric that wanders moves although nobody did anything.

    Args:
        frozen: The bet.
        measured: The name of each figure to its value over the period that was bet on, or None.
        today: Data before this day are known.
        seed: Of the draws: that of the freeze.
    """
    key_results = tuple(_settled(one, measured.get(one.name), today, seed) for one in frozen.key_results)
    staying = None
    if frozen.staying is not None:
        staying = _settled(frozen.staying, measured.get(frozen.staying.name), today, seed)
    verdict, reason, until = _verdict(frozen, key_results, staying, today)
    return Settlement(verdict, reason, until, key_results, staying)


def _settled(wager: Wager, measured: Measurement | None, today: date, seed: int) -> Settled:
    if today < wager.settles_on:
        return Settled(wager, None, None, None, f"too early until {day_text(wager.settles_on)}")
    if measured is None or measured.value is None:
        return Settled(wager, None, None, None, "it has no value for the period")
    if measured.version != wager.version:
        return Settled(wager, measured, None, None, "the metric was defined anew since it was frozen")
    if not measured.is_mature:
        return Settled(wager, None, None, None, f"{measured.pending:,} outcomes are not known yet")
    is_up, target = wager.history.better == "up", wager.judged.target
    reached = measured.value >= target if is_up else measured.value <= target
    return Settled(wager, measured, reached, _place(wager, measured.value, seed))


def _place(wager: Wager, value: float, seed: int) -> float | None:
    """Part of the values to be expected that it is better than; ties count half."""
    forecast = challenge(wager.history, wager.bet, seed=seed).forecast
    if forecast is None:
        return None
    worse = forecast.values < value if wager.history.better == "up" else forecast.values > value
    return float(np.mean(worse) + np.mean(forecast.values == value) / 2)


def _verdict(
    frozen: FrozenBet, key_results: Sequence[Settled], staying: Settled | None, today: date
) -> tuple[Verdict, str, date | None]:
    until = max((one.settles_on for one in frozen.wagers), default=frozen.frozen_on)
    if today < until:
        return "too early", f"outcomes are known from {day_text(until)} on", until
    unknown = [one for one in (*key_results, *((staying,) if staying else ())) if one.reached is None]
    if unknown:
        reasons = "; ".join(f"{one.wager.name}: {one.reason}" for one in unknown)
        return "cannot tell", reasons, None
    if staying is None or staying.place is None or not key_results:
        return "cannot tell", "the objective has no figure of its own to hold against its past", None
    verdict, reason = _matrix(frozen, key_results, staying)
    return verdict, reason, None


def _matrix(frozen: FrozenBet, key_results: Sequence[Settled], staying: Settled) -> tuple[Verdict, str]:
    """Key results met or not, against an objective that moved or not."""
    met = all(one.reached for one in key_results)
    if (staying.place or 0.0) >= MOVED_FROM:
        return ("bet paid" if met else "won without the bet"), ""
    if not met:
        return "not tested", f"missed: {', '.join(one.wager.name for one in key_results if not one.reached)}"
    if _is_too_small(frozen, staying.wager):
        return "too small to tell", UNTIED if frozen.is_untied else WITHIN
    return "bet lost", ""


def _is_too_small(frozen: FrozenBet, wager: Wager) -> bool:
    """Even the largest gain that can be believed would not have stood out from what happens anyway."""
    forecast = challenge(wager.history, wager.bet, seed=0).forecast
    if forecast is None:
        return True
    gain = frozen.at_most if frozen.at_most is not None else wager.bet.target - (wager.history.now or 0.0)
    outer = MOVED_FROM if wager.history.better == "up" else 1 - MOVED_FROM
    return abs(forecast.quantile(outer) - forecast.quantile(0.5)) > abs(gain)
