"""The rungs in sentences that somebody without statistics can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.evidence.wording import size_text

if TYPE_CHECKING:
    from holdfast.evidence.ladder.series import UnitSeries
    from holdfast.stats.rollout import RolloutFound
    from holdfast.stats.synthetic_control import Beside
    from holdfast.units import Interval

MENTIONED = 0.01
"""Weights below it are not named."""

ENOUGH_UNITS = 10
COMMONER = 1.25
"""How much commoner a first place is than one of so many, where nothing was done (benchmarks/RESULTS.md)."""

BY = {
    "rollout": "a staggered rollout",
    "comparable segments": "comparable segments",
    "before and after": "before and after",
}


def refused_sentence(series: UnitSeries, check: str, reason: str) -> str:
    """Why a rung holds nobody."""
    return f"Cannot tell by {BY[check]} what {series.treatment} did: {reason}."


def rollout_sentence(series: UnitSeries, found: RolloutFound, spread: Interval) -> str:
    """How much more the units moved that had begun."""
    said = _Said(series)
    return (
        f"Where {series.treatment} was rolled out, {series.title} moved by "
        f"{said.change(found.effect.estimate)} ({said.range(spread)}) beside where it had not begun: "
        f"{found.began} units that began, {found.beside} beside them."
    )


def beside_sentence(series: UnitSeries, found: Beside, spread: Interval) -> str:
    """How far the units went from the mix of others."""
    said = _Said(series)
    return (
        f"Beside a mix of the others that went the same way before, {series.title} moved by "
        f"{said.change(found.effect)} ({said.range(spread)}); of {found.units} units it stands in place "
        f"{found.rank} by how far it went."
    )


def before_after_sentence(series: UnitSeries, change: float) -> str:
    """The change alone, and what it does not say."""
    moved = _Said(series).change(change)
    return (
        f"Before and after: {series.title} changed by {moved} where {series.treatment} was begun. Nothing "
        "says that it would not have anyway."
    )


def rollout_notes(series: UnitSeries) -> tuple[str, ...]:
    """What was compared."""
    return (
        "Compared with units that had not begun by then, and never with those that had.",
        "When a unit began was not drawn by lot: it is a step below a held-out test.",
        *_left_out(series),
    )


def beside_notes(series: UnitSeries, found: Beside) -> tuple[str, ...]:
    """The mix, and what simpler comparisons say."""
    said, begins = _Said(series), series.begins()
    others = [name for name, start in zip(series.names, begins, strict=True) if start >= len(series.periods)]
    mix = sorted(zip(found.weights, others, strict=True), reverse=True)
    parts = ", ".join(f"{100 * weight:.0f}% {name}" for weight, name in mix if weight >= MENTIONED)
    plain, alone = said.change(found.by_change), said.change(found.before_after)
    return (
        f"The mix: {parts}. Before, it lay {said.size(found.fit_before)} off on average.",
        f"Beside the plain mean of all others the change is {plain}; before and after alone, {alone}.",
        *_few(found),
        *_left_out(series),
    )


def _few(found: Beside) -> tuple[str, ...]:
    """What a place among few is worth: in simulation a first one is a quarter commoner than its share."""
    if found.units >= ENOUGH_UNITS:
        return ()
    cases, enough = round(found.units / COMMONER), ENOUGH_UNITS - 1
    said = (
        f"A place among {found.units} says little: where nothing was done, one is first in about one of "
        f"{cases} cases. {enough} others and more could tell it apart."
    )
    return (said,)


BEFORE_AFTER_NOTE = (
    "Where nobody did anything, such a comparison finds an improvement in 28 to 40 of 100 cases with "
    "thousands of customers, and in 85 of 100 after a bad quarter."
)


class _Said:
    """Changes of a metric in words."""

    def __init__(self, series: UnitSeries) -> None:
        self._series = series

    def size(self, size: float) -> str:
        return size_text(size, self._series.unit, currency=self._series.currency)

    def change(self, change: float) -> str:
        return f"{'-' if change < 0 else '+'}{self.size(abs(change))}"

    def range(self, spread: Interval) -> str:
        low, high = self.change(spread.low), self.change(spread.high)
        return f"range {low.removesuffix(' points')} to {high.removesuffix(' points')}"


def _left_out(series: UnitSeries) -> tuple[str, ...]:
    if not series.left_out:
        return ()
    return (f"Left out, since a period has no value: {', '.join(series.left_out)}.",)
