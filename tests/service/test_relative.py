"""Targets told as a change: resolved from where it begins, asked where two readings are possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.evidence.history import History, PastValue
from holdfast.metrics import catalogue
from holdfast.okr.model import KeyResult
from holdfast.records import Measurement
from holdfast.review.reading import read_key_result
from holdfast.service.relative import Moves, Resolved, moves_of, resolved
from holdfast.service.target_text import target_after
from holdfast.units import Period

if TYPE_CHECKING:
    from holdfast.records import MetricCard

CARDS = {name: catalogue().metric(name).card for name in ("nps", "logo_churn", "onboarding_completed", "mrr")}
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))


def series(card: MetricCard, value: float) -> tuple[Measurement, ...]:
    return (
        Measurement(
            card.name, "standard", "1", JUNE, (), card.unit, value, 1, 2, None, 0, True, date(2026, 8, 1)
        ),
    )


def after(metric: str, text: str, value: float, **given: float) -> Resolved | None:
    card = CARDS[metric]
    key_result = replace(KeyResult(text=text), **given)  # type: ignore[arg-type]  # fields of it
    moves = moves_of(card, key_result, read_key_result(text, objective="They stay"))
    return None if moves is None else resolved(moves, card, series(card, value), currency="EUR")


@pytest.mark.parametrize(
    ("metric", "text", "now", "target"),
    [
        ("nps", "NPS up 50", 31.0, 81.0),
        ("nps", "Raise NPS by 10 points", -20.0, -10.0),
        ("logo_churn", "Reduce churn by 20%", 0.03, 0.024),  # 20 points less than 3 % can never be
        ("logo_churn", "Reduce logo churn by 1 percentage point", 0.03, 0.02),
        ("mrr", "Increase MRR by 10%", 200_000.0, 220_000.0),
    ],
)
def test_a_change_that_can_be_read_one_way_is_resolved(
    metric: str, text: str, now: float, target: float
) -> None:
    found = after(metric, text, now)

    assert found is not None
    assert found.target == pytest.approx(target)
    assert found.notes == ()


def test_points_or_per_cent_is_asked_where_both_can_be() -> None:
    found = after("onboarding_completed", "Increase completion rate of onboarding by 25%", 0.58)

    assert found is not None
    assert found.target is None
    [note] = found.notes
    assert note.kind == "unclear"
    assert note.message == "25% may be 25 points, to 83.0%, or a part of 58.0%, to 72.5%."


@pytest.mark.parametrize(("text", "now"), [("NPS up 50", 60.0), ("Reduce churn by 5 points", 0.03)])
def test_a_change_beyond_what_the_metric_can_be_has_no_target(text: str, now: float) -> None:
    found = after("nps" if "NPS" in text else "logo_churn", text, now)

    assert found == Resolved(None)


def test_a_relative_target_is_a_part_of_its_baseline_whatever_was_measured() -> None:
    found = after("onboarding_completed", "Onboarding", 0.58, relative_target=0.25, baseline=0.4)

    assert found is not None
    assert found.target == pytest.approx(0.5)


@pytest.mark.parametrize("text", ["NPS to 50", "Raise NPS from 20 to 50", "Reduce churn by 20 calls"])
def test_what_asks_for_no_change_of_this_metric_is_left_to_others(text: str) -> None:
    assert after("nps", text, 30.0) is None


def past(value: float) -> History:
    known = (PastValue(JUNE, value, 1, 2),)
    return History("nps", "Net promoter score", "points", "points", "up", -100, 100, known)


def test_a_typed_change_is_refused_where_the_metric_can_never_be_there() -> None:
    moves = Moves(50, is_percent=False, is_up=True)

    assert target_after(moves, past(30), "+50") == 80
    with pytest.raises(InputError, match=r"'\+50' from 60\.0 points is more than Net promoter score can be"):
        target_after(moves, past(60), "+50")


def test_a_typed_change_that_reads_two_ways_is_asked() -> None:
    with pytest.raises(
        InputError, match=r"10% may be 10 points, to 40\.0 points, or a part of 30\.0 points, to 33\.0"
    ):
        target_after(Moves(10, is_percent=True, is_up=True), past(30), "+10%")
