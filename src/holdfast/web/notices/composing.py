"""The words of a notice, made at the moment when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from holdfast.values import dataclass
from holdfast.web.celebrations.telling import thanks
from holdfast.web.communication.telling import planned
from holdfast.web.company import company
from holdfast.web.notices.digesting import digest
from holdfast.web.notices.handing_over import hand_over
from holdfast.web.notices.kinds import KINDS
from holdfast.web.notices.mentioning import mention
from holdfast.web.notices.reminding import reminder, reminder_of_deputy
from holdfast.web.notices.telling import link_to
from holdfast.web.notices.unsubscribing import link_to_unsubscribe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from holdfast.web.notices.models import Notice
    from holdfast.web.notices.telling import Told

_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice in words.

    Attributes:
        subject: One line.
        text: Of the mail, plain.
        html: The same, as HTML with a small sheet of its own.
        chat: What the team's chat is told; empty where the kind never comes by chat.
    """

    subject: str
    text: str
    html: str
    chat: str = ""


_TELLERS: Mapping[str, Callable[[Notice, datetime], Told]] = {
    "check-in": reminder,
    "deputy": reminder_of_deputy,
    "thanks": thanks,
    "digest": digest,
    "mention": mention,
    "hand-over": hand_over,
    "plan": planned,
}


def composed(row: Notice, at: datetime) -> Letter:
    """The notice in words.

    Raises:
        NotNeededError: It has nothing to say any more.
    """
    told = _TELLERS[row.kind](row, at)
    kind = KINDS[row.kind]  # type: ignore[index]  # `_TELLERS` knows no other
    values = {
        "told": told,
        "name": row.person.name,
        "company": company().name,
        "why": kind.why,
        "unsubscribe": link_to_unsubscribe(row.person_id, row.kind),
        "settings": link_to("notifications"),
    }
    return Letter(
        told.subject[:_LONGEST_SUBJECT],
        render_to_string(f"notices/mail/{row.kind}.txt", values),
        render_to_string(f"notices/mail/{row.kind}.html", values),
        told.chat,
    )
