"""What names in a file stand for: cycles, teams, people, and what was imported before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from holdfast.web.cycles.models import Cycle
from holdfast.web.drafts.queries import people_by_name
from holdfast.web.exchange.instances import own_id
from holdfast.web.exchange.models import Origin
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import KeyResult
from holdfast.web.people.models import Person, Team

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.web.objectives.models import Objective

_QUARTER = re.compile(r"\bq(?:uarter)?\s*([1-4])(?!\d)|\b([1-4])\.?\s*(?:quarter|quartal)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d{2})\b|\bfy\s*'?(\d{2})\b", re.IGNORECASE)
_PART = 500
_T = TypeVar("_T")


class Names:
    """Cycles, teams and people by the names that files give them. Three queries.

    Args:
        owners: Names in small letters to the ids of people that somebody chose; None for nobody.
    """

    def __init__(self, owners: Mapping[str, int | None]) -> None:
        self.cycles = {one.pk: one for one in Cycle.objects.all()}
        self.teams = {one.name.casefold(): one.pk for one in Team.objects.all()}
        self.people: dict[str, int | None] = {**people_by_name(), **owners}
        self._by_name = {one.name.casefold(): one for one in self.cycles.values()}
        self._by_quarter = {place: one for one in self.cycles.values() if (place := _quarter(one.name))}

    def cycle(self, written: str) -> Cycle | None:
        """By its name, or as the same quarter written another way."""
        place = _quarter(written)
        return self._by_name.get(written.casefold()) or (self._by_quarter.get(place) if place else None)

    def is_known(self, person: str) -> bool:
        """Somebody has this address or name, or somebody chose who it is."""
        return person.casefold() in self.people


def found_before(person: Person, keys: Iterable[str]) -> dict[str, Objective]:
    """Objectives that this person may see, by the key under which they came in or by their id here.

    What they may not see is as if it were not there: the same file then makes drafts of its own.
    """
    wanted = list(dict.fromkeys(keys))
    own = {key: pk for key in wanted if (pk := own_id("objective", key)) is not None}
    found: dict[str, Objective] = {}
    for pairs in _parts(list(own.items())):
        rows = visible_objectives(person).filter(pk__in=[pk for _, pk in pairs]).in_bulk()
        found |= {key: rows[pk] for key, pk in pairs if pk in rows}
    for some in _parts(wanted):
        origins = Origin.objects.filter(key__in=some, key_result=None).order_by("pk")
        before = list(origins.values_list("key", "objective_id"))
        rows = visible_objectives(person).filter(pk__in={pk for _, pk in before}).in_bulk()
        found |= {key: rows[pk] for key, pk in before if pk in rows}
    return found


def said_here(person: Person, cycles: Iterable[int]) -> dict[tuple[int, int | None, str], Objective]:
    """Objectives of cycles that this person may see, by cycle, team and sentence; archived ones aside."""
    rows = visible_objectives(person).filter(cycle_id__in=set(cycles)).exclude(state="archived")
    return {(row.cycle_id, row.team_id, " ".join(row.text.split()).casefold()): row for row in rows}


def results_before(objectives: Iterable[Objective]) -> dict[int, tuple[set[str], set[str]]]:
    """Of objectives that are here: the keys of their key results, and the sentences. Two queries a part."""
    held: dict[int, tuple[set[str], set[str]]] = {one.pk: (set(), set()) for one in objectives}
    for some in _parts(list(held)):
        for pk, objective, text in KeyResult.objects.filter(objective_id__in=some).values_list(
            "pk", "objective_id", "text"
        ):
            held[objective][0].add(f"key-result-{pk}")
            held[objective][1].add(" ".join(text.split()).casefold())
        for key, objective in (
            Origin.objects.filter(objective_id__in=some)
            .exclude(key_result=None)
            .values_list("key", "objective_id")
        ):
            held[objective][0].add(key)
    return held


def _quarter(written: str) -> tuple[int, int] | None:
    quarter, year = _QUARTER.search(written), _YEAR.search(written)
    if quarter is None or year is None:
        return None
    return int(year[1] or f"20{year[2]}"), int(quarter[1] or quarter[2])


def _parts(some: list[_T]) -> Iterable[list[_T]]:
    return (some[at : at + _PART] for at in range(0, len(some), _PART))
