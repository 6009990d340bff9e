"""What is missing before a team may rely on this installation, each with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.operations.installation import of_installation
from holdfast.web.operations.mailing import of_mail
from holdfast.web.operations.records import of_database, of_records

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.web.environment import Deployment
    from holdfast.web.operations.findings import Finding


def examine(place: Deployment, now: datetime, *, shown: datetime, reach: bool) -> tuple[Finding, ...]:
    """Everything that is looked at, in the order of a set-up. Writes nothing.

    Args:
        place: As the environment states it.
        now: The real instant.
        shown: The one that pages go by; another in a demo.
        reach: Speak to the mail server too, which may take some seconds.
    """
    found = [*of_installation(place, now), of_mail(place, reach=reach), of_database(place)]
    if found[-1].state != "mend":
        found += of_records(now, shown)
    return tuple(found)
