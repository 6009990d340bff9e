"""The end of a cycle: grades keep what was computed, bets what was frozen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.errors import InputError
from holdfast.okr.closing import Bet, Grade, carry_over, grade_at_close, settles_on
from holdfast.okr.model import CheckIn, Commitment, Initiative, KeyResult
from holdfast.records import Measurement
from holdfast.units import Period

RESULT = KeyResult("Churn of 5 %", baseline=0.08, target=0.05, owner="Ana", initiatives=(Initiative("Call"),))


def measured(month: int, value: float | None, *, is_mature: bool) -> Measurement:
    period = Period(date(2026, month, 1), date(2026, month, 28))
    return Measurement(
        "logo_churn", "standard", "v1", period, (), "share", value, 0, 0, None, 0, is_mature, period.end
    )


def grade(progress: float | None, commitment: Commitment | None = None) -> Grade:
    return grade_at_close(
        progress, commitment=commitment, definition_version="v1", figures=(("value", 0.065),)
    )


@pytest.mark.parametrize(("progress", "value"), [(0.5, 0.5), (1.25, 1), (-0.33, 0), (None, None)])
def test_a_grade_is_progress_between_nought_and_one(progress: float | None, value: float | None) -> None:
    assert grade(progress).value == value


def test_an_override_keeps_the_computed_grade_its_figures_and_its_reason() -> None:
    overridden = grade(0.5).overridden(0.8, reason=" The outage of May ")

    assert (overridden.value, overridden.computed, overridden.reason) == (0.8, 0.5, "The outage of May")
    assert (overridden.definition_version, overridden.figures) == ("v1", (("value", 0.065),))


@pytest.mark.parametrize(
    ("value", "reason"), [(1.1, "why"), (-0.1, "why"), (float("nan"), "why"), (0.5, "  ")]
)
def test_an_override_needs_a_grade_in_range_and_a_reason(value: float, reason: str) -> None:
    with pytest.raises(InputError, match="grade"):
        grade(0.5).overridden(value, reason=reason)


def test_an_override_of_nought_counts() -> None:
    assert grade(0.5).overridden(0, reason="Bought, not earned").value == 0


@pytest.mark.parametrize(
    ("commitment", "expected", "asks"),
    [("committed", 1.0, True), ("aspirational", 0.7, False), (None, None, False)],
)
def test_a_commitment_says_what_grade_is_expected(
    commitment: Commitment | None, expected: float | None, asks: bool
) -> None:
    given = grade(0.9, commitment)

    assert (given.expected, given.asks_for_explanation) == (expected, asks)


def test_a_committed_key_result_that_was_met_asks_for_nothing() -> None:
    assert not grade(1.2, "committed").asks_for_explanation
    assert not grade(None, "committed").asks_for_explanation


def test_carrying_over_starts_from_the_last_mature_value() -> None:
    series = (
        measured(11, 0.06, is_mature=True),
        measured(12, 0.01, is_mature=False),
        measured(10, 0.07, is_mature=True),
    )
    old = KeyResult(
        RESULT.text, baseline=0.08, target=0.05, confidence=0.5, check_ins=(CheckIn(date(2026, 11, 2)),)
    )

    new = carry_over(old, series)

    assert (new.baseline, new.target, new.text) == (0.06, 0.05, RESULT.text)
    assert (new.check_ins, new.confidence) == ((), None)


def test_carrying_over_without_a_mature_value_leaves_the_baseline_open() -> None:
    assert carry_over(RESULT, (measured(11, None, is_mature=True),)).baseline is None


def test_an_outcome_with_a_window_is_settled_at_its_own_later_date() -> None:
    cycle = Period(date(2026, 10, 1), date(2027, 1, 1))

    assert settles_on(cycle, window_days=90) == cycle.end + timedelta(days=90)
    assert settles_on(cycle, window_days=None) == cycle.end


def test_an_amended_bet_keeps_what_was_frozen() -> None:
    bet = Bet(RESULT).amended(on=date(2026, 11, 1), reason="Price rise", target=0.06)

    assert (bet.frozen.target, bet.current.target) == (0.05, 0.06)
    assert (bet.amendments[0].on, bet.amendments[0].reason) == (date(2026, 11, 1), "Price rise")


def test_an_amendment_needs_a_reason_a_change_and_a_date_in_order() -> None:
    bet = Bet(RESULT).amended(on=date(2026, 11, 1), reason="Price rise", target=0.06)

    with pytest.raises(InputError, match="no reason"):
        bet.amended(on=date(2026, 11, 2), reason=" ", target=0.07)
    with pytest.raises(InputError, match="nothing changed"):
        bet.amended(on=date(2026, 11, 2), reason="why", target=0.06)
    with pytest.raises(InputError, match="before the latest"):
        bet.amended(on=date(2026, 10, 31), reason="why", target=0.07)
