"""A review runs every rule, survives one that crashes, and has one published form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.review.registry import all_rules
from holdfast.review.rule import Rule
from holdfast.review.run import review_document, review_okr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.rule import Case

OKR = "Objective: Keep our customers\n\nKey results:\n\n1. Call 50 customers\n2. Reduce churn from 5% to 3%\n"
TWO = OKR + "\nObjective: Happier users\n\nKey results:\n\n1. Improve satisfaction\n"
PIECES = (
    "churn",
    "NPS",
    "from",
    "to",
    "5%",
    "95% of",
    "new customers",
    "within",
    "3 days",
    "$1m",
    "accounts",
    "call",
    "increase",
    "all",
    "and",
    "while keeping",
    "(",
    ")",
    "monthly",
    "by Q3",
    "0",
    "-",
    "%",
    "…",
    "every",
    "over",
    "with",
    "‹x›",
    "é",
    "1,000,000",
    "<",
    "x2",
    "reach out to",
    "the top 10",
)


def _crash(case: Case) -> Iterator[Finding]:
    raise RuntimeError(case.source.text)


CRASHING = Rule(code="Z999", name="crashes", summary="Crashes", source="none but this test", check=_crash)


def _single(text: str) -> OkrDocument:
    return OkrDocument("test", (Objective("Keep our customers", (KeyResult(text),), kpis=()),))


def test_a_rule_that_crashes_is_a_finding_and_the_others_go_on() -> None:
    rules = (CRASHING, *all_rules())

    review = review_document(_single("Call 50 customers"), rules=rules)

    codes = {finding.rule: finding for finding in review.findings}
    assert codes["Z999"].level == "nit"
    assert "Z999" in codes["Z999"].message
    assert "K201" in codes


def test_findings_name_their_objective() -> None:
    review = review_okr(TWO)

    targets = {(f.rule, f.target.objective, f.target.number) for f in review.findings}
    assert ("K201", 1, 1) in targets
    assert ("K203", 2, 1) in targets


def test_an_objective_sees_the_others_as_siblings() -> None:
    first, second = review_okr(TWO).objectives

    assert [reading.text for reading in first.case.siblings] == ["Happier users"]
    assert [reading.text for reading in second.case.siblings] == ["Keep our customers"]


def test_the_published_form_is_json_with_reading_findings_and_summary() -> None:
    form = json.loads(json.dumps(review_okr(OKR).to_dict()))

    assert set(form) == {"name", "unread", "reading", "findings", "ignored", "notices", "summary"}
    assert [one["kind"] for one in form["reading"][0]["key_results"]] == ["key-result", "key-result"]
    assert {"rule", "level", "target", "span", "message", "why", "rewrite", "evidence"} <= set(
        form["findings"][0]
    )


def test_at_least_keeps_the_level_and_those_above() -> None:
    review = review_okr(TWO)

    assert {f.level for f in review.at_least("suggestion")} <= {"suggestion", "problem"}
    assert len(review.at_least("strength")) == len(review.findings)


def test_a_span_lies_in_the_text_it_is_about() -> None:
    review = review_okr(OKR)

    case = review.objectives[0].case
    for finding in review.findings:
        if finding.span is not None:
            number = finding.target.number
            text = case.source.text if number is None else case.key_results[number - 1].source.text
            start, end = finding.span
            assert 0 <= start < end <= len(text)


def test_an_objective_without_key_results_is_reviewed() -> None:
    review = review_document(OkrDocument("test", (Objective("Keep our customers"),)))

    assert not [f.message for f in review.findings if "failed on this OKR" in f.message]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=80))
def test_no_rule_fails_whatever_the_sentence(text: str) -> None:
    review = review_document(_single(text), measured={})

    assert [f.message for f in review.findings if "failed on this OKR" in f.message] == []


@pytest.mark.parametrize("bare", ["42", "95%", "🎉", "$1.2"])
def test_a_key_result_that_is_only_a_number_is_a_problem_and_no_strength(bare: str) -> None:
    review = review_okr(f"Objective: Keep our customers\n1. {bare}\n2. Churn from 5% to 4%\n")

    about = [finding for finding in review.findings if finding.target.number == 1]
    assert [finding.rule for finding in about if finding.level == "problem"] == ["K203"]
    assert [finding.rule for finding in about if finding.level == "strength"] == []
