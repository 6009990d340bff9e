"""Somebody leaves: each thing that they own goes to somebody else, in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.meetings.models import Decision, Meeting
from holdfast.web.objectives.models import Initiative, KeyResult, Objective
from holdfast.web.objectives.writing import keep_revision
from holdfast.web.people.access import require
from holdfast.web.people.actions import held_administrators, locked_person, refuse_last
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.web.audit.actions import Actor

Kind = Literal["objective", "key-result", "check-in", "initiative", "decision"]
WORDS: dict[Kind, str] = {
    "objective": "Objective",
    "key-result": "Key result",
    "check-in": "Check-ins on",
    "initiative": "Initiative",
    "decision": "Decision",
}


@dataclass(frozen=True, slots=True)
class Owned:
    """One thing that somebody owns and that is not over.

    Attributes:
        kind: What it is.
        pk: Its key.
        objective: The objective that it belongs to, or itself; None for a decision of a meeting as a whole.
        text: Its words.
        team: Name of its team.
        cycle: Name of its cycle.
        meeting: That decided it; None of all that is no decision.
    """

    kind: Kind
    pk: int
    objective: int | None
    text: str
    team: str
    cycle: str
    meeting: int | None = None

    @property
    def name(self) -> str:
        """Of its field in the form."""
        return f"{self.kind}-{self.pk}"

    @property
    def word(self) -> str:
        """What it is, for people."""
        return WORDS[self.kind]


def owned_by(person: Person) -> tuple[Owned, ...]:
    """All that they own and that is not over, whoever asks. Five queries.

    What a quarterly review decided is carried out after its cycle; all else is over when its cycle is closed.
    """
    live = ~Q(objective__cycle__state="closed") & Q(objective__state__in=("draft", "published"))
    objectives = Objective.objects.filter(owner=person, state__in=("draft", "published")).exclude(
        cycle__state="closed"
    )
    of_results = KeyResult.objects.filter(live, dropped_at=None).select_related(
        "objective__team", "objective__cycle"
    )
    initiatives = Initiative.objects.filter(live, owner=person, done_at=None)
    decisions = Decision.objects.filter(
        ~Q(meeting__cycle__state="closed") | Q(meeting__kind="review"), owner=person, done_at=None
    )
    return (
        *(
            Owned("objective", row.pk, row.pk, row.text, row.team.name if row.team else "", row.cycle.name)
            for row in objectives.select_related("team", "cycle")
        ),
        *(_part("key-result", row) for row in of_results.filter(owner=person)),
        *(_part("check-in", row) for row in of_results.filter(checker=person).exclude(owner=person)),
        *(
            _part("initiative", row)
            for row in initiatives.select_related("objective__team", "objective__cycle")
        ),
        *(
            _decision(row)
            for row in decisions.select_related("meeting__team", "meeting__cycle", "key_result")
        ),
    )


def leave(actor: Actor, pk: int, heirs: Mapping[str, int]) -> Person:
    """Hand over what somebody owns and let them log in no more.

    Args:
        actor: An administrator.
        pk: Who leaves.
        heirs: Name of each owned thing to the key of who takes it over.

    Raises:
        InputError: Something would have no owner, an heir is not here, or they are the last administrator.
    """
    if actor.person is None:
        raise PermissionDenied
    with transaction.atomic():
        require(actor.person, "administer")
        administrators = held_administrators()
        row = locked_person(pk)
        refuse_last(row, administrators)
        owned = owned_by(row)
        _check(row, owned, heirs)
        _hand_over(actor, owned, heirs)
        Person.objects.filter(deputy=row).update(deputy=None)
        KeyResult.objects.filter(stand_in=row).update(stand_in=None)
        row.is_active = False
        row.save(update_fields=["is_active"])
        said = {one.name: (row.pk, heirs[one.name]) for one in owned}
        record(actor, "let go", row, {"active": (True, False), **said})
    return row


def _check(row: Person, owned: tuple[Owned, ...], heirs: Mapping[str, int]) -> None:
    left = [one for one in owned if one.name not in heirs]
    if left:
        found = f"{len(left)} of what they own would have no owner, such as “{left[0].text[:80]}”"
        raise InputError(row.name, found, "an owner for each", "Choose who takes it over")
    wanted = {heirs[one.name] for one in owned}
    able = set(
        Person.objects.filter(pk__in=wanted, is_active=True).exclude(pk=row.pk).values_list("pk", flat=True)
    )
    if wanted - able:
        raise InputError(row.name, "somebody chosen is not here", "people who can log in", "Choose again")


def _hand_over(actor: Actor, owned: tuple[Owned, ...], heirs: Mapping[str, int]) -> None:
    """A form that is open elsewhere was read before: the objectives count a revision up."""
    _hand_over_decisions(actor, [one for one in owned if one.kind == "decision"], heirs)
    owned = tuple(one for one in owned if one.kind != "decision")
    touched = sorted({one.objective for one in owned if one.objective is not None})
    objectives = {
        one.pk: one for one in Objective.objects.select_for_update().filter(pk__in=touched).order_by("pk")
    }
    for pk in touched:
        keep_revision(objectives[pk], actor)
    for one in owned:
        heir = heirs[one.name]
        if one.kind == "objective":
            Objective.objects.filter(pk=one.pk).update(owner=heir)
        elif one.kind == "initiative":
            Initiative.objects.filter(pk=one.pk).update(owner=heir)
        elif one.kind == "key-result":
            # Who was named to check in beside the owner stays; the owner's own check-ins go with them.
            KeyResult.objects.filter(pk=one.pk, checker=F("owner")).update(checker=None)
            KeyResult.objects.filter(pk=one.pk).update(owner=heir, stand_in=None)
        else:
            KeyResult.objects.filter(pk=one.pk).update(checker=heir, stand_in=None)
    for pk in touched:
        changes: dict[str, tuple[object, object]] = {
            one.name: (None, heirs[one.name]) for one in owned if one.objective == pk
        }
        record(actor, "changed owners", objectives[pk], changes)


def _hand_over_decisions(actor: Actor, owned: Sequence[Owned], heirs: Mapping[str, int]) -> None:
    """The minutes of a meeting that ended stay as they were; its decisions have new owners."""
    meetings: dict[int, list[Owned]] = {}
    keys = {one.pk: one for one in owned}
    for pk, meeting in Decision.objects.filter(pk__in=keys).values_list("pk", "meeting_id"):
        Decision.objects.filter(pk=pk).update(owner=heirs[keys[pk].name])
        meetings.setdefault(meeting, []).append(keys[pk])
    for row in Meeting.objects.filter(pk__in=meetings).order_by("pk"):
        record(actor, "changed owners", row, {one.name: (None, heirs[one.name]) for one in meetings[row.pk]})


def _decision(row: Decision) -> Owned:
    of, about = row.meeting, row.key_result
    objective = None if about is None else about.objective_id
    return Owned(
        "decision", row.pk, objective, row.text, of.team.name if of.team else "", of.cycle.name, of.pk
    )


def _part(kind: Kind, row: KeyResult | Initiative) -> Owned:
    of = row.objective
    return Owned(kind, row.pk, of.pk, row.text, of.team.name if of.team else "", of.cycle.name)
