"""Saying that a mention needs no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.web.audit.actions import record
from holdfast.web.owed.models import Noted

if TYPE_CHECKING:
    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.models import Comment
    from holdfast.web.people.models import Person


def note_mention(actor: Actor, person: Person, comment: Comment) -> None:
    """It waits for this person no longer. Twice is once."""
    with transaction.atomic():
        _, is_new = Noted.objects.get_or_create(comment=comment, person=person, defaults={"at": actor.at})
        if is_new:
            record(actor, "noted a mention", comment.objective)
