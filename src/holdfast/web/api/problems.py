"""Errors as problem details (RFC 9457) that carry where, what was found, what was expected and the remedy."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, JsonResponse
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from holdfast.errors import InputError, SourceError
from holdfast.web.errors import FULL, ConflictError, is_full

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse
    from ninja import NinjaAPI

CONTENT_TYPE = "application/problem+json"


class Problem(Schema):
    """Why nothing was done, and what to do about it."""

    title: str
    status: int
    detail: str
    where: str = ""
    found: str = ""
    expected: str = ""
    remedy: str = ""


PROBLEMS = {
    frozenset(status.value for status in HTTPStatus if status in {400, 401, 403, 404, 409, 422, 429, 503}): (
        Problem
    )
}
"""The answers that every operation may give instead."""


def problem(
    status: HTTPStatus,
    detail: str,
    parts: Mapping[str, str] = {},
    headers: Mapping[str, str] = {},
) -> HttpResponse:
    """A problem as an answer."""
    said = Problem(title=status.phrase, status=status.value, detail=detail, **parts)
    return JsonResponse(
        said.model_dump(), status=status.value, headers=dict(headers), content_type=CONTENT_TYPE
    )


def answer_problems(api: NinjaAPI) -> None:
    """Let every error that a caller can mend become a problem; a bug stays one."""
    handlers: Mapping[type[Exception], Callable[[HttpRequest, Exception | type[Exception]], HttpResponse]] = {
        ConflictError: lambda _, error: _ours(HTTPStatus.CONFLICT, error),
        InputError: lambda _, error: _ours(HTTPStatus.UNPROCESSABLE_ENTITY, error),
        SourceError: lambda _, error: _ours(HTTPStatus.SERVICE_UNAVAILABLE, error),
        Http404: lambda *_: problem(
            HTTPStatus.NOT_FOUND, "It does not exist, or is private to a team that you are not in."
        ),
        PermissionDenied: lambda *_: problem(HTTPStatus.FORBIDDEN, "Your role does not allow this."),
        ValidationError: lambda _, error: _invalid(error),
        AuthenticationError: lambda *_: problem(
            HTTPStatus.UNAUTHORIZED,
            "Send a token that holds in the header Authorization: Bearer.",
            headers={"WWW-Authenticate": "Bearer"},
        ),
        Throttled: lambda _, error: _throttled(error),
        HttpError: lambda _, error: _http(error),
        DatabaseError: lambda _, error: _of_database(error),
        BadRequest: lambda *_: problem(HTTPStatus.BAD_REQUEST, "The request could not be read."),
        RequestDataTooBig: lambda *_: problem(HTTPStatus.BAD_REQUEST, "Send less of it at once."),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _of_database(error: Exception | type[Exception]) -> HttpResponse:
    """503 where the disk is full; whatever else a database refuses is a bug, and stays one."""
    if isinstance(error, Exception) and is_full(error):
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, FULL)
    raise error


def _ours(status: HTTPStatus, error: object) -> HttpResponse:
    parts = {name: str(getattr(error, name, "")) for name in ("where", "found", "expected", "remedy")}
    return problem(status, str(error), parts)


def _invalid(error: object) -> HttpResponse:
    """The first thing that does not fit its schema."""
    errors = getattr(error, "errors", None) or [{}]
    first = errors[0]
    where = ".".join(str(part) for part in first.get("loc", ())[:8])[:200]
    expected = str(first.get("msg", ""))[:500]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        f"{where}: {expected}.",
        {"where": where, "expected": expected, "remedy": "Compare it with /api/openapi.json"},
    )


def _throttled(error: object) -> HttpResponse:
    wait = str(max(1, round(getattr(error, "wait", None) or 1)))
    return problem(HTTPStatus.TOO_MANY_REQUESTS, f"Wait {wait} s, then go on.", headers={"Retry-After": wait})


def _http(error: object) -> HttpResponse:
    return problem(HTTPStatus(getattr(error, "status_code", HTTPStatus.BAD_REQUEST)), str(error))
