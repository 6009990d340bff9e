"""What each noun has waiting for a person. A source asks a fixed number of queries, however much there is.

Which rows those are stands in `waiting`, which says first for whom there is anything at all.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import BigAutoField, Count, Max, Q
from django.urls import reverse

from holdfast.web.look.addresses import address
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Comment, KeyResult
from holdfast.web.owed.items import Item
from holdfast.web.owed.models import Noted
from holdfast.web.owed.waiting import (
    SOON,
    addressed,
    asked_since,
    begun,
    checked,
    decided,
    drafted,
    over,
    stuck,
)
from holdfast.web.people.access import OfTeam, can, roles_of
from holdfast.web.prepared import Given, Prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.web.people.models import Person

ANSWER_WITHIN = timedelta(days=2)
REVIEW_WITHIN = timedelta(days=7)


def check_ins(person: Person, today: date) -> list[Item]:
    """Those that are due, or will be within a week. One query."""
    found = []
    for pk, text, said_on, begins, cadence in _CHECKED(person=person.pk):
        due = max(begins, said_on + timedelta(days=cadence)) if said_on else begins
        if due <= today + SOON:
            about = f"last heard of on {_day(said_on)}" if said_on else "never heard of in this cycle"
            found.append(
                Item("check-in", text, "Check in", address("check-in", pk, **{"from": "owed"}), due, about)
            )
    return found


_CHECKED = Prepared(
    lambda: (
        checked(Given("person", BigAutoField()))
        .annotate(said_on=Max("check_ins__on"))
        .values_list("pk", "text", "said_on", "objective__cycle__starts_on", "objective__cycle__cadence_days")
    )
)


def drafts(person: Person, today: date) -> list[Item]:  # noqa: ARG001 - the signature of every source
    """Drafts that are one's own, or that wait for an editor like oneself. One query."""
    edited = [team for team, role in roles_of(person).items() if role == "editor"]
    waits = Q(owner=person) | Q(team_id__in=edited)
    if person.is_administrator:
        waits |= Q(team=None)  # nobody else may publish for the company as a whole
    rows = drafted().filter(waits)
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
        drafted()
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
    """What one's objectives cannot go on without, and cycles that are over. Two queries at most."""
    rows = stuck(person).select_related("objective", "series")
    found = [_orphaned(person, row, today) for row in rows]
    return found + (_cycles(today) if person.is_administrator else [])


def of_meetings(person: Person, today: date) -> list[Item]:
    """What meetings decided that one does, and has not done yet. One query."""
    rows = decided(person).values_list("pk", "text", "due_on", "meeting_id")
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
        for pk, text, due, meeting in rows
    ]


def initiatives(person: Person, today: date) -> list[Item]:
    """One's own that are not done, and are due within a week or were before. Two queries at most."""
    rows = list(
        begun(person, today + SOON).values_list("pk", "text", "due_on", "objective_id", "objective__text")
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
    found = _unanswered(person, list(addressed(person, asked_since(today, zone)).select_related("author")))
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


SOURCES: Mapping[str, tuple[Callable[[Person, date], list[Item]], ...]] = {
    "check_ins": (check_ins,),
    "drafts": (drafts, unbound),
    "decisions": (decisions,),
    "of_meetings": (of_meetings,),
    "initiatives": (initiatives,),
    "mentions": (mentions,),
}
"""By the kind that `waiting` asks for first. A noun that has something waiting for people adds to both."""


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


def _cycles(today: date) -> list[Item]:
    rows = over(today).values_list("pk", "name", "ends_on")
    return [
        Item("decide", name, "Close the cycle", reverse("cycle", args=[pk]), ends, "its last day is over")
        for pk, name, ends in rows
    ]


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
