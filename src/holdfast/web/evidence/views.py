"""The record of a check, to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from holdfast.web.evidence.queries import record_for
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
@require_safe
def record_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was compared, how many, what was adjusted for and checked, and the seed of every draw: as JSON."""
    answer = JsonResponse(record_for(signed_in(request), pk), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="evidence-{pk}.json"'
    return answer
