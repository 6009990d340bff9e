"""Numbers that a sentence says become the numbers of its key result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from holdfast.okr import parse_okr
from holdfast.web.drafts import forms
from holdfast.web.drafts.importing import Known, stated_from, with_numbers
from holdfast.web.objectives.stated import StatedKeyResult

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Share of buyers that order again from 24% to 29%",
            {"unit": "share", "baseline": 0.24, "target": 0.29},
        ),
        (
            "Median time to first response from 9 hours to 4 hours",
            {"unit": "hours", "baseline": 9, "target": 4},
        ),
        ("Revenue from $1.2m to $2m", {"unit": "money", "baseline": 120_000_000, "target": 200_000_000}),
        ("CSAT stays at or above 84%", {"unit": "share", "kind": "maintain", "at_least": 0.84}),
        ("Churn stays at or below 3%", {"unit": "share", "kind": "maintain", "at_most": 0.03}),
        ("Churn at or below 3%", {"unit": "share", "target": 0.03}),
        ("Reduce churn by 20%", {}),
        ("Customers love us", {}),
    ],
)
def test_a_sentence_states_its_numbers(sentence: str, expected: dict[str, float | str]) -> None:
    made = with_numbers(StatedKeyResult(sentence), sentence, objective="Customers stay")

    assert made == replace(StatedKeyResult(sentence), **expected)  # type: ignore[arg-type]


def test_what_stands_beside_a_sentence_holds_over_what_it_says() -> None:
    text = "Objective: Stay\nKey results:\n1. Churn from 8% to 5%\n   Baseline: 0.09\n   Owner: Ada Okafor\n"
    known = Known({"ada okafor": 7}, team=3, owner=9)

    made = stated_from(parse_okr(text, name="-").objectives[0], known)

    [result] = made.key_results
    assert (result.baseline, result.target, result.owner) == (0.09, 0.05, 7)
    assert (made.team, made.owner) == (3, 9)


def test_money_of_a_currency_without_minor_units_is_kept_in_whole_ones(
    tmp_path: Path, settings: Settings
) -> None:
    company = '[company]\nname = "Kaze"\ntime_zone = "Asia/Tokyo"\ncurrency = "JPY"\n'
    table = '[tables.customers]\nfiles = "customers.csv"\n'
    (tmp_path / "holdfast.toml").write_text(company + table, encoding="utf-8")
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path)

    assert forms.scale_of("money") == 1
