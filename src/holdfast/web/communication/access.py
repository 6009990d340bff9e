"""Who may plan, and to which domains anything may be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.people.access import OfTeam, can
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from holdfast.web.objectives.models import Objective


def may_plan(person: Person, row: Objective) -> bool:
    """The owner of an objective, and whoever may change it."""
    return row.owner_id == person.pk or can(person, "draft" if row.state == "draft" else "amend", row)


def may_name_chat(person: Person, row: Objective) -> bool:
    """Whoever may decide where the chat of its team is: what is said there leaves the company's own mail."""
    return can(person, "manage team", OfTeam(row.team_id)) if row.team_id else can(person, "administer")


def workspace_domains() -> frozenset[str]:
    """Domains of the workspace's own mail: those of its administrators' addresses. One query."""
    rows = Person.objects.filter(is_active=True, is_administrator=True).values_list("email", flat=True)
    return frozenset(email.rpartition("@")[2].lower() for email in rows)
