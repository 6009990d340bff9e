"""The end of a cycle: grade, carry-over, and what was amended on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.okr.progress import drawn_share
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.okr.model import Commitment, KeyResult
    from holdfast.records import Measurement
    from holdfast.units import Period

EXPECTED_GRADES: dict[Commitment | None, float] = {"committed": 1.0, "aspirational": 0.7}


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade at close. The computed grade is kept beside an override.

    Attributes:
        computed: 0..1, or None where there was no data.
        commitment: As stated, or None.
        definition_version: Of the metric the figures came from.
        figures: Pairs of name and value that the grade rests on.
        override: 0..1, or None.
        reason: Why it was overridden, or None.
    """

    computed: float | None
    commitment: Commitment | None
    definition_version: str
    figures: tuple[tuple[str, float], ...]
    override: float | None = None
    reason: str | None = None

    @property
    def value(self) -> float | None:
        """The grade that counts, 0..1: the override where there is one."""
        return self.computed if self.override is None else self.override

    @property
    def expected(self) -> float | None:
        """1.0 for committed, about 0.7 for aspirational, None where neither was stated."""
        return EXPECTED_GRADES.get(self.commitment)

    @property
    def asks_for_explanation(self) -> bool:
        """True for a committed key result that is graded below 1.0."""
        return self.commitment == "committed" and self.value is not None and self.value < 1

    def overridden(self, value: float, *, reason: str) -> Grade:
        """The grade with another value beside the computed one.

        Raises:
            InputError: The value is not in 0..1, or no reason is given.
        """
        if not 0 <= value <= 1:
            raise InputError("grade", f"{value:g}", "a number from 0.0 to 1.0", "Correct the grade")
        return replace(self, override=value, reason=_reason("grade", reason))


def grade_at_close(
    progress: float | None,
    *,
    commitment: Commitment | None,
    definition_version: str,
    figures: tuple[tuple[str, float], ...],
) -> Grade:
    """The computed grade: progress (or a maintain score) held to 0..1; None without data."""
    computed = None if progress is None else drawn_share(progress)
    return Grade(computed, commitment, definition_version, figures)


def last_mature(series: Sequence[Measurement]) -> Measurement | None:
    """The measurement of the latest period that is final and has a value, or None."""
    last = None
    for one in series:
        if one.is_mature and one.value is not None and (last is None or one.period.end > last.period.end):
            last = one
    return last


def carry_over(result: KeyResult, series: Sequence[Measurement]) -> KeyResult:
    """The key result for the next cycle: the last mature value is its baseline, None where there is none.

    Check-ins and the owner's confidence belong to the old cycle and stay there.
    """
    last = last_mature(series)
    return replace(result, baseline=last.value if last else None, check_ins=(), confidence=None)


def settles_on(cycle: Period, *, window_days: int | None) -> date:
    """Local date from which the cycle's outcomes are all mature: its end, or later by the window."""
    return cycle.end + timedelta(days=window_days or 0)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a key result in mid-cycle, with its date and its reason."""

    on: date
    reason: str
    result: KeyResult


@dataclass(frozen=True, slots=True)
class Bet:
    """A key result as frozen at the start, and its amendments; both are settled, side by side."""

    frozen: KeyResult
    amendments: tuple[Amendment, ...] = ()

    @property
    def current(self) -> KeyResult:
        """The key result as last amended."""
        return self.amendments[-1].result if self.amendments else self.frozen

    def amended(self, *, on: date, reason: str, **changes: Any) -> Bet:  # noqa: ANN401 (any field)
        """The bet with one more amendment; what was frozen stays as it is.

        Raises:
            InputError: No reason is given, nothing changes, or the date is before the latest amendment's.
        """
        result = replace(self.current, **changes)
        if result == self.current:
            raise InputError(
                "amendment", "nothing changed", "at least one changed field", "State what changes"
            )
        if self.amendments and on < self.amendments[-1].on:
            found = f"{on}, before the latest amendment"
            raise InputError("amendment", found, f"{self.amendments[-1].on} or later", "Correct the date")
        return replace(
            self, amendments=(*self.amendments, Amendment(on, _reason("amendment", reason), result))
        )


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """What every chart shows: a price rise, an outage, a reorganisation, on its local date."""

    on: date
    title: str


def _reason(where: str, reason: str) -> str:
    if not reason.strip():
        raise InputError(
            where, "no reason", "a reason that the team will understand next quarter", "Write one"
        )
    return reason.strip()
