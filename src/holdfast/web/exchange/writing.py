"""Writing what an import would do: in one transaction, and in a few queries for some hundred rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.web.audit.actions import record_each
from holdfast.web.checkins.models import CheckIn
from holdfast.web.drafts.binding import series_of
from holdfast.web.exchange.models import Origin
from holdfast.web.objectives.models import Initiative, KeyResult, Objective, Step
from holdfast.web.objectives.stated import PLAIN_OF_KEY_RESULT, PLAIN_OF_OBJECTIVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.okr.model import Binding
    from holdfast.web.audit.actions import Actor
    from holdfast.web.exchange.models import Import
    from holdfast.web.exchange.plans import NewObjective
    from holdfast.web.measurements.models import Series
    from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult

_AT_ONCE = 400


def bind_metrics(
    actor: Actor, new: Iterable[NewObjective]
) -> tuple[dict[Binding, Series], dict[Binding, str]]:
    """The series of each metric that key results name, and why some cannot be bound; each asked for once."""
    bound: dict[Binding, Series] = {}
    failed: dict[Binding, str] = {}
    for binding in dict.fromkeys(one for some in new for one in some.bindings if one is not None):
        try:
            bound[binding] = series_of(actor, binding)
        except HoldfastError as error:
            failed[binding] = str(error)
    return bound, failed


def write_new(
    actor: Actor, new: Sequence[NewObjective], bound: Mapping[Binding, Series], imported: Import
) -> list[Objective]:
    """Make the drafts of an import, inside the transaction of its action."""
    rows = [_objective(one, actor) for one in new]
    Objective.objects.bulk_create(rows, _AT_ONCE)
    results = [
        [
            _key_result(row, at, stated, bound.get(binding) if binding else None)
            for at, stated, binding in _each(one)
        ]
        for row, one in zip(rows, new, strict=True)
    ]
    KeyResult.objects.bulk_create([one for some in results for one in some], _AT_ONCE)
    Step.objects.bulk_create(list(_steps(new, results)), _AT_ONCE)
    Initiative.objects.bulk_create(list(_initiatives(new, rows, results)), _AT_ONCE)
    CheckIn.objects.bulk_create(list(_check_ins(actor, new, results, imported)), _AT_ONCE)
    _link(new, rows)
    Origin.objects.bulk_create(list(_origins(new, rows, results, imported)), _AT_ONCE)
    record_each(actor, "imported objective", rows, {"file": (None, imported.name)})
    return rows


def _objective(one: NewObjective, actor: Actor) -> Objective:
    stated = one.stated
    plain = {name: getattr(stated, name) for name in PLAIN_OF_OBJECTIVE}
    return Objective(
        cycle_id=one.cycle, team_id=stated.team, owner_id=stated.owner, created_at=actor.at, **plain
    )


def _each(one: NewObjective) -> Iterable[tuple[int, StatedKeyResult, Binding | None]]:
    for at, (stated, binding) in enumerate(zip(one.stated.key_results, one.bindings, strict=True), start=1):
        yield at, stated, binding


def _key_result(row: Objective, at: int, stated: StatedKeyResult, series: Series | None) -> KeyResult:
    made = KeyResult(objective=row, position=at, owner_id=stated.owner, checker_id=stated.checker)
    for name in PLAIN_OF_KEY_RESULT:
        setattr(made, name, getattr(stated, name))
    made.checkpoints = [list(point) for point in stated.checkpoints]
    if series is not None:
        made.series, made.unit = series, series.unit
    return made


def _steps(new: Sequence[NewObjective], results: Sequence[Sequence[KeyResult]]) -> Iterable[Step]:
    for one, made in zip(new, results, strict=True):
        for stated, row in zip(one.stated.key_results, made, strict=True):
            for at, step in enumerate(stated.steps, start=1):
                yield Step(
                    key_result=row, position=at, text=step.text, weight=step.weight, is_done=step.is_done
                )


def _initiatives(
    new: Sequence[NewObjective], rows: Sequence[Objective], results: Sequence[Sequence[KeyResult]]
) -> Iterable[Initiative]:
    for one, row, made in zip(new, rows, results, strict=True):
        yield from (_initiative(stated, row, None) for stated in one.stated.initiatives)
        for result, under in zip(one.stated.key_results, made, strict=True):
            yield from (_initiative(stated, row, under) for stated in result.initiatives)


def _initiative(stated: StatedInitiative, row: Objective, under: KeyResult | None) -> Initiative:
    return Initiative(
        objective=row,
        key_result=under,
        text=stated.text,
        owner_id=stated.owner,
        due_on=stated.due_on,
        expected_lift=stated.expected_lift,
    )


def _check_ins(
    actor: Actor, new: Sequence[NewObjective], results: Sequence[Sequence[KeyResult]], imported: Import
) -> Iterable[CheckIn]:
    """History that a file tells of: nobody here has said it, so that it is nobody's."""
    for one, made in zip(new, results, strict=True):
        for some, row in zip(one.said, made, strict=True):
            for said in some:
                yield CheckIn(
                    key_result=row,
                    on=said.on,
                    at=actor.at,
                    value=said.value,
                    confidence=said.confidence,
                    because=f"from {imported.name}",
                    changed=said.changed,
                    next_step=said.next_step,
                )


def _link(new: Sequence[NewObjective], rows: Sequence[Objective]) -> None:
    ids = {one.key: row.pk for one, row in zip(new, rows, strict=True)}
    through = Objective.supports.through
    links = []
    for one, row in zip(new, rows, strict=True):
        above = [*one.stated.supports, *(ids[key] for key in one.above if key in ids)]
        links += [through(from_objective_id=row.pk, to_objective_id=pk) for pk in dict.fromkeys(above)]
    through.objects.bulk_create(links, _AT_ONCE)


def _origins(
    new: Sequence[NewObjective],
    rows: Sequence[Objective],
    results: Sequence[Sequence[KeyResult]],
    imported: Import,
) -> Iterable[Origin]:
    for one, row, made in zip(new, rows, results, strict=True):
        yield Origin(key=one.key, objective=row, imported=imported)
        for key, result in zip(one.result_keys, made, strict=True):
            yield Origin(key=key, objective=row, key_result=result, imported=imported)
