"""Which notices are due now. Looking twice, or at a time that jumped, makes none twice: each has a period."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.web.cycles.models import Cycle
from holdfast.web.look.readers import zone_for
from holdfast.web.notices.actions import set_stand_ins
from holdfast.web.notices.kinds import KINDS, Name
from holdfast.web.notices.outbox import Asked, enqueue_due, put
from holdfast.web.notices.owing import owed, owed_after_grace
from holdfast.web.notices.queries import Rhythms, wishes_of
from holdfast.web.notices.rhythm import at_hour, weekday_before
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from holdfast.web.notices.owing import Owing
    from holdfast.web.notices.queries import Wishes


def plan(at: datetime) -> int:
    """Make what is due and hand what waited to its job; returns how many. Safe to run twice."""
    rhythms = Rhythms()
    overdue = owed_after_grace(rhythms, at)
    set_stand_ins({one.row.pk: one.told.pk for one in overdue}, at)
    asked = [
        *_reminders("check-in", owed(rhythms, at), rhythms, at),
        *_reminders("deputy", overdue, rhythms, at),
        *_digests(at),
    ]
    return put(asked, at) + enqueue_due(at)


def _reminders(kind: Name, found: Sequence[Owing], rhythms: Rhythms, at: datetime) -> list[Asked]:
    """One for each person, team and day; what nobody sent in time is not sent any more."""
    latest = KINDS[kind].holds_for or timedelta()
    fresh = [one for one in found if at - one.at < latest]
    wishes = wishes_of({one.told.pk for one in fresh})
    return [
        Asked(kind, one.told.pk, one.team, one.day, channel)
        for one in fresh
        for channel in _channels(wishes[one.told.pk].channel, has_chat=rhythms.has_chat(one.team))
    ]


def _channels(wish: str, *, has_chat: bool) -> tuple[str, ...]:
    """A team without a chat reminds by mail, whatever somebody wishes."""
    if not has_chat or wish == "mail":
        return ("mail",)
    return ("mail", "chat") if wish == "both" else ("chat",)


def _digests(at: datetime) -> list[Asked]:
    """One for each person and week, where there is a cycle to tell of. Four queries."""
    if not Cycle.objects.filter(state__in=("active", "closing")).exists():
        return []
    people = list(Person.objects.filter(is_active=True))
    wishes = wishes_of([one.pk for one in people])
    found = ((one, _digest_day(wishes[one.pk], zone_for(one), at)) for one in people)
    latest = KINDS["digest"].holds_for or timedelta()
    return [
        Asked("digest", one.pk, 0, day)
        for one, (day, due_at) in found
        if one.joined_at < due_at and at - due_at < latest
    ]


def _digest_day(wish: Wishes, zone: str, at: datetime) -> tuple[date, datetime]:
    """The latest day of somebody's digest, and the instant on it."""
    day = weekday_before(wish.digest_weekday, at.astimezone(ZoneInfo(zone)).date())
    due_at = at_hour(day, wish.digest_hour, zone)
    if due_at > at:
        day -= timedelta(days=7)
        due_at = at_hour(day, wish.digest_hour, zone)
    return day, due_at
