"""A metric by unit (team, region, segment) and period, and when something began in each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.rollout import NEVER
from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.records import Direction, Unit
    from holdfast.units import Period

    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UnitSeries:
    """Final values of a metric, and what was begun where.

    Attributes:
        title: Of the metric, as people call it.
        unit: Of its values.
        treatment: What was begun, in words (``a check-in call``).
        names: Of the units.
        periods: That have a final value in every unit, in order.
        values: Units by periods.
        starts: Local date from which on a unit is treated, by its name; units that are left out never are.
        matters: The smallest change that would matter, in the unit of the values.
        better: The direction that is good.
        currency: Of money, else None.
        as_of: Local date up to which data were used, exclusive.
        left_out: Units without a value in every period.

    Raises:
        InputError: A start is of no unit, no unit begins, or a value is infinite or missing.
    """

    title: str
    unit: Unit
    treatment: str
    names: tuple[str, ...]
    periods: tuple[Period, ...]
    values: Reals
    starts: tuple[tuple[str, date], ...]
    matters: float
    better: Direction = "up"
    currency: str | None = None
    as_of: date | None = None
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, _ in self.starts:
            if name not in (*self.names, *self.left_out):
                expected = f"one of {', '.join(self.names)}"
                raise InputError("--start", f"{name!r} is no value of the column", expected, "Write it so")
        if not self.starts:
            raise InputError("--start", "none was given", "when it began in a unit, as VALUE=DATE")
        if not np.isfinite(self.values).all():
            raise InputError(self.title, "a value is infinite or missing", "a value for each unit and period")

    def begins(self) -> NDArray[np.int64]:
        """Number of the first whole period after the start of each unit; `NEVER` where there is none.

        A period in which it began is half and half: it counts as treated.
        """
        by_name = dict(self.starts)
        return np.array([self._place(by_name.get(name)) for name in self.names], dtype=np.int64)

    def treated(self) -> NDArray[np.bool_]:
        """Units that begin within the periods, with at least one before."""
        begins = self.begins()
        return np.asarray((begins > 0) & (begins < len(self.periods)), dtype=bool)

    def _place(self, start: date | None) -> int:
        if start is None:
            return int(NEVER)
        inside = [place for place, period in enumerate(self.periods) if period.end > start]
        return inside[0] if inside else int(NEVER)
