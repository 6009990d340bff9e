"""Exports: the same files as on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from holdfast.errors import InputError
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.plain import Id, Name
from holdfast.web.cycles.models import Cycle
from holdfast.web.exchange.exporting import exported
from holdfast.web.exchange.reading import Asked

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

router = Router(tags=["exchange"])
Form = Literal[
    "okr-yaml",
    "okr-markdown",
    "okr-text",
    "json",
    "objectives",
    "key-results",
    "check-ins",
    "measurements",
    "initiatives",
    "decisions",
]
_FILES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "A file to save",
            "content": {
                kind: {"schema": {"type": "string"}}
                for kind in ("application/yaml", "text/markdown", "text/plain", "text/csv")
            }
            | {"application/json": {"schema": {"type": "object"}}},
        }
    }
}


class Wanted(Schema):
    """Which objectives; all that you may see where both are left out."""

    cycle: Name = ""
    team: Id | None = None


@router.get("/exports/{form}", auth=Bearer("read"), response=PROBLEMS, openapi_extra=_FILES)
def export_objectives(
    request: HttpRequest, form: Annotated[Form, Path()], asked: Query[Wanted]
) -> HttpResponseBase:
    """Objectives that you may see as a file: JSON with everything, a table as CSV, or an OKR file."""
    cycle = Cycle.objects.filter(name=asked.cycle).first() if asked.cycle else None
    if asked.cycle and cycle is None:
        raise InputError("the cycle", "it is not there", "the name of a cycle", "Look under /api/cycles")
    wanted = Asked(cycle.pk if cycle else None, asked.team)
    return exported(actor(request), caller(request), form, wanted, cycle.name if cycle else "")
