"""The status is one rule in one order: closed, no mature data, stale, computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.okr.status import Chance, StatusChange, StatusInputs, StatusSettings, judge

if TYPE_CHECKING:
    from holdfast.okr.model import Commitment
    from holdfast.okr.status import Status

TODAY = date(2026, 11, 16)
HALF_WAY = StatusInputs(TODAY, TODAY, 0.5, 0.5, has_data=True)


def test_a_closed_key_result_is_closed_whatever_else_holds() -> None:
    verdict = judge(replace(HALF_WAY, is_closed=True, progress=None, latest=None))

    assert (verdict.status, verdict.rule) == ("closed", "closed")


def test_no_data_is_no_data_and_not_nothing_reached() -> None:
    assert judge(replace(HALF_WAY, progress=None, has_data=False)).status == "no data"


def test_there_is_no_verdict_before_the_first_mature_data() -> None:
    verdict = judge(replace(HALF_WAY, progress=None, latest=TODAY - timedelta(days=99)))

    assert (verdict.status, verdict.rule) == ("no verdict yet", "no mature data")


@pytest.mark.parametrize(
    ("latest", "status"),
    [(TODAY - timedelta(days=7), "on track"), (TODAY - timedelta(days=8), "stale"), (None, "stale")],
)
def test_a_key_result_is_stale_after_its_cadence(latest: date | None, status: Status) -> None:
    assert judge(replace(HALF_WAY, latest=latest)).status == status


def test_a_stale_key_result_is_never_green_even_with_a_good_forecast() -> None:
    inputs = replace(HALF_WAY, latest=date(2026, 10, 1), progress=2, chance=Chance(0.99, 0.1, 0))

    assert judge(inputs).status == "stale"


@pytest.mark.parametrize(
    ("progress", "status"),
    [
        (0.6, "on track"),
        (0.5, "on track"),
        (0.49, "at risk"),
        (0.25, "at risk"),
        (0.24, "off track"),
        (-0.33, "off track"),
    ],
)
def test_without_a_forecast_progress_is_held_against_what_is_expected_today(
    progress: float, status: Status
) -> None:
    verdict = judge(replace(HALF_WAY, progress=progress))

    assert (verdict.status, verdict.rule) == (status, "expected today")
    assert verdict.gap == pytest.approx(0.5 - progress)


def test_rounding_in_a_quotient_is_not_a_gap() -> None:
    third = (0.08 - 0.07) / (0.08 - 0.05)

    assert judge(replace(HALF_WAY, progress=third, expected=1 / 3)).status == "on track"


@pytest.mark.parametrize(
    ("commitment", "status"), [("aspirational", "on track"), ("committed", "at risk"), (None, "at risk")]
)
def test_an_aspirational_key_result_is_judged_at_seven_tenths_of_the_way(
    commitment: Commitment | None, status: Status
) -> None:
    assert judge(replace(HALF_WAY, progress=0.35, commitment=commitment)).status == status


@pytest.mark.parametrize(
    ("now", "frozen", "noise", "status"),
    [
        (0.6, 0.5, 0.1, "on track"),
        (0.5, 0.5, 0.0, "on track"),
        (0.45, 0.5, 0.1, "on track"),
        (0.3, 0.5, 0.1, "at risk"),
        (0.02, 0.5, 0.1, "off track"),
        (0.02, 0.06, 0.1, "off track"),
        (0.02, 0.02, 0.0, "on track"),
        (0.019, 0.02, 0.01, "on track"),
        (0.001, 0.02, 0.01, "off track"),
        (0.03, 0.5, 0.1, "at risk"),
    ],
)
def test_a_forecast_is_held_against_the_chance_at_the_start(
    now: float, frozen: float, noise: float, status: Status
) -> None:
    verdict = judge(replace(HALF_WAY, progress=0.0, chance=Chance(now, frozen, noise)))

    assert (verdict.status, verdict.rule) == (status, "forecast")


def test_thresholds_are_settings() -> None:
    settings = StatusSettings(cadence_days=30, widest_gap=0.5, out_of_reach=0.2, aspirational_way=0.5)
    old = replace(HALF_WAY, latest=TODAY - timedelta(days=30))

    assert judge(replace(old, progress=0.1), settings=settings).status == "at risk"
    assert (
        judge(replace(old, progress=0.25, commitment="aspirational"), settings=settings).status == "on track"
    )
    assert judge(replace(old, chance=Chance(0.1, 0.5, 0.05)), settings=settings).status == "off track"


def test_the_owners_view_stands_beside_the_status() -> None:
    verdict = judge(replace(HALF_WAY, progress=0.1), owner_view="on track")

    assert (verdict.status, verdict.owner_view, verdict.is_disputed) == ("off track", "on track", True)
    assert not judge(HALF_WAY, owner_view="on track").is_disputed
    assert not judge(replace(HALF_WAY, is_closed=True), owner_view="on track").is_disputed


def test_the_inputs_stand_beside_the_status() -> None:
    assert judge(HALF_WAY).inputs == HALF_WAY


def test_a_change_of_status_names_what_moved_it() -> None:
    assert (
        str(StatusChange("on track", "at risk", ("enterprise", "Acme")))
        == "on track → at risk: enterprise, Acme"
    )
    assert str(StatusChange("on track", "at risk")) == "on track → at risk: no change beyond its noise"


RANK: dict[Status, int] = {"off track": 0, "at risk": 1, "on track": 2}


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(0, 1))
def test_more_progress_is_never_a_worse_status(first: float, second: float, expected: float) -> None:
    low, high = sorted((first, second))

    worse = judge(replace(HALF_WAY, progress=low, expected=expected)).status
    better = judge(replace(HALF_WAY, progress=high, expected=expected)).status

    assert RANK[worse] <= RANK[better]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_better_chance_is_never_a_worse_status(
    first: float, second: float, frozen: float, noise: float
) -> None:
    low, high = sorted((first, second))

    worse = judge(replace(HALF_WAY, chance=Chance(low, frozen, noise))).status
    better = judge(replace(HALF_WAY, chance=Chance(high, frozen, noise))).status

    assert RANK[worse] <= RANK[better]
