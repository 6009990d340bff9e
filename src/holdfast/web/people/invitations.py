"""Writes of invitations: invite, send again, revoke, accept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import Actor, once, record
from holdfast.web.people.access import OfTeam, can, require
from holdfast.web.people.models import Invitation, Membership, Person

if TYPE_CHECKING:
    from datetime import datetime

HOLDS_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom to invite, and as what.

    Attributes:
        email: Their address.
        team: Its key; None for none.
        role: Theirs in the team.
        is_administrator: Only an administrator may make one.
    """

    email: str
    team: int | None
    role: str
    is_administrator: bool = False


def invite(actor: Actor, asked: Invited) -> tuple[Invitation, str]:
    """An invitation and the token of its link, which is stored nowhere.

    Raises:
        InputError: Somebody has that address, or it is invited already.
        PermissionDenied: They may not manage that team.
    """
    email = asked.email.strip().lower()
    with once(email):
        _allow(actor, asked.team, is_administrator=asked.is_administrator)
        _refuse_known(email, actor.at)
        token = secrets.token_urlsafe(32)
        made = Invitation.objects.create(
            email=email,
            team_id=asked.team,
            role=asked.role if asked.team else "",
            is_administrator=asked.is_administrator,
            digest=digest(token),
            invited_by=actor.person,
            sent_at=actor.at,
            expires_at=actor.at + HOLDS_FOR,
        )
        record(actor, "invited", made, _as_what(made))
    return made, token


def send_again(actor: Actor, pk: int) -> tuple[Invitation, str]:
    """The invitation with a new token; the link that was sent before works no more."""
    with transaction.atomic():
        row = _open(actor, pk)
        token = secrets.token_urlsafe(32)
        row.digest, row.sent_at, row.expires_at = digest(token), actor.at, actor.at + HOLDS_FOR
        row.save(update_fields=["digest", "sent_at", "expires_at"])
        record(actor, "sent the invitation again", row)
    return row, token


def revoke(actor: Actor, pk: int) -> None:
    """Take an invitation back."""
    with transaction.atomic():
        row = _open(actor, pk)
        row.revoked_at = actor.at
        row.save(update_fields=["revoked_at"])
        record(actor, "revoked the invitation", row)


def invitation_of(token: str, at: datetime) -> Invitation | None:
    """The open invitation of a link; None where it is used, revoked, too old or was never made."""
    rows = Invitation.objects.select_related("team", "invited_by")
    return rows.filter(digest=digest(token), accepted_at=None, revoked_at=None, expires_at__gt=at).first()


def accept(token: str, name: str, password: str, actor: Actor) -> Person:
    """The person that an invitation makes, with a password.

    Raises:
        InputError: The link works no more.
    """
    with transaction.atomic():
        found = invitation_of(token, actor.at)
        made = None if found is None else _accepted(found.pk, name, password, actor)
        if made is None:
            raise InputError("the invitation", "it was used, revoked or is too old", "", "Ask for a new one")
    return made


def accept_by_address(email: str, name: str, actor: Actor) -> Person | None:
    """The person whose address single sign-on has proved and somebody has invited; None where nobody has."""
    with transaction.atomic():
        found = Invitation.objects.filter(
            email=email.strip().lower(), accepted_at=None, revoked_at=None, expires_at__gt=actor.at
        ).first()
        return None if found is None else _accepted(found.pk, name, None, actor)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _accepted(pk: int, name: str, password: str | None, actor: Actor) -> Person | None:
    """Locked and looked at again: of two who come with one link at once, the second comes too late."""
    row = Invitation.objects.select_for_update().get(pk=pk)
    if row.accepted_at is not None or row.revoked_at is not None:
        return None
    if Person.objects.filter(email=row.email).exists():
        return None
    row.accepted_at = actor.at
    row.save(update_fields=["accepted_at"])
    made = Person.objects.create_user(
        row.email, password, name=name, joined_at=actor.at, is_administrator=row.is_administrator
    )
    if row.team_id is not None:
        Membership.objects.create(person=made, team_id=row.team_id, role=row.role or "viewer")
    record(Actor(made, actor.via, actor.at), "accepted the invitation", row)
    return made


def _as_what(row: Invitation) -> dict[str, tuple[object, object]]:
    if row.is_administrator:
        return {"administrator": (None, True)}
    return {"team": (None, str(row.team)), "role": (None, row.role)} if row.team else {}


def _open(actor: Actor, pk: int) -> Invitation:
    row = Invitation.objects.select_for_update().filter(pk=pk).first()
    if row is None or row.accepted_at is not None or row.revoked_at is not None:
        raise InputError("the invitation", "it is no longer open", "an open one", "Load the page anew")
    _allow(actor, row.team_id, is_administrator=row.is_administrator)
    return row


def _allow(actor: Actor, team: int | None, *, is_administrator: bool) -> None:
    if actor.person is None:
        raise PermissionDenied
    if is_administrator or team is None:
        require(actor.person, "administer")
    elif not can(actor.person, "manage team", OfTeam(team)):
        raise PermissionDenied


def _refuse_known(email: str, at: datetime) -> None:
    known = Person.objects.filter(email=email).first()
    if known is not None:
        remedy = (
            "Add them on the page of the team"
            if known.is_active
            else "An administrator can let them in again"
        )
        raise InputError(email, "somebody with this address is here", "a new address", remedy)
    rows = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None)
    rows.filter(expires_at__lte=at).update(revoked_at=at)
    if rows.exists():
        raise InputError(email, "it is invited already", "a new address", "Send that invitation again")
