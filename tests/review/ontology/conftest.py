from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.okr.model import Initiative, KeyResult, Objective, OkrDocument
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.review.rule import Case
    from holdfast.review.run import Review

OBJECTIVE = "Increase customer engagement & retention (paying accounts only)"
KEY_RESULTS = (
    "Schedule 95% of new customer onboarding calls within 5 days signing",
    "Complete 80% of customer onboarding calls within 10 days of signing",
    "Undertake monthly review call with all accounts over $1m",
    "NPS (Net Promoter Score) up 50 over previous quarter",
)


def review_of(objective: str, key_results: tuple[str, ...], initiatives: tuple[str, ...] = ()) -> Review:
    written = tuple(KeyResult(text) for text in key_results)
    if initiatives:
        written = (KeyResult(key_results[0], initiatives=tuple(map(Initiative, initiatives))), *written[1:])
    return review_document(OkrDocument("test", (Objective(objective, written, cycle="Quarter"),)))


@pytest.fixture
def review() -> Callable[..., Review]:
    """Reviews an objective with its key results; both default to those that the expert reviewed."""

    def build(
        *more: str,
        objective: str = OBJECTIVE,
        key_results: tuple[str, ...] = KEY_RESULTS,
        initiatives: tuple[str, ...] = (),
    ) -> Review:
        return review_of(objective, (*key_results, *more), initiatives)

    return build


@pytest.fixture
def case_of() -> Callable[..., Case]:
    """The case that the rules see."""

    def build(objective: str, *key_results: str) -> Case:
        return review_of(objective, key_results).objectives[0].case

    return build
