"""Asking for a look at why customers leave, and keeping what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.web.computing.asking import LOST, wait_for
from holdfast.web.dataset.mending import storable
from holdfast.web.reasons.models import AskedText, ReasonsLook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from holdfast.service.teaching import Question


def ask_for_look(now: datetime, *, wait: timedelta = LOST) -> bool:
    """Have a job find the reasons, unless one is at it; True where one was put in the queue.

    Args:
        now: The instant.
        wait: After which a look that got no answer is taken to be lost.
    """
    from holdfast.web.reasons.tasks import find_reasons  # noqa: PLC0415 - the task calls this module

    with transaction.atomic():
        row, _ = ReasonsLook.objects.select_for_update().get_or_create(pk=1)
        if row.asked_at is not None and wait_for(row, now) != "no" and now - row.asked_at < wait:
            return False
        ReasonsLook.objects.filter(pk=1).update(asked_at=now)
        find_reasons.enqueue()
    return True


def forget_look(now: datetime) -> None:
    """Drop what was found and the texts to ask about, since somebody was erased, and have it found anew.

    A look that is under way keeps nothing of what it found.
    """
    dropped = ReasonsLook.objects.exclude(tried_at=None, asked_at=None).update(
        content={}, error="", asked_at=None, looked_at=None, tried_at=None
    )
    AskedText.objects.all().delete()
    if dropped:
        ask_for_look(now)


def record_look(found: ReasonsLook, asked: Sequence[Question], *, at: datetime) -> None:
    """Keep what a look found, and the texts to ask about in the place of the earlier ones.

    Nothing is kept where it was asked for anew since: of somebody who was erased it may tell.

    Args:
        found: Unsaved, with what was found, and when it was asked for.
        asked: In the order of asking.
        at: The instant of the look.
    """
    kept = {name: getattr(found, name) for name in ("content", "tables", "version", "taught")}
    with transaction.atomic():
        row, _ = ReasonsLook.objects.select_for_update().get_or_create(pk=1)
        if row.asked_at != found.asked_at:
            return
        ReasonsLook.objects.update_or_create(
            pk=1, defaults={**kept, "error": "", "looked_at": at, "tried_at": at}
        )
        AskedText.objects.all().delete()
        AskedText.objects.bulk_create(
            AskedText(
                place=place, words=storable(one.words), suggested=[theme.name for theme in one.suggested]
            )
            for place, one in enumerate(asked)
        )


def record_failed_look(error: str, *, at: datetime) -> None:
    """Keep why nothing could be found; what was found before stays."""
    ReasonsLook.objects.update_or_create(pk=1, defaults={"error": error, "tried_at": at})
