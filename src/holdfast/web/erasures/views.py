"""The page on which administrators look for one person of a customer, and erase them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.erasures.models import Erasure, Search
from holdfast.web.erasures.searching import ask_to_erase, ask_to_find
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN = 20


class PersonForm(forms.Form):
    """Whom to look for."""

    asked = forms.CharField(
        max_length=254,
        label="Id or e-mail address",
        help_text="Of a person of a customer, or of a customer who is a person. Who logs in is under People.",
    )


@classified("administrator")
def persons_page(request: HttpRequest) -> HttpResponse:
    """Whom was looked for last, where they are, and what was erased before."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ask_to_find(Actor(signed_in(request), "page", clock.now()), form.cleaned_data["asked"])
        messages.success(request, "They are being looked for. Load the page anew in a moment.")
        return redirect("persons")
    context = {"form": form, "search": Search.objects.first(), "done": Erasure.objects.all()[:_SHOWN]}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "erasures/persons.html", context, status=status)


@classified("administrator")
@require_POST
def erase_page(request: HttpRequest) -> HttpResponse:
    """Have whom a look found erased."""
    asked = request.POST.get("search", "")
    try:
        ask_to_erase(Actor(signed_in(request), "page", clock.now()), int(asked) if asked.isdecimal() else 0)
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "They are being erased. Load the page anew in a moment.")
    return redirect("persons")
