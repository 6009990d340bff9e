"""The ontology's two files agree, name only metrics that exist, and put causes before effects."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from holdfast.review import ontology
from holdfast.review.ontology import carries, concept, known_concepts, vocabulary
from holdfast.review.reading.language import load_language

RAW: dict[str, Any] = tomllib.loads(
    (Path(ontology.__file__).parent / "ontology.toml").read_text(encoding="utf-8")
)
OWN = {name: entry for name, entry in RAW.items() if "same_as" not in entry}
CATALOGUE = {
    "onboarding_scheduled",
    "onboarding_completed",
    "review_coverage",
    "logo_churn",
    "feature_adoption",
    "stickiness",
    "event_retention",
    "gross_revenue_retention",
    "net_revenue_retention",
}


def coarse_metrics() -> set[str]:
    return {name for group in load_language().metrics.values() for _, name in group}


@pytest.mark.parametrize("name", OWN)
def test_a_concept_is_complete_in_both_files(name: str) -> None:
    known = concept(name)

    assert known is not None
    assert all((known.noun, known.state, known.fault, known.key_result))
    assert "‹" in known.key_result


@pytest.mark.parametrize("name", OWN)
def test_a_concept_names_only_metrics_that_exist(name: str) -> None:
    known = concept(name)

    assert known is not None
    assert known.measured_by | known.led_by <= coarse_metrics() | CATALOGUE
    assert not known.measured_by & known.led_by


@pytest.mark.parametrize("name", OWN)
def test_a_concept_leads_to_known_concepts_of_a_later_rank(name: str) -> None:
    known = concept(name)

    assert known is not None
    for effect in known.leads_to:
        target = concept(effect)
        assert target is not None
        assert target.rank > known.rank


def test_every_step_of_the_chain_belongs_to_a_metric() -> None:
    assert set(vocabulary()["metric_step"]) <= coarse_metrics()


def test_churn_is_retention_seen_from_the_other_side() -> None:
    assert concept("churn") == concept("retention")
    assert [item.name for item in known_concepts(("churn", "retention", "hiring"))] == ["retention"]


def test_a_concept_that_is_not_known_is_none() -> None:
    assert concept("weather") is None


@pytest.mark.parametrize(
    ("cause", "effect", "expected"),
    [
        ("onboarding", "retention", True),
        ("engagement", "retention", True),
        ("onboarding", "revenue", True),
        ("retention", "engagement", False),
        ("retention", "retention", False),
        ("weather", "retention", False),
    ],
)
def test_causes_carry_effects_and_never_the_other_way(cause: str, effect: str, expected: bool) -> None:
    assert carries(cause, effect) is expected


def test_a_proposed_key_result_is_about_those_in_scope() -> None:
    retention = concept("retention")

    assert retention is not None
    assert retention.key_result_for("paying accounts").startswith("Share of paying accounts that leave")
    assert retention.key_result_for(None).startswith("Share of customers that leave")


def test_new_customers_are_not_asked_for_twice_in_one_sentence() -> None:
    known = concept("acquisition")

    assert known is not None
    assert known.key_result_for("New customers").startswith("New customers per quarter")
    assert known.key_result_for("teams").startswith("New teams per quarter")
