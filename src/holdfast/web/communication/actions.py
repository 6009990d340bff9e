"""Writes of communication plans: lines, and the sendings that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.communication.access import may_name_chat, may_plan, workspace_domains
from holdfast.web.communication.models import WHATS, WHENS, PlanLine, Sending
from holdfast.web.communication.occasions import occasions
from holdfast.web.company import company
from holdfast.web.notices import chat
from holdfast.web.notices.outbox import Asked, put
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.actions import locked, refuse_unwritable
from holdfast.web.people.access import require
from holdfast.web.people.models import Person, Team

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.web.audit.actions import Actor
    from holdfast.web.communication.occasions import Occasion
    from holdfast.web.objectives.models import Objective

MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class StatedLine:
    """Who shall hear what, and when; exactly one of person, team, address and chat.

    Attributes:
        chat: Its address as it was copied, such as a webhook of Slack.
    """

    what: str
    when: str
    person: int | None = None
    team: int | None = None
    address: str = ""
    chat: str = ""
    weekday: int = 0


def add_line(actor: Actor, pk: int, stated: StatedLine) -> PlanLine:
    """Add a line to the plan of an objective. The same line a second time is the one that is there.

    Raises:
        InputError: Nobody or several are named, they may not see it, or the address is of another domain.
        PermissionDenied: They neither own the objective nor may change it, or name a chat and may not.
    """
    with transaction.atomic():
        row = locked(pk)
        _allow(actor, row)
        refuse_unwritable(row)
        _check(row, stated)
        address = _chat_of(actor, row, stated)
        given = {
            "person_id": stated.person,
            "team_id": stated.team,
            "address": stated.address.lower(),
            "what": stated.what,
            "when": stated.when,
            "weekday": stated.weekday if stated.when == "weekly" else 0,
        }
        known = next((one for one in row.plan.filter(**given) if chat.opened(one.chat) == address), None)
        if known is not None:
            return known
        if row.plan.count() >= MOST_LINES:
            raise InputError("the plan", f"{MOST_LINES} lines", "fewer", "Remove one, or name a team")
        sealed = chat.sealed(address) if address else ""
        made = PlanLine.objects.create(objective=row, made_at=actor.at, chat=sealed, **given)
        told = {"line": (None, f"{stated.what} {stated.when}")}
        record(actor, "added to the communication plan", row, told)
    return made


def remove_line(actor: Actor, pk: int, line: int) -> None:
    """Take a line out of the plan; what was sent stays sent. Nothing where it is gone already.

    Raises:
        PermissionDenied: They neither own the objective nor may change it.
    """
    with transaction.atomic():
        row = locked(pk)
        _allow(actor, row)
        found = row.plan.filter(pk=line).first()
        if found is not None:
            told = {"line": (f"{found.what} {found.when}", None)}
            record(actor, "took out of the communication plan", row, told)
            found.delete()


def send_due(*, today: date, at: datetime) -> int:
    """Make every sending that is due, each once; returns how many. Safe to run twice, and by two at once."""
    rows = PlanLine.objects.exclude(objective__state__in=("draft", "archived"))
    made = 0
    for line in rows.select_related("objective__cycle", "team", "person"):
        for one in occasions(line, today=today, at=at, zone=company().time_zone):
            made += _make(line, one, at)
    return made


def _make(line: PlanLine, one: Occasion, at: datetime) -> int:
    """1, or 0 where it was made already."""
    from holdfast.web.communication.tasks import send_to_address  # noqa: PLC0415 - the task calls this module

    if Sending.objects.filter(line=line, occasion=one.name).exists():
        return 0
    try:
        with transaction.atomic():
            made = Sending.objects.create(
                line=line,
                occasion=one.name,
                since=one.since,
                made_at=at,
                touched_at=at,
                state="waiting" if line.address or line.chat else "sent",
            )
            if line.address or line.chat:
                send_to_address.enqueue(made.pk)
            else:
                put([Asked("plan", person, made.pk) for person in _audience(line)], at)
    except IntegrityError:
        return 0
    return 1


def send_once_more(actor: Actor, pk: int) -> None:
    """Give what a chat or an address did not take all its attempts again.

    Raises:
        InputError: It did not fail.
    """
    from holdfast.web.communication.tasks import send_to_address  # noqa: PLC0415 - the task calls this module

    if actor.person is None:
        raise PermissionDenied
    with transaction.atomic():
        require(actor.person, "administer")
        row = Sending.objects.select_for_update(of=("self",)).filter(pk=pk, state="failed").first()
        if row is None:
            raise InputError("the plan", "it has not failed", "one that has", "Load the page anew")
        Sending.objects.filter(pk=pk).update(attempts=0, state="waiting", touched_at=actor.at)
        send_to_address.enqueue(pk)
        record(actor, "tried a plan again", row, {"state": ("failed", "waiting")})


def _audience(line: PlanLine) -> list[int]:
    """Who hears it and may see the objective."""
    people = Person.objects.filter(is_active=True)
    people = (
        people.filter(pk=line.person_id) if line.person_id else people.filter(memberships__team=line.team)
    )
    return [
        one.pk for one in people.distinct() if visible_objectives(one).filter(pk=line.objective_id).exists()
    ]


def _chat_of(actor: Actor, row: Objective, stated: StatedLine) -> str:
    """The address of the chat that is named; empty where none is."""
    if not stated.chat:
        return ""
    if actor.person is not None and not may_name_chat(actor.person, row):
        raise PermissionDenied
    return chat.address_of(stated.chat)


def _allow(actor: Actor, row: Objective) -> None:
    if actor.person is not None and not may_plan(actor.person, row):
        require(actor.person, "draft" if row.state == "draft" else "amend", row)


def _check(row: Objective, stated: StatedLine) -> None:
    if stated.what not in dict(WHATS) or stated.when not in dict(WHENS) or not 0 <= stated.weekday <= 6:  # noqa: PLR2004 - Sunday
        raise InputError("the plan", "something that is not offered", "one of the choices", "Choose again")
    named = [one for one in (stated.person, stated.team, stated.address, stated.chat) if one]
    if len(named) != 1:
        raise InputError(
            "who hears it",
            f"{len(named)} are named",
            "one: a person, a team, an address or a chat",
            "Name one",
        )
    if stated.person:
        _check_person(row, stated.person)
    elif stated.team:
        _check_team(row, stated.team)
    elif stated.address:
        _check_address(row, stated.address)
    elif row.is_private:
        remedy = "Name a person or its team"
        raise InputError("the chat", "the objective is private", "people who may see it", remedy)


def _check_person(row: Objective, pk: int) -> None:
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if person is None or not visible_objectives(person).filter(pk=row.pk).exists():
        raise InputError("who hears it", "somebody who may not see it", "somebody who may", "Name another")


def _check_team(row: Objective, pk: int) -> None:
    if not Team.objects.filter(pk=pk).exists():
        raise InputError("the team", "it is not there", "one that is", "Choose another")
    if row.is_private and pk != row.team_id:
        raise InputError("the team", "the objective is private to another", "its own team", "Choose that one")


def _check_address(row: Objective, address: str) -> None:
    if row.is_private:
        raise InputError(
            "the address", "the objective is private", "people who may see it", "Name a person or its team"
        )
    domain = address.rpartition("@")[2].lower()
    known = workspace_domains()
    if domain not in known:
        allowed = ", ".join(sorted(known)) or "none yet"
        raise InputError("the address", f"it is of {domain or 'no domain'}", allowed, "Name another")
    if Person.objects.filter(email=address.lower()).exists():
        raise InputError("the address", "it is that of a person here", "the person", "Choose their name")
