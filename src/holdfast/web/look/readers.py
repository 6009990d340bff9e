"""For whom a page is made: their time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.company import company

if TYPE_CHECKING:
    from holdfast.web.people.models import Person


def zone_for(person: Person) -> str:
    """The IANA name of a person's own time zone, else the company's."""
    return person.time_zone or company().time_zone
