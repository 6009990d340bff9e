from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.report.notebook import review_notebook
from holdfast.review.run import review_document, review_okr

if TYPE_CHECKING:
    from holdfast.review.run import Review


def test_it_is_one_piece_that_loads_nothing(seed_review: Review) -> None:
    html = review_notebook(seed_review)

    assert html.startswith('<div class="holdfast-review">')
    assert html.endswith("</div>")
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import|on\w+=", html)


def test_every_element_that_opens_closes(seed_review: Review) -> None:
    html = review_notebook(seed_review)

    for element in ("div", "p", "ul", "ol", "li", "h3", "h4", "details", "summary", "mark", "code", "span"):
        assert len(re.findall(rf"<{element}[ >]", html)) == html.count(f"</{element}>"), element


def test_no_colour_of_text_or_ground_is_set(seed_review: Review) -> None:
    style = re.findall(r"<style>(.*)</style>", review_notebook(seed_review), re.DOTALL)[0]

    assert set(re.findall(r"(?<![-\w])color:([^;}]+)", style)) == {"inherit"}
    assert set(re.findall(r"background:([^;}]+)", style)) == {"none"}


def test_what_people_wrote_is_text() -> None:
    words = '<script>alert("x")</script> & <b onclick=y>95%</b> of new customers'
    source = Objective(words, (KeyResult(f"Call {words}"),), team=words)

    html = review_notebook(review_document(OkrDocument("-", (source,))))

    assert "<script" not in html
    assert "<b " not in html
    assert "&lt;script&gt;" in html


def test_every_finding_is_in_it(seed_review: Review) -> None:
    html = review_notebook(seed_review)

    assert {finding.rule for finding in seed_review.findings} <= set(re.findall(r"<code>(\w+)</code>", html))


def test_what_was_not_understood_is_said() -> None:
    html = review_notebook(review_okr("Objective: Keep customers\nKRs:\n1. Churn below 3%\n\n??? 4 < 5\n"))

    assert "Line 5 was not understood: “??? 4 &lt; 5”." in html
