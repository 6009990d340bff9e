"""The style guide: every part of a page, made from the macros that the pages use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from holdfast.web import clock
from holdfast.web.look.marks import STATUS_ICONS
from holdfast.web.measurements.models import Series
from holdfast.web.measurements.trouble import Trouble
from holdfast.web.people.access import classified
from holdfast.web.reviews.reviewing import FIRST_DRAFT, review_text, shown

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def style_guide(request: HttpRequest) -> HttpResponse:
    """All parts on one page."""
    context = {
        "statuses": tuple(STATUS_ICONS),
        "review": shown(review_text(FIRST_DRAFT, longest=2_000)),
        "troubles": _troubles(clock.now()),
    }
    return render(request, "look/style_guide.html", context)


def _troubles(now: datetime) -> tuple[Trouble, ...]:
    """One of each kind, of series that are stored nowhere."""
    churn = Series(metric="logo_churn", title="Logo churn", tried_at=now, measured_at=now)
    churn.removed_at, churn.data_through = now, now.date()
    failed = Series(metric="nps", title="Net promoter score", tried_at=now, error="surveys.csv: it is gone.")
    return (Trouble("removed", churn), Trouble("failed", failed), Trouble("old", churn, 9))
