"""A summary shows the weightiest findings first, one of a rule, and folds the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from holdfast.review.finding import LEVELS, Finding, Target
from holdfast.review.registry import all_rules
from holdfast.review.run import review_okr
from holdfast.review.summary import summarise

if TYPE_CHECKING:
    from holdfast.review.finding import Level

RULES = all_rules()
NAMES = {rule.code: rule for rule in RULES}
LOOSE = sorted(rule.code for rule in RULES if not rule.once and rule.code != "S303" and not rule.together)


def _found(code: str, level: Level, number: int | None = 1) -> Finding:
    target = Target("okr") if number is None else Target("key-result", number)
    return Finding(
        code, NAMES[code].name, level, target, f"About {code}.", "Because.", question=f"Why {code}?"
    )


findings = st.lists(
    st.builds(_found, st.sampled_from(LOOSE), st.sampled_from(LEVELS), st.integers(1, 6)),
    max_size=30,
    unique=True,
).map(tuple)


@given(findings)
def test_nothing_is_lost_and_five_are_shown_at_most(found: tuple[Finding, ...]) -> None:
    summary = summarise(found, cases=(), rules=RULES)

    assert len(summary.shown) <= 5
    assert set(summary.shown) | set(summary.folded) | set(summary.strengths) == set(found)
    assert len(summary.conclusion) == 3


@given(findings)
def test_nothing_folded_outweighs_what_is_shown_of_another_rule(found: tuple[Finding, ...]) -> None:
    summary = summarise(found, cases=(), rules=RULES)

    shown = {one.rule for one in summary.shown}
    lowest = min((LEVELS.index(one.level) for one in summary.shown), default=0)
    assert all(LEVELS.index(one.level) <= lowest for one in summary.folded if one.rule not in shown)


def test_a_problem_comes_before_a_weightier_suggestion() -> None:
    summary = summarise((_found("K201", "suggestion"), _found("K207", "problem", 2)), cases=(), rules=RULES)

    assert [one.rule for one in summary.shown] == ["K207", "K201"]
    assert summary.one_thing == summary.shown[0]


def test_small_points_alone_make_no_one_thing() -> None:
    summary = summarise((_found("K208", "nit"),), cases=(), rules=RULES)

    assert summary.one_thing is None
    assert summary.conclusion[2] == "In the end nothing stands in the way of starting."


def test_what_is_still_asked_stands_in_the_conclusion() -> None:
    asked = (_found("K205", "suggestion"), _found("K208", "nit"), _found("S310", "question"))

    last = summarise(asked, cases=(), rules=RULES).conclusion[2]

    assert last == (
        "In the end little stands in the way of starting, and this is still open: a target without the value "
        "it starts from; customers shall stay, and nobody asks why they leave."
    )


def test_what_is_true_of_all_is_said_once() -> None:
    found = tuple(_found("K205", "question", number) for number in (1, 2, 4))

    summary = summarise(found, cases=(), rules=RULES)

    assert [line.sentence for line in summary.once] == ["Why K205? (key results 1, 2 and 4)"]
    assert summary.shown == summary.folded == ()


def test_several_findings_of_one_fault_come_together_as_the_one_thing() -> None:
    first = replace(
        _found("S301", "problem", None), message="No key result measures engagement.", rewrite="A"
    )
    second = replace(first, message="No key result measures retention.", why="They could leave.", rewrite="B")

    summary = summarise((first, second), cases=(), rules=RULES)

    assert summary.one_thing is not None
    assert summary.one_thing.message.startswith(
        "The key results do not measure the objective. No key result measures"
    )
    assert summary.one_thing.alternatives == ("B",)
    assert summary.folded == ()
    assert (
        summary.conclusion[2]
        == "But in the end the key results do not measure the objective: they could leave."
    )


def test_a_good_okr_gets_few_words() -> None:
    summary = review_okr(
        "Objective: Customers of the self-serve plan keep using the product\n\nTime Scale: 2026-Q4\n\n"
        "Key results:\n\n"
        "1. Monthly retention rate of self-serve customers from 92% to 95%\n"
        "2. Weekly active users per account from 3.1 to 4\n"
    ).summary

    assert summary.one_thing is None or summary.one_thing.level != "problem"
    assert len(summary.shown) <= 3


def test_the_assumption_has_a_section_of_its_own_and_is_no_point_beside_it() -> None:
    summary = summarise((_found("S303", "question"), _found("K201", "suggestion")), cases=(), rules=RULES)

    assert summary.assumption == "About S303."
    assert [one.rule for one in (*summary.shown, *summary.folded)] == ["K201"]


def test_the_conclusion_says_of_which_key_results_it_speaks() -> None:
    summary = summarise((_found("K203", "problem", 1), _found("K203", "problem", 3)), cases=(), rules=RULES)

    assert summary.conclusion[2] == "In the end this matters most (key results 1 and 3): about K203."


def test_what_a_deliverable_brings_with_it_is_folded_and_is_shown_of_another_key_result() -> None:
    found = (_found("K202", "suggestion", 1), _found("K203", "nit", 1), _found("K204", "nit", 1))

    alone = summarise(found, cases=(), rules=RULES)
    beside = summarise((*found, _found("K204", "nit", 2)), cases=(), rules=RULES)

    assert [one.rule for one in alone.shown] == ["K202"]
    assert {one.rule for one in alone.folded} == {"K203", "K204"}
    assert [(one.rule, one.target.number) for one in beside.shown] == [("K202", 1), ("K204", 2)]


def test_the_conclusion_has_one_colon() -> None:
    summary = review_okr("Objective: Customers stay\n\n1. Launch a help centre\n").summary

    assert summary.conclusion[2].count(":") == 1
