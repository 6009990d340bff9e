"""Errors that a person can mend become a page that says what to do, never a trace."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render

from holdfast.errors import HoldfastError, InputError
from holdfast.web.requests import request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ConflictError(InputError):
    """Somebody else changed it since it was read; nothing was written."""


def readable(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an error of ours that no view has answered becomes a page."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_exception = _answered  # type: ignore[attr-defined]  # Django's protocol for functions
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for what is larger than any form of ours."""
    if isinstance(exception, RequestDataTooBig):
        said = "Go back and send less of it at once; what you typed is still there."
        return _page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is too much at once", said)
    return _page(
        request, HTTPStatus.BAD_REQUEST, "That request could not be read", "Go back and try it again."
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: it may be seen, and not done."""
    said = str(exception) or "Your role does not allow this. An administrator can change it under People."
    return _page(request, HTTPStatus.FORBIDDEN, "You may not do that", said)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403, for a form that did not come from one of our pages, or from one that was open for too long."""
    said = "The page was open for too long, or cookies are off. Go back, load it anew and send it again."
    return _page(request, HTTPStatus.FORBIDDEN, "The form was not taken", said)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: it is not there, or not for this person; nobody can tell which."""
    said = "It does not exist, was removed, or is private to a team that you are not in."
    return _page(request, HTTPStatus.NOT_FOUND, "Nothing is here", said)


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault. It must need nothing that may just have failed."""
    said = f"Nothing was half-written. If it happens again, tell your administrator this: {request_id.get()}."
    return _bare(HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke on our side", said, request)


def _answered(request: HttpRequest, error: Exception) -> HttpResponse | None:
    if not isinstance(error, HoldfastError):
        return None
    status = HTTPStatus.CONFLICT if isinstance(error, ConflictError) else HTTPStatus.UNPROCESSABLE_ENTITY
    if not isinstance(error, InputError):
        status = HTTPStatus.SERVICE_UNAVAILABLE
    try:
        return _page(request, status, "That cannot be done", str(error))
    except HoldfastError as again:
        return _bare(HTTPStatus.SERVICE_UNAVAILABLE, "No page can be shown now", str(again), request)


def _page(request: HttpRequest, status: HTTPStatus, title: str, said: str) -> HttpResponse:
    return render(
        request, "error.html", {"title": title, "said": said, "status": status.value}, status=status
    )


def _bare(status: HTTPStatus, title: str, said: str, request: HttpRequest) -> HttpResponse:
    """A page that asks nothing of the database and of the workspace file."""
    told = {"title": title, "said": said, "status": status.value, "needs_nothing": True}
    return render(request, "error.html", told, status=status)
