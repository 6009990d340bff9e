"""Asking a question about all customers: what is known is shown at once, a job finds the rest."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, Protocol

from django.db import transaction
from django.db.models import F, Q

from holdfast.errors import InputError
from holdfast.web.computing.models import Computed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Wait = Literal["no", "yes", "late"]

LOST = timedelta(minutes=10)
"""After which a job that has not answered is asked for again."""
AGAIN = timedelta(seconds=10)
"""A question that was put a moment ago is not put again."""
MOST_WAITING = 6
"""Of all kinds: more are asked for once these are answered."""
MOST_KEPT = 60
"""Questions of one kind; those that nobody looked at for longest are forgotten."""
_DAY = timedelta(days=1)
_LATE = timedelta(minutes=3)


class Awaited(Protocol):
    """What a job finds and keeps: an answer to a question, or the look at the reasons.

    Attributes:
        asked_at: When it was last asked for.
        tried_at: When a job last answered or failed.
    """

    asked_at: datetime | None
    tried_at: datetime | None


def looked_at(kind: str, content: Mapping[str, Any], *, now: datetime) -> Computed:
    """What is known of a question; asked for where it was not tried for a day. At most two queries if known.

    Args:
        kind: What is asked.
        content: What is asked, as JSON has it.
        now: The instant.

    Raises:
        InputError: Too much is being computed already for one more.
    """
    row = Computed.objects.filter(kind=kind, question=question_of(content)).first()
    if row is None or (wait_for(row, now) == "no" and is_due(row, now)):
        return ask(kind, content, now=now)
    if row.looked_at is None or now - row.looked_at > _DAY:
        Computed.objects.filter(pk=row.pk).update(looked_at=now)
    return row


def ask(kind: str, content: Mapping[str, Any], *, now: datetime) -> Computed:
    """Have a job answer a question, unless one is at it or was a moment ago.

    Raises:
        InputError: Too much is being computed already for one more.
    """
    from holdfast.web.computing.tasks import compute  # noqa: PLC0415 - its kinds call this module

    question = question_of(content)
    with transaction.atomic():
        row = Computed.objects.select_for_update().filter(kind=kind, question=question).first()
        if row is not None and row.asked_at is not None:
            if wait_for(row, now) == "no":
                if now - row.asked_at < AGAIN:
                    return row
            elif now - row.asked_at < LOST:
                return row
        if waiting(now) >= MOST_WAITING:
            raise InputError(
                "The data", f"{MOST_WAITING} other questions are being answered", "fewer", "Ask in a minute"
            )
        if row is None:
            _forget(kind)
            row = Computed(kind=kind, question=question, content=dict(content))
        row.asked_at = row.looked_at = now
        row.save()
        compute.enqueue(row.pk)
    return row


def forget_answers(*, now: datetime) -> None:
    """Drop every answer, since they tell of somebody who was erased; what was looked at lately is found anew.

    A job that is at it keeps nothing of what it found. The rest is asked for when somebody looks.
    """
    from holdfast.web.computing.tasks import compute  # noqa: PLC0415 - as above

    Computed.objects.update(answer={}, trouble="", on=None, asked_at=None, tried_at=None, found_at=None)
    lately = Computed.objects.filter(looked_at__gt=now - _DAY).order_by("-looked_at")
    for pk in list(lately.values_list("pk", flat=True)[:MOST_WAITING]):
        Computed.objects.filter(pk=pk).update(asked_at=now)
        compute.enqueue(pk)


def question_of(content: Mapping[str, Any]) -> str:
    """The name of a question: the same for the same content."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def wait_for(row: Awaited, now: datetime) -> Wait:
    """``no`` where nothing is waited for, ``yes``, or ``late`` where it takes longer than it should."""
    if row.asked_at is None or (row.tried_at is not None and row.tried_at >= row.asked_at):
        return "no"
    return "late" if now - row.asked_at > _LATE else "yes"


def is_due(row: Awaited, now: datetime) -> bool:
    """Nobody has tried to find it for a day."""
    return row.tried_at is None or now - row.tried_at > _DAY


def waiting(now: datetime) -> int:
    """How many questions are being answered."""
    open_ = Q(tried_at=None) | Q(tried_at__lt=F("asked_at"))
    return Computed.objects.filter(open_, asked_at__gt=now - LOST).count()


def _forget(kind: str) -> None:
    """Make room for one more."""
    kept = Computed.objects.filter(kind=kind).order_by(F("looked_at").desc(nulls_last=True))
    old = list(kept.values_list("pk", flat=True)[MOST_KEPT - 1 :])
    if old:
        Computed.objects.filter(pk__in=old).delete()
