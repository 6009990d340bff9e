"""The mail of an invitation."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from holdfast.web.company import company

if TYPE_CHECKING:
    from holdfast.web.people.models import Invitation


def send_invitation(row: Invitation, token: str) -> bool:
    """Send the link to the invited address; False where the mail server did not take it.

    It is sent at once and not by a job, so that the token lies in no table.
    """
    link = settings.DEPLOYMENT.url + reverse("accept-invitation", args=[token])
    told = {"row": row, "link": link, "company": company().name, "until": row.expires_at}
    message = EmailMessage(
        f"{_one_line(row.invited_by.name if row.invited_by else company().name)} invites you to Holdfast",
        render_to_string("people/mail/invitation.txt", told),
        to=[row.email],
    )
    try:
        message.send()
    except (OSError, SMTPException):
        return False
    return True


def _one_line(text: str) -> str:
    return " ".join(text.split())
