"""The button that has something computed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.company import has_workspace
from holdfast.web.computing.asking import ask
from holdfast.web.computing.kinds import KINDS
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LONGEST = 1_000


@classified("signed in")
@require_POST
def compute_again(request: HttpRequest, kind: str) -> HttpResponse:
    """Have a question answered by the data as they are now, and go back to its page."""
    signed_in(request)
    known = KINDS.get(kind)
    if known is None:
        raise Http404
    try:
        if has_workspace():
            ask(kind, known.read({name: str(value) for name, value in request.POST.items()}), now=clock.now())
    except InputError as error:
        messages.error(request, str(error))
    back = request.POST.get("query", "")[:_LONGEST]
    return HttpResponseRedirect(f"{reverse(kind)}?{back}" if back else reverse(kind))
