"""Pages of invitations: inviting, and accepting by the link of the mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.company import company
from holdfast.web.people import invitations
from holdfast.web.people.access import can, classified, signed_in
from holdfast.web.people.forms import AcceptForm, InviteForm
from holdfast.web.people.mailing import send_invitation
from holdfast.web.people.queries import managed_teams

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.web.people.models import Invitation


@classified("signed in")
def invite_page(request: HttpRequest) -> HttpResponse:
    """The form of an invitation; sends it."""
    person = signed_in(request)
    managed, is_administrator = managed_teams(person), can(person, "administer")
    if not managed and not is_administrator:
        raise PermissionDenied
    given = request.POST if request.method == "POST" else None
    team = request.GET.get("team", "")
    form = InviteForm(given, teams=managed, is_administrator=is_administrator, initial={"team": team})
    if given is not None and form.is_valid():
        stated = form.cleaned_data
        asked = invitations.Invited(
            stated["email"],
            stated["team"],
            stated["role"],
            is_administrator=stated.get("is_administrator", False),
        )
        try:
            made, token = invitations.invite(Actor(person, "page", clock.now()), asked)
        except InputError as error:
            form.add_error("email", str(error))
        else:
            _send(request, made, token)
            return redirect("people")
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "people/invite.html", {"form": form}, status=status)


@classified("signed in")
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again, with a new link."""
    made, token = invitations.send_again(Actor(signed_in(request), "page", clock.now()), pk)
    _send(request, made, token)
    return redirect("people")


@classified("signed in")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitations.revoke(Actor(signed_in(request), "page", clock.now()), pk)
    messages.success(request, "The invitation is taken back; its link works no more.")
    return redirect("people")


@classified("public")
def accept_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of the mail opens: looking at it changes nothing, since mail filters look too."""
    if request.user.is_authenticated:
        messages.warning(
            request, "You are logged in. Log out first, then open the link of the invitation again."
        )
        return redirect("quarter")
    found = invitations.invitation_of(token, clock.now())
    if found is None:
        return render(request, "people/no_invitation.html", status=HTTPStatus.NOT_FOUND)
    given = request.POST if request.method == "POST" else None
    form = AcceptForm(given, email=found.email)
    if given is not None and form.is_valid():
        stated = form.cleaned_data
        actor = Actor(None, "page", clock.now())
        made = invitations.accept(token, stated["name"], stated["password"], actor)
        login(request, made, backend="allauth.account.auth_backends.AuthenticationBackend")
        messages.success(request, f"Welcome, {made.name}.")
        return redirect("quarter")
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "invitation": found, "company": company().name}
    return render(request, "people/accept.html", context, status=status)


def _send(request: HttpRequest, made: Invitation, token: str) -> None:
    if send_invitation(made, token):
        messages.success(request, f"The invitation is on its way to {made.email}. It holds for seven days.")
    else:
        messages.error(
            request, f"The mail server did not take the mail to {made.email}. Try it again with “Send again”."
        )
