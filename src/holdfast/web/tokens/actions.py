"""Making, finding and revoking tokens."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import Q

from holdfast.errors import InputError
from holdfast.web.audit.actions import record
from holdfast.web.people.access import require
from holdfast.web.tokens.models import Token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.web.audit.actions import Actor

Scope = Literal["read", "check in", "write", "measure", "manage teams", "administer"]
SCOPES: dict[Scope, str] = {
    "read": "Read what you can see",
    "check in": "Check in on key results",
    "write": "Draft, edit, publish, amend, comment",
    "measure": "Send measurements from outside",
    "manage teams": "Manage the people, roles and invitations of your teams",
    "administer": "What only administrators may do",
}
"""A token allows what its scopes and its person's role both allow."""
LONGEST_DAYS = 366
PATTERN = re.compile(r"hf_[A-Za-z0-9_-]{43}")
_USED_AGAIN = timedelta(minutes=1)


def make_token(actor: Actor, name: str, scopes: Sequence[str], *, days: int) -> tuple[Token, str]:
    """A token of the actor's own, with its text, which is kept nowhere and can be shown only now.

    Raises:
        InputError: No name, no scope, or a life that is too long.
        PermissionDenied: It would administer, and the actor may not; or nobody acts.
    """
    told = " ".join(name.replace("\0", "").split())[:80]
    if not told:
        raise InputError("the name", "there is none", "what the token is for", "Write it")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise InputError("the scopes", "none that is known", f"some of {', '.join(SCOPES)}", "Choose some")
    if not 1 <= days <= LONGEST_DAYS:
        raise InputError("the expiry", f"{days} days", f"1 to {LONGEST_DAYS} days", "Choose fewer")
    if actor.person is None:
        raise InputError("the token", "nobody would own it", "a person", "Log in")
    if "administer" in scopes:
        require(actor.person, "administer")
    text = f"hf_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        made = Token.objects.create(
            person=actor.person,
            name=told,
            prefix=text[:9],
            digest=digest_of(text),
            scopes=[one for one in SCOPES if one in scopes],
            made_at=actor.at,
            expires_at=actor.at + timedelta(days=days),
        )
        record(actor, "made token", made, {"scopes": (None, list(made.scopes))})
    return made, text


def find_token(text: str, at: datetime) -> Token | None:
    """The token of a text with its person; None where it is unknown, revoked, expired or its person left."""
    rows = Token.objects.select_related("person").filter(digest=digest_of(text), revoked_at=None)
    found = rows.filter(expires_at__gt=at, person__is_active=True).first()
    if found is not None:
        note_use(found, at)
    return found


def note_use(token: Token, at: datetime) -> None:
    """Remember when it was used, a write a minute at most: reading must not queue behind writers."""
    if token.last_used_at is None or at - token.last_used_at >= _USED_AGAIN:
        old = Q(last_used_at=None) | Q(last_used_at__lte=at - _USED_AGAIN)
        Token.objects.filter(old, pk=token.pk).update(last_used_at=at)


def revoke_token(actor: Actor, token: Token, because: str = "revoked by hand") -> None:
    """End a token; nothing where it has ended already."""
    with transaction.atomic():
        rows = Token.objects.filter(pk=token.pk, revoked_at=None)
        if rows.update(revoked_at=actor.at, revoked_because=because):
            record(actor, "revoked token", token, {"because": (None, because)})


def digest_of(text: str) -> str:
    """What is stored of a token."""
    return sha256(text.encode(errors="replace")).hexdigest()
