"""Pages of the quarter, of an objective and of a key result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from holdfast.web import clock
from holdfast.web.celebrations.queries import latest
from holdfast.web.checkins.queries import owes
from holdfast.web.communication.queries import plan_of
from holdfast.web.cycles.queries import chosen_cycle, cycle_names
from holdfast.web.look.readers import zone_for
from holdfast.web.measurements.drawing import drawn
from holdfast.web.measurements.trouble import trouble_of
from holdfast.web.objectives.access import key_result_for, objective_for
from holdfast.web.objectives.key_result_page import key_result_page as of_key_result
from holdfast.web.objectives.objective_page import objective_page as of_objective
from holdfast.web.objectives.pulse import pulse
from holdfast.web.objectives.queries import QuarterAsked, quarter
from holdfast.web.objectives.tasks import draw_key_result
from holdfast.web.owed.queries import owed_now
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
    lines = [line for one in shown.objectives for line in one.key_results]
    return render(
        request,
        "objectives/quarter.html",
        {
            "quarter": shown,
            "asked": asked,
            "cycles": cycle_names(),
            "teams": teams(),
            "pulse": pulse(shown.series),
            "troubles": shown.troubles(today),
            "owed": owed_now(request),
            "celebrations": latest(person, cycle, lines, today=today),
            "owes": {line.row.pk for line in lines if owes(person, line, cycle, today=today)},
        },
    )


@classified("signed in")
def objective_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One objective: its bet, key results, initiatives, history and comments."""
    person = signed_in(request)
    row = objective_for(person, pk)
    shown = of_objective(row, person, today=clock.today(zone_for(person)))
    may = {"edit": can(person, "draft" if row.state == "draft" else "amend", row)}
    may["check_in"] = can(person, "check in", row)
    return render(
        request, "objectives/objective.html", {"page": shown, "row": row, "may": may, "plan": plan_of(row)}
    )


@classified("signed in")
def key_result_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One key result: its number with all that is needed to judge it, and what was said of it."""
    person = signed_in(request)
    row = key_result_for(person, pk)
    today = clock.today(zone_for(person))
    shown = of_key_result(row, today=today, names=can(person, "see customers"))
    drawing = drawn(shown.chart)
    if drawing is None and shown.chart.is_drawable:
        draw_key_result.enqueue(pk)
    may = {"check_in": can(person, "check in", row), "comment": can(person, "comment", row)}
    may["amend"] = can(person, "amend", row)
    trouble = trouble_of(row.series, today=today, old_after=row.objective.cycle.cadence_days)
    context = {"page": shown, "row": row, "drawing": drawing, "may": may, "trouble": trouble}
    return render(request, "objectives/key_result.html", context)


@classified("signed in")
def key_result_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """The chart alone, for a page that was opened before it was drawn."""
    person = signed_in(request)
    row = key_result_for(person, pk)
    drawing = drawn(of_key_result(row, today=clock.today(zone_for(person))).chart)
    return render(request, "objectives/_chart.html", {"row": row, "drawing": drawing})


def _asked(request: HttpRequest) -> QuarterAsked:
    team = request.GET.get("team", "")
    return QuarterAsked(
        team=int(team) if team.isdecimal() else None,
        mine=request.GET.get("mine") == "1",
        status=request.GET.get("status", ""),
        drafts=request.GET.get("drafts") == "1",
    )
