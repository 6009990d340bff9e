"""The page of an objective's review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.web import clock
from holdfast.web.drafts.reviewed import reviewed
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.access import objective_for
from holdfast.web.people.access import can, classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
@require_safe
def objective_review(request: HttpRequest, pk: int) -> HttpResponse:
    """What an expert would say of an objective, and what was set aside; who may edit it is led to mend it."""
    person = signed_in(request)
    row = objective_for(person, pk)
    may_edit = (
        row.cycle.is_open
        and row.state in {"draft", "published"}
        and can(person, "draft" if row.state == "draft" else "amend", row)
    )
    told = reviewed(row, person, today=clock.today(zone_for(person)))
    return render(request, "drafts/reviewed.html", {"row": row, "told": told, "may_edit": may_edit})
