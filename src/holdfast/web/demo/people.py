"""Who works at the demo company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.people.models import Membership, Person, Team

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the demo, and where they belong."""

    name: str
    team: str
    role: str
    is_administrator: bool = False

    @property
    def email(self) -> str:
        """Their address, in a domain that exists nowhere."""
        return f"{self.name.split()[0].lower()}@demo.example"


PEOPLE = (
    Somebody("Ada Okafor", "Customer success", "editor"),
    Somebody("Ben Larsen", "Customer success", "contributor"),
    Somebody("Chi Nguyen", "Support", "editor"),
    Somebody("Dana Ruiz", "Product", "editor"),
    Somebody("Eli Brandt", "Product", "contributor"),
    Somebody("Fay Moreau", "Company", "viewer"),
    Somebody("Gil Adams", "Company", "editor", is_administrator=True),
)
TEAMS = ("Company", "Customer success", "Product", "Support")


def make_people(password: str, at: datetime) -> dict[str, Person]:
    """All people of the demo, by first name, each with this password."""
    company = Team.objects.create(name="Company")
    teams = {"Company": company}
    for name in TEAMS[1:]:
        teams[name] = Team.objects.create(name=name, parent=company)
    made = {}
    for one in PEOPLE:
        person = Person.objects.create_user(
            one.email, password, name=one.name, joined_at=at, is_administrator=one.is_administrator
        )
        Membership.objects.create(person=person, team=teams[one.team], role=one.role)
        made[one.name.split()[0]] = person
    return made
