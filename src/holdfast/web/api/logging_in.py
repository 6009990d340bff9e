"""Who calls: a bearer token and nothing else; no cookie counts, so that no page can make a browser call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings
from ninja.errors import HttpError, Throttled
from ninja.security import HttpBearer

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.paste.limiting import Limiter
from holdfast.web.tokens.actions import find_token

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from holdfast.web.people.models import Person
    from holdfast.web.tokens.actions import Scope
    from holdfast.web.tokens.models import Token

LIMITER = Limiter(burst=settings.API_BURST, per_second=settings.API_PER_SECOND)
"""Per token, in the memory of each process."""


class Bearer(HttpBearer):
    """Lets a token through that holds and has a scope of the operation.

    Args:
        scopes: Of which it needs one.
    """

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = scopes

    @property
    def told(self) -> str:
        """The scopes in words."""
        return " or ".join(self.scopes)

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:  # noqa: ARG002 - ninja's signature
        """The token, or None for 401.

        Raises:
            Throttled: It called too often.
            HttpError: 403, where it lacks the scope.
        """
        found = find_token(token, clock.now())
        if found is None:
            return None
        wait = LIMITER.wait(str(found.pk), cost=1, now=time.monotonic())
        if wait:
            raise Throttled(wait=round(wait) or 1)
        if not set(self.scopes) & set(found.scopes):
            raise HttpError(403, f"This token lacks the scope “{self.told}”. Make one that has it.")
        return found


def caller(request: HttpRequest) -> Person:
    """The person whose token it is."""
    person: Person = request.auth.person  # type: ignore[attr-defined]  # set by ninja from `Bearer`
    return person


def require_scope(request: HttpRequest, scope: Scope) -> None:
    """Refuse a token that lacks a scope which what was sent needs, besides those of the operation.

    Raises:
        HttpError: 403.
    """
    if scope not in request.auth.scopes:  # type: ignore[attr-defined]  # as above
        raise HttpError(403, f"This token lacks the scope “{scope}”. Make one that has it.")


def actor(request: HttpRequest) -> Actor:
    """The same as whoever acts, now."""
    return Actor(caller(request), "api", clock.now())


def today(request: HttpRequest) -> date:
    """The local date of the person whose token it is."""
    from holdfast.web.look.readers import zone_for  # noqa: PLC0415 - it reads the workspace file

    return clock.today(zone_for(caller(request)))
