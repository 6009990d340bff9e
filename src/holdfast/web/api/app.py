"""All operations, and their description as OpenAPI 3.1."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from holdfast.web.api import (
    administration,
    audit,
    customers,
    cycles,
    dataset,
    drafting,
    evidence,
    exchange,
    holdouts,
    imports,
    key_results,
    mappings,
    meeting_times,
    meetings,
    metrics,
    notices,
    objectives,
    outbox,
    overviews,
    parts,
    people,
    pulls,
    reasons,
    reviews,
    webhooks,
    weeks,
)
from holdfast.web.api.problems import CONTENT_TYPE, answer_problems, problem
from holdfast.web.people.access import classified

if TYPE_CHECKING:
    from django.http import HttpResponse

_ABOUT = (
    "Everything that the pages do, by the same queries and actions. Send a token in the header "
    "`Authorization: Bearer`. What a person may not see is not there (404); what they may not do is refused "
    "(403). Shares are 0 to 1, money is in minor units, periods are half-open."
)
api = NinjaAPI(title="Holdfast", version="1", description=_ABOUT, openapi_url=None, docs_url=None)
answer_problems(api)
for _noun in (
    people,
    notices,
    objectives,
    drafting,
    key_results,
    evidence,
    overviews,
    metrics,
    reasons,
    reviews,
    exchange,
    imports,
    dataset,
    mappings,
    pulls,
    holdouts,
    customers,
    meetings,
    meeting_times,
    parts,
    weeks,
    cycles,
    webhooks,
    audit,
    administration,
    outbox,
):
    api.add_router("", _noun.router)


@cache
def description() -> dict[str, Any]:
    """The API as OpenAPI 3.1 describes it."""
    made: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/")
    for operations in made["paths"].values():
        for one in operations.values():
            for status, answer in one["responses"].items():
                if int(status) >= 400 and "application/json" in answer.get("content", {}):  # noqa: PLR2004
                    answer["content"][CONTENT_TYPE] = answer["content"].pop("application/json")
    return made


@classified("public")
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The description; it tells nothing of anybody's data."""
    return JsonResponse(description())


@csrf_exempt
@classified("public")
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404 as a problem, for an address that leads to no operation."""
    return problem(HTTPStatus.NOT_FOUND, "No operation has this address. Look under /api/openapi.json.")


def addresses() -> list[URLPattern]:
    """The addresses of all operations; each asks for a token itself, and answers 401 without."""
    found = [path("openapi.json", openapi, name="openapi")]
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = classified("token")(pattern.callback)
            found.append(pattern)
    return [*found, path("<path:rest>", nothing_here)]
