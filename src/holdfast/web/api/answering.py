"""Stored rows as the API answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.words import is_withheld
from holdfast.web.api.schemas.key_results import (
    CheckInAnswer,
    CommentAnswer,
    KeyResultAnswer,
    MeasurementAnswer,
    StandingAnswer,
)
from holdfast.web.api.schemas.objectives import InitiativeAnswer, ObjectiveAnswer, ObjectiveBrief
from holdfast.web.api.schemas.plain import named
from holdfast.web.objectives.objective_page import objective_page

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records import Measurement
    from holdfast.web.checkins.models import CheckIn
    from holdfast.web.objectives.models import Comment, Objective
    from holdfast.web.objectives.queries import KeyResultLine
    from holdfast.web.people.models import Person

_PLAIN_RESULT = (
    "position",
    "text",
    "kind",
    "baseline",
    "target",
    "relative_target",
    "at_least",
    "at_most",
    "commitment",
    "weight",
    "is_guardrail",
    "unit",
)
_PLAIN_CHECK_IN = (
    "on",
    "at",
    "value",
    "is_measured",
    "confidence",
    "suggested_status",
    "because",
    "status",
    "changed",
    "next_step",
)


def brief(row: Objective) -> ObjectiveBrief:
    """An objective on a list."""
    return ObjectiveBrief(
        id=row.pk,
        text=row.text,
        cycle=row.cycle.name,
        team=named(row.team),
        owner=named(row.owner),
        state=row.state,
        is_private=row.is_private,
        revision=row.revision,
    )


def whole(row: Objective, person: Person, *, today: date) -> ObjectiveAnswer:
    """An objective with its key results as they stand: what its page shows."""
    page = objective_page(row, person, today=today)
    lines = sorted((*page.results, *page.guardrails), key=lambda line: line.row.position)
    return ObjectiveAnswer(
        **brief(row).model_dump(),
        scope=row.scope,
        assumption=row.assumption,
        commitment=row.commitment,
        supports=sorted(one.pk for one in page.supports),
        score=page.score.mean,
        key_results=[key_result(line) for line in lines],
        initiatives=[
            InitiativeAnswer(
                id=one.pk,
                text=one.text,
                key_result=one.key_result_id,
                owner=named(one.owner),
                due_on=one.due_on,
                expected_lift=one.expected_lift,
                done_at=one.done_at,
            )
            for one in page.initiatives
        ],
        created_at=row.created_at,
        published_at=row.published_at,
    )


def key_result(line: KeyResultLine) -> KeyResultAnswer:
    """A key result as it stands."""
    row, stands = line.row, line.standing
    return KeyResultAnswer(
        id=row.pk,
        objective=row.objective_id,
        **{name: getattr(row, name) for name in _PLAIN_RESULT},
        owner=named(row.owner),
        checker=named(row.checker),
        series=row.series_id,
        metric=row.series.metric if row.series else "",
        error=row.series.error if row.series else "",
        standing=StandingAnswer(
            status=stands.status,
            because=stands.because,
            progress=stands.score.progress,
            expected=stands.expected,
            now=stands.now.value if stands.now else None,
        ),
    )


def measurement(one: Measurement) -> MeasurementAnswer:
    """A value of one period; a count of 0 of 0 stands for figures that were not given."""
    is_counted = bool(one.denominator)
    return MeasurementAnswer(
        start=one.period.start,
        end=one.period.end,
        value=one.value,
        numerator=one.numerator if is_counted and not is_withheld(one) else None,
        denominator=one.denominator if is_counted else None,
        low=one.interval.low if one.interval else None,
        high=one.interval.high if one.interval else None,
        is_final=one.is_mature,
    )


def check_in(row: CheckIn) -> CheckInAnswer:
    """What an owner said."""
    plain = {name: getattr(row, name) for name in _PLAIN_CHECK_IN}
    return CheckInAnswer(id=row.pk, by=named(row.by), **plain)


def comment(row: Comment) -> CommentAnswer:
    """What somebody said."""
    return CommentAnswer(id=row.pk, text=row.text, author=named(row.author), at=row.at)
