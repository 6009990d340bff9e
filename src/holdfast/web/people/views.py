"""Logging in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import LoginView, LogoutView

from holdfast.web.people.access import classified

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_LOG_IN = LoginView.as_view(template_name="people/log_in.html", redirect_authenticated_user=True)
_LOG_OUT = LogoutView.as_view()


@classified("public")
def log_in(request: HttpRequest) -> HttpResponseBase:
    """The page of the address and password."""
    return _LOG_IN(request)


@classified("signed in")
def log_out(request: HttpRequest) -> HttpResponseBase:
    """Ends the session."""
    return _LOG_OUT(request)
