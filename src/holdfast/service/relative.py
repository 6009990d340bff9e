"""Targets told as a change ("NPS up 50", "reduce churn by 20%"), resolved against where it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from holdfast.records import DataNote
from holdfast.records.words import WITHOUT_MINOR_UNIT, value_text
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.okr.model import KeyResult
    from holdfast.records import Measurement, MetricCard, Unit
    from holdfast.review.reading.model import KeyResultReading


class Bounded(Protocol):
    """What a target must fit: a metric's card, or its past."""

    @property
    def unit(self) -> Unit:
        """Of the target."""

    @property
    def low(self) -> float | None:
        """Least possible value."""

    @property
    def high(self) -> float | None:
        """Greatest possible value."""


@dataclass(frozen=True, slots=True)
class Moves:
    """A change that a key result asks for.

    Attributes:
        size: Above 0, as told: 20 for 20 % and for 20 points.
        is_percent: Told in per cent.
        is_up: The value shall rise.
        start: Where it begins, as told, in the metric's unit; None where that is the last final value.
        is_surely_relative: A part of where it begins, and no points, whoever reads it.
    """

    size: float
    is_percent: bool
    is_up: bool
    start: float | None = None
    is_surely_relative: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a change comes to.

    Attributes:
        target: In the metric's unit; None where nobody can know it, or it can never be.
        notes: What is to be asked.
    """

    target: float | None
    notes: tuple[DataNote, ...] = ()


def moves_of(card: MetricCard, key_result: KeyResult, reading: KeyResultReading) -> Moves | None:
    """The change that a key result asks for; None where it asks for none, or of another unit."""
    if key_result.relative_target is not None:
        part = key_result.relative_target
        start = key_result.baseline
        return Moves(100 * abs(part), is_percent=True, is_up=part > 0, start=start, is_surely_relative=True)
    quantity = reading.quantity
    if quantity.target is None or quantity.kind not in {"relative_change", "delta_absolute"}:
        return None
    is_percent = quantity.kind == "relative_change" and quantity.unit == "%"
    if not is_percent and quantity.unit not in {"points", card.unit, *_of_money(card)}:
        return None
    is_up = card.better == "up" if reading.direction not in {"up", "down"} else reading.direction == "up"
    return Moves(abs(quantity.target), is_percent=is_percent, is_up=is_up, start=key_result.baseline)


def resolved(
    moves: Moves, card: MetricCard, series: Sequence[Measurement], *, currency: str | None
) -> Resolved:
    """The target that a change comes to, from where it begins.

    20 % of a share, or of a score, may be points or a part of it: where both can be, nobody knows which is
    meant, and it is asked. A reading that the metric can never have is none.

    Args:
        moves: As told.
        card: The metric's.
        series: Everybody's values, in order of time.
        currency: Of money.
    """
    final = [one.value for one in series if one.is_mature and one.value is not None]
    start = moves.start if moves.start is not None else (final[-1] if final else None)
    return resolved_from(moves, start, card, currency=currency)


def resolved_from(moves: Moves, start: float | None, card: Bounded, *, currency: str | None) -> Resolved:
    """The same from a known start; nothing without one."""
    if start is None:
        return Resolved(None)
    sign = 1 if moves.is_up else -1
    part, points = start * (1 + sign * moves.size / 100), start + sign * moves.size * _unit(card, currency)
    if not moves.is_percent:
        return Resolved(points if _can_be(points, card) else None)
    if moves.is_surely_relative or card.unit not in {"share", "points"}:
        return Resolved(part if _can_be(part, card) else None)
    readings = [one for one in (points, part) if _can_be(one, card)]
    if len(readings) == 1:
        return Resolved(readings[0])
    return Resolved(None, (_question(moves, card, start, readings),) if readings else ())


def _question(moves: Moves, card: Bounded, start: float, readings: Sequence[float]) -> DataNote:
    """Which of the two is meant: nobody can know."""
    to_points, to_part = (value_text(one, card.unit) for one in readings)
    size, now = f"{moves.size:g}", value_text(start, card.unit)
    return DataNote(
        "unclear",
        f"{size}% may be {size} points, to {to_points}, or a part of {now}, to {to_part}.",
        f"Which is the target: {to_points} or {to_part}?",
    )


def _can_be(value: float, card: Bounded) -> bool:
    return (card.low is None or value >= card.low) and (card.high is None or value <= card.high)


def _unit(card: Bounded, currency: str | None) -> float:
    """What one of the told size is in the metric's unit."""
    if card.unit == "share":
        return 0.01
    return 100.0 if card.unit == "money" and currency not in WITHOUT_MINOR_UNIT else 1.0


def _of_money(card: MetricCard) -> frozenset[str]:
    return frozenset({"$", "€", "£", "USD", "EUR", "GBP"}) if card.unit == "money" else frozenset()
