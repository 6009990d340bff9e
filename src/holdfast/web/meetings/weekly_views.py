"""Pages of a weekly meeting: one part of its agenda at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render

from holdfast.web import clock
from holdfast.web.meetings.access import meeting_for
from holdfast.web.meetings.forms import DecisionForm
from holdfast.web.meetings.queries import decisions_of
from holdfast.web.meetings.views import weekly_of
from holdfast.web.meetings.weekly import PARTS
from holdfast.web.people.access import can, classified, signed_in
from holdfast.web.people.queries import choices_of_people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ASKED = {
    "changed": "Listen. What is not understood is asked in one sentence.",
    "stuck": "One sentence each: what would get it moving, and who does that?",
    "needs": "Say yes, say no, or say when.",
}
"""What to do in each part."""


@classified("signed in")
def part_page(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """One part of the agenda, full screen."""
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    if meeting.kind != "weekly" or part not in PARTS:
        raise Http404
    if meeting.ended_at is not None:
        return redirect("minutes", pk)
    names = list(PARTS)
    at = names.index(part)
    agenda = weekly_of(person, meeting)
    context = {
        "meeting": meeting,
        "part": part,
        "title": PARTS[part],
        "asked": ASKED[part],
        "points": agenda.part(part),
        "since": agenda.since,
        "within_noise": agenda.within_noise if part == "changed" else 0,
        "decisions": decisions_of(person, meeting),
        "decision": DecisionForm(choices_of_people()),
        "number": at + 1,
        "total": len(names),
        "before": names[at - 1] if at else None,
        "after": names[at + 1] if at + 1 < len(names) else None,
        "may_lead": can(person, "grade", meeting),
        "elapsed": max(0, round((clock.now() - meeting.began_at).total_seconds())),
    }
    return render(request, "meetings/part.html", context)
