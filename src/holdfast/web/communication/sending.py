"""Sending to an address or a chat that is nobody's alone: claimed, sent once, tried again where it failed."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string

from holdfast.errors import SourceError
from holdfast.web.communication.access import workspace_domains
from holdfast.web.communication.models import Sending
from holdfast.web.communication.telling import RELATED, news_of
from holdfast.web.company import company
from holdfast.web.notices import chat
from holdfast.web.notices.mailing import NotTakenError, message_id
from holdfast.web.notices.outbox import CLAIM_HOLDS, MOST_ATTEMPTS
from holdfast.web.notices.telling import NotNeededError

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.web.communication.composing import Message


def deliver(pk: int, at: datetime) -> None:
    """Send to an address or a chat, unless that was done or is not needed any more. Safe to run twice.

    Raises:
        SourceError: It was not taken, or another worker has claimed it: the job is to be tried again.
    """
    row = Sending.objects.select_related(*RELATED).filter(pk=pk).first()
    if row is None or row.state not in {"waiting", "sending"}:
        return
    if row.state == "sending" and timedelta() <= at - row.touched_at < CLAIM_HOLDS:
        raise SourceError("plan", "another worker has claimed it", "one that is free", "Wait for it")
    why_not = _why_not(row)
    try:
        told = news_of(row, at)
    except NotNeededError as why:
        why_not = why_not or str(why)
    if why_not:
        _change(row, at, state="dropped", said=why_not)
        return
    if _change(row, at, state="sending", attempts=F("attempts") + 1):
        _send(Sending.objects.select_related(*RELATED).get(pk=pk), told, at)


def _send(row: Sending, told: Message, at: datetime) -> None:
    try:
        if row.line.chat:
            chat.say(row.line.chat, told.as_chat(_plan(row), longest=chat.longest(row.line.chat)))
        else:
            _mail(row, told)
    except NotTakenError as error:
        is_over = error.is_final or row.attempts >= MOST_ATTEMPTS
        _change(row, at, state="failed" if is_over else "waiting", said=str(error)[:200])
        if not is_over:
            raise
    else:
        _change(row, at, state="sent", said="")


def _mail(row: Sending, told: Message) -> None:
    values = {"markdown": told.markdown, "company": company().name, "link": _plan(row)}
    mail = EmailMultiAlternatives(
        told.subject,
        render_to_string("communication/mail.txt", values),
        to=[row.line.address],
        headers={"Message-ID": message_id(f"plan:{row.pk}"), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("communication/mail.html", values), "text/html")
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        # From None: the cause may hold the address, and a failed job is logged with its causes.
        raise NotTakenError("the mail server", f"did not take it ({type(error).__name__})") from None


def _why_not(row: Sending) -> str:
    if row.line.objective.is_private:
        return "the objective is private now"
    if row.line.address and row.line.address.rpartition("@")[2] not in workspace_domains():
        return "the domain is not the workspace's any more"
    return ""


def _change(row: Sending, at: datetime, **changes: object) -> bool:
    same = Sending.objects.filter(
        pk=row.pk, state=row.state, touched_at=row.touched_at, attempts=row.attempts
    )
    return bool(same.update(touched_at=at, **changes))


def _plan(row: Sending) -> str:
    return f"{settings.DEPLOYMENT.url}/objectives/{row.line.objective_id}/plan"
