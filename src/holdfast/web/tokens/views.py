"""One's own tokens."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.people.access import can, classified, signed_in
from holdfast.web.tokens.actions import SCOPES, make_token, revoke_token
from holdfast.web.tokens.forms import TokenForm
from holdfast.web.tokens.models import Token

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def tokens_page(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a form for another; a new one is shown in the answer to the form, and never again."""
    person = signed_in(request)
    may_administer = can(person, "administer")
    if request.method != "POST":
        return _page(request, TokenForm(may_administer=may_administer))
    form = TokenForm(request.POST, may_administer=may_administer)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    asked = form.cleaned_data
    actor = Actor(person, "page", clock.now())
    _, text = make_token(actor, asked["name"], asked["scopes"], days=asked["days"])
    return _page(request, TokenForm(may_administer=may_administer), made=text, status=HTTPStatus.CREATED)


@classified("signed in")
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's tokens."""
    person = signed_in(request)
    found = Token.objects.filter(person=person, pk=pk).first()
    if found is None:
        raise Http404
    revoke_token(Actor(person, "page", clock.now()), found)
    messages.success(request, f"“{found.name}” holds no more.")
    return redirect("tokens")


def _page(
    request: HttpRequest, form: TokenForm, *, made: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    rows = Token.objects.filter(person=signed_in(request))[:200]
    context = {"form": form, "tokens": rows, "made": made, "now": clock.now(), "scopes": SCOPES}
    return render(request, "tokens/tokens.html", context, status=status)
