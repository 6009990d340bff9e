from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.report.letter_words import lower, numbers_text, wordings
from holdfast.report.lines import cells_width
from holdfast.report.prose import review_prose
from holdfast.review.registry import all_rules
from holdfast.review.run import review_document, review_okr

if TYPE_CHECKING:
    from holdfast.review.run import Review


def reviewed(objective: str, *key_results: str) -> Review:
    source = Objective(objective, tuple(KeyResult(text) for text in key_results))
    return review_document(OkrDocument("-", (source,)))


def running(review: Review) -> str:
    """The letter without its line ends."""
    return " ".join(review_prose(review, width=80).split())


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!”])\s+(?=[A-Z“‹])", text) if len(one.split()) > 3]


def test_the_letter_goes_as_the_expert_goes(seed_review: Review) -> None:
    text = review_prose(seed_review, width=100)

    titles = [
        "Objective: ",
        "Key result 1: ",
        "Key result 4: ",
        "Back to the objective: ",
        "Questions for the team",
        "Conclusion",
    ]
    places = [text.index(f"\n{title}" if i else title) for i, title in enumerate(titles)]
    assert places == sorted(places)


def test_no_sentence_stands_twice(seed_review: Review) -> None:
    body = running(seed_review).split("Conclusion")[0]

    told = [one for one in sentences(body) if not one.startswith(("Key result ", "Back to the"))]
    assert len(told) == len(set(told))


def test_key_results_of_one_fault_are_told_in_several_wordings() -> None:
    calls = [f"Call 9{n}% of accounts over ${n}m within {n + 2} days of signing" for n in range(1, 5)]

    text = running(reviewed("Keep paying customers", *calls))

    assert text.count("this is something to do, and not yet a result") == 1
    assert "Like key result 1, this one can be read as a “do”." in text


def test_neighbours_of_which_nothing_new_can_be_said_share_a_paragraph() -> None:
    work = ["Interview 20 leavers", "Run 12 webinars for customers", "Send 30 e-mails to customers"]

    review = reviewed("Keep paying customers", *work)

    text = running(review)
    rewrites = [f.rewrite for f in review.findings if f.rule == "K201" and f.target.number in {2, 3}]
    assert "What I said of key result 1 holds for key results 2 and 3 as well." in text
    assert len(rewrites) == 2
    assert all(f"“{rewrite}”" in text for rewrite in rewrites)


def test_every_rewrite_without_blanks_is_offered(seed_review: Review) -> None:
    text = running(seed_review)

    offered = [f.rewrite for f in seed_review.findings if f.rule == "K201" and f.rewrite]
    assert len(offered) == 3
    assert all(f"“{rewrite}”" in text for rewrite in offered)


def test_a_small_point_is_weighed_as_one(seed_review: Review) -> None:
    assert "splitting hairs" in running(seed_review)


def test_the_assumption_is_spelled_out(seed_review: Review) -> None:
    assert "there is an assumption in this OKR: if customers are onboarded quickly" in running(seed_review)


def test_a_question_is_asked_once(seed_review: Review) -> None:
    text = running(seed_review)

    questions = {f.question for f in seed_review.findings if f.question}
    assert all(text.count(question) <= 1 for question in questions)


def test_a_good_okr_gets_a_short_letter() -> None:
    churn = "Reduce the quarterly churn of customers from 4% to 3% by 31 December"

    text = running(reviewed("Customers stay", churn))

    assert "I would leave it as it is" in text
    assert len(text.split()) < 250


@pytest.mark.parametrize("width", [40, 64, 100])
def test_no_line_is_wider_than_the_terminal_or_than_one_reads(seed_review: Review, width: int) -> None:
    text = review_prose(seed_review, width=width)

    assert max(cells_width(line) for line in text.splitlines()) <= min(width, 80)


def test_ascii_is_all_that_an_ascii_terminal_gets(seed_review: Review) -> None:
    assert review_prose(seed_review, width=80, ascii_only=True).isascii()


