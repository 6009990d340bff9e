"""One month's share of onboarded customers, from its counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.records import Measurement
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def measure() -> Callable[..., Measurement]:
    def make(month: int, numerator: int, denominator: int, *, pending: int = 0) -> Measurement:
        return Measurement(
            metric="onboarding_scheduled",
            variant="standard",
            version="4f1c2a",
            period=Period(date(2026, month, 1), date(2026, month + 1, 1)),
            segment=(),
            unit="share",
            value=numerator / denominator,
            numerator=numerator,
            denominator=denominator,
            interval=None,
            pending=pending,
            is_mature=not pending,
            as_of=date(2026, 11, 1),
        )

    return make
