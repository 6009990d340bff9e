"""The style guide: every part of a page, made from the macros that the pages use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
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


class SampleForm(forms.Form):
    """Fields with and without help, one of them not as it should be."""

    name = forms.CharField(label="Name")
    owner = forms.ChoiceField(
        label="Owner", choices=(("ada", "Ada Okafor"), ("ben", "Ben Larsen")), help_text="Who checks in."
    )
    grace = forms.IntegerField(
        label="Days of grace",
        required=False,
        help_text="After them the deputy is asked; none is as good as 0.",
    )


@classified("signed in")
def style_guide(request: HttpRequest) -> HttpResponse:
    """All parts on one page."""
    context = {
        "statuses": tuple(STATUS_ICONS),
        "review": shown(review_text(FIRST_DRAFT, longest=2_000)),
        "troubles": _troubles(clock.now()),
        "form": SampleForm({"name": "", "owner": "ada", "grace": "2"}),
    }
    return render(request, "look/style_guide.html", context)


def _troubles(now: datetime) -> tuple[Trouble, ...]:
    """One of each kind, of series that are stored nowhere."""
    churn = Series(metric="logo_churn", title="Logo churn", tried_at=now, measured_at=now)
    churn.removed_at, churn.data_through = now, now.date()
    failed = Series(metric="nps", title="Net promoter score", tried_at=now, error="surveys.csv: it is gone.")
    return (Trouble("removed", churn), Trouble("failed", failed), Trouble("old", churn, 9))
