"""Five typed numbers give challenge, noise and reach; numbers that cannot be are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from holdfast.errors import InputError
from holdfast.evidence.typed import TypedNumbers, typed_records

TODAY = date(2026, 11, 27)
SEED = TypedNumbers(
    customers=2_000,
    new=240,
    leaving=60,
    values=(0.55, 0.57, 0.56, 0.58, 0.57, 0.58),
    target=0.8,
    counted="new",
)


def test_a_seed_s_numbers_say_heroic_visible_and_hardly_any_reach() -> None:
    challenged, noise, reach = typed_records(SEED, today=TODAY)

    assert (challenged.verdict, noise.verdict) == ("heroic", "visible this quarter")
    assert reach.verdict == "touches few"
    assert "in Oct-Dec 2026" in challenged.sentence
    assert "One customer is 0.4 points." in noise.sentence
    assert "These key results touch 12% of the customers in the objective." in reach.sentence
    assert "Without it 50 in 100, with it 50 in 100" in reach.sentence
    assert "can succeed completely without its objective moving" in reach.sentence


def test_a_score_has_no_reach() -> None:
    score = TypedNumbers(
        customers=2_000,
        new=240,
        leaving=60,
        values=(20, 30, 25, 22),
        target=72,
        answers=100,
        is_score=True,
    )

    challenged, noise = typed_records(score, today=TODAY)

    assert challenged.verdict == "heroic"
    assert "One answer is up to 2.0 points." in noise.sentence


def test_three_values_are_too_few_for_a_chance_but_not_for_the_noise() -> None:
    challenged, noise, _ = typed_records(replace(SEED, values=SEED.values[-3:]), today=TODAY)

    assert (challenged.verdict, challenged.estimate) == ("cannot say yet", None)
    assert noise.figure("detectable") == pytest.approx(0.126, abs=0.001)


def test_a_quarter_begins_where_the_year_s_does() -> None:
    challenged, _, _ = typed_records(SEED, today=date(2027, 1, 1))

    assert "in Jan-Mar 2027" in challenged.sentence


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"customers": 0}, "customers"),
        ({"new": 2_001}, "new"),
        ({"leaving": -1}, "leaving"),
        ({"values": ()}, "values"),
        ({"values": (55.0, 57.0)}, "55 is not a share"),
        ({"target": 1.2}, "1.2 is not a share"),
        ({"answers": 0}, "answers"),
    ],
)
def test_a_number_that_cannot_be_is_named(wrong: dict[str, object], named: str) -> None:
    with pytest.raises(InputError, match=named):
        typed_records(replace(SEED, **wrong), today=TODAY)  # type: ignore[arg-type]  # on purpose