def test_lines_not_understood_and_points_left_out_are_said_at_the_end() -> None:
    review = review_okr(
        "Objective: Keep customers\nKRs:\n"
        "1. Call 95% of customers # holdfast: ignore K201 - agreed\n\n??? 5\n"
    )

    text = running(review)

    assert "P.S. Line 5 was not understood: “??? 5”. 1 point" in text
    assert text.endswith("1 point is left out on the author's wish: K201.")


def test_several_objectives_are_numbered_and_each_has_its_conclusion() -> None:
    objectives = tuple(Objective(f"Keep customers {i}", (KeyResult("Churn below 3%"),)) for i in (1, 2))

    text = review_prose(review_document(OkrDocument("-", objectives)), width=80)

    assert re.findall(r"^Objective \d", text, re.MULTILINE) == ["Objective 1", "Objective 2"]
    assert text.count("\nConclusion\n") == 2


def test_curly_brackets_and_signs_of_people_stay_what_they_are() -> None:
    text = running(reviewed("Keep {rewrite} customers", "Call {first} \x1b[1m95% of {words} {0} accounts"))

    assert "Keep {rewrite} customers" in text
    assert "Call {first} [1m95% of {words} {0} accounts" in text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=7))
def test_any_okr_gets_a_letter_without_blanks_of_ours(objective: str, key_results: list[str]) -> None:
    text = review_prose(reviewed(objective, *key_results), width=60)

    ours = set(re.findall(r"\{\w+\}", str(wordings())))
    theirs = " ".join([objective, *key_results])
    assert not [blank for blank in ours if blank in text and blank not in theirs]
    assert text.endswith("\n")


def test_every_rule_with_wordings_exists() -> None:
    assert set(wordings()["rules"]) <= {rule.code for rule in all_rules()}


def test_a_rule_that_failed_is_reported_and_not_put_in_the_wording_of_its_finding() -> None:
    def fail(case: object) -> tuple[()]:
        raise ValueError("odd")

    rule = replace(next(one for one in all_rules() if one.code == "K201"), check=fail)
    source = Objective("Keep customers", (KeyResult("Churn below 3%"),))

    text = running(review_document(OkrDocument("-", (source,)), rules=(rule,)))

    assert "The rule K201 (activity-as-key-result) failed on this OKR: ValueError: odd" in text


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([2], "key result 2"),
        ([1, 2], "key results 1 and 2"),
        ([2, 3, 4], "key results 2 to 4"),
        ([1, 3, 4], "key results 1, 3 and 4"),
    ],
)
def test_numbers_are_told_as_people_do(numbers: list[int], words: str) -> None:
    assert numbers_text(numbers) == words


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The team", "the team"),
        ("NPS rises", "NPS rises"),
        ("A day", "a day"),
        ("“X” is", "“X” is"),
        ("", ""),
    ],
)
def test_a_sentence_after_a_colon_keeps_abbreviations(sentence: str, told: str) -> None:
    assert lower(sentence) == told


def test_a_key_result_that_lacks_what_was_said_of_all_is_not_called_flawless() -> None:
    text = running(
        reviewed("Cross the chasm with customers who stay", "NRR 115%", "CSAT 90%", "Churn below 3%")
    )

    assert "do not say where their number stands today" in text
    assert "as they are" not in text


def test_two_key_results_are_both_and_not_all_two() -> None:
    text = running(reviewed("Customers stay", "Churn from 4% to 3%", "CSAT from 80% to 90%"))

    assert "Both key results hold a number." in text


def test_a_rewrite_that_only_adds_words_is_offered_as_what_it_adds() -> None:
    text = running(reviewed("Customers stay", "CSAT of 90% by December", "Churn from 4% to 3% by December"))

    assert "I would add “(today: ‹value›)”." in text
    assert "“CSAT of 90%" not in text
