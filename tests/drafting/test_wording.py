"""Targets of a draft are ones that somebody could aim at."""

from __future__ import annotations

import pytest

from holdfast.drafting.wording import better
from holdfast.metrics import metric


@pytest.mark.parametrize(
    ("name", "value", "now", "target"),
    [
        ("issues_resolved", 0.72, 0.703, 0.72),
        ("issues_resolved", 0.70, 0.703, 0.71),
        ("issues_resolved", 0.70, 0.70, 0.71),
        ("logo_churn", 0.025, 0.03, 0.025),
        ("logo_churn", 0.031, 0.0275, 0.027),
        ("logo_churn", 0.03, 0.03, 0.029),
    ],
)
def test_a_target_that_is_no_better_than_now_gives_way_to_the_next_step(
    name: str, value: float, now: float, target: float
) -> None:
    assert better(value, now, metric(name).card) == pytest.approx(target)


def test_a_metric_that_cannot_be_better_keeps_its_best_value() -> None:
    assert better(1.0, 1.0, metric("issues_resolved").card) == 1.0
