"""What each noun has waiting for a person. A source asks a fixed number of queries, however much there is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Max, Q
from django.urls import reverse

from holdfast.values import dataclass
from holdfast.web.checkins.queries import to_check_in
from holdfast.web.cycles.models import Cycle
from holdfast.web.look.readers import zone_for
from holdfast.web.meetings.models import Decision
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Comment, Initiative, KeyResult, Objective
from holdfast.web.owed.items import Item
from holdfast.web.owed.models import Noted
from holdfast.web.people.access import OfTeam, can, roles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.web.people.models import Person

SOON = timedelta(days=7)
"""How long before its date an initiative or a check-in is announced."""
ANSWER_WITHIN = timedelta(days=2)
REVIEW_WITHIN = timedelta(days=7)
_ASKED_OF_LATE = timedelta(days=60)
_OPEN = ("active", "closing")


def check_ins(person: Person, today: date) -> list[Item]:
    """Those that are due, or will be within a week. One query."""
    rows = (
        KeyResult.objects.filter(to_check_in(person), dropped_at=None, objective__state="published")
        .filter(objective__cycle__state__in=_OPEN)
        .annotate(said_on=Max("check_ins__on"))
        .values_list("pk", "text", "said_on", "objective__cycle__starts_on", "objective__cycle__cadence_days")
    )
    found = []
    for pk, text, said_on, begins, cadence in rows:
        due = max(begins, said_on + timedelta(days=cadence)) if said_on else begins
        if due <= today + SOON:
            about = f"last heard of on {_day(said_on)}" if said_on else "never heard of in this cycle"
            found.append(
                Item("check-in", text, "Check in", f"{reverse('check-in', args=[pk])}?from=owed", due, about)
            )
    return found


def drafts(person: Person, today: date) -> list[Item]:  # noqa: ARG001 - the signature of every source
    """Drafts that are one's own, or that wait for an editor like oneself. One query."""
    edited = [team for team, role in roles_of(person).items() if role == "editor"]
    waits = Q(owner=person) | Q(team_id__in=edited)
    if person.is_administrator:
        waits |= Q(team=None)  # nobody else may publish for the company as a whole
    rows = Objective.objects.filter(waits, state="draft").exclude(cycle__state="closed")
    zone = ZoneInfo(zone_for(person))
    found = []
    for row in rows.select_related("cycle", "team", "owner"):
        due = max(row.cycle.starts_on, _local(row.created_at, zone) + REVIEW_WITHIN)
        may = can(person, "publish", OfTeam(row.team_id))
        does = "Review and publish" if may else "Finish it"
        team = row.team.name if row.team else "the company as a whole"
        about = f"draft of {team} for {row.cycle.name}"
        found.append(Item("publish", row.text, does, reverse("objective-edit", args=[row.pk]), due, about))
    return found


def unbound(person: Person, today: date) -> list[Item]:  # noqa: ARG001 - the signature of every source
    """Drafts in which key results of one's own are bound to no metric. One query."""
    own = Q(key_results__owner=person) | Q(key_results__owner=None, owner=person)
    free = Q(key_results__series=None) & ~Q(key_results__kind="milestone")
    rows = (
        Objective.objects.filter(state="draft")
        .exclude(cycle__state="closed")
        .annotate(free=Count("key_results", filter=own & free, distinct=True))
        .filter(free__gt=0)
        .values_list("pk", "text", "free", "cycle__starts_on", "created_at")
    )
    zone = ZoneInfo(zone_for(person))
    return [
        Item(
            "bind",
            text,
            "Bind to a metric",
            f"{reverse('objective-edit', args=[pk])}#results",
            max(begins, _local(made, zone) + REVIEW_WITHIN),
            f"{free} key result{'' if free == 1 else 's'} of yours would have to be typed in by hand",
        )
        for pk, text, free, begins, made in rows
    ]


def decisions(person: Person, today: date) -> list[Item]:
    """What one's objectives cannot go on without. One query."""
    gone = Q(owner=None) | Q(owner__is_active=False)
    rows = KeyResult.objects.filter(
        Q(series__removed_at__isnull=False) | (gone & Q(checker=None)),
        objective__owner=person,
        objective__state="published",
        objective__cycle__state__in=_OPEN,
        dropped_at=None,
    )
    return [_orphaned(person, row, today) for row in rows.select_related("objective", "series")]


def of_meetings(person: Person, today: date) -> list[Item]:
    """What meetings decided that one does, and has not done yet. One query."""
    rows = Decision.objects.filter(owner=person, done_at=None).exclude(meeting__cycle__state="closed")
    return [
        Item(
            "decide",
            text,
            "Open it",
            reverse("meetings"),
            due or today,
            "decided in a meeting",
            reverse("decision-done", args=[meeting, pk]),
            "Done",
        )
        for pk, text, due, meeting in rows.values_list("pk", "text", "due_on", "meeting_id")
    ]


def initiatives(person: Person, today: date) -> list[Item]:
    """One's own that are not done, and are due within a week or were before. Two queries at most."""
    rows = list(
        Initiative.objects.filter(owner=person, done_at=None, due_on__lte=today + SOON)
        .filter(objective__state="published", objective__cycle__state__in=_OPEN, key_result__dropped_at=None)
        .values_list("pk", "text", "due_on", "objective_id", "objective__text")
    )
    seen = _seen(person, {row[3] for row in rows})
    return [
        Item(
            "initiative",
            text,
            "Open it",
            f"{reverse('objective', args=[objective])}#initiatives",
            due,
            f"for: {about}",
            reverse("tick-initiative", args=[pk]),
            "Done",
        )
        for pk, text, due, objective, about in rows
        if due is not None and objective in seen
    ]


