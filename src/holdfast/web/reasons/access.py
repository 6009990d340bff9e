"""Who may teach the themes: whoever drafts in some team. Editing the list is of administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from holdfast.web.people.access import can, roles_of

if TYPE_CHECKING:
    from holdfast.web.people.models import Person

_READS_ONLY = "viewer"


def may_teach(person: Person) -> bool:
    """True for administrators, and for contributors and editors of any team."""
    return can(person, "administer") or any(role != _READS_ONLY for role in roles_of(person).values())


def require_teacher(person: Person) -> None:
    """Refuse whoever may only read.

    Raises:
        PermissionDenied: They may see the themes, and not teach them.
    """
    if not may_teach(person):
        raise PermissionDenied
