"""A name for each request, which logs, audit entries and error pages share; the answer is counted too."""

from __future__ import annotations

import logging
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import uuid4

from holdfast.web.operations.answers import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_LOG = logging.getLogger("holdfast.requests")
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request being answered in this thread; empty in a job."""
job_id: ContextVar[str] = ContextVar("job_id", default="")
"""Of the job that runs in this thread; empty in a request."""


def identified(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: name the request, say so in its answer, and log one line when it is answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        name = uuid4().hex[:16]
        token = request_id.set(name)
        began = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-Id"] = name
            _log(request, response, seconds=time.perf_counter() - began)
            return response
        finally:
            request_id.reset(token)

    return answer


def _log(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    """The route and never the path: a path may hold a token, and a query what somebody typed."""
    match = request.resolver_match
    count(request.method or "", match.route if match else "", response.status_code, seconds=seconds)
    _LOG.info(
        "answered",
        extra={
            "facts": {
                "method": request.method,
                "route": match.route if match else "",
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
            }
        },
    )
