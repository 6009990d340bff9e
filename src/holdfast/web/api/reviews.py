"""The review of a text."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, StringConstraints

from holdfast.web.api.logging_in import Bearer
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.reviews.reviewing import review_text

router = Router(tags=["reviews"])
_LONGEST = 20_000


class TextSent(Schema):
    """An OKR, or a few, in any form that people paste."""

    text: Annotated[str, StringConstraints(max_length=_LONGEST), AfterValidator(str.strip)]


@router.post("/reviews", auth=Bearer("read"), response={200: dict[str, Any], **PROBLEMS})
def review(request: HttpRequest, sent: TextSent) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """What an expert would say of it, as `holdfast review --format json` writes it. Nothing is stored."""
    return review_text(sent.text, longest=_LONGEST).to_dict()
