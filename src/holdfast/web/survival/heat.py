"""Cohorts as a heat table: a row for each, a shade for each share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.metrics.cohorts import SHADES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.survival import Group


@dataclass(frozen=True, slots=True)
class HeatLine:
    """A cohort; each cell a share and its shade, 0 to `SHADES` less one, or None where nobody is that old."""

    group: Group
    cells: tuple[tuple[float, int] | None, ...]


def heat_rows(cohorts: Sequence[Group]) -> tuple[HeatLine, ...]:
    """All cohorts, shaded from the least to the greatest share among them."""
    # Nearly all are there at the first age: counted in, it would leave few shades for the rest.
    shares = [point.share for one in cohorts for point in one.points[1:] if point.share is not None]
    low, high = min(shares, default=0.0), max(shares, default=1.0)
    span = (high - low) or 1.0

    def cell(share: float | None) -> tuple[float, int] | None:
        return None if share is None else (share, min(SHADES - 1, max(0, int(SHADES * (share - low) / span))))

    return tuple(HeatLine(one, tuple(cell(point.share) for point in one.points)) for one in cohorts)
