"""Whether a longer period's value is what its shorter periods give together.

Four in five of those who signed in a quarter are onboarded: that is their three months put together. But of
all customers fewer leave in a month than in a quarter, and the customers active in a quarter are not the sum
of three months. Then a target for a quarter may be held against quarters alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.records import Measurement
    from holdfast.units import Period


def adds_up(
    parts: Sequence[Measurement], wholes: Sequence[Measurement], *, by_definition: bool = False
) -> bool:
    """Numerators and denominators of the parts add up to those of every whole that they cover.

    Where no whole is covered by final parts nothing can be looked up, and the definition alone tells.

    Args:
        parts: Series of shorter periods (months).
        wholes: Series of longer ones (quarters) of the same metric.
        by_definition: The metric counts everything in one period only.
    """
    final = {one.period.start: one for one in parts if one.is_mature}
    checked = [
        _totals(inside) == (whole.numerator, whole.denominator)
        for whole in wholes
        if whole.is_mature and (inside := _inside(whole.period, final.values()))
    ]
    return all(checked) if checked else by_definition


def _inside(period: Period, parts: Iterable[Measurement]) -> list[Measurement]:
    """The parts that tile a period, or none."""
    found = [one for one in parts if period.start <= one.period.start < period.end]
    covered = sum(one.period.days for one in found)
    return found if covered == period.days else []


def _totals(parts: Sequence[Measurement]) -> tuple[int, int]:
    return sum(one.numerator for one in parts), sum(one.denominator for one in parts)
