"""Writes of people and teams. Each is one transaction with its audit entry, and refuses who may not do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import Actor, once, record
from holdfast.web.objectives.models import KeyResult
from holdfast.web.people.access import OfTeam, require
from holdfast.web.people.models import Membership, Person, Team

if TYPE_CHECKING:
    from datetime import datetime


def first_administrator(email: str, password: str, at: datetime) -> Person:
    """The administrator of a database without people, who has to choose another password at once.

    Raises:
        InputError: Somebody is there already.
    """
    with transaction.atomic():
        if Person.objects.exists():
            raise InputError(
                "people", "somebody is there already", "", "Ask an administrator for an invitation"
            )
        name = email.partition("@")[0].title()
        made = Person.objects.create_user(
            email, password, name=name, joined_at=at, is_administrator=True, must_change_password=True
        )
        record(Actor(None, "command", at), "made the first administrator", made)
    return made


def set_administrator(actor: Actor, pk: int, *, is_administrator: bool) -> Person:
    """Make somebody an administrator, or no longer one; one stays.

    Raises:
        InputError: They are the last one.
    """
    with transaction.atomic():
        _allow(actor, "administer")
        administrators = held_administrators()
        row = locked_person(pk)
        before = row.is_administrator
        if before and not is_administrator:
            refuse_last(row, administrators)
        row.is_administrator = is_administrator
        row.save(update_fields=["is_administrator"])
        if before != is_administrator:
            record(actor, "changed who administers", row, {"administrator": (before, is_administrator)})
    return row


def let_back_in(actor: Actor, pk: int) -> Person:
    """Let somebody who left log in again; what they owned stays where it went."""
    with transaction.atomic():
        _allow(actor, "administer")
        row = locked_person(pk)
        if not row.is_active:
            row.is_active = True
            row.save(update_fields=["is_active"])
            record(actor, "let back in", row)
    return row


def forget_second_factors(actor: Actor, pk: int) -> None:
    """Take away the second factors of somebody who lost them and the recovery codes; the password stays."""
    with transaction.atomic():
        _allow(actor, "administer")
        row = locked_person(pk)
        gone, _ = Authenticator.objects.filter(user=row).delete()
        if gone:
            record(actor, "took away the second factors", row)


def set_role(actor: Actor, team: int, person: int, role: str) -> None:
    """Give somebody a role in a team; they join it where they are not in it."""
    with transaction.atomic():
        _allow(actor, "manage team", team)
        found = locked_person(person)
        if not found.is_active:
            raise InputError(found.name, "they have left", "somebody who is here", "Let them back in first")
        row = Membership.objects.select_for_update().filter(team_id=team, person=found).first()
        before = row.role if row else None
        Membership.objects.update_or_create(team_id=team, person=found, defaults={"role": role})
        if before != role:
            team_row = Team.objects.get(pk=team)
            record(actor, "set a role", team_row, {"person": (None, found.name), "role": (before, role)})


def remove_member(actor: Actor, team: int, person: int) -> None:
    """Take somebody out of a team."""
    with transaction.atomic():
        _allow(actor, "manage team", team)
        row = (
            Membership.objects.select_related("person", "team").filter(team_id=team, person_id=person).first()
        )
        if row is None:
            return
        record(
            actor, "removed a member", row.team, {"person": (row.person.name, None), "role": (row.role, None)}
        )
        row.delete()


def make_team(actor: Actor, name: str, parent: int | None) -> Team:
    """A new team."""
    with once(name):
        _allow(actor, "administer")
        _refuse_taken(name, None)
        made = Team.objects.create(name=name, parent_id=parent)
        record(actor, "made a team", made, {"name": (None, name)})
    return made


def change_team(actor: Actor, pk: int, name: str, parent: int | None) -> Team:
    """Rename a team, or put it under another; only an administrator moves it.

    Raises:
        InputError: The name is taken, or the team would stand under itself.
    """
    with once(name):
        _allow(actor, "manage team", pk)
        row = Team.objects.select_for_update().get(pk=pk)
        _refuse_taken(name, pk)
        changes: dict[str, tuple[object, object]] = {}
        if parent != row.parent_id:
            _allow(actor, "administer")
            _refuse_circle(pk, parent)
            changes["parent"] = (row.parent_id, parent)
        if name != row.name:
            changes["name"] = (row.name, name)
        row.name, row.parent_id = name, parent
        row.save(update_fields=["name", "parent"])
        if changes:
            record(actor, "changed a team", row, changes)
    return row


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody says of themselves.

    Attributes:
        name: As everybody sees it.
        time_zone: IANA name; empty for the company's.
        deputy: Key of who checks in for them; None for nobody.
    """

    name: str
    time_zone: str
    deputy: int | None


