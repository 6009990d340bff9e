"""The review of a text."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, Field, StringConstraints

from holdfast.web.api.logging_in import Bearer, today
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.plain import Name
from holdfast.web.paste.numbers import LARGEST, typed_checks
from holdfast.web.reviews.reviewing import review_text

router = Router(tags=["reviews"])
_LONGEST = 20_000
Count = Annotated[int, Field(ge=0, le=LARGEST)]


class TextSent(Schema):
    """An OKR, or a few, in any form that people paste."""

    text: Annotated[str, StringConstraints(max_length=_LONGEST), AfterValidator(str.strip)]


class NumbersSent(Schema):
    """Five numbers that somebody knows by heart, and the target that is held against them.

    Attributes:
        new: Customers who come in a quarter.
        leaving: Customers who leave in a quarter.
        values: The last four to eight values, the oldest first, such as `88%, 90%`.
        goal: The target, such as `94%`.
        of: Whom the key result is about: all customers, or the new ones.
        answers: A quarter, where it is a score of a survey.
        better: Which way is good.
    """

    customers: Count
    new: Count
    leaving: Count
    values: Annotated[Name, StringConstraints(min_length=1)]
    goal: Annotated[Name, StringConstraints(min_length=1)]
    of: Literal["all", "new"] = "all"
    answers: Count | None = None
    better: Literal["up", "down"] = "up"


class CheckAnswer(Schema):
    """What one check says; `figures` are pairs of words and figure."""

    check: str
    title: str
    verdict: str
    reason: str
    sentence: str
    notes: list[str]
    figures: list[tuple[str, str]]


@router.post("/numbers", auth=Bearer("read"), response={200: list[CheckAnswer], **PROBLEMS})
def numbers(request: HttpRequest, sent: NumbersSent) -> list[CheckAnswer]:
    """How hard a target is, whether reaching it can be seen, and what it can reach. Nothing is stored."""
    typed = {name: "" if value is None else str(value) for name, value in sent.model_dump().items()}
    return [
        CheckAnswer(
            check=one.name,
            title=one.title,
            verdict=one.verdict,
            reason=one.reason,
            sentence=one.sentence,
            notes=list(one.notes),
            figures=list(one.figures),
        )
        for one in typed_checks(typed, today=today(request))
    ]


@router.post("/reviews", auth=Bearer("read"), response={200: dict[str, Any], **PROBLEMS})
def review(request: HttpRequest, sent: TextSent) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """What an expert would say of it, as `holdfast review --format json` writes it. Nothing is stored."""
    return review_text(sent.text, longest=_LONGEST).to_dict()
