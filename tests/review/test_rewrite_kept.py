"""Rewrites keep what the sentence says, and never raise the finding that they were made for."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.review.reading import read_key_result
from holdfast.review.rewrite import as_coverage
from holdfast.review.rewrite_check import keeps_numbers, lost
from holdfast.review.rewrite_goal import as_customer_state
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from holdfast.review.finding import Finding

REWORDING = {"K201", "K202", "K203", "K205", "K206", "K209"}
HELD_OUT = sorted((Path(__file__).parent / "reading").glob("held_out*.jsonl"))


@cache
def findings_of(text: str) -> tuple[Finding, ...]:
    """Faults of one key result that rules offer to reword."""
    objective = Objective("Customers stay for what they get", (KeyResult(text),), cycle="Quarter")
    found = review_document(OkrDocument("-", (objective,))).findings
    return tuple(one for one in found if one.rule in REWORDING and one.level != "strength")


@cache
def reworded() -> tuple[tuple[str, Finding], ...]:
    """Every rewrite of our own sentences that no word list was written from, with the sentence."""
    return tuple((text, one) for text in held_out() for one in findings_of(text) if one.rewrite)


@cache
def held_out() -> tuple[str, ...]:
    files = [path for path in HELD_OUT if "objectives" not in path.name]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(dict.fromkeys(json.loads(line)["text"] for line in lines))


def losing(aspect: str) -> list[tuple[str, str | None]]:
    return [
        (text, one.rewrite)
        for text, one in reworded()
        if aspect in lost(read_key_result(text), read_key_result(one.rewrite or ""))
    ]


def test_no_rewrite_of_a_held_out_sentence_raises_its_finding_again() -> None:
    again = [
        (one.rule, text, one.rewrite)
        for text, one in reworded()
        if one.rule in {other.rule for other in findings_of(one.rewrite or "")}
    ]

    assert len(reworded()) > 400
    assert again == []


def test_every_rewrite_of_a_held_out_sentence_keeps_its_numbers() -> None:
    lost_any = [(text, one.rewrite) for text, one in reworded() if not keeps_numbers(text, one.rewrite or "")]

    assert lost_any == []


@pytest.mark.parametrize("aspect", ["window", "deadline"])
def test_every_rewrite_of_a_held_out_sentence_keeps_its_times(aspect: str) -> None:
    assert losing(aspect) == []


def test_nearly_every_rewrite_of_a_held_out_sentence_is_read_with_the_same_population() -> None:
    missing = losing("population")

    assert len(missing) <= 0.02 * len(reworded()), missing


@pytest.mark.parametrize("rule", ["K201", "K202"])
def test_nine_in_ten_deeds_and_deliverables_have_a_rewrite(rule: str) -> None:
    found = [one for text in held_out() for one in findings_of(text) if one.rule == rule]

    assert len(found) > 50
    assert sum(one.rewrite is not None for one in found) >= 0.9 * len(found)


def test_no_rewrite_is_made_of_gaps_alone() -> None:
    bare = [one.rewrite for _, one in reworded() if not re.sub(r"‹[^›]*›|\W", "", one.rewrite or "")]

    assert bare == []


verbs = st.sampled_from(["Schedule", "Complete", "Hold", "Run", "Book", "Conduct", "Make", "Arrange"])
shares = st.integers(1, 99).map("{}%".format)
things = st.sampled_from(["onboarding calls", "review calls", "training sessions", "check-ins", "surveys"])
whom = st.sampled_from(
    ["new customers", "paying accounts", "trial users", "enterprise clients", "accounts over $1m"]
)
windows = st.builds("within {} {}".format, st.integers(2, 90), st.sampled_from(["days", "weeks", "hours"]))
ends = st.sampled_from(["", " by Q3", " by the end of March", " in 2027"])


@given(st.tuples(verbs, shares, things, whom, windows, ends))
def test_numbers_people_window_and_deadline_stay_word_for_word(parts: tuple[str, ...]) -> None:
    verb, share, thing, people, window, end = parts

    rewrite = as_coverage(read_key_result(f"{verb} {thing} with {share} of {people} {window}{end}"))

    assert rewrite is not None
    assert rewrite.startswith(f"{share} of {people} have ")
    assert rewrite.endswith(f"{window}{end}")


contacts = st.sampled_from(
    ["Call", "Visit", "Interview", "Email", "Survey", "Thank", "Train", "Onboard", "Reach out to"]
)
amounts = st.sampled_from(["all ", "every ", "40 ", "at least 12 ", "the top 10 ", "85% of ", "9 in 10 "])
groups = st.sampled_from(
    [
        ("churned customer", ""), ("new admin", ""), ("enterprise account", ""), ("inactive user", ""),
        ("account", " with low usage"), ("account", " over $50k"), ("customer", " in EMEA"),
        ("user", " on the free plan"),
    ]
)  # fmt: skip
rhythms = st.sampled_from(["", " every month", " once a quarter", " weekly", " each week"])
purposes = st.sampled_from(
    ["", " to learn what they need", " in order to reduce churn", " so that they renew"]
)
deeds = st.tuples(contacts, amounts, groups, st.tuples(rhythms, ends, purposes))


@given(deeds)
def test_whom_it_is_done_to_becomes_whom_it_is_true_of(
    deed: tuple[str, str, tuple[str, str], tuple[str, str, str]],
) -> None:
    verb, amount, (noun, behind), (rhythm, end, purpose) = deed
    text = f"{verb} {amount}{noun}{'' if amount == 'every ' else 's'}{behind}{rhythm}{end}{purpose}"

    rewrite = as_coverage(read_key_result(text)) or ""

    assert keeps_numbers(text, rewrite), (text, rewrite)
    assert f"{noun}s{behind} have" in rewrite, (text, rewrite)
    assert rewrite.endswith(f"{end}{purpose}"), (text, rewrite)
    assert "K201" not in {one.rule for one in findings_of(rewrite)}, (text, rewrite)


@given(st.text(max_size=120))
def test_rewriting_never_fails_and_loses_no_number(text: str) -> None:
    reading = read_key_result(text)

    rewrite = as_coverage(reading)

    assert as_customer_state(reading)
    if rewrite is not None:
        assert set(re.findall(r"\d+", text)) <= set(re.findall(r"\d+", rewrite))


words = st.sampled_from(
    [
        "Launch", "call", "and", "to", "with", "20", "customers", "the", "weekly", "(", ")", "by Q2", "who",
        "new", "onboarding", "calls", "for", "of", "95%", "reduce", "churn", "review", "each", "has",
        "support", "get", "is", "live", "‹share›", "put", "in place",
    ]
)  # fmt: skip


@given(st.lists(words, max_size=12))
def test_no_heap_of_words_makes_a_rule_fail(heap: list[str]) -> None:
    review = review_document(OkrDocument("-", (Objective("Customers stay", (KeyResult(" ".join(heap)),)),)))

    assert not [one.message for one in review.findings if "failed on this OKR" in one.message]
