"""What an author asks not to hear is read with its line and its statement, and is no part of the OKR."""

from __future__ import annotations

import pytest

from holdfast.okr.model import Ignore, OkrDocument
from holdfast.okr.parse import OkrForm, parse_okr
from holdfast.okr.positions import statements
from holdfast.okr.write import write_okr

FORMS: tuple[OkrForm, ...] = ("text", "markdown", "yaml")
LIST = "Objective: Keep customers\nKey results:\n"


def read(text: str, name: str = "okr.md") -> OkrDocument:
    document = parse_okr(text, name=name)
    assert document.unread == ()
    assert "holdfast" not in repr(document.objectives)
    return document


@pytest.mark.parametrize(
    ("words", "rules", "reason"),
    [
        ("ignore K201 - agreed with sales", ("K201",), "agreed with sales"),
        ("ignore K201, S3 \u2014 agreed - twice", ("K201", "S3"), "agreed - twice"),
        ("ignore K201 S3: agreed", ("K201", "S3"), "agreed"),
        ("ignore activity_as_key_result because we agreed", ("activity_as_key_result",), "we agreed"),
        ("ignore all - a draft", (), "a draft"),
        ("ignore - a draft", (), "a draft"),
        ("ignore K201", ("K201",), ""),
        ("ignore K201 -", ("K201",), ""),
        ("ignroe K201 - a draft", (), ""),
        ("ignore K201? - a draft", ("K201?",), ""),
        ("", (), ""),
    ],
)
@pytest.mark.parametrize(
    ("text", "name"),
    [
        (LIST + "1. NPS of 50 <!-- holdfast: {} -->\n2. Churn below 3%\n", "okr.md"),
        (LIST + "1. NPS of 50 # holdfast: {}\n2. Churn below 3%\n", "okr.txt"),
        ("objective: Keep\nkey_results:\n  - NPS of 50 # holdfast: {}\n  - Churn below 3%\n", "okr.yaml"),
    ],
)
def test_a_comment_at_the_end_of_a_statement_is_about_that_statement(
    text: str, name: str, words: str, rules: tuple[str, ...], reason: str
) -> None:
    document = read(text.format(words), name)

    assert document.ignores == (Ignore(3, rules, reason, 3),)
    assert [result.text for result in document.objectives[0].key_results] == ["NPS of 50", "Churn below 3%"]


@pytest.mark.parametrize(
    ("text", "name", "line", "applies_to"),
    [
        ("<!-- holdfast: ignore O - x -->\nObjective: Keep\nKey results:\n1. NPS\n", "okr.md", 1, 2),
        ("Objective: Keep\nKey results:\n1. NPS\n# holdfast: ignore O - x\n2. Churn\n", "okr.txt", 4, 5),
        (
            "Objective: Keep\nKey results:\n1. NPS\n   <!-- holdfast: ignore O - x -->\n2. Churn\n",
            "okr.md",
            4,
            5,
        ),
        ("Objective: Keep <!-- holdfast: ignore O - x -->\nKey results:\n1. NPS\n", "okr.md", 1, 1),
        ("Objective: <!-- holdfast: ignore O - x -->\nKeep\nKey results:\n1. NPS\n", "okr.md", 1, 2),
        ("Objective: Keep\nKRs:\n1. NPS of\n   new customers <!--holdfast:ignore O - x-->\n", "okr.md", 4, 3),
        ("Objective: Keep\nKRs:\n1. NPS <!-- holdfast: ignore O - x --> of 50\n", "okr.md", 3, 3),
        ("Objective: Keep\nKRs:\n1. NPS\n   Owner: Ana <!-- holdfast: ignore O - x -->\n", "okr.md", 4, 3),
        ("Objective: Keep\nKRs:\n1. NPS\n<!--\n  holdfast: ignore O - x\n-->\n2. Churn\n", "okr.md", 4, 7),
        ("Objective: Keep\nKRs:\n1. NPS\n\n<!-- holdfast: ignore O - x -->\n", "okr.md", 5, 5),
        ("> Objective: Keep\n> KRs:\n> 1. NPS <!-- holdfast: ignore O - x -->\n", "okr.md", 3, 3),
        ("objective: Keep\nkey_results:\n  # holdfast: ignore O - x\n  - NPS\n", "okr.yaml", 3, 4),
        (
            "objective: Keep\nkey_results:\n  - key_result: # holdfast: ignore O - x\n      NPS\n",
            "okr.yaml",
            3,
            4,
        ),
        (
            "objective: Keep\nkey_results:\n  - key_result: > # holdfast: ignore O - x\n     NPS\n     up\n",
            "okr.yaml",
            3,
            3,
        ),
        (
            "objective: Keep\nkey_results:\n  - key_result: NPS\n    target: 50 # holdfast: ignore O - x\n",
            "okr.yaml",
            4,
            3,
        ),
    ],
)
def test_a_comment_has_its_line_and_the_line_of_its_statement(
    text: str, name: str, line: int, applies_to: int
) -> None:
    assert read(text, name).ignores == (Ignore(line, ("O",), "x", applies_to),)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{LIST}1. NPS\n<!-- holdfast: ignore-file K211 - by design -->\n", "okr.md"),
        ("objective: Keep\nkey_results: [NPS] # holdfast: ignore-file K211 - by design\n", "okr.yaml"),
    ],
)
def test_a_comment_about_the_file_stands_anywhere_in_it(text: str, name: str) -> None:
    (ignore,) = read(text, name).ignores

    assert (ignore.rules, ignore.reason, ignore.applies_to) == (("K211",), "by design", None)


