"""What differs between two states of an objective, and one state made of two that were changed at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from holdfast.values import dataclass
from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.web.objectives.stated import StatedObjective

Listed = StatedKeyResult | StatedInitiative | StatedStep
Stated = TypeVar("Stated", bound="StatedObjective | Listed")
One = TypeVar("One", bound=Listed)
_LISTS = {"key_results": "key result", "initiatives": "initiative", "steps": "step"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs.

    Attributes:
        place: What it belongs to, outermost first: ``("key result", 2)``; empty for the objective itself.
        field: Its name; empty where the whole thing came or went.
        before: Its value; None where there was none.
        after: Likewise.
    """

    place: tuple[tuple[str, int], ...]
    field: str
    before: Any
    after: Any

    @property
    def name(self) -> str:
        """Of the field with its place: ``key result 2, target``."""
        return ", ".join([*(f"{kind} {number}" for kind, number in self.place), *filter(None, [self.field])])


@dataclass(frozen=True, slots=True)
class Merged:
    """One state made of two.

    Attributes:
        stated: Mine, with what only the others changed.
        taken: What the others changed and was taken over.
        conflicts: What both changed; `before` is theirs and `after` mine, which is the one in `stated`.
    """

    stated: StatedObjective
    taken: tuple[Change, ...]
    conflicts: tuple[Change, ...]


def differences(before: StatedObjective, after: StatedObjective) -> tuple[Change, ...]:
    """Every field that differs, in the order of the form; things are told apart by their ids."""
    return tuple(_differences(before, after, ()))


def merge(base: StatedObjective, mine: StatedObjective, theirs: StatedObjective) -> Merged:
    """Mine and theirs, which both go out from `base`, in one; where both changed a field, mine stands.

    Nothing is lost: a thing that one of us removed and the other changed stays.
    """
    merging = _Merging([], [])
    return Merged(merging.of(base, mine, theirs, ()), tuple(merging.taken), tuple(merging.conflicts))


def _differences(
    before: StatedObjective | Listed, after: StatedObjective | Listed, place: tuple[tuple[str, int], ...]
) -> Iterator[Change]:
    for name in (one.name for one in fields(before) if one.name != "pk"):
        old, new = getattr(before, name), getattr(after, name)
        if name in _LISTS:
            yield from _of_lists(old, new, (place, _LISTS[name]))
        elif old != new:
            yield Change(place, name, old, new)


def _of_lists(
    before: Sequence[One], after: Sequence[One], at: tuple[tuple[tuple[str, int], ...], str]
) -> Iterator[Change]:
    place, kind = at
    old = {one.pk: (number, one) for number, one in enumerate(before, start=1)}
    for number, one in enumerate(after, start=1):
        if one.pk is None or one.pk not in old:
            yield Change((*place, (kind, number)), "", None, one.text)
        else:
            yield from _differences(old[one.pk][1], one, (*place, (kind, number)))
    kept = {one.pk for one in after}
    for number, one in old.values():
        if one.pk not in kept:
            yield Change((*place, (kind, number)), "", one.text, None)


@dataclass(frozen=True, slots=True)
class _Merging:
    taken: list[Change]
    conflicts: list[Change]

    def of(self, base: Stated, mine: Stated, theirs: Stated, place: tuple[tuple[str, int], ...]) -> Stated:
        found: dict[str, Any] = {}
        for name in (one.name for one in fields(mine) if one.name != "pk"):
            was, own, other = (getattr(one, name) for one in (base, mine, theirs))
            if name in _LISTS:
                found[name] = self._list((was, own, other), place, _LISTS[name])
            else:
                found[name] = self._field((was, own, other), place, name)
        return replace(mine, **found)

    def _field(self, values: tuple[Any, Any, Any], place: tuple[tuple[str, int], ...], name: str) -> Any:  # noqa: ANN401
        was, own, other = values
        if other in (was, own):
            return own
        if own == was:
            self.taken.append(Change(place, name, was, other))
            return other
        self.conflicts.append(Change(place, name, other, own))
        return own

    def _list(
        self,
        lists: tuple[Sequence[One], Sequence[One], Sequence[One]],
        place: tuple[tuple[str, int], ...],
        kind: str,
    ) -> tuple[One, ...]:
        base, theirs = self._by_id(lists[0]), self._by_id(lists[2])
        made: list[One] = []
        for number, one in enumerate(lists[1], start=1):
            kept = self._mine(one, base, theirs, (*place, (kind, number)))
            made += [] if kept is None else [kept]
        mine = {one.pk for one in lists[1]}
        for one in lists[2]:
            if one.pk not in mine and base.get(one.pk) != one:
                self._note_theirs(one, (*place, (kind, len(made) + 1)), was_there=one.pk in base)
                made.append(one)
        return tuple(made)

    @staticmethod
    def _by_id(some: Sequence[One]) -> dict[int | None, One]:
        return {one.pk: one for one in some if one.pk is not None}

    def _mine(
        self,
        one: One,
        base: dict[int | None, One],
        theirs: dict[int | None, One],
        place: tuple[tuple[str, int], ...],
    ) -> One | None:
        """Mine as it goes on; None where the others removed it and I did not touch it."""
        if one.pk is None:
            return one
        if one.pk in theirs:
            return self.of(base.get(one.pk, one), one, theirs[one.pk], place)
        if base.get(one.pk) == one:
            self.taken.append(Change(place, "", one.text, None))
            return None
        self.conflicts.append(Change(place, "", None, one.text))
        return replace(one, pk=None)

    def _note_theirs(self, one: One, place: tuple[tuple[str, int], ...], *, was_there: bool) -> None:
        """They added it, or changed what I removed."""
        if was_there:
            self.conflicts.append(Change(place, "", one.text, None))
        else:
            self.taken.append(Change(place, "", None, one.text))
