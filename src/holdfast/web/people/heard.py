"""Changes of how somebody logs in, as the package of log-in reports them, into the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.db import transaction

from holdfast.web import clock
from holdfast.web.audit.actions import Actor, record
from holdfast.web.people.first_password import has_own_password

if TYPE_CHECKING:
    from holdfast.web.people.models import Person

_CHANGES = (
    (password_changed, "changed their password"),
    (password_set, "set a password"),
    (password_reset, "set a new password by mail"),
    (authenticator_added, "added a second factor"),
    (authenticator_removed, "removed a second factor"),
)


def listen() -> None:
    """Record each change of a password, a second factor or single sign-on, never what it changed to."""
    for signal, said in _CHANGES:
        signal.connect(_recorder(said), weak=False, dispatch_uid=said)
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_chosen, weak=False, dispatch_uid="chose a password")
    for signal, said in (
        (social_account_added, "joined single sign-on"),
        (social_account_removed, "left single sign-on"),
    ):
        signal.connect(_of_account(said), weak=False, dispatch_uid=said)


def _recorder(said: str) -> Any:  # noqa: ANN401 - a receiver, as Django has it
    def heard(user: Person, **_: object) -> None:
        _record(user, said)

    return heard


def _chosen(user: Person, **_: object) -> None:
    has_own_password(user)


def _of_account(said: str) -> Any:  # noqa: ANN401 - a receiver, as Django has it
    def heard(sociallogin: Any = None, socialaccount: Any = None, **_: object) -> None:  # noqa: ANN401
        _record((sociallogin or socialaccount).user, said)

    return heard


def _record(person: Person, said: str) -> None:
    with transaction.atomic():
        record(Actor(person, "page", clock.now()), said, person)
