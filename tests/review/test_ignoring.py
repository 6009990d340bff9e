"""Findings that an author asked not to hear are set aside with their reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.model import Ignore
from holdfast.okr.parse import parse_okr
from holdfast.review.ignoring import FileIgnore
from holdfast.review.run import review_document
from holdfast.review.selection import Selection, choose_rules

if TYPE_CHECKING:
    from holdfast.review.run import Review

OKR = """Objective: Increase customer engagement & retention
Key results:
1. Schedule 95% of new customer onboarding calls within 5 days of signing
2. Undertake monthly review call with all accounts over $1m
"""
OBJECTIVE, FIRST, SECOND = 1, 3, 4


def reviewed(*ignores: Ignore, file_ignores: tuple[FileIgnore, ...] = ()) -> Review:
    document = replace(parse_okr(OKR, name="okr.md"), ignores=ignores)
    return review_document(document, file_ignores=file_ignores)


def of(review: Review, code: str) -> list[int | None]:
    return [one.target.number for one in review.findings if one.rule == code]


def test_without_comments_nothing_is_set_aside() -> None:
    review = reviewed()

    assert of(review, "K201") == [1, 2]
    assert (review.ignored, review.notices) == ((), ())


def test_a_comment_about_a_statement_sets_aside_what_its_rules_find_there() -> None:
    review = reviewed(Ignore(2, ("K201",), "the board asked for it", FIRST))

    assert of(review, "K201") == [2]
    assert [(one.finding.rule, one.reason, one.line) for one in review.ignored] == [
        ("K201", "the board asked for it", 2)
    ]


@pytest.mark.parametrize("selector", ["K2", "K", "activity-as-key-result", "k201", "ALL"])
def test_a_comment_may_name_a_rule_as_the_command_line_does(selector: str) -> None:
    assert of(reviewed(Ignore(2, (selector,), "known", FIRST)), "K201") == [2]


def test_a_comment_without_rules_is_about_all_of_them() -> None:
    review = reviewed(Ignore(2, (), "a copy of last year's", FIRST))

    assert [one for one in review.findings if one.target.number == 1] == []
    assert review.ignored


def test_a_comment_about_the_objective_covers_the_whole_okr_and_its_key_results() -> None:
    review = reviewed(Ignore(1, ("S", "O", "K201"), "agreed with the board", OBJECTIVE))

    assert {one.rule[0] for one in review.findings if one.target.part != "key-result"} == {"K"}
    assert {"S301", "K201"} <= {one.finding.rule for one in review.ignored}
    assert of(review, "K201") == []


def test_the_reason_nearest_to_the_statement_counts() -> None:
    review = reviewed(Ignore(1, ("K201",), "far", OBJECTIVE), Ignore(2, ("K201",), "near", FIRST))

    assert [one.reason for one in review.ignored] == ["near", "far"]


def test_a_comment_about_one_objective_is_not_about_the_next() -> None:
    text = OKR + "\n" + OKR.replace("engagement & retention", "loyalty")
    document = replace(parse_okr(text, name="two.md"), ignores=(Ignore(1, ("K201",), "known", OBJECTIVE),))

    review = review_document(document)

    assert [one.target.objective for one in review.findings if one.rule == "K201"] == [2, 2]


def test_a_comment_about_the_file_is_about_every_statement() -> None:
    review = reviewed(Ignore(1, ("K201",), "an archive"))

    assert of(review, "K201") == []
    assert [one.finding.target.number for one in review.ignored] == [1, 2]


def test_what_is_set_aside_is_not_in_the_summary() -> None:
    review = reviewed(Ignore(1, ("S301",), "measured elsewhere"))

    assert "S301" not in [one.rule for one in (*review.summary.shown, *review.summary.folded)]


def test_a_comment_without_reason_is_not_followed_and_said() -> None:
    review = reviewed(Ignore(2, ("K201",), "", FIRST))

    assert of(review, "K201") == [1, 2]
    assert [notice.line for notice in review.notices] == [2]
    assert "no reason" in review.notices[0].message


def test_a_comment_that_matches_nothing_is_said() -> None:
    review = reviewed(Ignore(2, ("K218",), "reads well", FIRST))

    assert [(notice.line, "K218" in notice.message) for notice in review.notices] == [(2, True)]


def test_a_comment_about_a_rule_that_did_not_run_is_not_called_useless() -> None:
    document = replace(parse_okr(OKR, name="okr.md"), ignores=(Ignore(2, ("K201",), "known", FIRST),))

    review = review_document(document, rules=choose_rules(Selection(select=("S",))))

    assert review.notices == ()


def test_a_comment_about_a_rule_that_does_not_exist_names_the_nearest() -> None:
    review = reviewed(Ignore(2, ("K2O1",), "a slip", FIRST))

    assert ["did you mean K201" in notice.message for notice in review.notices] == [True]


def test_the_configuration_sets_aside_in_the_whole_file() -> None:
    review = reviewed(file_ignores=(FileIgnore(("K201",), "an archive"),))

    assert of(review, "K201") == []
    assert {(one.reason, one.line) for one in review.ignored} == {("an archive", None)}


def test_json_keeps_what_is_set_aside_with_its_reason() -> None:
    value = reviewed(Ignore(2, ("K201",), "known", FIRST)).to_dict()

    assert [(one["rule"], one["reason"], one["line"]) for one in value["ignored"]] == [("K201", "known", 2)]
    assert ("K201", 1) not in [(one["rule"], one["target"]["number"]) for one in value["findings"]]
