"""Reads of what was found: stored records to the frozen values that pages and API show."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from django.http import Http404

from holdfast.report.evidence import TITLES
from holdfast.report.evidence_figures import figures_told
from holdfast.values import dataclass
from holdfast.web.company import company
from holdfast.web.evidence.fans import FAN, fan_in
from holdfast.web.evidence.models import Found
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from holdfast.evidence.fan import FanPoint
    from holdfast.web.people.models import Person

ORDER = tuple(TITLES)
"""Checks as they are told: first how hard, then whether it could be seen, then what it does."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a page shows of one check.

    Attributes:
        pk: Of the record, for its address; None where it is not kept.
        key_result: Id, or None for the objective itself.
        name: Which check.
        title: As people call it.
        verdict: Its answer.
        reason: Why it is no plain one; empty where it is.
        sentence: The finding in words.
        notes: What was compared, adjusted for and checked.
        figures: Pairs of words and figure, those that have one.
        on: Day up to which data were known; None where nothing but typed numbers was.
        named: Sentences that name customers; none where the reader may not see them.
    """

    pk: int | None
    key_result: int | None
    name: str
    title: str
    verdict: str
    reason: str
    sentence: str
    notes: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    on: date | None
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found of an objective and its key results.

    Attributes:
        checks: Of each check the latest, in the order told.
        forecasts: Key result, day and chance of each forecast, in order of time.
        fans: Key result to where its values will lie.
    """

    checks: tuple[Check, ...]
    forecasts: tuple[tuple[int | None, date, float], ...]
    fans: Mapping[int, tuple[FanPoint, ...]] = field(default_factory=dict)

    def of(self, key_result: int | None) -> tuple[Check, ...]:
        """Those of one key result; of the objective itself for None."""
        return tuple(one for one in self.checks if one.key_result == key_result)

    def course(self, key_result: int) -> tuple[tuple[date, float], ...]:
        """Day and chance of each forecast of a key result, in order of time."""
        return tuple((day, chance) for of, day, chance in self.forecasts if of == key_result)

    def guards(self, key_result: int) -> Check | None:
        """What its guards show."""
        return next((one for one in self.of(key_result) if one.name == "guards"), None)

    def link(self, key_result: int) -> Check | None:
        """What is known of the link of a key result to its objective."""
        return next((one for one in self.of(key_result) if one.name == "link"), None)


def evidence_of(objective: int, *, names: bool = False) -> Evidence:
    """What was found of an objective that the reader may see, with customers' names for who may see them.

    One query.
    """
    every = tuple(Found.objects.filter(objective_id=objective).select_related("key_result"))
    rows = tuple(row for row in every if row.check_name != FAN)
    fans = {
        row.key_result_id: fan_in(row.content) for row in every if row.check_name == FAN and row.key_result_id
    }
    told = ((row, row.content.get("estimate")) for row in reversed(rows) if row.check_name == "forecast")
    forecasts = tuple((row.key_result_id, row.on, chance) for row, chance in told if chance is not None)
    return Evidence(tuple(_check(row, names=names) for row in _latest(rows)), forecasts, fans)


def latest_of(objective: int) -> tuple[Found, ...]:
    """The latest record of each check, in the order told. One query."""
    return _latest(Found.objects.filter(objective_id=objective).exclude(check_name=FAN))


def _latest(rows: Iterable[Found]) -> tuple[Found, ...]:
    latest: dict[tuple[int | None, str], Found] = {}
    for row in rows:
        latest.setdefault((row.key_result_id, row.check_name), row)
    return tuple(sorted(latest.values(), key=_place))


def record_for(person: Person, pk: int) -> Mapping[str, Any]:
    """One record as JSON has it.

    Raises:
        Http404: It is not there, or this person may not know of its objective.
    """
    rows = Found.objects.filter(pk=pk, objective__in=visible_objectives(person)).exclude(check_name=FAN)
    row = rows.first()
    if row is None:
        raise Http404
    return told_to(person, row)


def told_to(person: Person, row: Found) -> dict[str, Any]:
    """A record as JSON has it, and no customer named to whoever may not see them."""
    return _content(row, names=can(person, "see customers"))


def _content(row: Found, *, names: bool) -> dict[str, Any]:
    return dict(row.content) if names else {**row.content, "named": []}


def _place(row: Found) -> tuple[int, int]:
    place = ORDER.index(row.check_name) if row.check_name in ORDER else len(ORDER)
    return (row.key_result_id or 0, place)


def _check(row: Found, *, names: bool) -> Check:
    unit = row.key_result.unit if row.key_result else None
    told = _content(row, names=names)
    return check_of(told, on=row.on, pk=row.pk, key_result=row.key_result_id, unit=unit)


def check_of(
    told: Mapping[str, Any],
    *,
    on: date | None,
    pk: int | None = None,
    key_result: int | None = None,
    unit: str | None = None,
) -> Check:
    """What a page shows of a record.

    Args:
        told: The record as JSON has it.
        on: Day up to which data were known, or None.
        pk: Of the record, where it is kept.
        key_result: Id of what it is about, or None.
        unit: Of its metric, or None.
    """
    currency = company().currency if unit == "money" else None
    return Check(
        pk=pk,
        key_result=key_result,
        name=told["check"],
        title=TITLES.get(told["check"], told["check"]),
        verdict=told["verdict"],
        reason=told.get("reason", ""),
        sentence=told["sentence"],
        notes=tuple(told.get("notes", ())),
        figures=figures_told(told["check"], told.get("figures", {}), unit=unit, currency=currency),  # type: ignore[arg-type]  # of a column
        on=on,
        named=tuple(told.get("named", ())),
    )
