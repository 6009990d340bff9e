"""Reads of what people want to be told, and of the rhythm of teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from holdfast.values import dataclass
from holdfast.web.configuration.queries import configuration
from holdfast.web.notices.kinds import KINDS
from holdfast.web.notices.models import Notice, Preference, TeamRhythm
from holdfast.web.notices.rhythm import Quiet, Rhythm
from holdfast.web.people.access import roles_of
from holdfast.web.people.queries import managed_teams, teams

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from holdfast.web.configuration.queries import Configuration
    from holdfast.web.people.models import Person

SHOWN = 100
OPEN = ("waiting", "queued", "sending")
"""States of what is on its way."""


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
class OutboxLine:
    """Something that went, or should go, to a person, an address or a chat.

    Attributes:
        what: In words.
        to: Whom it is for; of a chat no more than its service and how its address ends.
        state: One of `models.STATES`.
        state_words: The same, in words.
        attempts: So far.
        said: Why it was dropped or failed; never an address.
        touched_at: When its state changed last.
        retry: Name of the address that tries it again, and what it is about.
    """

    what: str
    to: str
    state: str
    state_words: str
    attempts: int
    said: str
    touched_at: datetime
    retry: tuple[str, int]

    @property
    def is_over(self) -> bool:
        """It was sent, or nobody needs it any more."""
        return self.state in {"sent", "dropped"}


@dataclass(frozen=True, slots=True)
class Outbox:
    """What is on its way, for administrators.

    Attributes:
        failed: How many have failed and were not tried again.
        waiting: How many wait for their time, or for a worker.
        lines: The latest that failed, or were refused and are tried again; the latest that are over.
    """

    failed: int
    waiting: int
    lines: tuple[OutboxLine, ...]

    def __add__(self, other: Outbox) -> Outbox:
        return Outbox(self.failed + other.failed, self.waiting + other.waiting, self.lines + other.lines)

    @property
    def troubled(self) -> tuple[OutboxLine, ...]:
        """The latest that failed, or were refused and are tried again."""
        return self._latest(is_over=False)

    @property
    def latest(self) -> tuple[OutboxLine, ...]:
        """The latest that were sent or not needed."""
        return self._latest(is_over=True)

    def _latest(self, *, is_over: bool) -> tuple[OutboxLine, ...]:
        some = (one for one in self.lines if one.is_over == is_over)
        return tuple(sorted(some, key=lambda one: one.touched_at, reverse=True)[:SHOWN])


def outbox() -> Outbox:
    """The notices that are on their way. Three queries."""
    counts = dict(Notice.objects.order_by().values_list("state").annotate(number=Count("pk")))
    rows = Notice.objects.select_related("person").order_by("-touched_at", "-pk")
    trouble = Q(state="failed") | Q(state__in=OPEN, attempts__gt=0)
    shown = (*rows.filter(trouble)[:SHOWN], *rows.filter(state__in=("sent", "dropped"))[:SHOWN])
    return Outbox(
        counts.get("failed", 0), sum(counts.get(state, 0) for state in OPEN), tuple(map(_outbox_line, shown))
    )


def _outbox_line(row: Notice) -> OutboxLine:
    kind = KINDS.get(row.kind)  # type: ignore[call-overload]  # a row may be of a kind that is no more
    return OutboxLine(
        f"{kind.title if kind else row.kind}{', by chat' if row.channel == 'chat' else ''}",
        row.person.name,
        row.state,
        row.get_state_display().lower(),
        row.attempts,
        row.said,
        row.touched_at,
        ("retry-notice", row.pk),
    )
