"""The link in a mail that ends its kind, without a log-in."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from holdfast.values import dataclass
from holdfast.web.notices.kinds import KINDS, Name
from holdfast.web.people.models import Person

_SALT = "holdfast.notices.unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whom a link is about, and which kind."""

    person: Person
    kind: Name


def token_of(person: int, kind: str) -> str:
    """Signed, and good for as long as the application keeps its key: mails are read years later."""
    return signing.Signer(salt=_SALT).sign_object([person, kind])


def link_to_unsubscribe(person: int, kind: str) -> str:
    """The whole address."""
    return settings.DEPLOYMENT.url + reverse("unsubscribe", args=[token_of(person, kind)])


def subscription_of(token: str) -> Subscription | None:
    """What a token says; None where we did not make it, or nobody is there any more."""
    try:
        said: tuple[int, str] = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    pk, kind = said
    person = Person.objects.filter(pk=pk).first()
    if person is None or kind not in KINDS:
        return None
    return Subscription(person, kind)
