"""Histories by month, made of shares or scores."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest

from holdfast.evidence.challenge import Bet
from holdfast.evidence.history import History, PastValue
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Sequence


def month(number: int) -> Period:
    """The month so many months after December 2024."""
    first, after = 2025 * 12 + number - 1, 2025 * 12 + number
    return Period(date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1))


class Shares(Protocol):
    """A history of shares by month, from January 2025 on."""

    def __call__(self, shares: Sequence[float], customers: int = 100, better: str = "up") -> History: ...


@pytest.fixture
def shares() -> Shares:
    def make(shares: Sequence[float], customers: int = 100, better: str = "up") -> History:
        values = tuple(
            PastValue(month(place), round(share * customers) / customers, round(share * customers), customers)
            for place, share in enumerate(shares, start=1)
        )
        return History(
            "onboarding_completed",
            "Onboarding completed",
            "share",
            "share",
            "down" if better == "down" else "up",
            0,
            1,
            values,
        )

    return make


class Scores(Protocol):
    """A history of scores by month, from January 2025 on."""

    def __call__(self, scores: Sequence[float], answers: int = 100) -> History: ...


@pytest.fixture
def scores() -> Scores:
    def make(scores: Sequence[float], answers: int = 100) -> History:
        values = tuple(
            PastValue(month(place), score, round(score * answers / 100), answers, error=81 / answers**0.5)
            for place, score in enumerate(scores, start=1)
        )
        return History("nps", "Net promoter score", "points", "points", "up", -100, 100, values)

    return make


class BetAfter(Protocol):
    """A target for the three months after so many."""

    def __call__(self, months: int, target: float, entities: int | None = None) -> Bet: ...


@pytest.fixture
def bet_after() -> BetAfter:
    def make(months: int, target: float, entities: int | None = None) -> Bet:
        period = Period(month(months + 1).start, month(months + 3).end)
        return Bet(target, period, entities)

    return make
