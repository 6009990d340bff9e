"""The page of celebrations, and saying thanks."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.celebrations.actions import LONGEST, thank
from holdfast.web.celebrations.queries import celebration_for, celebrations
from holdfast.web.cycles.queries import chosen_cycle, cycle_names
from holdfast.web.look.readers import zone_for
from holdfast.web.people.access import classified, require, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.web.cycles.models import Cycle


@classified("signed in")
def celebrations_page(request: HttpRequest) -> HttpResponse:
    """What really moved in a cycle, by name, with the thanks for it."""
    today = clock.today(zone_for(signed_in(request)))
    cycle = chosen_cycle(request.GET.get("cycle", ""), today)
    if cycle is None:
        if request.GET.get("cycle"):
            raise Http404
        return render(request, "celebrations/none.html")
    return _page(request, cycle)


@classified("signed in")
@require_POST
def thank_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say thanks, once."""
    person = signed_in(request)
    row = celebration_for(person, pk)
    require(person, "comment", row.key_result)
    try:
        thank(Actor(person, "page", clock.now()), person, row, request.POST.get("text", ""))
    except InputError as error:
        messages.error(request, f"{error}")
        return _page(request, row.cycle, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(f"{reverse('celebrations')}?cycle={row.cycle.name}#celebration-{pk}")


def _page(request: HttpRequest, cycle: Cycle, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    person = signed_in(request)
    found = celebrations(person, cycle, today=clock.today(zone_for(person)))
    context = {"cycle": cycle, "cycles": cycle_names(), "celebrations": found, "longest": LONGEST}
    return render(request, "celebrations/celebrations.html", context, status=status)
