"""Reasons for leaving are put under their theme, or left to a person."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from holdfast.review.leavers.themes import mentions, theme_named, themes

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "leavers-test.md"
REASONS = Path(__file__).with_name("reasons.tsv")


class Verdict(NamedTuple):
    """What became of a set of reasons."""

    right: int
    wrong: list[tuple[str, str]]
    left_open: int

    @property
    def all(self) -> int:
        return self.right + len(self.wrong) + self.left_open


def judged(sets: str) -> Verdict:
    right, left_open, wrong = 0, 0, []
    for line in REASONS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, theme, reason = line.split("\t")
        if number not in sets:
            continue
        found = [one.theme.name for one in mentions(reason)]
        is_right = theme in found or (theme == "none" and not found)
        if theme.startswith("-"):
            is_right = bool(found) and theme[1:] not in found
        if is_right:
            right += 1
        elif found:
            wrong.append((reason, found[0]))
        else:
            left_open += 1
    return Verdict(right, wrong, left_open)


def test_reasons_that_the_lists_were_made_with_are_found() -> None:
    verdict = judged("1234")

    assert verdict.right / verdict.all >= 0.97, verdict.wrong


def test_most_reasons_that_the_lists_never_saw_are_found_and_few_are_wrong() -> None:
    verdict = judged("5")

    assert verdict.right / verdict.all >= 0.64, verdict.wrong
    assert len(verdict.wrong) / verdict.all <= 0.14, verdict.wrong


def test_the_page_tells_the_themes_and_how_often_they_are_found() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    verdict = judged("5")

    missing = [one.name for one in themes().values() if f"`{one.name}`: {one.noun}" not in page]
    assert missing == []
    assert f"Of {verdict.all} reasons written after the lists were made, {verdict.right} were put" in page
    assert f"{verdict.left_open} were left to a person and {len(verdict.wrong)} went to a wrong one" in page


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("too expensive", ["price"]),
        ("support was slow and the app kept crashing", ["support", "quality"]),
        ("great support, but too expensive", ["price"]),
        ("not so great support", ["support"]),
        ("it was not because of the price; deliveries came late", ["delivery"]),
        ("switched to a competitor", ["competitor"]),
        ("switched to a competitor because it was cheaper", ["price"]),
        ("closed", ["closed"]),
        ("closed our account because the invoices were wrong", ["payment"]),
        ("Zu teuer", []),
        ("", []),
    ],
)
def test_a_reason_has_the_themes_its_words_name_in_their_order(reason: str, expected: list[str]) -> None:
    assert [one.theme.name for one in mentions(reason)] == expected


def test_a_theme_is_found_with_the_words_it_rests_on() -> None:
    reason = "Frankly, your support took three weeks to answer"

    assert [reason[slice(*one.span)] for one in mentions(reason)] == ["support took three weeks"]


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("price", "price"),
        ("Missing feature", "missing_feature"),
        ("slow support", "support"),
        ("budget", "price"),
    ],
)
def test_people_call_a_theme_by_its_name_its_noun_or_its_words(called: str, name: str) -> None:
    found = theme_named(called)

    assert found is not None
    assert found.name == name


def test_a_theme_of_ones_own_is_none_of_ours() -> None:
    assert theme_named("blue buttons") is None


def test_only_what_nobody_could_act_on_is_set_apart() -> None:
    assert {one.name for one in themes().values() if not one.is_own} == {"moved", "closed"}


def test_a_megabyte_of_reason_is_read_in_no_time() -> None:
    assert mentions("too expensive " + "x" * 1_000_000)[0].theme.name == "price"
