"""Objectives of a file while what belongs to them is gathered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.web.exchange.plans import NewObjective

if TYPE_CHECKING:
    from holdfast.okr.model import Binding
    from holdfast.web.exchange.entries import Entry, Said
    from holdfast.web.objectives.models import Objective
    from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedObjective


class Group:
    """An objective of the file while its parts are gathered."""

    def __init__(self, entry: Entry, stated: StatedObjective, cycle: int, key: str) -> None:
        self.entry, self.stated, self.cycle, self.key = entry, stated, cycle, key
        self.here: Objective | None = None
        self.is_refused = False
        self.results: list[StatedKeyResult] = []
        self.result_keys: list[str] = []
        self.said: list[tuple[Said, ...]] = []
        self.bindings: list[Binding | None] = []
        self.initiatives: list[tuple[int | None, StatedInitiative]] = []
        self.above: list[str] = []
        self.supports: list[int] = []


def names_of(entry: Entry) -> list[str]:
    """What other rows may call a key result."""
    return [one for one in (entry.told.get("own_key"), entry.key, entry.text.casefold()) if one]


def value_of(stated: StatedKeyResult, field: str) -> str:
    """What stands in a field that is at fault."""
    return str(getattr(stated, field, ""))[:80]


def changes_of(group: Group) -> tuple[str, ...]:
    """Says that an objective that is here already has another sentence than in the file."""
    here = group.here
    if here is None or " ".join(here.text.split()).casefold() == group.entry.text.casefold():
        return ()
    return (f"It is here with another sentence, which stays: “{here.text[:120]}”",)


def new_objective(group: Group) -> NewObjective:
    """The objective with all that was gathered."""
    results = [
        replace(one, initiatives=tuple(initiative for at, initiative in group.initiatives if at == number))
        for number, one in enumerate(group.results)
    ]
    own = tuple(initiative for at, initiative in group.initiatives if at is None)
    stated = replace(
        group.stated, key_results=tuple(results), initiatives=own, supports=tuple(sorted(set(group.supports)))
    )
    return NewObjective(
        group.key,
        group.cycle,
        stated,
        tuple(group.result_keys),
        tuple(dict.fromkeys(group.above)),
        tuple(group.said),
        tuple(group.bindings),
    )
