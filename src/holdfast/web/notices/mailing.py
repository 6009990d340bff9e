"""Handing a notice to the mail server."""

from __future__ import annotations

from hashlib import sha256
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from holdfast.errors import SourceError
from holdfast.web.notices.unsubscribing import link_to_unsubscribe

if TYPE_CHECKING:
    from holdfast.web.notices.composing import Letter
    from holdfast.web.notices.models import Notice

_FOR_GOOD = 500


class NotTakenError(SourceError):
    """The mail server or the chat did not take a notice; the message holds no address.

    Attributes:
        is_final: It will not be taken another time either.
    """

    def __init__(self, who: str, found: str, *, is_final: bool = False) -> None:
        super().__init__(who, found, "that it takes the notice", "It is tried again")
        self.is_final = is_final


def send(row: Notice, letter: Letter) -> None:
    """Send it once.

    Raises:
        NotTakenError: It was not taken.
    """
    try:
        mail(row, letter).send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotTakenError("the mail server", f"answered {codes}", is_final=_is_final(*codes)) from None
    except SMTPDataError as error:
        code = error.smtp_code
        raise NotTakenError("the mail server", f"answered {code}", is_final=_is_final(code)) from None
    except (OSError, SMTPException) as error:
        # From None: the cause may hold an address, and a failed job is logged with its causes.
        raise NotTakenError("the mail server", f"did not take it ({type(error).__name__})") from None


def mail(row: Notice, letter: Letter) -> EmailMultiAlternatives:
    """The mail of a notice. Its Message-ID comes from the key: sent twice, it is the same mail."""
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[row.person.email],
        headers={
            "Message-ID": message_id(row.key),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{link_to_unsubscribe(row.person_id, row.kind)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def message_id(key: str) -> str:
    """The same for the same notice of this deployment, and for no other."""
    named = sha256(f"{settings.DEPLOYMENT.url} {key}".encode()).hexdigest()[:40]
    return f"<{named}@{settings.DEPLOYMENT.host}>"


def _is_final(*codes: int) -> bool:
    return bool(codes) and all(code >= _FOR_GOOD for code in codes)