def test_words_in_quotation_marks_and_blocks_of_yaml_are_no_comment() -> None:
    text = (
        'objective: "Keep # holdfast: ignore K201 - x"\nkey_results:\n'
        "  - key_result: |\n      NPS\n      # holdfast: ignore K201 - x\n"
    )

    assert parse_okr(text, name="okr.yaml").ignores == ()


def test_other_comments_of_markdown_are_no_part_of_the_okr() -> None:
    document = read(
        "<!-- our template,\nversion 2 -->\nObjective: Keep <!-- for now -->\nKey results:\n"
        "1. NPS of <!-- was 40 -->50\n   <!-- Owner: Bo -->\n2. Churn below 3%\n"
    )

    assert document.objectives[0].text == "Keep"
    assert [result.text for result in document.objectives[0].key_results] == ["NPS of 50", "Churn below 3%"]
    assert document.objectives[0].key_results[0].owner is None
    assert document.ignores == ()


def test_a_comment_that_is_never_closed_is_text() -> None:
    document = parse_okr(f"{LIST}1. NPS <!-- of 50\n2. Churn below 3%\n", name="okr.md")

    assert [result.text for result in document.objectives[0].key_results] == [
        "NPS <!-- of 50",
        "Churn below 3%",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_wishes_are_written_in_every_form_and_read_again(form: OkrForm) -> None:
    text = (
        "<!-- holdfast: ignore-file K211 - by design -->\n"
        "Objective: Keep <!-- holdfast: ignore S3 - one team -->\n"
        "Key results:\n1. NPS <!-- holdfast: ignore K201, K203 - agreed -->\n2. Churn\n"
    )
    document = read(text)

    again = parse_okr(write_okr(document, form=form), name="okr", form=form)

    places = {part.place.line: part.text for part in statements(again.objectives) if part.place}
    assert [
        (places.get(ignore.applies_to or 0), ignore.rules, ignore.reason) for ignore in again.ignores
    ] == [
        (None, ("K211",), "by design"),
        ("Keep", ("S3",), "one team"),
        ("NPS", ("K201", "K203"), "agreed"),
    ]


def test_a_wrapped_statement_around_a_comment_keeps_its_columns() -> None:
    document = read(f"{LIST}1. NPS <!-- holdfast: ignore K201 - x -->\n   of 50\n")

    place = document.objectives[0].key_results[0].place

    assert place is not None
    assert [tuple(anchor) for anchor in place.anchors] == [(0, 3, 4), (4, 4, 4), (9, 4, 9)]
