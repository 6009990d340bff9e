"""What a person owes today, and what comes soon."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import Http404

from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Comment
from holdfast.web.owed.sources import SOURCES
from holdfast.web.owed.waiting import kinds_waiting

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from holdfast.web.owed.items import Item
    from holdfast.web.people.models import Person


@dataclass(frozen=True, slots=True)
class Owed:
    """All that waits for somebody.

    Attributes:
        due: By today or before, the longest overdue first.
        soon: Later, the next first.
        today: The local date.
    """

    due: tuple[Item, ...]
    soon: tuple[Item, ...]
    today: date

    @property
    def late(self) -> tuple[Item, ...]:
        """What was due before today."""
        return tuple(one for one in self.due if one.due < self.today)

    @property
    def now(self) -> tuple[Item, ...]:
        """What is due today."""
        return tuple(one for one in self.due if one.due == self.today)

    def count(self, kind: str) -> int:
        """How much of one kind is due."""
        return sum(one.kind == kind for one in self.due)


def owed_by(person: Person, *, today: date) -> Owed:
    """What a person owes. Fourteen queries at most, however much there is; one where there is nothing."""
    waiting = kinds_waiting(person, today, ZoneInfo(zone_for(person)))
    sources = (source for kind, some in SOURCES.items() if kind in waiting for source in some)
    items = sorted((item for source in sources for item in source(person, today)), key=_order)
    due = tuple(one for one in items if one.due <= today)
    return Owed(due, tuple(items[len(due) :]), today)


def owed_now(request: HttpRequest) -> Owed:
    """What the person who asks owes: read once for each request, since the side shows it twice."""
    known: Owed | None = getattr(request, "_owed", None)
    if known is None:
        person: Person = request.user  # type: ignore[assignment]  # the side is shown to people alone
        known = owed_by(person, today=clock.today(zone_for(person)))
        request._owed = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept with the request it is for
    return known


def mention_for(person: Person, pk: int) -> Comment:
    """A comment that names somebody.

    Raises:
        Http404: It does not name them, or they may not see what it is about.
    """
    named = Comment.objects.filter(mentions=person, objective__in=visible_objectives(person))
    found = named.select_related("objective").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _order(item: Item) -> tuple[date, str, str]:
    return item.due, item.kind, item.text