def change_profile(actor: Actor, stated: Profile) -> Person:
    """Change one's own profile.

    Raises:
        InputError: The deputy is oneself, or has left.
    """
    if actor.person is None:
        raise PermissionDenied
    with transaction.atomic():
        row = locked_person(actor.person.pk)
        if stated.deputy is not None and stated.deputy != row.deputy_id:
            deputies = Person.objects.filter(pk=stated.deputy, is_active=True).exclude(pk=row.pk)
            if not deputies.exists():
                raise InputError(
                    "deputy", "they cannot be yours", "somebody else who is here", "Choose again"
                )
        changes: dict[str, tuple[object, object]] = {
            name: (before, after)
            for name, before, after in (
                ("name", row.name, stated.name),
                ("time zone", row.time_zone, stated.time_zone),
                ("deputy", row.deputy_id, stated.deputy),
            )
            if before != after
        }
        if stated.deputy != row.deputy_id:
            end_standing_in(row)
        row.name, row.time_zone, row.deputy_id = stated.name, stated.time_zone, stated.deputy
        row.save(update_fields=["name", "time_zone", "deputy"])
        if changes:
            record(actor, "changed their profile", row, changes)
    return row


def end_standing_in(row: Person) -> None:
    """Whoever was somebody's deputy checks in for them no more."""
    own = Q(checker=row) | Q(checker=None, owner=row)
    KeyResult.objects.filter(own, stand_in=row.deputy_id).update(stand_in=None)


def locked_person(pk: int) -> Person:
    """Somebody, held until the transaction ends.

    Raises:
        InputError: There is nobody.
    """
    row = Person.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise InputError("person", "there is nobody", "somebody who is here", "Load the page anew")
    return row


def held_administrators() -> list[int]:
    """Keys of those who administer, held until the transaction ends: two cannot both be the last.

    Called before anybody else is held, in one order: two such transactions cannot block each other.
    """
    rows = Person.objects.select_for_update().filter(is_administrator=True, is_active=True).order_by("pk")
    return [one.pk for one in rows]


def refuse_last(row: Person, administrators: list[int]) -> None:
    """Refuse what would leave nobody who administers.

    Raises:
        InputError: They are the last one.
    """
    if administrators == [row.pk]:
        raise InputError(
            row.name, "they are the last administrator", "another one", "Make somebody else one first"
        )


def _allow(actor: Actor, action: str, team: int | None = None) -> None:
    if actor.person is None:
        raise PermissionDenied
    if action == "administer":
        require(actor.person, "administer")
    else:
        require(actor.person, "manage team", OfTeam(team))


def _refuse_taken(name: str, pk: int | None) -> None:
    if Team.objects.filter(name__iexact=name).exclude(pk=pk or 0).exists():
        raise InputError(name, "another team has this name", "a new name", "Choose another")


def _refuse_circle(pk: int, parent: int | None) -> None:
    parents = dict(Team.objects.select_for_update().values_list("pk", "parent_id"))
    above = parent
    while above is not None:
        if above == pk:
            raise InputError(
                "parent", "the team would stand under itself", "a team above it", "Choose another"
            )
        above = parents.get(above)
