"""Reads of people and teams."""

from __future__ import annotations

from holdfast.values import dataclass
from holdfast.web.people.models import Team


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A team as a filter offers it."""

    pk: int
    name: str


def teams() -> tuple[TeamChoice, ...]:
    """All teams by name."""
    return tuple(TeamChoice(pk, name) for pk, name in Team.objects.values_list("pk", "name"))
