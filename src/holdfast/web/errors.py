"""Errors that a person can mend become a page that says what to do, never a trace."""

from __future__ import annotations

import errno
import logging
import sqlite3
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render

from holdfast.errors import HoldfastError, InputError
from holdfast.web.requests import request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_LOG = logging.getLogger("holdfast.serving")
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_SPACE_OF_POSTGRESQL = "53100"
FULL = (
    "The disk of the server is full. Nothing of this was saved, and nothing is damaged. Ask whoever runs the "
    "server to make room, then go back and send it again; what you typed is still there."
)


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
    if is_full(sys.exc_info()[1]):
        return _full(request)
    said = f"Nothing was half-written. If it happens again, tell your administrator this: {request_id.get()}."
    return _bare(HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke on our side", said, request)


def is_full(error: BaseException | None) -> bool:
    """The disk takes no more, as the system, SQLite or PostgreSQL says it."""
    while error is not None:
        code = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
        if code[0] == sqlite3.SQLITE_FULL or code[1] == _NO_SPACE_OF_POSTGRESQL:
            return True
        if isinstance(error, OSError) and error.errno in _NO_SPACE:
            return True
        error = error.__cause__
    return False


def _full(request: HttpRequest) -> HttpResponse:
    _LOG.error("the disk is full: nothing can be written")
    return _bare(HTTPStatus.INSUFFICIENT_STORAGE, "The disk is full", FULL, request)


def _answered(request: HttpRequest, error: Exception) -> HttpResponse | None:
    if is_full(error):
        return _full(request)
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
