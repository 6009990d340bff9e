"""What a reminder says: to whoever checks in, and to their deputy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from holdfast.records.words import day_text
from holdfast.values import dataclass
from holdfast.web.checkins.queries import of_checker
from holdfast.web.notices.chat import without_pings
from holdfast.web.notices.owing import checker_of, owed, owed_after_grace
from holdfast.web.notices.queries import Rhythms
from holdfast.web.notices.telling import NotNeededError, Told, line, link_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.web.notices.models import Notice
    from holdfast.web.notices.owing import Owing


@dataclass(frozen=True, slots=True)
class Due:
    """A check-in as a mail lists it.

    Attributes:
        text: The key result.
        objective: Its objective.
        said: When somebody checked in last, in words.
        of: Who checks in on it.
        link: To its check-in.
    """

    text: str
    objective: str
    said: str
    of: str
    link: str


def reminder(row: Notice, at: datetime) -> Told:
    """What is due of one's own, in one team.

    Raises:
        NotNeededError: There was a check-in on all of it meanwhile, or its cycle is closed.
    """
    found = _of_notice(row, owed(Rhythms(), at, of=of_checker(row.person)))
    many = f"{len(found)} check-ins are due" if len(found) > 1 else "A check-in is due"
    due, link = _due(found), _link(found)
    return Told(
        f"{many}: {_team(found)}",
        {"due": due, "many": many, "team": _team(found)},
        link,
        f"{without_pings(line(row.person.name))}: {many.lower()}. {link}",
    )


def reminder_of_deputy(row: Notice, at: datetime) -> Told:
    """What is due of those whose deputy one is, in one team, once the grace is over.

    Raises:
        NotNeededError: As for `reminder`, or one is nobody's deputy any more.
    """
    deputy = row.person
    of = Q(checker__deputy=deputy) | Q(checker=None, owner__deputy=deputy)
    found = _of_notice(row, owed_after_grace(Rhythms(), at, of=of))
    due, link = _due(found), _link(found)
    names = ", ".join(sorted({one.of for one in due}))
    many = f"{len(found)} check-ins" if len(found) > 1 else "a check-in"
    return Told(
        f"You stand in for {line(names, longest=60)}: {many}, {_team(found)}",
        {"due": due, "names": names, "many": many, "team": _team(found)},
        link,
        f"{without_pings(line(deputy.name))}: you stand in for {without_pings(names)} with {many}. {link}",
    )


def _of_notice(row: Notice, found: Sequence[Owing]) -> list[Owing]:
    kept = [one for one in found if one.team == row.subject_id and one.day.isoformat() == row.period]
    if not kept:
        raise NotNeededError("nothing is due any more")
    return kept


def _due(found: Sequence[Owing]) -> list[Due]:
    return [
        Due(
            line(one.row.text),
            line(one.row.objective.text),
            _said(one),
            _name(one),
            link_to("check-in", one.row.pk),
        )
        for one in found
    ]


def _said(one: Owing) -> str:
    """When somebody checked in last, and when it falls due where that is later than the day of reminders."""
    if one.said_on is None:
        return "no check-in yet"
    due = one.said_on + timedelta(days=one.row.objective.cycle.cadence_days)
    later = f", due on {day_text(due)}" if due > one.day else ""
    return f"last check-in on {day_text(one.said_on)}{later}"


def _name(one: Owing) -> str:
    who = checker_of(one.row)
    return line(who.name) if who is not None else ""


def _link(found: Sequence[Owing]) -> str:
    """To the one that is due, or to all of one's own."""
    return link_to("check-in", found[0].row.pk) if len(found) == 1 else link_to("check-ins")


def _team(found: Sequence[Owing]) -> str:
    team = found[0].row.objective.team
    return line(team.name) if team is not None else "the company"
