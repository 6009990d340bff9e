"""Adding to the audit log."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from django.db import IntegrityError, transaction

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.models import Entry
from holdfast.web.requests import request_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import Model

    from holdfast.web.people.models import Person

Via = Literal["page", "api", "command", "job"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, from where and when: every action is handed one.

    Attributes:
        person: None for a job.
        via: Where it came in.
        at: The instant of the action.
    """

    person: Person | None
    via: Via
    at: datetime


def record(
    actor: Actor, action: str, subject: Model, changes: Mapping[str, tuple[object, object]] = {}
) -> None:
    """Add an entry, in the transaction of the action itself.

    Args:
        actor: Who.
        action: A verb phrase, such as ``published objective``.
        subject: What was acted on, saved.
        changes: Field to its value before and after, as texts or numbers.

    Raises:
        TransactionManagementError: There is no transaction: the entry could outlive the action, or miss it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{action!r} is recorded outside of a transaction")
    Entry.objects.create(
        at=actor.at,
        by=actor.person,
        via=actor.via,
        action=action,
        subject_kind=subject._meta.model_name or "",  # noqa: SLF001 - Django's public name for it
        subject_id=subject.pk,
        changes={name: list(pair) for name, pair in changes.items()},
        request=request_id.get(),
    )


def record_each(
    actor: Actor, action: str, subjects: Sequence[Model], changes: Mapping[str, tuple[object, object]] = {}
) -> None:
    """Add an entry for each of many things that were made at once. Webhooks are not told of them.

    Args:
        actor: Who.
        action: A verb phrase.
        subjects: What was acted on, saved.
        changes: The same for all of them.

    Raises:
        TransactionManagementError: There is no transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{action!r} is recorded outside of a transaction")
    told = {name: list(pair) for name, pair in changes.items()}
    about = {"at": actor.at, "by": actor.person, "via": actor.via, "action": action, "changes": told}
    named = [(one._meta.model_name or "", one.pk) for one in subjects]  # noqa: SLF001 - Django's public name
    Entry.objects.bulk_create(
        (Entry(subject_kind=kind, subject_id=pk, request=request_id.get(), **about) for kind, pk in named),
        400,
    )


@contextmanager
def once(name: str) -> Iterator[None]:
    """The transaction of an action that makes something under a name which the database lets exist once.

    Args:
        name: As the person typed it.

    Raises:
        InputError: Somebody else made it between the look whether it is free and the writing.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise InputError(
            name, "somebody made it at the same time", "a new one", "Load the page anew"
        ) from error
