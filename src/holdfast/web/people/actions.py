"""Writes of people and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor, record
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


def first_administrator(email: str, password: str, at: datetime) -> Person:
    """The administrator of a database without people.

    Raises:
        InputError: Somebody is there already.
    """
    with transaction.atomic():
        if Person.objects.exists():
            raise InputError(
                "people", "somebody is there already", "", "Ask an administrator for an invitation"
            )
        name = email.partition("@")[0].title()
        made = Person.objects.create_user(email, password, name=name, joined_at=at, is_administrator=True)
        record(Actor(None, "command", at), "made the first administrator", made)
    return made
