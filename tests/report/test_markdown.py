from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from holdfast.report.lines import readable
from holdfast.report.markdown import escaped, review_markdown
from holdfast.review.run import review_okr

if TYPE_CHECKING:
    from holdfast.review.run import Review

JOINER = "\u2060"
PAGE = MarkdownIt("commonmark").enable("table").enable("strikethrough")


class Shown(HTMLParser):
    """The text of a page, and the elements in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(markdown: str) -> Shown:
    return Shown(PAGE.render(markdown))


HARMFUL = [
    "**50%** _of_ ~~all~~ `calls`",
    "[new](javascript:x) ![i](x) [a][b]",
    "<script>alert(1)</script> &lt; <img src=x onerror=y>",
    "# 5 | 6",
    "- [ ] 1. item",
    "1. 2) item",
    "> said\n\n    code",
    "+ plus = \\ back $x$",
    "--- x",
    "2026) x",
]


@pytest.mark.parametrize("words", HARMFUL)
@pytest.mark.parametrize("before", ["", "- ", "> ", "1. "])
def test_what_people_wrote_is_shown_as_they_wrote_it(words: str, before: str) -> None:
    page = shown(before + escaped(words))

    assert page.text.strip() == " ".join(words.split())
    assert set(page.elements) <= {"p", "ul", "ol", "li", "blockquote"}
    assert len(page.elements) <= 3


@given(st.text())
def test_no_text_at_all_becomes_mark_up(words: str) -> None:
    page = shown(f"x {escaped(words)}")

    assert page.elements == ["p"]
    assert (
        page.text.replace("\u2060", "").strip()
        == f"x {' '.join(readable(words).replace(chr(8288), '').split())}".strip()
    )


def test_names_and_numbers_call_nobody() -> None:
    assert re.search(r"[@#]\w", escaped("ask @ana about #12, or mail ana@example.com")) is not None
    assert re.search(r"(?<!\w)[@#]\w", escaped("ask @ana about #12, or mail ana@example.com")) is None


def test_the_one_thing_comes_first_and_the_conclusion_last(seed_review: Review) -> None:
    text = review_markdown(seed_review)

    titles = [
        "The key results do not measure",
        "What is good",
        "Key results",
        "Back to the",
        "Questions",
        "Conclusion",
    ]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_every_finding_is_in_it_and_the_folded_ones_are_counted(seed_review: Review) -> None:
    text = review_markdown(seed_review)
    (summary,) = re.findall(r"<summary>And (\d+) smaller points", text)

    folded = text.split("<details>")[1].split("</details>")[0]
    assert {finding.rule for finding in seed_review.findings} <= set(re.findall(r"`([A-Z]\d+)`", text))
    assert len(re.findall(r"^- .*`[A-Z]\d+`$", folded, re.MULTILINE)) == int(summary)


def test_several_reviews_have_a_title_each() -> None:
    reviews = [
        review_okr("Objective: Keep customers\nKRs:\n1. Churn below 3%", name=f"q{i}_x.md") for i in (1, 2)
    ]

    text = review_markdown(*reviews)

    assert re.findall(r"^## .*", text, re.MULTILINE) == [
        r"## OKR review: q1\_x.md",
        r"## OKR review: q2\_x.md",
    ]


def test_what_was_not_understood_is_said() -> None:
    text = review_markdown(review_okr("Objective: Keep customers\nKRs:\n1. Churn below 3%\n\n| a | b\n"))

    assert r"Line 5 was not understood: “\| a \| b”." in text


def test_no_review_is_an_empty_page() -> None:
    assert review_markdown() == ""
