"""Carry-over: what is kept or changed becomes a draft in the next cycle, from where it ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.okr.closing import carry_over as carried_on
from holdfast.web.audit.actions import record
from holdfast.web.cycles.models import Cycle
from holdfast.web.drafts.importing import with_numbers
from holdfast.web.measurements.models import Series
from holdfast.web.meetings.models import Item, Meeting
from holdfast.web.meetings.settling import endings
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.actions import allow, create_objective, locked
from holdfast.web.objectives.documents import as_key_result
from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.objectives.stated import stated_objective
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from holdfast.web.audit.actions import Actor
    from holdfast.web.meetings.settling import Ending
    from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedObjective


def next_cycle(cycle: Cycle) -> Cycle | None:
    """The cycle that follows: the first open one that begins when this one is over, or later."""
    rows = Cycle.objects.filter(starts_on__gte=cycle.ends_on, state__in=("draft", "active"))
    return rows.order_by("starts_on", "pk").first()


def carry_over(actor: Actor, pk: int) -> list[Objective]:
    """Draft in the next cycle what a review that ended keeps or changes; what was drafted already stays so.

    Args:
        actor: Whoever may lead the meeting and draft for its teams.
        pk: Of the meeting.

    Raises:
        InputError: It has not ended, or no cycle follows.
        PermissionDenied: They may not.
    """
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        allow(actor, "grade", meeting)
        into = next_cycle(meeting.cycle)
        if meeting.ended_at is None:
            raise InputError("the review", "it goes on", "one that has ended", "End it first")
        if into is None:
            raise InputError(
                "carry-over",
                f"no open cycle follows {meeting.cycle.name}",
                "one",
                "An administrator makes it, under Settings",
            )
        return carried(actor, meeting, into)


def carried(actor: Actor, meeting: Meeting, into: Cycle) -> list[Objective]:
    """The drafts that a review leaves, inside the transaction of its caller; those above come first."""
    settled = Objective.objects.filter(settlement__meeting=meeting, carried_to=None)
    courses = {
        item.key_result_id: item for item in Item.objects.filter(meeting=meeting).exclude(course="drop")
    }
    made = []
    for pk in _from_above(list(settled.values_list("pk", flat=True))):
        draft = _draft(actor, pk, courses, into)
        if draft is not None:
            made.append(draft)
    return made


def waiting(meeting: Meeting) -> bool:
    """Something that the review keeps is not drafted yet. One query."""
    going_on = Item.objects.filter(meeting=meeting, course__in=("keep", "change"))
    return going_on.filter(
        key_result__objective__settlement__meeting=meeting, key_result__objective__carried_to=None
    ).exists()


def _draft(actor: Actor, pk: int, courses: dict[int, Item], into: Cycle) -> Objective | None:
    row = locked(pk)
    if row.carried_to.exists():
        return None
    rows = row.key_results.filter(dropped_at=None, pk__in=courses).select_related(
        "objective", "owner", "series"
    )
    ends = endings(list(rows.prefetch_related("steps")), row.cycle)
    if not ends:
        return None
    whole = stated_objective(row)
    results = [_key_result(one, ends[one.pk], courses[one.pk]) for one in whole.key_results if one.pk in ends]
    draft = create_objective(actor, into, _objective(actor, row, replace(whole, key_results=tuple(results))))
    Objective.objects.filter(pk=draft.pk).update(carried_from=row)
    for new, old in zip(
        draft.key_results.order_by("position"), sorted(ends.values(), key=_position), strict=True
    ):
        KeyResult.objects.filter(pk=new.pk).update(carried_from=old.row)
    record(actor, "carried over objective", row, {"into": (None, into.name)})
    return draft


def _position(ending: Ending) -> int:
    return ending.row.position


def _objective(actor: Actor, row: Objective, whole: StatedObjective) -> StatedObjective:
    """The objective with what goes on; who left or is gone is left out, so that somebody is named anew."""
    here = set(Person.objects.filter(is_active=True).values_list("pk", flat=True))
    done = set(row.initiatives.exclude(done_at=None).values_list("pk", flat=True))
    bound = set(Series.objects.exclude(metric="").values_list("pk", flat=True))
    seen = Objective.objects.all() if actor.person is None else visible_objectives(actor.person)
    above = seen.filter(carried_from__in=row.supports.all()).values_list("pk", flat=True)
    results = tuple(
        replace(
            one,
            owner=_known(one.owner, here),
            checker=_known(one.checker, here),
            series=_known(one.series, bound),
            initiatives=_initiatives(one.initiatives, here, done),
        )
        for one in whole.key_results
    )
    return replace(
        whole,
        owner=_known(whole.owner, here),
        series=_known(whole.series, bound),
        supports=tuple(sorted(above)),
        initiatives=_initiatives(whole.initiatives, here, done),
        key_results=results,
    )


def _key_result(stated: StatedKeyResult, ending: Ending, item: Item) -> StatedKeyResult:
    """A key result that goes on from the last final value; where its target was reached, none is set."""
    on = carried_on(as_key_result(ending.row), [ending.last] if ending.last else [])
    reached = ending.row.kind == "change" and (
        on.baseline == stated.target or ((ending.amended or ending.score).progress or 0.0) >= 1.0
    )
    steps = tuple(replace(one, pk=None) for one in stated.steps if not one.is_done)
    if not steps:
        steps = tuple(replace(one, pk=None, is_done=False) for one in stated.steps)
    going_on = _as_it_reads(
        replace(
            stated,
            text=item.next_text or stated.text,
            baseline=on.baseline,
            target=None if reached else stated.target,
            checkpoints=(),
            steps=steps,
            pk=None,
        ),
        ending,
    )
    open_ended = reached and going_on.target is None
    return replace(going_on, target_note=_note(ending, item, is_reached=open_ended))


def _as_it_reads(going_on: StatedKeyResult, ending: Ending) -> StatedKeyResult:
    """With the target that a changed sentence says; what was measured stays its baseline, in its unit."""
    row = ending.row
    if row.kind != "change" or going_on.text == row.text:
        return going_on
    read = with_numbers(going_on, going_on.text, objective=row.objective.text)
    if row.series_id is None:
        return read
    return replace(going_on, target=read.target) if read.unit == going_on.unit else going_on


def _note(ending: Ending, item: Item, *, is_reached: bool) -> str:
    grade = ending.grade(item).value
    graded = "not graded" if grade is None else f"graded {grade:.2f}"
    said = f"Carried over from {ending.row.objective.cycle.name}, where it was {graded}."
    if ending.last is not None:
        said += " The baseline is the last final value there."
    if is_reached:
        said += " Its target was reached: choose a new one."
    return f"{said} {item.why}".strip()[:2_000]


def _initiatives(
    some: tuple[StatedInitiative, ...], here: set[int], done: set[int]
) -> tuple[StatedInitiative, ...]:
    """Those that are not done, each without its date, which belonged to the old cycle."""
    left = (one for one in some if one.pk not in done)
    return tuple(replace(one, pk=None, due_on=None, owner=_known(one.owner, here)) for one in left)


def _known(pk: int | None, some: set[int]) -> int | None:
    return pk if pk in some else None


def _from_above(keys: list[int]) -> list[int]:
    """Objectives before those that support them, so that the drafts below find the drafts above."""
    through = Objective.supports.through.objects.filter(from_objective_id__in=keys, to_objective_id__in=keys)
    above: dict[int, set[int]] = {}
    for lower, upper in through.values_list("from_objective_id", "to_objective_id"):
        above.setdefault(lower, set()).add(upper)
    ordered: list[int] = []
    left = sorted(keys)
    while left:
        ready = [pk for pk in left if not above.get(pk, set()) & set(left)] or left
        ordered += ready
        left = [pk for pk in left if pk not in ready]
    return ordered
