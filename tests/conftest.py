"""For every test: Hypothesis draws the same examples on every machine, and cost is counted, never timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from types import FrameType

Counter = Callable[[Callable[[], object]], int]

settings.register_profile(
    "holdfast", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("holdfast")


@pytest.fixture
def calls() -> Counter:
    """Counts the functions, of Python and of C, that some work calls."""
    return _calls


def _calls(work: Callable[[], object]) -> int:
    count = 0

    def tick(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
