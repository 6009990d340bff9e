"""Figures of records in words: each in its unit, and nothing technical where a page tells them."""

from __future__ import annotations

from holdfast.report.evidence_figures import figures_told


def test_figures_of_a_challenge_are_told_in_the_unit_of_the_metric_and_its_model_is_left_to_the_record() -> (
    None
):
    figures = {"target": 0.8, "target_at_25": 0.523, "gain": 0.04, "wander": 0.07, "pending": None}

    told = figures_told("challenge", figures, unit="share")

    assert told == (
        ("the target", "80.0%"),
        ("a target with a chance of 25 in 100", "52.3%"),
        ("the biggest gain within three months", "4.0 points"),
    )


def test_chances_are_told_in_100_and_differences_of_shares_in_points() -> None:
    told = dict(figures_told("bet", {"without": 0.5, "with": 0.55, "expected": 0.0016}, unit=None))

    assert told == {
        "the chance without it": "50 in 100",
        "the chance with it": "55 in 100",
        "gain to be expected": "0.2 points",
    }


def test_segments_are_told_one_by_one() -> None:
    told = figures_told("segments", {"between": 0.1, "large: now": 0.9, "large: chance": 0.3}, unit="share")

    assert told == (("large: now", "90.0%"), ("large: chance of the target", "30 in 100"))


def test_a_figure_without_words_is_told_by_its_name() -> None:
    assert figures_told("holdout", {"per_arm": 800.0}, unit=None) == (("per arm", "800"),)
