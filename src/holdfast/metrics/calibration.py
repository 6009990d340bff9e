"""The end of a calibration: what lies before it is learned from, what lies after it checks that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from datetime import date


def refuse_late_end(calibration_end: date, *, as_of: date) -> None:
    """Nothing, where the calibration ends at the as-of date or before it.

    Raises:
        InputError: It ends later.
    """
    if calibration_end > as_of:
        raise InputError(
            "calibration_end",
            f"{calibration_end} is after the as-of date {as_of}",
            "a date up to which there are data",
            "Give an earlier end of the calibration",
        )
