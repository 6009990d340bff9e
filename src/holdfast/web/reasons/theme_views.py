"""Pages of themes: the list, one of them, and the texts to confirm."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import HoldfastError
from holdfast.reasons.taxonomy.model import Theme
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.company import has_workspace
from holdfast.web.computing.asking import wait_for
from holdfast.web.measurements.measuring import told
from holdfast.web.people.access import classified, signed_in
from holdfast.web.reasons.access import may_teach, require_teacher
from holdfast.web.reasons.forms import ThemeForm, typed
from holdfast.web.reasons.teaching import confirm, pass_over, take_back
from holdfast.web.reasons.theme_queries import asking, theme_named, themes_page_of
from holdfast.web.reasons.theming import choose_way, remove_theme, seen_list, state_theme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LARGEST = 18
_LONGEST_WORDS = 400


@classified("signed in")
def themes_page(request: HttpRequest) -> HttpResponse:
    """The list of themes, how well each is taught, and what might be missing."""
    person, page = signed_in(request), themes_page_of()
    context = {
        "page": page,
        "waits": wait_for(page.look, clock.now()),
        "may_teach": may_teach(person),
        "is_set_up": has_workspace(),
    }
    return render(request, "reasons/themes.html", context)


@classified("administrator")
def new_theme(request: HttpRequest) -> HttpResponse:
    """The form of a new theme, with words where they were proposed; adds it."""
    words = "\n".join(request.GET.getlist("words"))[:_LONGEST_WORDS]
    return _stated(request, Theme("", "", "", tuple(words.splitlines())))


@classified("administrator")
def theme_page(request: HttpRequest, name: str) -> HttpResponse:
    """The form of a theme; changes it."""
    return _stated(request, theme_named(name))


@classified("administrator")
@require_POST
def theme_removed(request: HttpRequest, name: str) -> HttpResponse:
    """Take a theme out of the list."""
    theme = theme_named(name)
    try:
        remove_theme(_actor(request), name)
    except HoldfastError as error:
        messages.error(request, told(error))
        return redirect("theme", name)
    messages.success(request, f"“{theme.title}” is out of the list.")
    return redirect("themes")


@classified("administrator")
@require_POST
def way_chosen(request: HttpRequest) -> HttpResponse:
    """Have themes told in another way."""
    try:
        choose_way(_actor(request), request.POST.get("way", ""))
    except HoldfastError as error:
        messages.error(request, told(error))
    return redirect("themes")


@classified("signed in")
def confirm_page(request: HttpRequest) -> HttpResponse:
    """The text of which the themes are least sure, with a key for each that fits; keeps the answer."""
    person = signed_in(request)
    if request.method == "POST":
        return _answered(request)
    page, now = asking(), clock.now()
    context = {
        "page": page,
        "waits": wait_for(page.look, now) if has_workspace() else "no",
        "may_teach": may_teach(person),
        "is_set_up": has_workspace(),
    }
    return render(request, "reasons/confirm.html", context)


@classified("signed in")
@require_POST
def taken_back(request: HttpRequest) -> HttpResponse:
    """Forget what a text was said to be about."""
    if take_back(_actor(request), request.POST.get("words", "").replace("\r\n", "\n")):
        messages.success(request, "Taken back: the text is asked again.")
    return redirect("themes" if request.POST.get("from") == "themes" else "themes-confirm")


def _answered(request: HttpRequest) -> HttpResponse:
    require_teacher(signed_in(request))
    given = request.POST.get("text", "")
    names = [] if "none" in request.POST else request.POST.getlist("theme")
    is_number = given.isascii() and given.isdecimal() and len(given) <= _LARGEST
    if not is_number:
        messages.error(request, "Choose a theme for the text below.")
    elif "pass" in request.POST:
        pass_over(_actor(request), int(given))
    elif not names and "none" not in request.POST:
        messages.error(request, "Choose a theme, or say that it is about none of them.")
    else:
        try:
            confirm(_actor(request), int(given), names)
        except HoldfastError as error:
            messages.error(request, told(error))
    return redirect("themes-confirm")


def _stated(request: HttpRequest, theme: Theme) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = ThemeForm(given, initial=typed(theme, seen_list()))
    if given is not None and form.is_valid():
        try:
            made = state_theme(_actor(request), form.stated(theme.name), seen=form.cleaned_data["seen"])
        except HoldfastError as error:
            form.add_error(None, told(error))
        else:
            messages.success(request, f"“{made.title}” is in the list. The texts are read anew by it.")
            return redirect("themes")
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "reasons/theme.html", {"form": form, "theme": theme}, status=status)


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())
