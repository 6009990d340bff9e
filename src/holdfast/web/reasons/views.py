"""The page "Why customers leave"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.web import clock
from holdfast.web.company import has_workspace
from holdfast.web.computing.asking import is_due, wait_for
from holdfast.web.people.access import classified, signed_in
from holdfast.web.reasons.actions import ask_for_look
from holdfast.web.reasons.queries import last_look, reasons_page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_MINUTE = timedelta(minutes=1)


@classified("signed in")
def reasons_page(request: HttpRequest) -> HttpResponse:
    """Why customers leave, as a job last found it; one is asked for where nobody has looked for a day."""
    signed_in(request)
    now = clock.now()
    row = last_look()
    is_set_up = row.looked_at is not None or has_workspace()
    if is_set_up and is_due(row, now) and ask_for_look(now):
        row = last_look()
    context = {
        "page": reasons_page_of(row),
        "is_set_up": is_set_up,
        "waits": wait_for(row, now) if is_set_up else "no",
    }
    return render(request, "reasons/why.html", context)


@classified("signed in")
@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Have the reasons found anew, unless a job is at it."""
    signed_in(request)
    if has_workspace():
        ask_for_look(clock.now(), wait=_MINUTE)
        messages.success(request, "The texts are being read. This takes a moment.")
    return redirect("reasons")
