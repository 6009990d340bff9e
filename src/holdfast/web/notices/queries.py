"""Reads of what people want to be told, and of the rhythm of teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from holdfast.values import dataclass
from holdfast.web.configuration.queries import configuration
from holdfast.web.notices.models import Notice, Preference, TeamRhythm
from holdfast.web.notices.rhythm import Quiet, Rhythm
from holdfast.web.people.access import roles_of
from holdfast.web.people.queries import managed_teams, teams

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.web.configuration.queries import Configuration
    from holdfast.web.people.models import Person

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants to be told, with what the workspace decided where they did not.

    Attributes:
        off: Kinds that they do not want.
        channel: ``mail``, ``chat`` or ``both``, of what may come by chat.
        quiet: Their quiet hours.
        digest_weekday: 0 for Monday.
        digest_hour: In their time zone.
    """

    off: frozenset[str]
    channel: str
    quiet: Quiet
    digest_weekday: int
    digest_hour: int


def wishes_of(people: Iterable[int]) -> dict[int, Wishes]:
    """The wishes of some people, by key. Two queries."""
    decided = configuration()
    rows = {one.person_id: one for one in Preference.objects.filter(person_id__in=set(people))}
    return {pk: _wishes(rows.get(pk) or Preference(person_id=pk), decided) for pk in people}


class Rhythms:
    """The rhythm of every team, and of what belongs to none. Two queries, once."""

    def __init__(self) -> None:
        self._decided = configuration()
        self._rows = {one.team_id: one for one in TeamRhythm.objects.all()}

    def of(self, team: int | None) -> Rhythm:
        """The rhythm of a team; that of the workspace where it has none of its own."""
        row, decided = self._rows.get(team or 0) or TeamRhythm(), self._decided
        return Rhythm(
            weekday=decided.reminder_weekday if row.weekday is None else row.weekday,
            hour=decided.reminder_hour if row.hour is None else row.hour,
            grace_days=decided.grace_days if row.grace_days is None else row.grace_days,
            every_weeks=row.every_weeks,
        )

    def chat_of(self, team: int | None) -> str:
        """The address of the team's chat as it is kept; empty for none."""
        row = self._rows.get(team or 0)
        return row.chat if row is not None else ""

    def has_chat(self, team: int | None) -> bool:
        """The team can be reached by chat."""
        return bool(self.chat_of(team))


def _wishes(row: Preference, decided: Configuration) -> Wishes:
    begins = decided.quiet_from if row.quiet_from is None else row.quiet_from
    ends = decided.quiet_until if row.quiet_until is None else row.quiet_until
    return Wishes(frozenset(row.off), row.channel, Quiet(begins, ends), row.digest_weekday, row.digest_hour)


@dataclass(frozen=True, slots=True)
class RhythmLine:
    """When a team is reminded, as the page of notifications lists it.

    Attributes:
        pk: Of the team.
        name: Of the team.
        rhythm: As it holds.
        has_chat: It can be reached by chat.
        may_decide: Whoever asks may change it.
    """

    pk: int
    name: str
    rhythm: Rhythm
    has_chat: bool
    may_decide: bool


def rhythm_lines(person: Person) -> tuple[RhythmLine, ...]:
    """The teams that somebody is in or may manage, by name. Four queries."""
    rhythms, managed = Rhythms(), {one.pk for one in managed_teams(person)}
    known = managed | set(roles_of(person))
    return tuple(
        RhythmLine(one.pk, one.name, rhythms.of(one.pk), rhythms.has_chat(one.pk), one.pk in managed)
        for one in teams()
        if one.pk in known
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """What is on its way, for administrators.

    Attributes:
        failed: How many have failed and were not tried again.
        waiting: How many wait for their time, or for a worker.
        troubled: The latest that failed, or were refused and are tried again.
        latest: The latest that were sent or not needed.
    """

    failed: int
    waiting: int
    troubled: tuple[Notice, ...]
    latest: tuple[Notice, ...]


def outbox() -> Outbox:
    """What is on its way. Three queries."""
    counts = dict(Notice.objects.order_by().values_list("state").annotate(number=Count("pk")))
    rows = Notice.objects.select_related("person")
    trouble = Q(state="failed") | Q(state__in=("waiting", "queued", "sending"), attempts__gt=0)
    over = rows.filter(state__in=("sent", "dropped")).order_by("-touched_at", "-pk")
    return Outbox(
        counts.get("failed", 0),
        sum(counts.get(state, 0) for state in ("waiting", "queued", "sending")),
        tuple(rows.filter(trouble).order_by("-touched_at", "-pk")[:_SHOWN]),
        tuple(over[:_SHOWN]),
    )
