"""What the page of an objective shows: the bet, what belongs to it, and what was done and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from holdfast.okr.scoring import Weighted, score_objective
from holdfast.values import dataclass
from holdfast.web.audit.models import Entry
from holdfast.web.evidence.queries import evidence_of
from holdfast.web.measurements.trouble import troubles_of
from holdfast.web.meetings.models import Settlement
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.okr.scoring import ObjectiveScore
    from holdfast.web.evidence.queries import Evidence
    from holdfast.web.measurements.trouble import Trouble
    from holdfast.web.objectives.models import Comment, Initiative, Objective
    from holdfast.web.objectives.queries import KeyResultLine
    from holdfast.web.people.models import Person

_ENTRIES = 30


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """All of one objective.

    Attributes:
        row: As stored.
        results: Its key results without guardrails.
        guardrails: What must not get worse meanwhile.
        score: Small print of the key results.
        supports: Objectives above it that the reader may see.
        supported_by: Objectives below it that the reader may see.
        hidden: Above and below it, counted, that the reader may not see.
        history: The latest audit entries of it, the latest first.
        troubles: What is wrong with the sources of its figures, the worst first.
        carried_from: What it goes on from, where the reader may see it.
        carried_to: What goes on from it, where the reader may see it.
        settlement: How it ended; None while it is pursued.
        evidence: What was found of it and of its key results.
    """

    row: Objective
    results: tuple[KeyResultLine, ...]
    guardrails: tuple[KeyResultLine, ...]
    score: ObjectiveScore
    initiatives: tuple[Initiative, ...]
    comments: tuple[Comment, ...]
    supports: tuple[Objective, ...]
    supported_by: tuple[Objective, ...]
    hidden: int
    history: tuple[Entry, ...]
    troubles: tuple[Trouble, ...]
    carried_from: Objective | None
    carried_to: tuple[Objective, ...]
    settlement: Settlement | None
    evidence: Evidence


def objective_page(row: Objective, person: Person, *, today: date) -> ObjectivePage:
    """Everything the page shows; a fixed number of queries."""
    lines = key_result_lines([row.pk], row.cycle, today=today).get(row.pk, ())
    weighted = [Weighted(line.standing.score.score, line.row.weight) for line in lines]
    seen = visible_objectives(person).select_related("team")
    above, below = tuple(seen.filter(supported_by=row)), tuple(seen.filter(supports=row))
    linked = row.supports.count() + row.supported_by.count()
    entries = Entry.objects.filter(subject_kind="objective", subject_id=row.pk).select_related("by")
    carried = tuple(seen.filter(Q(carried_to=row) | Q(carried_from=row)).select_related("cycle").distinct())
    return ObjectivePage(
        row=row,
        results=tuple(line for line in lines if not line.row.is_guardrail),
        guardrails=tuple(line for line in lines if line.row.is_guardrail),
        score=score_objective(weighted, headline=None, bet="open"),
        initiatives=tuple(row.initiatives.select_related("owner", "key_result")),
        comments=tuple(row.comments.filter(key_result=None).select_related("author")),
        supports=above,
        supported_by=below,
        hidden=linked - len(above) - len(below),
        history=tuple(entries[:_ENTRIES]),
        troubles=_troubles(row, lines, today),
        carried_from=next((one for one in carried if one.pk == row.carried_from_id), None),
        carried_to=tuple(one for one in carried if one.carried_from_id == row.pk),
        settlement=Settlement.objects.filter(objective=row).first() if row.state == "closed" else None,
        evidence=evidence_of(row.pk, names=can(person, "see customers")),
    )


def _troubles(row: Objective, lines: Sequence[KeyResultLine], today: date) -> tuple[Trouble, ...]:
    if not row.cycle.is_open:
        return ()
    some = (row.series, *(line.row.series for line in lines))
    series = (one for one in some if one is not None)
    return troubles_of(series, today=today, old_after=row.cycle.cadence_days)
