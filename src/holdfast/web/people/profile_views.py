"""One's own page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.shortcuts import redirect, render

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.company import company
from holdfast.web.people.access import classified, signed_in
from holdfast.web.people.actions import Profile, change_profile
from holdfast.web.people.forms import ProfileForm
from holdfast.web.people.queries import choices_of_people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def profile_page(request: HttpRequest) -> HttpResponse:
    """Name, time zone and deputy; and the ways to how one logs in."""
    person = signed_in(request)
    given = request.POST if request.method == "POST" else None
    form = ProfileForm(
        given,
        people=[one for one in choices_of_people() if one[0] != person.pk],
        company_zone=company().time_zone,
        initial={"name": person.name, "time_zone": person.time_zone, "deputy": person.deputy_id or ""},
    )
    if given is not None and form.is_valid():
        stated = form.cleaned_data
        try:
            change_profile(
                Actor(person, "page", clock.now()),
                Profile(stated["name"], stated["time_zone"], stated["deputy"]),
            )
        except InputError as error:
            form.add_error("deputy", str(error))
        else:
            messages.success(request, "Your profile is changed.")
            return redirect("profile")
    context = {
        "form": form,
        "memberships": person.memberships.select_related("team").order_by("team__name"),
        "has_password": person.has_usable_password(),
        "has_second_factor": is_mfa_enabled(person),
    }
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "people/profile.html", context, status=status)
