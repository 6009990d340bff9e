"""The page of operations, for administrators, and its figures, for Prometheus."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from prometheus_client import CONTENT_TYPE_LATEST

from holdfast.web import clock
from holdfast.web.operations.answers import counted
from holdfast.web.operations.doctor import examine
from holdfast.web.operations.figures import figures
from holdfast.web.operations.metrics import state
from holdfast.web.operations.queries import failures
from holdfast.web.operations.watching import may_watch
from holdfast.web.people.access import classified

if TYPE_CHECKING:
    from django.http import HttpRequest


_REFUSED = (
    "Set HOLDFAST_METRICS_TOKEN and send it: Authorization: Bearer ..., or ask on the machine itself.\n"
)


@classified("administrator")
def operations_page(request: HttpRequest) -> HttpResponse:
    """What `holdfast doctor` says, less what takes seconds; what waits, and what failed."""
    now = clock.real()
    found = examine(settings.DEPLOYMENT, now, shown=clock.now(), reach=False)
    unwell = [one for state in ("mend", "mind") for one in found if one.state == state]
    shown = {
        "unwell": unwell,
        "well": [one for one in found if one.state == "well"],
        "to_mend": sum(one.state == "mend" for one in found),
        "figures": figures(now, clock.now()),
        "failures": failures(),
    }
    return render(request, "operations/operations.html", shown)


@classified("public")
def prometheus(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for who has the token; without one stated, for this machine alone."""
    place = settings.DEPLOYMENT
    if not may_watch(request, token=place.metrics_token):
        refused = HttpResponse(_REFUSED, content_type="text/plain", status=HTTPStatus.FORBIDDEN)
        if place.metrics_token:
            refused.status_code = HTTPStatus.UNAUTHORIZED
            refused["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return refused
    told = counted(place.metrics_folder) + state(place.state, clock.real(), clock.now())
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)
