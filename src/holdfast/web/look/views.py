"""The style guide: every part of a page, made from the macros that the pages use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from holdfast.web.look.marks import STATUS_ICONS
from holdfast.web.people.access import classified
from holdfast.web.reviews.reviewing import FIRST_DRAFT, review_text, shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def style_guide(request: HttpRequest) -> HttpResponse:
    """All parts on one page."""
    return render(
        request,
        "look/style_guide.html",
        {"statuses": tuple(STATUS_ICONS), "review": shown(review_text(FIRST_DRAFT, longest=2_000))},
    )