def mentions(person: Person, today: date) -> list[Item]:
    """Comments that name one, and that one has neither answered nor noted. Four queries at most."""
    zone = ZoneInfo(zone_for(person))
    since = datetime.combine(today - _ASKED_OF_LATE, time(), zone)
    rows = (
        Comment.objects.filter(mentions=person, at__gte=since)
        .exclude(author=person)
        .exclude(objective__cycle__state="closed")
        .exclude(objective__state="archived")
        .select_related("author")
    )
    found = _unanswered(person, list(rows))
    seen = _seen(person, {row.objective_id for row in found})
    return [
        Item(
            "mention",
            row.text,
            "Answer",
            f"{_place(row)}#comment-{row.pk}",
            _local(row.at, zone) + ANSWER_WITHIN,
            f"{row.author.name if row.author else 'Somebody who left'} asks you",
            reverse("note-mention", args=[row.pk]),
            "Nothing to answer",
        )
        for row in found
        if row.objective_id in seen
    ]


def cycles_over(person: Person, today: date) -> list[Item]:
    """Cycles that are over, for whoever may close them. One query."""
    if not person.is_administrator:
        return []
    rows = Cycle.objects.filter(state__in=_OPEN, ends_on__lte=today).values_list("pk", "name", "ends_on")
    return [
        Item("decide", name, "Close the cycle", reverse("cycle", args=[pk]), ends, "its last day is over")
        for pk, name, ends in rows
    ]


@dataclass(frozen=True, slots=True)
class Source:
    """What may wait for a person, and how to know cheaply that nothing does.

    Attributes:
        items: All that waits.
        probe: SQL that is true where something may wait for the person whose id it is given once or not at
            all; empty asks each time. It may say yes too often, and no only where there is nothing.
    """

    items: Callable[[Person, date], list[Item]]
    probe: str = ""


_UNMEASURED = """EXISTS (
  SELECT 1 FROM objectives_keyresult AS result
  JOIN objectives_objective AS objective ON objective.id = result.objective_id
  LEFT JOIN measurements_series AS series ON series.id = result.series_id
  LEFT JOIN people_person AS person ON person.id = result.owner_id
  WHERE objective.owner_id = %s AND objective.state = 'published' AND result.dropped_at IS NULL
  AND (series.removed_at IS NOT NULL OR person.id IS NULL OR NOT person.is_active)
)"""
_DRAFTED = "EXISTS (SELECT 1 FROM objectives_objective WHERE state = 'draft')"
SOURCES: Sequence[Source] = (
    Source(check_ins),
    Source(drafts, _DRAFTED),
    Source(unbound, _DRAFTED),
    Source(decisions, _UNMEASURED),
    Source(cycles_over),
    Source(of_meetings, "EXISTS (SELECT 1 FROM meetings_decision WHERE owner_id = %s AND done_at IS NULL)"),
    Source(
        initiatives, "EXISTS (SELECT 1 FROM objectives_initiative WHERE owner_id = %s AND done_at IS NULL)"
    ),
    Source(mentions, "EXISTS (SELECT 1 FROM objectives_comment_mentions WHERE person_id = %s)"),
)
"""A noun that has something waiting for people adds its function here."""


def probed(person: Person) -> list[Source]:
    """The sources that may have something for a person. One query for all of them: each page asks."""
    asked = [one.probe for one in SOURCES if one.probe]
    people = [person.pk for probe in asked if "%s" in probe]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", people)
        answers = dict(zip(asked, cursor.fetchone(), strict=True))
    return [one for one in SOURCES if not one.probe or answers[one.probe]]


def _orphaned(person: Person, row: KeyResult, today: date) -> Item:
    is_unmeasured = row.series is not None and row.series.removed_at is not None
    may = can(person, "amend", OfTeam(row.objective.team_id))
    if is_unmeasured:
        page = reverse("key-result-amend" if may else "key-result", args=[row.pk])
        about = "the metric that it was bound to is gone from the workspace"
        return Item("decide", row.text, "Decide what measures it", page, today, about)
    name, place = ("objective-edit", "#results") if may else ("objective", "#comments")
    page = f"{reverse(name, args=[row.objective_id])}{place}"
    return Item("decide", row.text, "Name an owner", page, today, "nobody checks in on it")


def _unanswered(person: Person, rows: list[Comment]) -> list[Comment]:
    """Those after which this person has said nothing on the same objective, and that they have not noted."""
    if not rows:
        return []
    objectives = {row.objective_id for row in rows}
    said = Comment.objects.filter(author=person, objective_id__in=objectives)
    last = dict(said.order_by().values_list("objective_id").annotate(last=Max("pk")))
    noted = set(Noted.objects.filter(person=person, comment__in=rows).values_list("comment_id", flat=True))
    return [row for row in rows if last.get(row.objective_id, 0) < row.pk and row.pk not in noted]


def _seen(person: Person, objectives: set[int]) -> set[int]:
    """Those of some objectives that this person may see; nothing is asked where there are none."""
    if not objectives or person.is_administrator:
        return objectives
    return set(visible_objectives(person).filter(pk__in=objectives).values_list("pk", flat=True))


def _place(row: Comment) -> str:
    if row.key_result_id is None:
        return reverse("objective", args=[row.objective_id])
    return reverse("key-result", args=[row.key_result_id])


def _local(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
