"""The page of the settings."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.configuration.actions import decide
from holdfast.web.configuration.forms import SettingsForm, initial
from holdfast.web.configuration.queries import configuration
from holdfast.web.cycles.queries import cycles_with_counts, events
from holdfast.web.dataset.queries import freshness
from holdfast.web.drafts.reviewing import gate_codes
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("administrator")
def settings_page(request: HttpRequest) -> HttpResponse:
    """Cycles, dated events, thresholds, reminders and gates."""
    given = request.POST if request.method == "POST" else None
    decided = configuration()
    form = SettingsForm(given, initial=initial(decided, gate_codes(decided.gates)))
    if given is not None and form.is_valid():
        decide(Actor(signed_in(request), "page", clock.now()), form.decided())
        messages.success(request, "The settings are saved. They hold from now on.")
        return redirect("settings")
    context = {
        "form": form,
        "cycles": cycles_with_counts(),
        "events": events(),
        "data": freshness(clock.now() - clock.real()),
    }
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "configuration/settings.html", context, status=status)
