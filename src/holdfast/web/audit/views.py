"""The page of the audit log."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import render

from holdfast.web.audit.queries import EntriesAsked, entries, kinds
from holdfast.web.look.readers import zone_for
from holdfast.web.people.access import classified, signed_in
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LARGEST = 18
_LAST_YEAR = 9000


@classified("administrator")
def audit_page(request: HttpRequest) -> HttpResponse:
    """Who did what, the latest first."""
    person = signed_in(request)
    asked = _asked(request)
    context = {
        "page": entries(asked, zone_for(person)),
        "asked": asked,
        "people": list(Person.objects.values_list("pk", "name")),
        "kinds": kinds(),
    }
    return render(request, "audit/log.html", context)


def _asked(request: HttpRequest) -> EntriesAsked:
    given = request.GET
    kind = given.get("kind", "")
    return EntriesAsked(
        person=_key(given.get("person", "")),
        kind=kind if kind in kinds() else "",
        subject=_key(given.get("subject", "")),
        day=_day(given.get("day", "")),
        before=_key(given.get("before", "")),
    )


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LARGEST else None


def _day(text: str) -> date | None:
    """None for what is no day, and for days at the end of the calendar, which have no day after them."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1 < day.year < _LAST_YEAR else None
