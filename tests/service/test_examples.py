"""The example OKRs: each would be signed by an expert, and can be found."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations

import pytest

import holdfast
from holdfast.errors import InputError
from holdfast.metrics.discovery import cards
from holdfast.okr.example import Example, read_example
from holdfast.review.reading import catalogue
from holdfast.service.example_search import metric_titles, stem_of
from holdfast.service.examples import all_examples, example_in, example_named, find_examples
from holdfast.service.showing import review_okr

EXAMPLES = all_examples()
# Examples that are right and that a rule complains about wrongly: its code, and why it is wrong. They leave
# the list when the rule is mended.
FALSE_ALARMS: dict[str, tuple[str, str]] = {
    "bank-main-account-switchers": ("S301", "who adopts a bank is shown by the salary that arrives there")
}
MOST_SMALL_POINTS = 2

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)


@each_example
def test_our_own_review_of_an_example_finds_no_problem_and_no_suggestion(example: Example) -> None:
    review = review_okr(example.text, name=f"{example.name}.yaml")

    wrong_rule, _ = FALSE_ALARMS.get(example.name, ("", ""))
    found = [f"{one.level} {one.rule} {one.target}: {one.message}" for one in review.at_least("suggestion")]
    small = [one for one in review.at_least("question") if one.level in {"question", "nit"}]
    assert [line for line in found if f" {wrong_rule} " not in line or not wrong_rule] == []
    assert len(small) <= MOST_SMALL_POINTS


def test_nearly_every_example_passes_without_excuse() -> None:
    assert len(FALSE_ALARMS) <= 3


@each_example
def test_every_key_result_has_an_owner_and_a_start_or_a_limit(example: Example) -> None:
    unfinished = [
        one.text
        for one in example.key_results
        if one.owner is None or (one.baseline is None and one.at_least is None and one.at_most is None)
    ]

    assert unfinished == []


@each_example
def test_the_numbers_beside_a_key_result_are_those_of_its_sentence(example: Example) -> None:
    stated = [
        (one.text, value)
        for one in example.key_results
        for value in (one.baseline, one.target, one.at_least, one.at_most)
        if value is not None
    ]

    missing = [(text, value) for text, value in stated if not _holds_number(text, value)]
    assert missing == []


def _holds_number(text: str, value: float) -> bool:
    """The number itself, as a per cent, or rounded from "15 of 18"."""
    numbers = {float(found) for found in re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))}
    shares = {
        round(int(part) / int(whole), 2) for part, whole in re.findall(r"(\d+) of (?:the )?(\d+)", text)
    } | {round(two / one, 2) for one in numbers for two in numbers if 0 < two < one}
    return value in numbers or round(value * 100, 6) in numbers or value in shares


@each_example
def test_examples_name_metrics_of_the_catalogue_for_most_key_results(example: Example) -> None:
    bound = [one for one in example.key_results if one.binding is not None]

    assert set(example.metrics) <= set(metric_titles())
    assert 2 * len(bound) >= len(example.key_results)


def test_the_names_for_examples_hold_the_metrics_that_exist_and_those_that_a_reading_proposes() -> None:
    proposed = set(catalogue._CATALOGUE.values()) | {"onboarding_scheduled", "review_coverage"}

    assert set(cards()) | proposed <= set(metric_titles())


def test_there_are_examples_for_software_shops_and_services() -> None:
    domains = Counter(one.domain for one in EXAMPLES)

    assert len(EXAMPLES) >= 48
    assert len(domains) >= 12
    assert max(domains.values()) <= len(EXAMPLES) / 3


def test_no_example_is_another_with_words_replaced() -> None:
    texts = {one.name: [result.text for result in one.key_results] for one in EXAMPLES}

    alike = [
        (left, right)
        for left, right in combinations(texts, 2)
        if sum(
            max(SequenceMatcher(None, a, b).quick_ratio() for b in texts[right]) > 0.9 for a in texts[left]
        )
        > 1
    ]
    assert alike == []
    assert {len(one) for one in texts.values()} == {3, 4, 5}


@each_example
def test_an_example_survives_markdown_and_plain_text(example: Example) -> None:
    forms = {form: example_in(example, form) for form in ("markdown", "text")}

    for form, text in forms.items():
        review = review_okr(text, name="okr.md" if form == "markdown" else "okr.txt")
        assert [one.source.text for one in review.objectives[0].case.key_results] == [
            one.text for one in example.key_results
        ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("leave gym", "gym-members-through-the-first-winter"),
        ("churn onboarding", "marketplace-sellers-first-hundred-days"),
        ("champion", "admins-who-inherit-the-tool"),
        ("failed payments", "failed-payments-recovered"),
        ("donors", "donors-after-the-first-gift"),
        ("second purchase", "second-order-within-ninety-days"),
        ("returning goods refunds", "furniture-returns-that-keep-the-buyer"),
        ("dentist", "dental-patients-come-for-the-check-up"),
    ],
)
def test_words_find_the_example_that_is_about_them(words: str, expected: str) -> None:
    names = [one.name for one in find_examples(words)]

    assert expected in names[:5]


@pytest.mark.parametrize("words", ["leave", "leaving", "cancellations", "churned", "attrition"])
def test_a_word_for_leaving_finds_what_churn_finds(words: str) -> None:
    found = {one.name for one in find_examples(words)}

    assert {one.name for one in find_examples("churn")} == found


def test_examples_that_hold_every_word_leave_out_those_that_hold_some() -> None:
    both = find_examples("hotel invoices")

    assert [one.name for one in both] == ["travel-managers-keep-the-contract"]


def test_what_no_example_speaks_of_finds_nothing() -> None:
    assert find_examples("zeppelin") == ()


def test_domain_and_metric_narrow_the_list() -> None:
    found = find_examples(domain="Insurance", metric="renewal_rate")

    assert {one.domain for one in found} == {"insurance"}
    assert all("renewal_rate" in one.metrics for one in found)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"domain": "gym"}, "Did you mean 'gyms'"),
        ({"metric": "logo_churm"}, "Did you mean 'logo_churn'"),
        ({"metric": "zeppelins"}, "Type 'holdfast examples'"),
    ],
)
def test_a_domain_or_metric_without_examples_names_the_nearest(options: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        find_examples(**options)


def test_the_nearest_name_is_offered_for_one_that_does_not_exist() -> None:
    with pytest.raises(InputError, match="Did you mean 'donors-after-the-first-gift'"):
        example_named("donor-after-first-gift")


def test_a_file_without_its_header_says_which_line_is_missing() -> None:
    with pytest.raises(InputError, match=r"x\.yaml: no line '# Size: …' at the top"):
        read_example("# Title: a\n# Domain: b\nobjectives: []\n", name="x")


def test_the_forms_of_a_word_share_a_stem() -> None:
    assert len({stem_of(word) for word in ("leave", "leaves", "leaver", "leaving")}) == 1
    assert stem_of("cancelled") == stem_of("cancellations")
    assert stem_of("support") != stem_of("supply")


def test_the_public_function_gives_the_file_itself() -> None:
    found = holdfast.find_examples(metric="survey_response_rate")

    assert found[0].text.startswith("# Title: ")
    assert found[0].to_dict()["okr"] == found[0].text
