"""The editor's forms around what was typed, and the objective that they state."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.datastructures import MultiValueDict

from holdfast.values import dataclass
from holdfast.web.drafts.content import INITIATIVE, RESULT, first, rows, steps_in, typed
from holdfast.web.drafts.forms import NUMBERS, InitiativeForm, KeyResultForm, ObjectiveForm, scale_of
from holdfast.web.measurements.models import Series
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.actions import Meant
from holdfast.web.objectives.faults import faults
from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedObjective
from holdfast.web.people.access import can
from holdfast.web.people.models import Person, Team

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.drafts.content import Content
    from holdfast.web.objectives.models import Objective

    Choices = Sequence[tuple[int, str]]


MOST_DIGITS = 19
"""Of an id: it has 64 bits."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a form may choose from, by id.

    Attributes:
        people: Who can log in, and whoever owns something of this objective.
        teams: Those for which the person may draft.
        above: Objectives of the cycle that it may support.
    """

    people: Mapping[int, str]
    teams: Mapping[int, str]
    above: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A key result of the form: the number of its row, its form, what it states, and what measures it."""

    row: str
    form: KeyResultForm
    stated: StatedKeyResult
    series: Series | None


@dataclass(frozen=True, slots=True)
class Editor:
    """All forms of one objective.

    Attributes:
        series: What measures the objective itself, or None.
        stated: What they state; of a field that cannot be read, its default.
        is_valid: Every field can be read, and nothing contradicts itself.
    """

    objective: ObjectiveForm
    results: tuple[ResultRow, ...]
    initiatives: tuple[tuple[str, InitiativeForm], ...]
    series: Series | None
    stated: StatedObjective
    is_valid: bool
    known: Known = field(repr=False)

    def hush(self) -> None:
        """Show no field as wrong: nobody has tried to save yet."""
        forms = [self.objective, *(one.form for one in self.results), *(form for _, form in self.initiatives)]
        for form in forms:
            form.is_quiet = True


def known_to(person: Person, cycle: Cycle, row: Objective | None = None) -> Known:
    """What this person may choose from. Four queries."""
    owners = row.owner_ids if row else frozenset[int]()
    people = Person.objects.filter(Q(is_active=True) | Q(pk__in=owners) | Q(pk__in=_doers(row))).values_list(
        "pk", "name"
    )
    every = Team.objects.values_list("pk", "name")
    teams = {pk: name for pk, name in every if can(person, "draft", Meant(pk))}
    if row and row.team:
        teams.setdefault(row.team.pk, row.team.name)
    if person.is_administrator or (row and row.team_id is None):
        teams[0] = "The company as a whole"
    above = visible_objectives(person).filter(cycle=cycle).exclude(state="archived")
    if row:
        above = above.exclude(pk=row.pk)
    return Known(dict(people), teams, dict(above.values_list("pk", "text").order_by("pk")))


def _doers(row: Objective | None) -> set[int]:
    """Owners of initiatives: one that left keeps them until somebody takes over."""
    owners = row.initiatives.values_list("owner_id", flat=True) if row else ()
    return {pk for pk in owners if pk is not None}


def editor(content: Content, known: Known, *, before: StatedObjective | None = None) -> Editor:
    """The forms around what was typed. One query.

    Args:
        content: Names of fields to their values.
        known: What they may choose from.
        before: As stored, whose steps keep their ids.
    """
    data = MultiValueDict(content)
    people = list(known.people.items())
    kept = {one.pk: one for one in before.key_results} if before else {}
    series = _series(content)
    results = tuple(
        _result(row, KeyResultForm(data, prefix=f"{RESULT}-{row}", people=people), kept, series)
        for row in rows(content, RESULT)
    )
    under = [(one.row, f"Key result {number}") for number, one in enumerate(results, start=1)]
    initiatives = tuple(
        (row, InitiativeForm(data, prefix=f"{INITIATIVE}-{row}", people=people, under=under))
        for row in rows(content, INITIATIVE)
    )
    objective = ObjectiveForm(
        data, people=people, teams=list(known.teams.items()), above=list(known.above.items())
    )
    forms = [objective, *(one.form for one in results), *(form for _, form in initiatives)]
    is_read = not [form for form in forms if not form.is_valid()]
    headline = series.get(objective.cleaned_data.get("series") or 0)
    stated = _stated((objective, results, initiatives), headline, known, before)
    is_sound = _mark_faults(stated, objective, results) if is_read else False
    return Editor(objective, results, initiatives, headline, stated, is_read and is_sound, known)


