"""The outbox: a notice is made once, claimed before it is sent, and tried again where it was not taken.

Who makes a notice writes its row; a job of its own sends it. A worker that is killed between the claim and
the sending leaves a claim that grows old: the job runs again and sends with the same Message-ID, so that of a
kill comes one mail too many at most, which mail programs know as the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F

from holdfast.errors import SourceError
from holdfast.values import dataclass
from holdfast.web.jobs.again import WAITS
from holdfast.web.look.readers import zone_for
from holdfast.web.notices.chat import say
from holdfast.web.notices.composing import composed
from holdfast.web.notices.kinds import KINDS, Name
from holdfast.web.notices.mailing import NotTakenError, send
from holdfast.web.notices.models import Notice
from holdfast.web.notices.queries import Rhythms, wishes_of
from holdfast.web.notices.rhythm import after_quiet
from holdfast.web.notices.telling import NotNeededError
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

CLAIM_HOLDS = timedelta(seconds=55)
"""Less than a worker is missed for before its jobs run again (`jobs.again.DEAD_AFTER`)."""
MOST_ATTEMPTS = len(WAITS) + 1
LOST_AFTER = timedelta(hours=6)
"""Longer than any job waits for its next attempt."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A notice that should go out.

    Attributes:
        kind: One of `kinds.KINDS`.
        person: Key of who is told.
        subject: Key of what it is about, or 0.
        period: The local date that it belongs to, or None.
        channel: ``mail`` or ``chat``.
    """

    kind: Name
    person: int
    subject: int = 0
    period: date | None = None
    channel: str = "mail"

    @property
    def key(self) -> str:
        """What makes it one notice and no other."""
        return f"{self.kind}:{self.person}:{self.subject}:{self.period or ''}:{self.channel}"


def put(asked: Iterable[Asked], at: datetime) -> int:
    """Make the notices that are not there yet, each with its job; returns how many.

    In the quiet hours of whoever is told it waits for their end. Two who make it at once make it once.
    """
    wanted = {one.key: one for one in asked}
    known = set(Notice.objects.filter(key__in=wanted).values_list("key", flat=True))
    new = [one for key, one in wanted.items() if key not in known]
    people = {one.pk: one for one in Person.objects.filter(pk__in={one.person for one in new})}
    wishes = wishes_of(people)
    return sum(
        _put(one, after_quiet(at, wishes[one.person].quiet, zone_for(people[one.person])), at)
        for one in new
        if one.person in people and one.kind not in wishes[one.person].off
    )


def enqueue_due(at: datetime) -> int:
    """Hand what waited for its time to a job, and what was lost on its way once more; returns how many."""
    due = Notice.objects.filter(state="waiting", due_at__lte=at)
    lost = Notice.objects.filter(state__in=("queued", "sending"), touched_at__lt=at - LOST_AFTER)
    return sum(enqueue(row, at) for row in (*due, *lost))


def enqueue(row: Notice, at: datetime) -> int:
    """1, or 0 where another worker was first."""
    from holdfast.web.notices.tasks import send_notice  # noqa: PLC0415 - the task calls this module

    with transaction.atomic():
        changed = _change(row, at, state="queued")
        if changed:
            send_notice.enqueue(row.pk)
    return int(changed)


def deliver(pk: int, at: datetime) -> None:
    """Send a notice, unless it was sent, is not needed any more, or has to wait. Safe to run twice.

    Raises:
        SourceError: It was not taken, or another worker has just claimed it: the job is to be tried again.
    """
    row = Notice.objects.select_related("person").filter(pk=pk).first()
    if row is None or row.state not in {"waiting", "queued", "sending"}:
        return
    if row.state == "sending" and timedelta() <= at - row.touched_at < CLAIM_HOLDS:
        raise SourceError("notice", "another worker has claimed it", "one that is free", "Wait for it")
    wishes = wishes_of([row.person_id])[row.person_id]
    later = after_quiet(at, wishes.quiet, zone_for(row.person))
    why_not = _why_not(row, wishes.off, at)
    if why_not:
        _change(row, at, state="dropped", said=why_not)
    elif later > at:
        _change(row, at, state="waiting", due_at=later)
    else:
        _send(row, at)


def _send(row: Notice, at: datetime) -> None:
    try:
        chat = _chat_of(row)
        letter = composed(row, at)
    except NotNeededError as why:
        _change(row, at, state="dropped", said=str(why))
        return
    if not _change(row, at, state="sending", attempts=F("attempts") + 1):
        raise SourceError("notice", "another worker has claimed it", "one that is free", "Wait for it")
    row.refresh_from_db()
    try:
        if row.channel == "chat":
            say(chat, letter.chat)
        else:
            send(row, letter)
    except NotTakenError as error:
        is_over = error.is_final or row.attempts >= MOST_ATTEMPTS
        _change(row, at, state="failed" if is_over else "queued", said=str(error)[:200])
        if not is_over:
            raise
    else:
        _change(row, at, state="sent", sent_at=at, said="")


def _chat_of(row: Notice) -> str:
    """The chat of the team that a notice is about; empty where it goes by mail.

    Raises:
        NotNeededError: The team has none any more.
    """
    if row.channel != "chat":
        return ""
    chat = Rhythms().chat_of(row.subject_id)
    if not chat:
        raise NotNeededError("the team has no chat any more")
    return chat


def _why_not(row: Notice, off: frozenset[str], at: datetime) -> str:
    """Why nobody needs this notice any more; empty where somebody does."""
    if not row.person.is_active:
        return "the person has left"
    if row.kind in off:
        return "the person does not want this kind"
    kind = KINDS.get(row.kind)  # type: ignore[call-overload]  # a row may be of a kind that is no more
    if kind is None:
        return "there is no such kind any more"
    if kind.holds_for is not None and at - row.due_at > kind.holds_for:
        return "it came too late"
    return ""


def _change(row: Notice, at: datetime, **changes: object) -> bool:
    """True where nobody else changed it since it was read; the row is then as it is stored."""
    same = Notice.objects.filter(pk=row.pk, state=row.state, touched_at=row.touched_at, attempts=row.attempts)
    return bool(same.update(touched_at=at, **changes))


def _put(asked: Asked, due_at: datetime, at: datetime) -> int:
    try:
        with transaction.atomic():
            made = Notice.objects.create(
                key=asked.key,
                kind=asked.kind,
                channel=asked.channel,
                person_id=asked.person,
                subject_id=asked.subject,
                period=asked.period.isoformat() if asked.period else "",
                due_at=due_at,
                made_at=at,
                touched_at=at,
            )
            if due_at <= at:
                enqueue(made, at)
    except IntegrityError:
        return 0
    return 1
