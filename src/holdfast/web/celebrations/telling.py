"""What the mail of a thank-you says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.celebrations.models import Thanks
from holdfast.web.celebrations.wording import sentence
from holdfast.web.notices.telling import NotNeededError, Told, line, link_to

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.web.notices.models import Notice


def thanks(row: Notice, at: datetime) -> Told:  # noqa: ARG001 - the signature of every teller
    """Who says thanks, for what, and in which words.

    Raises:
        NotNeededError: The celebration was taken back, or the thanks are gone.
    """
    rows = Thanks.objects.select_related("celebration__key_result", "by")
    found = rows.filter(pk=row.subject_id, celebration__people=row.person_id).first()
    if found is None or found.celebration.taken_back_at is not None:
        raise NotNeededError("the celebration was taken back")
    celebration = found.celebration
    link = f"{link_to('celebrations')}?cycle={celebration.cycle.name}#celebration-{celebration.pk}"
    facts = {
        "by": line(found.by.name),
        "text": line(found.text),
        "of": line(celebration.key_result.text) if celebration.key_result else "",
        "says": sentence(celebration),
    }
    return Told(f"{line(found.by.name, longest=60)} says thanks", facts, link)
