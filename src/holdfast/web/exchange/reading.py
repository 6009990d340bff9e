"""What an export reads: the ids of all that a person may see at once, and the rows in parts.

However many objectives there are, a part has a fixed number of queries and only one part is in memory. What a
part holds is asked for visibility again, so that nothing is written that became private meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch

from holdfast.values import dataclass
from holdfast.web.meetings.models import Decision, Item
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Comment, Initiative, KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from holdfast.web.people.models import Person

PART = 200
"""Objectives that are read at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be exported.

    Attributes:
        cycle: Id of a cycle, or None for all.
        team: Id of a team, or None for all.
    """

    cycle: int | None = None
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What an export may hold.

    Attributes:
        person: For whom.
        asked: What they asked for.
        wanted: Ids of the objectives asked for, in their order.
        all: Ids of all objectives that the person may see: nothing else may be referred to.
    """

    person: Person
    asked: Asked
    wanted: tuple[int, ...]
    all: frozenset[int]


def seen_by(person: Person, asked: Asked) -> Seen:
    """The objectives asked for that this person may see, and all that they may see. One query."""
    rows = visible_objectives(person).order_by("pk").values_list("pk", "cycle_id", "team_id")
    found = list(rows)
    wanted = tuple(
        pk
        for pk, cycle, team in found
        if asked.cycle in {None, cycle} and (asked.team is None or asked.team == (team or 0))
    )
    return Seen(person, asked, wanted, frozenset(pk for pk, *_ in found))


def parts(seen: Seen, size: int = PART) -> Iterator[tuple[int, ...]]:
    """The ids wanted, some at a time; of those that may still be seen. One query each."""
    for begin in range(0, len(seen.wanted), size):
        some = seen.wanted[begin : begin + size]
        rows = visible_objectives(seen.person).filter(pk__in=some).order_by("pk")
        yield tuple(rows.values_list("pk", flat=True))


def decisions_beside(seen: Seen) -> QuerySet[Decision]:
    """Decisions about no key result, of meetings of the cycle and team asked for: everybody may read them."""
    rows = Decision.objects.filter(key_result=None)
    if seen.asked.cycle is not None:
        rows = rows.filter(meeting__cycle_id=seen.asked.cycle)
    if seen.asked.team is not None:
        rows = rows.filter(meeting__team_id=seen.asked.team)
    return rows.select_related("meeting__cycle", "meeting__team", "key_result", "owner").order_by("at", "pk")


def objectives(some: tuple[int, ...], *, whole: bool = False) -> list[Objective]:
    """Objectives with all that belongs to them; a fixed number of queries.

    Args:
        some: Ids that may be seen.
        whole: With what was said, dropped key results and frozen bets; else as an author would write it.
    """
    results = KeyResult.objects.select_related("owner", "checker", "series")
    inside: list[str | Prefetch[str]] = ["steps", "initiatives__owner", "check_ins__by"]
    around: list[str | Prefetch[str]] = []
    if whole:
        results = results.select_related("freeze")
        decided = Decision.objects.select_related("owner")
        # What a review says of a key result is everybody's once its meeting has ended.
        reviewed = Item.objects.filter(meeting__ended_at__isnull=False).select_related("meeting")
        inside += [
            "quotes",
            "amendments__by",
            Prefetch("decisions", decided),
            Prefetch("meeting_items", reviewed),
        ]
        said = Comment.objects.select_related("author").prefetch_related("mentions")
        around = [Prefetch("comments", said), "dismissals__by"]
    else:
        results = results.filter(dropped_at=None)
    rows = Objective.objects.filter(pk__in=some).select_related(
        "cycle", "team", "owner", "series", *(["settlement"] if whole else [])
    )
    return list(
        rows.order_by("pk").prefetch_related(
            "supports",
            Prefetch("initiatives", Initiative.objects.select_related("owner")),
            Prefetch("key_results", results.prefetch_related(*inside)),
            *around,
        )
    )
