"""A cohort table: one row per cohort, one column per distance, triangular."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holdfast.units import Period


@dataclass(frozen=True, slots=True)
class CohortCell:
    """How many of a cohort were found at one distance.

    Attributes:
        retained: Count of members found.
        counted: Count of members it is of: the whole cohort, unless windows have not passed for everyone yet
            or the denominator is relative.
        is_final: It can no longer change.
    """

    retained: int
    counted: int
    is_final: bool

    @property
    def share(self) -> float | None:
        """Retained of counted, 0..1; None where nobody counts."""
        return self.retained / self.counted if self.counted else None


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One cohort.

    Attributes:
        period: Local dates, half-open.
        size: Members, whatever became of them.
        is_whole: The period is over, and neither the request nor the data cut it off.
        cells: One per column; None where the interval has not begun, which is not 0.
    """

    period: Period
    size: int
    is_whole: bool
    cells: tuple[CohortCell | None, ...]


@dataclass(frozen=True, slots=True)
class CohortTable:
    """Cohorts by the distance at which they were found again.

    Attributes:
        metric: Catalogue name.
        variant: Which of the metric's definitions.
        version: Hash of what determines the numbers, apart from the distance.
        unit: What distances are counted in (``month``).
        columns: Names of the distances: ``0``, ``1``, or ``2-4`` for a bracket.
        rows: In order of period.
        average: For each column the sum over final cells of whole cohorts with members: retained of counted,
            so that a large cohort weighs more than a small one. None where no cell is final.
        as_of: Local date before whose start the data are complete.
        of_money: What is retained and counted is money by the month, in minor units, and not members.
    """

    metric: str
    variant: str
    version: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[CohortRow, ...]
    average: tuple[CohortCell | None, ...]
    as_of: date
    of_money: bool = False
