"""How a key result stands: the golden rows of scoring, through the page's own function."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.model import KeyResult
from holdfast.okr.status import Chance
from holdfast.units import Period
from holdfast.web.measurements.values import typed_measurements
from holdfast.web.objectives.standing import Bet, Heard, Standing, expected_curve, standing

if TYPE_CHECKING:
    from holdfast.okr.model import Commitment

QUARTER = Period(date(2026, 7, 1), date(2026, 10, 1))
MIDDLE = date(2026, 8, 16)


class _Said:
    def __init__(self, on: date, value: float) -> None:
        self.on, self.value = on, value


def _stands(result: KeyResult, *values: float, today: date = MIDDLE) -> Standing:
    said = [_Said(date(2026, 8, 10 + number), value) for number, value in enumerate(values)]
    measured = typed_measurements(said, "count")  # type: ignore[arg-type]  # what it reads of a check-in
    return standing(Bet(result, QUARTER), measured, Heard(on=MIDDLE), today=today)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "progress"),
    [(8, 5, 6.5, 0.5), (8, 5, 9, -1 / 3), (100, 60, 50, 1.25), (200, 0, 100, 0.5), (-20, 30, 5, 0.5)],
)
def test_progress_is_signed_and_unclamped_in_both_directions(
    baseline: float, target: float, value: float, progress: float
) -> None:
    found = _stands(KeyResult("x", baseline=baseline, target=target), value)

    assert found.score.progress == pytest.approx(progress)


def test_without_a_target_there_is_no_status_and_the_page_says_what_is_missing() -> None:
    found = _stands(KeyResult("x", baseline=8), 6)

    assert found.status in {"no verdict yet", "no data"}
    assert found.score.remark == "no target"

    assert found.because == "it has no target"


@pytest.mark.parametrize(
    ("now", "frozen", "commitment", "said"),
    [
        (
            0.16,
            0.16,
            None,
            "the chance of reaching it is 16 in 100, no lower than when it was frozen (16 in 100)",
        ),
        (
            0.13,
            0.16,
            None,
            "the chance of reaching it is 13 in 100, within noise of the 16 in 100 when it was frozen",
        ),
        (
            0.001,
            0.3,
            None,
            "the chance of reaching it is less than 1 in 100 now and was 30 in 100 when it was frozen",
        ),
        (
            0.2,
            0.2,
            "aspirational",
            "the chance of coming 70% of the way, enough as it is aspirational, is 20 in 100",
        ),
    ],
)
def test_a_status_by_its_chance_says_both_chances(
    now: float, frozen: float, commitment: Commitment | None, said: str
) -> None:
    bet = Bet(KeyResult("x", baseline=0, target=10, commitment=commitment), QUARTER)
    heard = Heard(on=MIDDLE, chance=Chance(now, frozen, 0.05))
    measured = typed_measurements([_Said(MIDDLE, 4)], "count")  # type: ignore[list-item]  # what it reads of it

    assert standing(bet, measured, heard, today=MIDDLE).because.startswith(said)


def test_a_status_beside_a_chance_that_was_out_of_reach_says_that_its_way_is_judged() -> None:
    bet = Bet(KeyResult("x", baseline=0, target=10), QUARTER)
    heard = Heard(on=MIDDLE, hopeless=Chance(0.02, 0.01, 0.05))
    measured = typed_measurements([_Said(MIDDLE, 9)], "count")  # type: ignore[list-item]  # what it reads of it

    found = standing(bet, measured, heard, today=MIDDLE)

    assert standing(bet, measured[:0], heard, today=MIDDLE).because == "nothing was measured or typed in yet"
    assert found.status == "on track"
    assert found.because.endswith(
        "its way is judged, not its chance (2 in 100), which was out of reach when frozen (1 in 100)"
    )


def test_a_maintain_key_result_is_held_to_its_bound_from_the_first_day() -> None:
    found = _stands(KeyResult("x", kind="maintain", at_most=3), 3, today=date(2026, 7, 2))

    assert found.status == "on track"


def test_nothing_is_expected_before_the_first_outcome_can_be_known() -> None:
    curve = expected_curve(Bet(KeyResult("x", baseline=0, target=1), QUARTER, window_days=23))

    assert [curve.at(share) for share in (0.1, 0.25, 0.625, 1)] == pytest.approx([0, 0, 0.5, 1])


def test_an_outcome_whose_window_takes_most_of_the_cycle_is_a_step() -> None:
    curve = expected_curve(Bet(KeyResult("x", baseline=0, target=1), QUARTER, window_days=69))

    assert [curve.at(share) for share in (0.74, 0.76)] == [0, 1]
