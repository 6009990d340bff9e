"""Who may do what: one table, one function. Every page, list, search, export and API answer asks here.

A role is held in a team; an administrator may do everything everywhere. What is not private can be read by
everybody who is logged in. A private objective, and all that belongs to it, can be seen by administrators, by
members of its team, by its owner and by owners of its key results; for everybody else it is not there (404).
What can be seen and may not be done is refused (403).
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import BigAutoField

from holdfast.values import dataclass
from holdfast.web.people.models import Membership
from holdfast.web.prepared import Given, Prepared

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from holdfast.web.people.models import Person

Role = Literal["administrator", "editor", "contributor", "viewer"]
Action = Literal[
    "see",  # an objective and all that belongs to it
    "comment",
    "check in",  # on any key result of the team
    "draft",  # write and change what is not published
    "publish",  # make a draft a bet; close and carry over
    "amend",  # change what is published, with a reason
    "grade",  # override a computed grade; run a meeting
    "see customers",  # which customer has which chance of leaving, by name
    "manage team",  # its people and their roles
    "administer",  # people, settings, data sources, tokens of others, the audit log
]
Access = Literal["public", "signed in", "administrator", "token"]

_RANK: dict[str, int] = {"viewer": 1, "contributor": 2, "editor": 3, "administrator": 4}
LEAST_ROLE: dict[Action, Role] = {
    "see": "viewer",
    "comment": "viewer",
    "check in": "contributor",
    "draft": "contributor",
    "publish": "editor",
    "amend": "editor",
    "grade": "editor",
    "see customers": "contributor",
    "manage team": "editor",
    "administer": "administrator",
}
"""The least role in the team of the subject that may do it."""
OF_OWNERS: frozenset[Action] = frozenset({"see", "comment", "check in"})
"""What an owner may do with their own, whatever their role."""
OF_ANY_TEAM: frozenset[Action] = frozenset({"see customers"})
"""What is the company's own, and is for whoever holds the role in any team."""


class Subject(Protocol):
    """What is acted on: an objective, or anything that belongs to one or to a team."""

    @property
    def team_id(self) -> int | None:
        """Its team; None where it belongs to the company as a whole."""

    @property
    def is_private(self) -> bool:
        """Only its team may know of it."""

    @property
    def owner_ids(self) -> frozenset[int]:
        """Its owners, those of its parts included."""


Seen = TypeVar("Seen", bound=Subject)


@dataclass(frozen=True, slots=True)
class OfTeam:
    """A team itself as a subject: its people and their roles."""

    team_id: int | None
    is_private: bool = False
    owner_ids: frozenset[int] = frozenset()


def can(person: Person | AnonymousUser, action: Action, subject: Subject | None = None) -> bool:
    """True where this person may do this to this subject; None stands for the company as a whole."""
    if isinstance(person, AnonymousUser) or not person.is_active:
        return False
    if person.is_administrator:
        return True
    if subject is None:
        return action in {"see", "comment"} or (action in OF_ANY_TEAM and _holds(person, action))
    is_owner = person.pk in subject.owner_ids
    role = roles_of(person).get(subject.team_id or 0)
    if subject.is_private and not is_owner and role is None:
        return False
    return (is_owner and action in OF_OWNERS) or _RANK[role or "viewer"] >= _RANK[LEAST_ROLE[action]]


def _holds(person: Person, action: Action) -> bool:
    least = _RANK[LEAST_ROLE[action]]
    return any(_RANK[role] >= least for role in roles_of(person).values())


_ROLES = Prepared(
    lambda: Membership.objects.filter(person_id=Given("person", BigAutoField())).values_list(
        "team_id", "role"
    )
)


def roles_of(person: Person) -> dict[int, str]:
    """Role by team, read once for each person of a request."""
    known: dict[int, str] | None = getattr(person, "_roles", None)
    if known is None:
        known = dict(_ROLES(person=person.pk))
        person._roles = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept with the person it is about
    return known


def require(person: Person | AnonymousUser, action: Action, subject: Subject | None = None) -> None:
    """Refuse what this person may not do.

    Raises:
        PermissionDenied: They may see it, and not do it.
    """
    if not can(person, action, subject):
        raise PermissionDenied


def signed_in(request: HttpRequest) -> Person:
    """Who is asking; the middleware has let nobody else through.

    Raises:
        PermissionDenied: Nobody is logged in.
    """
    person = request.user
    if isinstance(person, AnonymousUser):
        raise PermissionDenied
    return person


View = TypeVar("View", bound="Callable[..., HttpResponseBase]")


def classified(access: Access) -> Callable[[View], View]:
    """Say who may open a page at all. A test walks all addresses and fails where a view does not say it."""

    def mark(view: View) -> View:
        if access == "administrator":
            marked = _of_administrators(view)
        else:
            marked = login_not_required(view) if access in {"public", "token"} else view
        marked.access = access  # type: ignore[attr-defined]  # read by the walk over all addresses
        return marked

    return mark


def _of_administrators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        require(signed_in(request), "administer")
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]  # the same signature
