"""Sending mails of invitations, and those of the package of log-in."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from holdfast.records.words import day_text
from holdfast.web.company import company

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.web.people.models import Invitation

_LOG = logging.getLogger("holdfast.mail")
_ADDRESS = re.compile(r"https?://\S+")
_POSTMEN = ThreadPoolExecutor(max_workers=2, thread_name_prefix="post")


def send_invitation(row: Invitation, token: str) -> bool:
    """Send the link to the invited address; False where the mail server did not take it.

    It is sent at once and not by a job, so that the token lies in no table.
    """
    link = settings.DEPLOYMENT.url + reverse("accept-invitation", args=[token])
    told = {"row": row, "link": link, "company": company().name, "until": _instant(row.expires_at)}
    message = EmailMultiAlternatives(
        f"{_one_line(row.invited_by.name if row.invited_by else company().name)} invites you to Holdfast",
        render_to_string("people/mail/invitation.txt", told),
        to=[row.email],
    )
    message.attach_alternative(render_to_string("people/mail/invitation.html", told), "text/html")
    try:
        message.send()
    except (OSError, SMTPException):
        return False
    return True


def with_html(message: EmailMessage) -> EmailMultiAlternatives:
    """A plain mail of the package of log-in with the same words as HTML, in the look of all others.

    Its paragraphs stand apart by empty lines; the last one is who signs it, and one that is an address alone
    becomes a button.
    """
    text = str(message.body).strip()
    *said, signed = [one.strip() for one in text.split("\n\n") if one.strip()]
    link = next(filter(_ADDRESS.fullmatch, said), "")
    who, _, address = signed.partition("\n")
    told = {"subject": message.subject, "said": said, "link": link, "signed": who, "address": address}
    made = EmailMultiAlternatives(
        message.subject, text, message.from_email, message.to, headers=message.extra_headers
    )
    made.attach_alternative(render_to_string("people/mail/account.html", told), "text/html")
    return made


def post(message: EmailMessage) -> None:
    """Send a mail beside the answer; what the mail server refuses is logged, without its address."""
    if settings.MAILS_BESIDE:
        _POSTMEN.submit(_posted, message)
    else:
        _posted(message)


def _posted(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as error:
        _LOG.warning("a mail was not taken", extra={"facts": {"error": type(error).__name__}})


def _instant(moment: datetime) -> str:
    """In UTC: nobody knows yet where the invited person is."""
    return f"{day_text(moment.astimezone(UTC).date())}, {moment.astimezone(UTC):%H:%M} UTC"


def _one_line(text: str) -> str:
    return " ".join(text.split())
