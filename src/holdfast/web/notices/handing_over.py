"""Who has become the owner of what, as an entry of the audit log tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from holdfast.values import dataclass
from holdfast.web.audit.models import Entry
from holdfast.web.meetings.models import Decision
from holdfast.web.notices.telling import NotNeededError, Told, line, link_to
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Initiative, KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from holdfast.web.notices.models import Notice
    from holdfast.web.people.models import Person

_LEFT, _EDITED = "let go", "edited objective"
_PIECE = re.compile(r"(objective|key-result|check-in|initiative|decision)-(\d+)")
_FIELD = re.compile(r"(?:(key result|initiative) (\d+), )?(?:initiative \d+, )?(owner|checker)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that became somebody's.

    Attributes:
        word: What it is.
        text: Its words.
        link: To its page.
    """

    word: str
    text: str
    link: str


def heirs_of(entry: Entry) -> frozenset[int]:
    """Keys of those to whom an entry gives something, without who did it. A draft is nobody's yet."""
    pattern = {_LEFT: _PIECE, _EDITED: _FIELD}.get(entry.action)
    if pattern is None:
        return frozenset()
    found = {pair[1] for name, pair in entry.changes.items() if pattern.fullmatch(name)}
    heirs = {pk for pk in found if isinstance(pk, int)} - {entry.by_id}
    if heirs and entry.action == _EDITED:
        published = Objective.objects.filter(pk=entry.subject_id, state="published")
        return frozenset(heirs) if published.exists() else frozenset()
    return frozenset(heirs)


def hand_over(row: Notice, at: datetime) -> Told:  # noqa: ARG001 - the signature of all that tell
    """What became somebody's, and who gave it.

    Raises:
        NotNeededError: It is somebody else's by now.
    """
    entry = Entry.objects.select_related("by").filter(pk=row.subject_id).first()
    pieces = _pieces(entry, row.person) if entry is not None else []
    if entry is None or not pieces:
        raise NotNeededError("nothing of it is theirs any more")
    by = line(entry.by.name) if entry.by is not None else "Somebody"
    many = f"{len(pieces)} things" if len(pieces) > 1 else pieces[0].word.lower()
    one = "An" if many[0] in "aeiou" else "A"
    subject = f"{many} are yours now" if len(pieces) > 1 else f"{one} {many} is yours now"
    link = pieces[0].link if len(pieces) == 1 else link_to("quarter") + "?mine=1"
    return Told(subject, {"pieces": pieces, "by": by}, link)


def _pieces(entry: Entry, person: Person) -> list[Piece]:
    names = [name for name, pair in entry.changes.items() if pair[1] == person.pk]
    if entry.action == _LEFT:
        found = [_of_left(name, person) for name in names]
        return [one for one in found if one is not None]
    objective = visible_objectives(person).filter(pk=entry.subject_id).first()
    return [] if objective is None else list(_of_edited(objective, person, names))


def _of_left(name: str, person: Person) -> Piece | None:
    """None where it went on to somebody else, or is gone."""
    kind, _, pk = name.rpartition("-")
    if not pk.isdecimal():
        return None
    seen = visible_objectives(person)
    if kind == "objective":
        objective = seen.filter(pk=pk, owner=person).first()
        return None if objective is None else _of_objective(objective)
    if kind == "initiative":
        initiative = Initiative.objects.filter(pk=pk, owner=person, objective__in=seen).first()
        return None if initiative is None else _of_initiative(initiative)
    if kind == "decision":
        return _of_decision(pk, person)
    role = "checker" if kind == "check-in" else "owner"
    result = KeyResult.objects.filter(pk=pk, objective__in=seen, **{role: person}).first()
    return None if result is None else _of_result(result, role)


def _of_edited(objective: Objective, person: Person, names: list[str]) -> Iterator[Piece]:
    """What is theirs of the objective now: places in an old entry may have moved since."""
    fields = [found for found in map(_FIELD.fullmatch, names) if found is not None]
    if any(one[1] is None and one[3] == "owner" for one in fields) and objective.owner_id == person.pk:
        yield _of_objective(objective)
    for role in ("owner", "checker"):
        if any(one[1] == "key result" and one[3] == role and "initiative" not in one[0] for one in fields):
            for result in objective.key_results.filter(dropped_at=None, **{role: person}):
                yield _of_result(result, role)
    if any("initiative" in one[0] for one in fields):
        for initiative in objective.initiatives.filter(owner=person, done_at=None):
            yield _of_initiative(initiative)


def _of_decision(pk: str, person: Person) -> Piece | None:
    seen = Q(key_result=None) | Q(key_result__objective__in=visible_objectives(person))
    row = Decision.objects.filter(seen, pk=pk, owner=person, done_at=None).first()
    return None if row is None else Piece("Decision", line(row.text), link_to("meetings"))


def _of_objective(row: Objective) -> Piece:
    return Piece("Objective", line(row.text), link_to("objective", row.pk))


def _of_result(row: KeyResult, role: str) -> Piece:
    word = "Key result" if role == "owner" else "Check-in on a key result"
    return Piece(word, line(row.text), link_to("key-result", row.pk))


def _of_initiative(row: Initiative) -> Piece:
    return Piece("Initiative", line(row.text), f"{link_to('objective', row.objective_id)}#initiatives")
