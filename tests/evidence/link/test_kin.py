"""Factors that tell the same under several names are left out together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.evidence.link.comparison import Comparison, Factor
from holdfast.evidence.link.kin import association, kin_of
from holdfast.evidence.link.linking import assess_link

SIZES = np.array(["small", "mid", "large"])


def _factors(count: int = 3000, seed: int = 1) -> dict[str, Factor]:
    generator = np.random.default_rng(seed)
    size = generator.integers(0, 3, count)
    price = np.array([5_000, 26_000, 140_000])[size] * np.exp(generator.normal(0, 0.3, count))
    return {
        "size": Factor("size", SIZES[size]),
        "plan": Factor("plan", np.array(["team", "business", "enterprise"])[size]),
        "price": Factor("price", price),
        "region": Factor("region", np.array(["eu", "us"])[generator.integers(0, 2, count)]),
    }


def test_size_plan_and_price_are_kin_and_the_region_is_alone() -> None:
    groups = kin_of(tuple(_factors().values()))

    assert groups == (("size", "plan", "price"), ("region",))


def test_a_kind_that_lies_within_another_is_kin_of_it() -> None:
    owners = np.array([f"owner {n % 12}" for n in range(1200)])
    teams = np.array([f"team {n % 12 // 4}" for n in range(1200)])

    assert kin_of((Factor("owner", owners), Factor("team", teams))) == (("owner", "team"),)


@pytest.mark.parametrize("count", [60, 200, 2000])
def test_many_kinds_of_few_customers_are_no_kin_by_chance(count: int) -> None:
    alone = 0
    for seed in range(20):
        generator = np.random.default_rng(seed)
        one, other = (Factor(name, generator.integers(0, 10, count).astype(str)) for name in "ab")
        alone += kin_of((one, other)) == (("a",), ("b",))

    assert alone >= 19


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=60))
def test_association_is_the_same_both_ways_and_a_share(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))

    found = association(one, other)

    assert found == pytest.approx(association(other, one), abs=1e-6)
    assert 0 <= found <= 1 + 1e-9


def test_a_factor_that_is_there_twice_is_missed_as_if_it_were_there_once() -> None:
    factors = _factors(4000)
    generator = np.random.default_rng(2)
    level = (factors["size"].values == "large") * 1.0 - (factors["size"].values == "small")
    exposed = generator.random(4000) < 1 / (1 + np.exp(-level))
    stays = (generator.random(4000) < 0.75 + 0.1 * level).astype(float)
    once = Comparison("were called", "stayed", stays, exposed, (factors["size"], factors["region"]))
    twice = replace(once, factors=(factors["size"], factors["plan"], factors["region"]))

    single, double = assess_link(once, seed=1), assess_link(twice, seed=1)

    assert single.strongest == "size"
    assert double.strongest == "size and plan"
    assert double.facts.hidden == pytest.approx(single.facts.hidden, rel=0.1)
    assert double.facts.hidden > 0.03


def test_no_customers_and_no_factors_have_no_kin() -> None:
    assert kin_of(()) == ()
    assert association(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) == 0
    assert kin_of((Factor("score", np.full(9, np.nan)),)) == (("score",),)


def test_where_nearly_all_are_too_young_the_outcome_is_not_mature() -> None:
    nobody = Comparison("were called", "stayed", np.empty(0), np.empty(0, dtype=bool), (), immature=900)

    found = assess_link(nobody, seed=1)

    assert (found.verdict, found.estimate) == ("cannot tell", None)
    assert found.reason == "the outcome is not mature: most customers are too young for it"
    assert assess_link(replace(nobody, immature=0), seed=1).reason == "too few customers"
