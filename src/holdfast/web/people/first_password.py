"""A password that somebody else made is good for one thing: to choose one's own."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

from holdfast.connect.writing import write_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from holdfast.web.people.models import Person

_SAID = "Choose a password of your own first: the one that you were given may have been seen."
_ALLOWED = frozenset({"account_change_password", "account_reauthenticate", "mfa_reauthenticate"})


def asked_to_change(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever has a password that was made for them goes nowhere but to changing it."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_view = _led_to_change  # type: ignore[attr-defined]  # Django's protocol for functions
    return answer


def _led_to_change(
    request: HttpRequest,
    view: Callable[..., HttpResponseBase],
    _args: list[object],
    _kwargs: dict[str, object],
) -> HttpResponse | None:
    if getattr(view, "access", "") in {"public", "token"}:
        return None  # who asks is not even looked up
    if not getattr(request.user, "must_change_password", False):
        return None
    if _by_provider_alone(request):
        return None
    if request.resolver_match and request.resolver_match.url_name in _ALLOWED:
        return None
    messages.warning(request, _SAID)
    return redirect("account_change_password")


def _by_provider_alone(request: HttpRequest) -> bool:
    """Single sign-on has let them in, and the password that they were given plays no part."""
    methods = request.session.get("account_authentication_methods", [])
    return bool(methods) and all(one.get("method") == "socialaccount" for one in methods)


def first_password_file() -> Path:
    """Where the first administrator's password lies, where no terminal could show it."""
    file: Path = settings.DEPLOYMENT.state / "first_password"
    return file


def keep_first_password(password: str) -> Path:
    """Write it for its owner alone; it goes when the password is changed.

    Raises:
        SourceError: The disk refuses.
    """
    write_document(first_password_file(), password + "\n", mode=0o600)
    return first_password_file()


def has_own_password(person: Person) -> bool:
    """Note that a person chose a password; True where the one before was made for them."""
    if not person.must_change_password:
        return False
    person.must_change_password = False
    person.save(update_fields=["must_change_password"])
    with suppress(OSError):
        first_password_file().unlink(missing_ok=True)
    return True
