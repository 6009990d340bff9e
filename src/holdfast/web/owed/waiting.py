"""What may wait for a person, as conditions of queries, and one query for which of it there is anything.

Every page shows how much one owes, and most of the time most of these find nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    BigAutoField,
    DateField,
    DateTimeField,
    Exists,
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from holdfast.web.checkins.queries import to_check_in
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.models import Decision
from holdfast.web.objectives.models import Comment, Initiative, KeyResult, Objective
from holdfast.web.people.models import Person
from holdfast.web.prepared import Given, Prepared

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    Somebody = Person | F | Expression
    Day = date | Expression

SOON = timedelta(days=7)
"""How long before its date an initiative or a check-in is announced."""
_ASKED_OF_LATE = timedelta(days=60)
_OPEN = ("active", "closing")


def checked(person: Somebody) -> QuerySet[KeyResult]:
    """Key results that somebody checks in on."""
    return KeyResult.objects.filter(to_check_in(person), dropped_at=None, objective__in=_published())


def drafted() -> QuerySet[Objective]:
    """Drafts of cycles that are not closed, whoever may see to them."""
    return Objective.objects.filter(state="draft", cycle__in=Cycle.objects.exclude(state="closed"))


def stuck(person: Somebody) -> QuerySet[KeyResult]:
    """Key results of somebody's objectives that nothing measures any more, or that nobody checks in on."""
    gone = Q(owner=None) | Q(owner__is_active=False)
    is_stuck = Q(series__removed_at__isnull=False) | (gone & Q(checker=None))
    rows = KeyResult.objects.filter(is_stuck, Q(objective__owner=person), dropped_at=None)
    return rows.filter(objective__in=_published())


def over(today: Day) -> QuerySet[Cycle]:
    """Cycles whose last day is over, and that nobody has closed."""
    return Cycle.objects.filter(Q(ends_on__lte=today), state__in=_OPEN)


def decided(person: Somebody) -> QuerySet[Decision]:
    """What meetings decided that somebody does, and has not done yet."""
    return Decision.objects.filter(Q(owner=person), done_at=None).exclude(meeting__cycle__state="closed")


def begun(person: Somebody, until: Day) -> QuerySet[Initiative]:
    """Initiatives of somebody that are not done, and due by a day."""
    rows = Initiative.objects.filter(Q(owner=person, due_on__lte=until), done_at=None)
    return rows.filter(
        objective__state="published", objective__cycle__state__in=_OPEN, key_result__dropped_at=None
    )


def addressed(person: Somebody, since: datetime | Expression) -> QuerySet[Comment]:
    """Comments of others that name somebody, since an instant."""
    rows = Comment.objects.filter(Q(mentions=person, at__gte=since)).exclude(Q(author=person))
    return rows.exclude(objective__cycle__state="closed").exclude(objective__state="archived")


def asked_since(today: date, zone: ZoneInfo) -> datetime:
    """From when on a mention waits for an answer; before that it is forgotten."""
    return datetime.combine(today - _ASKED_OF_LATE, time(), zone).astimezone(UTC)


def _published() -> QuerySet[Objective]:
    """Those of open cycles, found first: what somebody had in years of closed ones is not looked at."""
    return Objective.objects.filter(state="published", cycle__in=Cycle.objects.filter(state__in=_OPEN))


def _question() -> QuerySet[Person, tuple[bool, ...]]:
    one, today = OuterRef("pk"), Given("today", DateField())
    return Person.objects.filter(pk=Given("person", BigAutoField())).values_list(
        Exists(checked(one)),
        Exists(drafted()),
        Exists(stuck(one)),
        Exists(over(today)),
        Exists(decided(one)),
        Exists(begun(one, Given("until", DateField()))),
        Exists(addressed(one, Given("since", DateTimeField()))),
    )


_KINDS = ("check_ins", "drafts", "decisions", "decisions", "of_meetings", "initiatives", "mentions")
_WAITS = Prepared(_question)


def kinds_waiting(person: Person, today: date, zone: ZoneInfo) -> frozenset[str]:
    """Of what there may be something for this person: names of functions in `sources`. One query."""
    since = asked_since(today, zone)
    found = _WAITS(person=person.pk, today=today, until=today + SOON, since=since)
    return frozenset(kind for row in found for kind, waits in zip(_KINDS, row, strict=True) if waits)
