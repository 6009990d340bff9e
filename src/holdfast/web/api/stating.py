"""What a caller sends, as stated objectives: what is left out stays, and so does what they may not see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedObjective, StatedStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.web.api.schemas.key_results import InitiativeStated, KeyResultStated
    from holdfast.web.api.schemas.objectives import ObjectiveChanged, ObjectiveStated
    from holdfast.web.people.models import Person

_PLAIN = ("text", "team", "owner", "scope", "assumption", "commitment", "is_private")
_APART = {"id", "steps", "initiatives", "checkpoints"}


def new_objective(sent: ObjectiveStated) -> StatedObjective:
    """A draft as it was sent."""
    return _changed(StatedObjective(""), sent)


def changed_objective(before: StatedObjective, sent: ObjectiveChanged, person: Person) -> StatedObjective:
    """An objective as it shall be.

    Raises:
        InputError: An id is of no part of it.
    """
    after = _changed(before, sent)
    seen = set(visible_objectives(person).filter(pk__in=before.supports).values_list("pk", flat=True))
    hidden = set(before.supports) - seen
    return replace(after, supports=tuple(sorted({*after.supports, *hidden})))


def stated_result(sent: KeyResultStated, before: StatedKeyResult) -> StatedKeyResult:
    """A key result as it shall be."""
    given = sent.model_dump(exclude_unset=True, exclude=_APART)
    if "checkpoints" in sent.model_fields_set:
        given["checkpoints"] = tuple(sent.checkpoints)
    if "steps" in sent.model_fields_set:
        _refuse_unknown((one.id for one in sent.steps), before.steps, "the steps")
        given["steps"] = tuple(StatedStep(one.text, one.weight, one.is_done, one.id) for one in sent.steps)
    if "initiatives" in sent.model_fields_set:
        given["initiatives"] = _initiatives(sent.initiatives)
    return replace(before, **given)


def _changed(before: StatedObjective, sent: ObjectiveChanged | ObjectiveStated) -> StatedObjective:
    given: dict[str, Any] = {name: getattr(sent, name) for name in _PLAIN if name in sent.model_fields_set}
    if "supports" in sent.model_fields_set:
        given["supports"] = tuple(sorted(set(sent.supports)))
    if "initiatives" in sent.model_fields_set:
        given["initiatives"] = _initiatives(sent.initiatives)
    if "key_results" in sent.model_fields_set:
        given["key_results"] = _results(sent.key_results, before)
    after = replace(before, **given)
    known = [*before.initiatives, *(one for result in before.key_results for one in result.initiatives)]
    stated = [*after.initiatives, *(one for result in after.key_results for one in result.initiatives)]
    _refuse_unknown((one.pk for one in stated), known, "the initiatives")
    return after


def _results(sent: Sequence[KeyResultStated], before: StatedObjective) -> tuple[StatedKeyResult, ...]:
    _refuse_unknown((one.id for one in sent), before.key_results, "the key results")
    known = {one.pk: one for one in before.key_results}
    return tuple(stated_result(one, StatedKeyResult("") if one.id is None else known[one.id]) for one in sent)


def _initiatives(sent: Iterable[InitiativeStated]) -> tuple[StatedInitiative, ...]:
    return tuple(StatedInitiative(one.text, one.owner, one.due_on, one.expected_lift, one.id) for one in sent)


def _refuse_unknown(
    ids: Iterable[int | None],
    known: Iterable[StatedKeyResult | StatedInitiative | StatedStep],
    where: str,
) -> None:
    stated = [one for one in ids if one is not None]
    if len(set(stated)) != len(stated) or not set(stated) <= {one.pk for one in known}:
        raise InputError(
            where,
            "an id that is no part of it, or one twice",
            "the ids it was read with, or none for what is new",
            "Read it again",
        )