def _result(
    row: str,
    form: KeyResultForm,
    kept: Mapping[int | None, StatedKeyResult],
    series: Mapping[int, Series],
) -> ResultRow:
    form.is_valid()
    told: dict[str, Any] = form.cleaned_data
    measured = series.get(told.get("series") or 0)
    unit = measured.unit if measured else told.get("unit") or "count"
    scale = scale_of(unit)
    before = kept.get(told.get("pk"))
    stated = StatedKeyResult(
        text=told.get("text", ""),
        kind=told.get("kind") or "change",
        owner=told.get("owner"),
        checker=told.get("checker"),
        **_numbers(told, scale, before),
        relative_target=_stored(told.get("relative_target"), 100, getattr(before, "relative_target", None)),
        commitment=told.get("commitment", ""),
        weight=1.0 if told.get("weight") is None else told["weight"],
        is_guardrail=told.get("is_guardrail", False),
        checkpoints=tuple((s, v / scale) for s, v in told.get("checkpoints", ())),
        unit=unit,
        series=measured.pk if measured else None,
        target_note=told.get("target_note", ""),
        steps=steps_in(told.get("steps", ""), before.steps if before else ()),
        pk=before.pk if before else None,
    )
    return ResultRow(row, form, stated, measured)


def _stated(
    forms: tuple[ObjectiveForm, Sequence[ResultRow], Sequence[tuple[str, InitiativeForm]]],
    headline: Series | None,
    known: Known,
    before: StatedObjective | None,
) -> StatedObjective:
    form, results, initiatives = forms
    told: dict[str, Any] = form.cleaned_data
    # What the form does not offer, being private to others or of another cycle, stays.
    unseen = [pk for pk in before.supports if pk not in known.above] if before else []
    placed: dict[str, list[StatedInitiative]] = {}
    for _, one in initiatives:
        said = one.cleaned_data
        made = StatedInitiative(
            said.get("text", ""),
            said.get("owner"),
            said.get("due_on"),
            said.get("expected_lift", ""),
            said.get("pk"),
        )
        placed.setdefault(said.get("under", ""), []).append(made)
    return StatedObjective(
        text=told.get("text", ""),
        team=told.get("team"),
        owner=told.get("owner"),
        scope=told.get("scope", ""),
        assumption=told.get("assumption", ""),
        commitment=told.get("commitment", ""),
        is_private=told.get("is_private", False),
        supports=tuple(sorted({*told.get("supports", ()), *unseen})),
        series=headline.pk if headline else None,
        initiatives=tuple(placed.get("", ())),
        key_results=tuple(replace(one.stated, initiatives=tuple(placed.get(one.row, ()))) for one in results),
    )


def _mark_faults(stated: StatedObjective, objective: ObjectiveForm, results: Sequence[ResultRow]) -> bool:
    """Write each fault beside its field; True where there is none."""
    found = faults(stated)
    for one in found:
        form = objective if one.key_result is None else results[one.key_result - 1].form
        form.add_error(one.field if one.field in form.fields else None, one.message)
    return not found


def _series(content: Content) -> dict[int, Series]:
    stated = {first(content, f"{RESULT}-{row}-series") for row in rows(content, RESULT)}
    stated.add(first(content, "series"))
    return Series.objects.in_bulk([int(pk) for pk in stated if pk.isdecimal() and len(pk) < MOST_DIGITS])


def _numbers(told: Mapping[str, Any], scale: float, before: StatedKeyResult | None) -> dict[str, Any]:
    return {name: _stored(told.get(name), scale, getattr(before, name, None)) for name in NUMBERS}


def _stored(shown: float | None, scale: float, before: float | None) -> float | None:
    """What was typed; the value of before where it is what the form showed of it, rounded."""
    if before is not None and shown is not None and typed(before, scale) == typed(shown, 1):
        return before
    return None if shown is None else round(shown / scale, 12)
