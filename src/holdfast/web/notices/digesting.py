"""The weekly digest: what changed, what is stale, what one owes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from holdfast.values import dataclass
from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.look.readers import zone_for
from holdfast.web.notices.telling import NotNeededError, Told, line, link_to
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Amendment
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.owed.items import WORDS
from holdfast.web.owed.queries import owed_by
from holdfast.web.people.access import roles_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.notices.models import Notice
    from holdfast.web.objectives.models import Objective
    from holdfast.web.objectives.queries import KeyResultLine
    from holdfast.web.people.models import Person

WEEK = timedelta(days=7)
_SHOWN = 10
_OF_INTEREST = ("on track", "at risk", "off track", "stale")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a digest."""

    text: str
    link: str
    said: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a digest.

    Attributes:
        title: Its heading, with how many there are.
        items: The first of them.
        more: How many are not shown.
    """

    title: str
    items: tuple[Item, ...]
    more: int


def digest(row: Notice, at: datetime) -> Told:
    """The week of somebody's teams and of what they own; of everything, where they have neither.

    Raises:
        NotNeededError: Nothing changed, nothing is stale, and they owe nothing.
    """
    person = row.person
    today = at.astimezone(ZoneInfo(zone_for(person))).date()
    objectives = _objectives(person)
    lines = _lines(objectives, today)
    stale = [one for one in lines if one.standing.status == "stale"]
    owed = owed_by(person, today=today).due
    changed = _changed(objectives, lines, at)
    parts = [
        _part("What changed", changed),
        _part("What is stale", [_stale(one) for one in stale]),
        _part("What you owe", [_owed(one.text, one.address, WORDS[one.kind]) for one in owed]),
    ]
    shown = [part for part in parts if part.items]
    if not shown:
        raise NotNeededError("there was nothing to tell")
    counts = ((len(changed), "changed"), (len(stale), "stale"), (len(owed), "to do"))
    subject = "Your week: " + ", ".join(f"{count} {word}" for count, word in counts if count)
    return Told(subject, {"parts": shown, "standing": _standing(lines)}, link_to("quarter"))


def _objectives(person: Person) -> list[Objective]:
    """Published ones of open cycles: of one's teams and one's own. Two queries."""
    rows = visible_objectives(person).filter(state="published", cycle__state__in=("active", "closing"))
    found = list(rows.select_related("cycle").prefetch_related("key_results"))
    teams = set(roles_of(person))
    own = [one for one in found if one.team_id in teams or person.pk in one.owner_ids]
    return found if not own and not teams else own


def _lines(objectives: Sequence[Objective], today: date) -> list[KeyResultLine]:
    by_cycle: dict[Cycle, list[int]] = {}
    for one in objectives:
        by_cycle.setdefault(one.cycle, []).append(one.pk)
    found = (key_result_lines(pks, cycle, today=today) for cycle, pks in by_cycle.items())
    return [one for lines in found for some in lines.values() for one in some]


def _changed(objectives: Sequence[Objective], lines: Sequence[KeyResultLine], at: datetime) -> list[Item]:
    """What was published, amended and said, and which status moved, in the week before. Three queries."""
    pks, since = [one.pk for one in objectives], at - WEEK
    new = [
        Item(line(one.text), link_to("objective", one.pk), "published")
        for one in objectives
        if one.published_at is not None and since <= one.published_at <= at
    ]
    within = Q(key_result__objective_id__in=pks, at__gt=since, at__lte=at)
    amended = Amendment.objects.filter(within).select_related("key_result")
    new += [
        Item(
            line(one.key_result.text),
            link_to("key-result", one.key_result_id),
            f"amended: {line(one.reason)}",
        )
        for one in amended
    ]
    latest: dict[int, CheckIn] = {}
    for one in CheckIn.objects.filter(within).select_related("key_result", "by").order_by("at", "pk"):
        latest[one.key_result_id] = one
    new += [
        Item(line(one.key_result.text), link_to("key-result", one.key_result_id), _said(one))
        for one in latest.values()
    ]
    said = {pk: one.status or one.suggested_status for pk, one in latest.items()}
    return new + _moved([one for one in lines if said.get(one.row.pk) != one.standing.status], at)


def _moved(lines: Sequence[KeyResultLine], at: datetime) -> list[Item]:
    """Whose status is another one than a week ago, be it by new values or by time. One query."""
    told = Entry.objects.filter(action="changed status", subject_kind="keyresult")
    within = told.filter(subject_id__in=[one.row.pk for one in lines], at__gt=at - WEEK, at__lte=at)
    before: dict[int, str] = {}
    for pk, changes in within.order_by("at", "pk").values_list("subject_id", "changes"):
        before.setdefault(pk, changes["status"][0])
    return [
        Item(
            line(one.row.text),
            link_to("key-result", one.row.pk),
            f"{one.standing.status}, was {before[one.row.pk]}: {line(one.standing.because, longest=160)}. "
            f"{_behind(one)}",
        )
        for one in lines
        if before.get(one.row.pk, one.standing.status) != one.standing.status
        and one.standing.status != "stale"  # a part of its own tells of those
    ]


def _behind(one: KeyResultLine) -> str:
    """Segments and customers behind it, and guards that raise an alarm."""
    row = one.row
    moved = line(row.moved_by, longest=240) if row.moved_by else "No change beyond its noise."
    return f"{moved} Guard alarm: {line(row.alarms, longest=240)}" if row.alarms else moved


def _said(row: CheckIn) -> str:
    by = line(row.by.name) if row.by is not None else "Somebody who left"
    view = row.status or row.suggested_status
    told = [f"{by} checked in", view, "" if row.confidence is None else f"confidence {row.confidence} of 10"]
    changed = f": {line(row.changed, longest=160)}" if row.changed else ""
    return ", ".join(one for one in told if one) + changed


def _stale(one: KeyResultLine) -> Item:
    who = one.row.checker or one.row.owner
    said = f"{line(who.name)} checks in" if who is not None else "nobody checks in on it"
    return Item(line(one.row.text), link_to("key-result", one.row.pk), said)


def _owed(text: str, address: str, word: str) -> Item:
    return Item(line(text), settings.DEPLOYMENT.url + address, word)


def _part(title: str, items: Sequence[Item]) -> Part:
    return Part(f"{title} ({len(items)})", tuple(items[:_SHOWN]), max(0, len(items) - _SHOWN))


def _standing(lines: Sequence[KeyResultLine]) -> str:
    counts = [(sum(one.standing.status == word for one in lines), word) for word in _OF_INTEREST]
    return ", ".join(f"{count} {word}" for count, word in counts if count)
