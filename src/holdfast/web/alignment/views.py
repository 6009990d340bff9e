"""The page of the alignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from holdfast.web import clock
from holdfast.web.alignment.layout import HEIGHT, WIDTH, layout
from holdfast.web.alignment.queries import alignment
from holdfast.web.cycles.queries import chosen_cycle, cycle_names
from holdfast.web.look.readers import zone_for
from holdfast.web.people.access import can, classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def alignment_page(request: HttpRequest) -> HttpResponse:
    """What supports what in a cycle: as a map, and as a tree that reads without it."""
    person = signed_in(request)
    today = clock.today(zone_for(person))
    cycle = chosen_cycle(request.GET.get("cycle", ""), today)
    if cycle is None:
        return render(request, "objectives/no_cycle.html", {"may_begin": can(person, "administer")})
    found = alignment(person, cycle, today=today)
    context = {
        "cycle": cycle,
        "cycles": cycle_names(),
        "found": found,
        "map": layout(found),
        "box": {"width": WIDTH, "height": HEIGHT},
    }
    return render(request, "alignment/alignment.html", context)
