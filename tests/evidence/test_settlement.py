"""What became of a bet: each cell of the table, not before its day, and never of another definition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.evidence.conftest import month

from holdfast.evidence.challenge import Bet
from holdfast.evidence.frozen import FrozenBet, Wager
from holdfast.evidence.history import History, PastValue
from holdfast.evidence.settlement import settle
from holdfast.records import Measurement
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.evidence.settlement import Settlement

QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
AFTER = Period(date(2026, 4, 1), date(2026, 7, 1))
LATE = date(2026, 7, 1)


def past(shares: Sequence[float], customers: int) -> History:
    values = tuple(
        PastValue(month(n + 1), round(share * customers) / customers, round(share * customers), customers)
        for n, share in enumerate(shares)
    )
    return History("m", "m", "share", "share", "up", 0, 1, values)


def bet(*, customers: int = 2000, at_most: float | None = 0.05) -> FrozenBet:
    rng = np.random.default_rng(4)
    done = past((rng.binomial(100, 0.6, 12) / 100).tolist(), 100)
    stay = past((rng.binomial(customers, 0.9, 12) / customers).tolist(), customers)
    key_result = Wager("Key result 1", "", "onboarding", (), (), "1", done, Bet(0.7, QUARTER), True, 10, 0.1)
    staying = Wager("Objective", "", "retention", (), (), "1", stay, Bet(0.9, AFTER), True, 0, 0.5)
    return FrozenBet("They stay", date(2026, 1, 1), (key_result,), staying, 0.5, 0.7, at_most)


def measured(
    value: float, period: Period, *, version: str = "1", pending: int = 0, of: int = 2000
) -> Measurement:
    is_mature = not pending
    return Measurement(
        "m",
        "standard",
        version,
        period,
        (),
        "share",
        value,
        round(value * of),
        of,
        None,
        pending,
        is_mature,
        LATE,
    )


def settled(done: float, stays: float, frozen: FrozenBet | None = None) -> Settlement:
    values = {"Key result 1": measured(done, QUARTER), "Objective": measured(stays, AFTER)}
    return settle(frozen or bet(), values, today=LATE, seed=1)


@pytest.mark.parametrize(
    ("done", "stays", "verdict"),
    [
        (0.72, 0.94, "bet paid"),
        (0.72, 0.90, "bet lost"),
        (0.65, 0.94, "won without the bet"),
        (0.65, 0.90, "not tested"),
    ],
)
def test_met_or_not_against_moved_or_not(done: float, stays: float, verdict: str) -> None:
    assert settled(done, stays).verdict == verdict


def test_a_gain_that_would_not_have_stood_out_is_no_lost_bet() -> None:
    assert settled(0.72, 0.90, bet(at_most=0.002)).verdict == "too small to tell"
    assert settled(0.72, 0.90, bet(customers=60)).verdict == "too small to tell"


def test_before_the_last_outcome_is_known_it_is_too_early() -> None:
    found = settle(bet(), {}, today=date(2026, 6, 30), seed=1)

    assert (found.verdict, found.until) == ("too early", LATE)
    assert found.key_results[0].reached is None


def test_a_key_result_is_told_before_its_objective() -> None:
    found = settle(bet(), {"Key result 1": measured(0.72, QUARTER)}, today=date(2026, 5, 1), seed=1)

    assert found.verdict == "too early"
    assert found.key_results[0].reached is True


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"version": "2"}, "defined anew"),
        ({"is_mature": False, "pending": 3}, "3 outcomes are not known yet"),
        ({"value": None}, "no value"),
    ],
)
def test_what_cannot_be_told_says_why(change: dict[str, object], reason: str) -> None:
    key_result = replace(measured(0.72, QUARTER), **change)  # type: ignore[arg-type]

    found = settle(bet(), {"Key result 1": key_result, "Objective": measured(0.9, AFTER)}, today=LATE, seed=1)

    assert found.verdict == "cannot tell"
    assert reason in found.reason


def test_luck_is_told_by_the_place_in_what_was_to_be_expected() -> None:
    low, high = settled(0.58, 0.9).key_results[0], settled(0.75, 0.9).key_results[0]

    assert low.place is not None
    assert high.place is not None
    assert low.place < 0.5
    assert high.place > 0.95


def test_a_metric_that_wanders_by_itself_rarely_moves_the_objective() -> None:
    rng, moved = np.random.default_rng(8), 0
    for number in range(120):
        level = 2.0 + np.cumsum(0.06 * rng.standard_normal(18))
        shares = rng.binomial(700, 1 / (1 + np.exp(-level))) / 700
        staying = Wager(
            "Objective", "", "r", (), (), "1", past(shares[:12].tolist(), 700), Bet(0.5, AFTER), True, 0, None
        )
        value = float(np.mean(shares[15:18]))
        found = settle(
            replace(bet(), staying=staying),
            {"Key result 1": measured(0.72, QUARTER), "Objective": measured(value, AFTER, of=2100)},
            today=LATE,
            seed=number,
        )
        moved += found.verdict == "bet paid"

    assert moved <= 12
