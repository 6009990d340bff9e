"""The page of what one owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.owed.actions import note_mention
from holdfast.web.owed.items import WORDS
from holdfast.web.owed.queries import mention_for, owed_now
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def owed_page(request: HttpRequest) -> HttpResponse:
    """Everything that waits for one, what is late first."""
    return render(request, "owed/owed.html", {"owed": owed_now(request), "words": WORDS})


@classified("signed in")
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """A mention that one has read and does not answer."""
    person = signed_in(request)
    note_mention(Actor(person, "page", clock.now()), person, mention_for(person, pk))
    return redirect("owed")
