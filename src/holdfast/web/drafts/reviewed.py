"""The review of an objective as it stands, for everybody who may see it; nothing can be changed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.configuration.queries import configuration
from holdfast.web.drafts.queries import dismissals_of
from holdfast.web.drafts.reviewing import Names, gate_codes, occasion_of, review_stated
from holdfast.web.measurements.models import Series
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.stated import stated_objective
from holdfast.web.people.models import Person
from holdfast.web.reviews.reviewing import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.web.objectives.models import Dismissal, Objective
    from holdfast.web.objectives.stated import StatedObjective
    from holdfast.web.reviews.reviewing import Shown


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What an expert would say of an objective.

    Attributes:
        shown: None where it has no key result yet.
        dismissals: Findings that were set aside, each with its reason, the latest first.
    """

    shown: Shown | None
    dismissals: tuple[Dismissal, ...]


def reviewed(row: Objective, person: Person, *, today: date) -> Reviewed:
    """The review of an objective; an objective above it that the reader may not see is not named."""
    stated = stated_objective(row)
    dismissals = dismissals_of(row)
    above = visible_objectives(person).filter(supported_by=row)
    names = Names(
        dict(Person.objects.filter(pk__in=set(_people(stated))).values_list("pk", "name")),
        {row.team.pk: row.team.name} if row.team else {},
        dict(above.values_list("pk", "text")),
        row.cycle.name,
        Series.objects.in_bulk({one.series for one in stated.key_results if one.series}),
    )
    review = review_stated(
        stated,
        names,
        dismissed={(one.rule, one.words): one.reason for one in dismissals},
        gates=gate_codes(configuration().gates),
        occasion=occasion_of(today, row.cycle.cadence_days, is_publishing=False),
    )
    return Reviewed(shown(review) if review else None, dismissals)


def _people(stated: StatedObjective) -> Iterator[int | None]:
    yield stated.owner
    yield from (one.owner for one in stated.key_results)
    yield from (one.owner for one in stated.initiatives)
    yield from (each.owner for one in stated.key_results for each in one.initiatives)
