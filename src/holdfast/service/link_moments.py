"""When existing customers could have had what a key result counts, and when they had it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.history import first_of
from holdfast.metrics.dated import Happening, dated_rows
from holdfast.metrics.forms.coverage import Coverage
from holdfast.metrics.forms.opinion import Opinion
from holdfast.metrics.forms.share import Share
from holdfast.service.measuring import card_as_asked, request_for
from holdfast.service.panels import panel_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.metrics.declaration import Setting
    from holdfast.service.workspace import Workspace

    Integers = NDArray[np.int64]

PROMOTES = 9
WINDOW_DAYS = 30
"""Before a landmark, where a metric has no window of its own."""

MOST_LANDMARKS = 8
QUARTER, SHORT = 3, 31
FORMS = (Coverage, Opinion, Share)


@dataclass(frozen=True, slots=True)
class Moment:
    """One customer that could have had the experience in a window, and when it had it.

    Attributes:
        customer_id: The account.
        began: First day of the window.
        landmark: Day after its last.
        experienced: Day of the experience; None where there was none.
    """

    customer_id: str
    began: int
    landmark: int
    experienced: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose link is asked for.

    Attributes:
        workspace: Open.
        metric: Catalogue name.
        parameters: Of the metric.
        days: After the landmark, up to which customers stay or leave.
        sampled_share: Of the customers, drawn as a panel draws them.
    """

    workspace: Workspace
    metric: str
    parameters: Mapping[str, Setting]
    days: int
    sampled_share: float = 1.0

    @property
    def form(self) -> object:
        """What the metric counts, in the variant asked for."""
        settings = {**self.workspace.metric_parameters(self.metric), **self.parameters}
        return self.workspace.catalogue.metric(self.metric).as_asked(settings).form

    def rows(self, asked: Happening) -> Sequence[tuple[str, date, date | None, int]]:
        """Dated rows of the sampled customers."""
        request = request_for(self.workspace, self.metric, parameters=self.parameters)
        return dated_rows(self.workspace.engine, request, asked, sampled_share=self.sampled_share)


def is_of_existing(form: object) -> bool:
    """Single customers who are there already can be found to have what the metric counts, or not."""
    return isinstance(form, FORMS) and not (isinstance(form, Coverage) and form.reached)


def experience_of(asked: Asked) -> str:
    """What some had, after "customers who"."""
    form, card = asked.form, card_as_asked(asked.workspace, asked.metric, asked.parameters)
    if isinstance(form, Opinion):
        return "answered 9 or 10"
    if isinstance(form, Coverage):
        return f"{'did not count' if card.better == 'down' else 'counted'} in “{card.title}”"
    return f"had “{card.title}”"


def moments_of(asked: Asked, customers: Iterable[str]) -> list[Moment]:
    """A moment for each customer and landmark, or for each day on which a customer was asked or had a case.

    Args:
        asked: Whose link.
        customers: Who ever paid.

    Raises:
        InputError: A table is missing.
        SourceError: The engine failed.
    """
    form = asked.form
    if isinstance(form, Coverage):
        return _on_landmarks(asked, form, customers)
    return _of_answers(asked, form) if isinstance(form, Opinion) else _of_cases(asked)


def refuse_other_forms(asked: Asked) -> None:
    """Nothing, where single customers can be found to have what the metric counts.

    Raises:
        InputError: They cannot.
    """
    if not is_of_existing(asked.form):
        raise InputError(
            asked.metric,
            "it does not say of single customers whether they had it",
            "a share of new customers or of cases, a score, or what is held with customers",
            "Choose another metric, such as onboarding_completed, review_coverage or nps",
        )


def landmarks(as_of: date, days: int) -> tuple[int, ...]:
    """First days of months, the last from which on so many days are known; a quarter apart, or a month."""
    step = 1 if days <= SHORT else QUARTER
    months = as_of.year * 12 + as_of.month - 1
    while first_of(months).toordinal() + days > as_of.toordinal():
        months -= 1
    return tuple(first_of(months - step * back).toordinal() for back in reversed(range(MOST_LANDMARKS)))


def _on_landmarks(asked: Asked, form: Coverage, customers: Iterable[str]) -> list[Moment]:
    card = card_as_asked(asked.workspace, asked.metric, asked.parameters)
    window = card.window_days or WINDOW_DAYS
    rows = asked.rows(Happening(form.occurrences.table, form.occurrences.at, where=form.occurrences.where))
    happened: dict[str, list[int]] = {}
    for row in rows:
        happened.setdefault(row[0], []).append(row[1].toordinal())
    days = {customer: np.sort(np.array(own, dtype=np.int64)) for customer, own in happened.items()}
    none, is_spared = np.array([], dtype=np.int64), card.better == "down"
    return [
        Moment(
            customer,
            landmark - window,
            landmark,
            _had(days.get(customer, none), landmark, window, is_spared=is_spared),
        )
        for landmark in landmarks(asked.workspace.as_of, asked.days)
        for customer in customers
    ]


def _had(days: Integers, landmark: int, window: int, *, is_spared: bool) -> int | None:
    """The first of some days in a window before a landmark; where fewer are better, that there is none."""
    place = int(np.searchsorted(days, landmark - window))
    first = int(days[place]) if place < len(days) and days[place] < landmark else None
    if is_spared:
        return landmark - 1 if first is None else None
    return first


def _of_answers(asked: Asked, form: Opinion) -> list[Moment]:
    """Each day on which a customer answered; the experience is a mean score of nine or ten."""
    where = (form.survey, *form.population.where)
    rows = asked.rows(Happening(form.population.table, form.population.at, value=form.score, where=where))
    scores: dict[tuple[str, int], list[int]] = {}
    for customer, answered, _, score in rows:
        scores.setdefault((customer, answered.toordinal()), []).append(score)
    return [
        Moment(customer, day, day + 1, day if sum(own) >= PROMOTES * len(own) else None)
        for (customer, day), own in sorted(scores.items())
    ]


def _of_cases(asked: Asked) -> list[Moment]:
    """Each day on which a customer had cases; the experience is that all of them were reached in time."""
    panel = panel_of(asked.workspace, asked.metric, parameters=asked.parameters)
    window = card_as_asked(asked.workspace, asked.metric, asked.parameters).window_days or WINDOW_DAYS
    cases: dict[tuple[str, int], list[int | None]] = {}
    for row in panel.rows:
        day = row.anchored_on.toordinal()
        reached = day + row.days if row.outcome else None
        cases.setdefault((row.customer_id, day), []).append(reached)
    return [
        Moment(customer, day, day + window + 1, None if None in own else max(one or 0 for one in own))
        for (customer, day), own in sorted(cases.items())
    ]
