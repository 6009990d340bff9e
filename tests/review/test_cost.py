"""A review costs what its length costs: twice the text, twice the work, whatever the text is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from tests.conftest import Counter

MOST_GROWTH = 2.3
UNITS = (
    "(",
    "a, ",
    "and 5% of x, ",
    "customers 5 days and ",
    "a; ",
    "10% while ",
    '"a" ',
    "(a ",
    "from 1 to 2 ",
)


def one_long(text: str, length: int) -> OkrDocument:
    statement = (text * length)[:length] + " 5%"
    return OkrDocument("long", (Objective("Customers stay", (KeyResult(statement),), cycle="Quarter"),))


SENTENCES = (
    "Churn of group {at} from {after}% to {at}%",
    "{after} new customers of group {at} complete a tour",
    "First response of desk {at} within {after} minutes",
    "Keep the rating of shop {at} at {after}",
)


def many(number: int, sentence: str = SENTENCES[0]) -> OkrDocument:
    results = tuple(KeyResult(sentence.format(at=at + 5, after=at + 9)) for at in range(number))
    return OkrDocument("many", (Objective("Customers stay", results, cycle="Quarter"),))


@pytest.mark.parametrize("text", UNITS)
def test_twice_the_sentence_is_at_most_twice_the_work(calls: Counter, text: str) -> None:
    review_document(one_long(text, 100))

    once = calls(lambda: review_document(one_long(text, 4_000)))
    twice = calls(lambda: review_document(one_long(text, 8_000)))

    assert twice < MOST_GROWTH * once


@pytest.mark.parametrize("sentence", SENTENCES)
def test_twice_the_key_results_are_at_most_twice_the_work(calls: Counter, sentence: str) -> None:
    review_document(many(2, sentence))

    once = calls(lambda: review_document(many(120, sentence)))
    twice = calls(lambda: review_document(many(240, sentence)))

    assert twice < MOST_GROWTH * once
