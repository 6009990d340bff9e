"""People, teams and settings: what only administrators may do, with the scope of that name."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Status

from holdfast.review.selection import find_rule
from holdfast.web.api.logging_in import Bearer, actor, caller, require_scope
from holdfast.web.api.people import router as people_router  # its list of teams has the same address
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.administration import (
    AdministratorStated,
    InvitationAnswer,
    InvitationStated,
    Leaving,
    MembershipAnswer,
    OwnedAnswer,
    PersonAnswer,
    RoleStated,
    SettingsAnswer,
    SettingsChanged,
    TeamAnswer,
    TeamMember,
    TeamStated,
)
from holdfast.web.api.schemas.plain import Id, Named, named
from holdfast.web.configuration.actions import decide
from holdfast.web.configuration.queries import configuration
from holdfast.web.people import actions, invitations, leaving
from holdfast.web.people.access import OfTeam, require
from holdfast.web.people.mailing import send_invitation
from holdfast.web.people.models import Invitation, Membership, Person, Team
from holdfast.web.people.queries import open_invitations

ADMINISTER = Bearer("administer")
OF_TEAMS = Bearer("manage teams", "administer")
"""What editors do with their own teams; their role is asked as on the pages."""
router = Router(auth=ADMINISTER, tags=["administration"])
Pk = Annotated[Id, Path()]


@router.get("/administration/people", response={200: list[PersonAnswer], **PROBLEMS})
def list_people(request: HttpRequest) -> list[PersonAnswer]:
    """Everybody with address and roles, also those who left."""
    require(caller(request), "administer")
    roles: dict[int, list[MembershipAnswer]] = {}
    for one in Membership.objects.select_related("team").order_by("team__name"):
        told = MembershipAnswer(team=Named(id=one.team_id, name=one.team.name), role=one.role)
        roles.setdefault(one.person_id, []).append(told)
    return [_person(row, roles.get(row.pk, [])) for row in Person.objects.all()]


@router.put("/people/{pk}/administrator", response={200: PersonAnswer, **PROBLEMS})
def administrator(request: HttpRequest, pk: Pk, sent: AdministratorStated) -> PersonAnswer:
    """Make somebody an administrator, or no longer; the last one stays."""
    _found(request, pk)
    actions.set_administrator(actor(request), pk, is_administrator=sent.is_administrator)
    return _whole(pk)


@router.get("/people/{pk}/owned", response={200: list[OwnedAnswer], **PROBLEMS})
def owned(request: HttpRequest, pk: Pk) -> list[OwnedAnswer]:
    """What somebody owns that is not over: who leaves hands each over by its name."""
    found = leaving.owned_by(_found(request, pk))
    return [OwnedAnswer(name=one.name, kind=one.kind, text=one.text) for one in found]


@router.post("/people/{pk}/leave", response={200: PersonAnswer, **PROBLEMS})
def leave(request: HttpRequest, pk: Pk, sent: Leaving) -> PersonAnswer:
    """Hand over what somebody owns, and let them log in no more."""
    _found(request, pk)
    leaving.leave(actor(request), pk, sent.heirs)
    return _whole(pk)


@router.post("/people/{pk}/return", response={200: PersonAnswer, **PROBLEMS})
def come_back(request: HttpRequest, pk: Pk) -> PersonAnswer:
    """Let somebody who left log in again."""
    _found(request, pk)
    actions.let_back_in(actor(request), pk)
    return _whole(pk)


@router.get("/invitations", auth=OF_TEAMS, response={200: list[InvitationAnswer], **PROBLEMS})
def list_invitations(request: HttpRequest) -> list[InvitationAnswer]:
    """Invitations that nobody has accepted yet, of the teams that you manage."""
    return [_invitation(row) for row, _ in open_invitations(caller(request), actor(request).at)]


@router.post("/invitations", auth=OF_TEAMS, response={201: InvitationAnswer, **PROBLEMS})
def invite(request: HttpRequest, sent: InvitationStated) -> Status[InvitationAnswer]:
    """Invite an address by mail, into a team that you manage; the link is in the mail alone."""
    if sent.is_administrator or sent.team is None:
        require_scope(request, "administer")
    if sent.team is not None:
        _team(sent.team)
    asked = invitations.Invited(sent.email, sent.team, sent.role, is_administrator=sent.is_administrator)
    made, token = invitations.invite(actor(request), asked)
    return Status(HTTPStatus.CREATED.value, _invitation(made, was_sent=send_invitation(made, token)))


@router.post("/invitations/{pk}/resend", auth=OF_TEAMS, response={200: InvitationAnswer, **PROBLEMS})
def resend(request: HttpRequest, pk: Pk) -> InvitationAnswer:
    """Send an invitation again with a new link, which is in the mail alone."""
    _refuse_wide(request, pk)
    made, token = invitations.send_again(actor(request), pk)
    return _invitation(made, was_sent=send_invitation(made, token))


@router.delete("/invitations/{pk}", auth=OF_TEAMS, response={204: None, **PROBLEMS})
def revoke(request: HttpRequest, pk: Pk) -> Status[None]:
    """Take an invitation back; its link works no more."""
    _refuse_wide(request, pk)
    invitations.revoke(actor(request), pk)
    return Status(HTTPStatus.NO_CONTENT.value, None)


@people_router.post("/teams", auth=ADMINISTER, response={201: TeamAnswer, **PROBLEMS})
def make_team(request: HttpRequest, sent: TeamStated) -> Status[TeamAnswer]:
    """A new team."""
    require(caller(request), "administer")
    if sent.parent is not None:
        _team(sent.parent)
    made = actions.make_team(actor(request), sent.name, sent.parent)
    return Status(HTTPStatus.CREATED.value, _whole_team(made))


@router.get(
    "/teams/{pk}",
    auth=Bearer("read", "manage teams", "administer"),
    response={200: TeamAnswer, **PROBLEMS},
)
def read_team(request: HttpRequest, pk: Pk) -> TeamAnswer:  # noqa: ARG001 - ninja's signature
    """A team with its members and their roles."""
    return _whole_team(_team(pk))


@router.patch("/teams/{pk}", auth=OF_TEAMS, response={200: TeamAnswer, **PROBLEMS})
def change_team(request: HttpRequest, pk: Pk, sent: TeamStated) -> TeamAnswer:
    """Rename a team; an administrator may move it under another, or, with null, from under it."""
    row = _team(pk)
    parent = sent.parent if "parent" in sent.model_fields_set else row.parent_id
    if parent != row.parent_id:
        require_scope(request, "administer")
    if parent is not None:
        _team(parent)
    actions.change_team(actor(request), pk, sent.name, parent)
    return _whole_team(_team(pk))


@router.put("/teams/{pk}/members/{person}", auth=OF_TEAMS, response={200: TeamAnswer, **PROBLEMS})
def set_role(request: HttpRequest, pk: Pk, person: Pk, sent: RoleStated) -> TeamAnswer:
    """Add somebody to a team, or give them another role in it."""
    row = _team(pk)
    require(caller(request), "manage team", OfTeam(pk))
    if not Person.objects.filter(pk=person).exists():
        raise Http404
    actions.set_role(actor(request), pk, person, sent.role)
    return _whole_team(row)


@router.delete("/teams/{pk}/members/{person}", auth=OF_TEAMS, response={204: None, **PROBLEMS})
def remove_member(request: HttpRequest, pk: Pk, person: Pk) -> Status[None]:
    """Take somebody out of a team; nothing where they are not in it."""
    _team(pk)
    actions.remove_member(actor(request), pk, person)
    return Status(HTTPStatus.NO_CONTENT.value, None)


@router.get("/settings", response={200: SettingsAnswer, **PROBLEMS})
def read_settings(request: HttpRequest) -> SettingsAnswer:
    """Thresholds, reminders and gates."""
    require(caller(request), "administer")
    return SettingsAnswer(**asdict(configuration()))


@router.patch("/settings", response={200: SettingsAnswer, **PROBLEMS})
def change_settings(request: HttpRequest, sent: SettingsChanged) -> SettingsAnswer:
    """Change some of the settings; they hold from now on."""
    require(caller(request), "administer")
    values = sent.model_dump(exclude_unset=True)
    if "gates" in values:
        values["gates"] = tuple(dict.fromkeys(find_rule(one).code for one in sent.gates))
    return SettingsAnswer(**asdict(decide(actor(request), values)))


def _found(request: HttpRequest, pk: int) -> Person:
    require(caller(request), "administer")
    row = Person.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _refuse_wide(request: HttpRequest, pk: int) -> None:
    """What an invitation gives besides a role in a team is given by tokens that administer alone."""
    row = Invitation.objects.filter(pk=pk).first()
    if row is not None and (row.is_administrator or row.team_id is None):
        require_scope(request, "administer")


def _team(pk: int) -> Team:
    row = Team.objects.select_related("parent").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _whole(pk: int) -> PersonAnswer:
    row = Person.objects.get(pk=pk)
    rows = row.memberships.select_related("team").order_by("team__name")
    roles = [MembershipAnswer(team=Named(id=one.team_id, name=one.team.name), role=one.role) for one in rows]
    return _person(row, roles)


def _person(row: Person, roles: list[MembershipAnswer]) -> PersonAnswer:
    return PersonAnswer(
        id=row.pk,
        name=row.name,
        email=row.email,
        is_active=row.is_active,
        is_administrator=row.is_administrator,
        roles=roles,
    )


def _whole_team(row: Team) -> TeamAnswer:
    members = row.memberships.select_related("person").order_by("person__name")
    told = [(Named(id=one.person_id, name=one.person.name), one.role) for one in members]
    inside = [TeamMember(person=person, role=role) for person, role in told]
    return TeamAnswer(id=row.pk, name=row.name, parent=named(row.parent), members=inside)


def _invitation(row: Invitation, *, was_sent: bool | None = None) -> InvitationAnswer:
    return InvitationAnswer(
        id=row.pk,
        email=row.email,
        team=named(row.team),
        role=row.role,
        is_administrator=row.is_administrator,
        expires_at=row.expires_at,
        was_sent=was_sent,
    )
