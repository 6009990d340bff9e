"""Pages of the quarter, of an objective and of a key result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from holdfast.web import clock
from holdfast.web.cycles.queries import chosen_cycle, cycle_names
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.access import key_result_for, objective_for
from holdfast.web.objectives.queries import QuarterAsked, key_result_lines, quarter
from holdfast.web.people.access import can, classified, signed_in
from holdfast.web.people.queries import teams

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def quarter_page(request: HttpRequest) -> HttpResponse:
    """The home page: every objective of a cycle with its key results, as they stand today."""
    person = signed_in(request)
    today = clock.today(zone_for(person))
    cycle = chosen_cycle(request.GET.get("cycle", ""), today)
    if cycle is None:
        return render(request, "objectives/no_cycle.html", {"may_begin": can(person, "administer")})
    asked = _asked(request)
    shown = quarter(person, cycle, asked, today=today)
    return render(
        request,
        "objectives/quarter.html",
        {"quarter": shown, "asked": asked, "cycles": cycle_names(), "teams": teams(), "today": today},
    )


@classified("signed in")
def objective_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One objective: its bet, key results, initiatives and comments."""
    person = signed_in(request)
    row = objective_for(person, pk)
    lines = key_result_lines([row.pk], row.cycle, today=clock.today(zone_for(person))).get(row.pk, ())
    return render(request, "objectives/objective.html", {"row": row, "lines": lines})


@classified("signed in")
def key_result_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One key result: its number with all that is needed to judge it, and what was said of it."""
    person = signed_in(request)
    row = key_result_for(person, pk)
    lines = key_result_lines([row.objective_id], row.objective.cycle, today=clock.today(zone_for(person)))
    line = next(one for one in lines[row.objective_id] if one.row.pk == pk)
    return render(request, "objectives/key_result.html", {"row": row, "line": line})


def _asked(request: HttpRequest) -> QuarterAsked:
    team = request.GET.get("team", "")
    return QuarterAsked(
        team=int(team) if team.isdecimal() else None,
        mine=request.GET.get("mine") == "1",
        status=request.GET.get("status", ""),
        drafts=request.GET.get("drafts") == "1",
    )
