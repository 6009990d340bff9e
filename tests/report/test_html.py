from __future__ import annotations

import itertools
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.report.html import place_on_scale, report_html
from holdfast.report.page import MeasuredMetric, MetricFamily, Report
from holdfast.review.run import review_document, review_okr

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.records import Measurement, MetricCard
    from holdfast.review.run import Review

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Elements with their attributes and direct text, in the order of the page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[int, str] = {}
        self._open: list[int] = []
        self.unbalanced: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self.elements[self._open.pop()][0] != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.texts[place] = self.texts.get(place, "") + data

    def text_of(self, tag: str) -> list[str]:
        return [
            " ".join(self.texts.get(i, "").split())
            for i, (name, _) in enumerate(self.elements)
            if name == tag
        ]

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def page(report: Report) -> Page:
    return Page(report_html(report))


def test_the_page_is_well_formed_and_in_a_language(page: Page) -> None:
    assert page.unbalanced == []
    assert page.all("html") == [{"lang": "en"}]
    assert page.text_of("h1") == ["Seed: OKR review"]


def test_ids_are_unique_and_everything_referred_to_is_there(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    wanted = [a["href"][1:] for a in page.all("a")]
    wanted += [name for _, a in page.elements for name in a.get("aria-labelledby", "").split()]

    assert len(ids) == len(set(ids))
    assert set(wanted) <= set(ids)


def test_the_page_asks_for_nothing_and_runs_nothing(page: Page, report: Report) -> None:
    assert not page.all("script")
    assert not page.all("img")
    assert [link["href"] for link in page.all("link")] == ["data:,"]
    assert all(a["href"].startswith("#") for a in page.all("a"))
    assert "url(" not in report_html(report)
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_headings_skip_no_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3", "h4"}]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_one_thing_is_the_first_thing_after_the_objective(page: Page) -> None:
    assert page.text_of("h3")[0] == "The one thing"


def test_the_words_a_finding_is_about_are_marked_in_the_sentence(page: Page) -> None:
    assert "Schedule" in page.text_of("mark")


def test_every_table_has_a_caption_and_its_heads_a_scope(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table")) > 0
    assert all(head.get("scope") in {"col", "row"} for head in page.all("th"))


def test_every_chart_has_its_data_as_a_table(page: Page, report: Report) -> None:
    summaries = page.text_of("summary")

    assert summaries.count("The data as a table") == len(report.key_results) + len(report.metrics)
    cells = page.text_of("td")
    assert "not final yet: 41 of 80 still within their 10 days" in cells
    assert "no value (nobody to count)" in cells


def test_metrics_that_no_key_result_uses_have_a_line_each_in_a_folded_table(
    report: Report, card: MetricCard, series: tuple[Measurement, ...]
) -> None:
    churn, effort, none = (
        replace(card, name=name, title=title)
        for name, title in (("churn", "Churn"), ("ces", "Effort"), ("nps", "Score"))
    )
    error = "Cannot be measured: two currencies."
    families = (
        MetricFamily("Subscriptions", (MeasuredMetric(churn, series),)),
        MetricFamily("Surveys", (MeasuredMetric(effort, ()), MeasuredMetric(none, (), notes=(error,)))),
    )

    page = Page(report_html(replace(report, others=families)))
    alone = Page(report_html(replace(report, metrics=(), others=families)))

    assert page.text_of("summary").count("Metrics that no key result uses") == 1
    assert [head.get("scope") for head in page.all("th")].count("rowgroup") == 2
    assert {"Churn", "Effort", "Score"} <= set(page.text_of("th"))
    assert {"no final value yet", error} <= set(page.text_of("td"))
    # One chart less for each: neither the three nor, in the other page, any of the two that are drawn.
    assert len(page.all("figure")) == len(Page(report_html(report)).all("figure"))
    assert "open" not in page.all("details")[-2]
    assert "open" in alone.all("details")[-2]


def test_figures_are_said_with_range_count_and_target(page: Page) -> None:
    figures = page.text_of("dd")

    assert "95.0%Aug 2026" in figures
    assert "90.0% to 100.0%76 of 80" in figures
    assert "95.0%" in figures


def test_what_people_wrote_is_shown_as_text() -> None:
    hostile = (
        "<script>alert(1)</script> churn below 3%",
        "Say \"yes\" & 'no' {{ 7 * 7 }} {% raw %} </style>",
        "رضا العملاء 90%",
        "NPS up 50 🚀",
    )
    review = review_document(
        OkrDocument("<b>.md", (Objective("<h1>Keep</h1>", tuple(map(KeyResult, hostile))),))
    )

    page = Page(report_html(Report(review, company="<i>Seed</i>")))

    assert not page.all("script")
    assert page.unbalanced == []
    assert page.text_of("h4")[:4] == list(hostile)
    assert page.text_of("h1") == ["<i>Seed</i>: OKR review"]
    assert page.text_of("h2") == ["<h1>Keep</h1>"]


def test_a_report_without_data_is_the_review_alone(report: Report) -> None:
    page = Page(report_html(Report(report.review)))

    assert page.text_of("h1") == ["OKR review"]
    assert not page.all("table")
    assert not page.all("svg")


def test_a_value_stands_where_its_share_of_the_scale_is(measure: Callable[..., Measurement]) -> None:
    small, large = measure(8, 20, 80), measure(8, 60, 80)

    place = place_on_scale(small, (small, large, measure(8, 0, 0)))

    assert place is not None
    assert (place.start, place.at, place.width) == (25.0, 31.25, 12.5)
    assert place_on_scale(measure(8, 0, 0), (small,)) is None


def test_a_scale_on_which_all_is_zero_has_a_place_for_it(measure: Callable[..., Measurement]) -> None:
    zero = replace(measure(8, 0, 80), interval=None)

    place = place_on_scale(zero, (zero,))

    assert place is not None
    assert place.at == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/home/ada/okrs/q4.md", "q4.md"),
        ("C:\\okrs\\q4.md", "q4.md"),
        ("okr.md", "okr.md"),
        ("-", "pasted text"),
    ],
)
def test_the_page_names_the_file_and_not_its_folders(report: Report, name: str, shown: str) -> None:
    document = replace(report.review.document, name=name)

    page = Page(report_html(Report(replace(report.review, document=document))))

    assert shown in page.text_of("li")
    assert not [text for text in page.text_of("li") if "ada" in text]


def test_lines_not_understood_and_points_left_out_are_said_as_text() -> None:
    call = "Call 95% of customers # holdfast: ignore K201 - agreed"
    okr = f"Objective: Keep customers\nKRs:\n1. {call}\n\n??? 4 < 5\n"

    html = report_html(Report(review_okr(okr)))

    assert "Line 5 was not understood: “??? 4 &lt; 5”." in html
    assert "1 point is left out on the author" in html


def test_all_words_that_the_one_thing_is_about_are_marked(seed_review: Review) -> None:
    html = report_html(Report(seed_review))

    assert "<mark>engagement</mark>" in html
    assert "<mark>retention</mark>" in html


def test_a_page_without_data_speaks_of_no_ranges(seed_review: Review, report: Report) -> None:
    assert "95% range says" not in report_html(Report(seed_review))
    assert "95% range says" in report_html(report)
