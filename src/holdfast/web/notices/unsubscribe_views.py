"""The page that a mail's link leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.notices.actions import subscribe
from holdfast.web.notices.kinds import KINDS
from holdfast.web.notices.queries import wishes_of
from holdfast.web.notices.unsubscribing import subscription_of
from holdfast.web.people.access import classified

if TYPE_CHECKING:
    from django.http import HttpRequest


@classified("public")
@csrf_exempt  # mail programs send it by one click (RFC 8058), without a cookie: the signed token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """End one kind of notices for whoever has its mail; reading the page changes nothing."""
    asked = subscription_of(token)
    if asked is None:
        raise Http404
    if request.method == "POST":
        actor = Actor(asked.person, "page", clock.now())
        subscribe(actor, asked.person, asked.kind, is_on=request.POST.get("again") == "1")
        if "List-Unsubscribe" in request.POST:
            return HttpResponse("Unsubscribed.\n", content_type="text/plain")
        return redirect("unsubscribe", token)
    is_on = asked.kind not in wishes_of([asked.person.pk])[asked.person.pk].off
    context = {"kind": KINDS[asked.kind], "is_on": is_on}
    return render(request, "notices/unsubscribe.html", context)
