"""When existing customers could have had what a key result counts, and when they had it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.evidence.history import first_of
from holdfast.metrics.dated import Happening, dated_rows
from holdfast.metrics.declaration import Parameter
from holdfast.metrics.forms.coverage import Coverage
from holdfast.metrics.forms.model import Condition
from holdfast.metrics.forms.opinion import Opinion
from holdfast.metrics.forms.rating import Rating
from holdfast.metrics.forms.share import Share
from holdfast.metrics.forms.wait import Wait
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
FORMS = (Coverage, Opinion, Rating, Share, Wait)
HOURS_OF_A_DAY = 24
REPLIES = frozenset({"first_public_reply_at"})
"""Ends of waits that come when somebody turns to the case, and not when the case allows it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One customer that could have had the experience in a window, and when it had it.

    Attributes:
        customer_id: The account.
        began: First day of the window.
        landmark: Day after its last.
        experienced: Day of the experience; None where there was none.
        cases: How many began on the first day; 1 where none do.
    """

    customer_id: str
    began: int
    landmark: int
    experienced: int | None
    cases: int = 1


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

    def limit_hours(self, form: Wait) -> float:
        """The longest wait that counts as short."""
        name = form.window.parameter
        every = self.workspace.catalogue.metric(self.metric).parameters
        [own] = [one for one in every if isinstance(one, Parameter) and one.name == name]
        settings = {**self.workspace.metric_parameters(self.metric), **self.parameters}
        return own.read(settings.get(name, own.default))

    def rows(self, asked: Happening) -> Sequence[tuple[str, date, date | None, int]]:
        """Dated rows of the sampled customers."""
        request = request_for(self.workspace, self.metric, parameters=self.parameters)
        return dated_rows(self.workspace.engine, request, asked, sampled_share=self.sampled_share)


def is_of_existing(form: object) -> bool:
    """Single customers who are there already can be found to have what the metric counts, or not."""
    return not _why_not(form)


def _why_not(form: object) -> str:
    """Why it cannot be found of single customers; empty where it can."""
    if isinstance(form, Wait) and form.in_business_hours:
        return "business hours are counted for all cases together, and not for single ones"
    if isinstance(form, Wait) and form.until not in REPLIES:
        return "how long it takes depends on what a case is about: hard cases would be held against easy ones"
    if isinstance(form, Rating) and form.boxes is None:
        return "it is a mean, and says of no answer whether it was a good one"
    if isinstance(form, Rating) and form.population.at == form.sent.at:
        return "it is not known when a case was rated, so that groups cannot be formed on the day after"
    if isinstance(form, FORMS) and not (isinstance(form, Coverage) and form.reached):
        return ""
    return "it does not say of single customers whether they had it"


def experience_of(asked: Asked) -> str:
    """What some had, after "customers who"."""
    form, card = asked.form, card_as_asked(asked.workspace, asked.metric, asked.parameters)
    if isinstance(form, Opinion):
        return "answered 9 or 10"
    if isinstance(form, Rating) and form.boxes is not None:
        return f"answered {form.boxes[0]} to {form.boxes[1]} of {form.scale[1]} (“{card.title}”)"
    if isinstance(form, Wait):
        return f"waited at most {asked.limit_hours(form):g} hours (“{card.title}”)"
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
    if isinstance(form, Opinion):
        return _of_answers(asked, answers_of(form), PROMOTES)
    if isinstance(form, Rating) and form.boxes is not None:
        return _of_answers(asked, answers_of(form), form.boxes[0])
    return _of_waits(asked, form) if isinstance(form, Wait) else _of_cases(asked)


def answers_of(form: Opinion | Rating) -> Happening:
    """The rows that are answers; of a rating, those on its scale."""
    population = form.population
    if isinstance(form, Opinion):
        where = (form.survey, *population.where)
    else:
        where = (*population.where, Condition(form.score, "between", form.scale))
    return Happening(population.table, population.at, value=form.score, where=where)


def waits_of(asked: Asked, form: Wait) -> Happening:
    """The rows that are waits; each says whether it was within the limit."""
    population = form.population
    minutes = round(60 * asked.limit_hours(form))
    return Happening(
        population.table, population.at, form.until, where=population.where, within_minutes=minutes
    )


def cases_of(form: Share) -> Happening:
    """The rows of which a share counts some."""
    return Happening(form.population.table, form.population.at, where=form.population.where)


def refuse_other_forms(asked: Asked) -> None:
    """Nothing, where single customers can be found to have what the metric counts.

    Raises:
        InputError: They cannot.
    """
    why = _why_not(asked.form)
    if why:
        raise InputError(
            asked.metric,
            why,
            "a share of new customers or of cases, a wait by the clock, a score, or what customers have",
            "Choose another metric or variant, such as onboarding_completed, first_response_time or nps",
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


def _of_answers(asked: Asked, answers: Happening, least: int) -> list[Moment]:
    """Each day on which a customer answered; the experience is a mean score of so many."""
    scores: dict[tuple[str, int], list[int]] = {}
    for customer, answered, _, said in asked.rows(answers):
        scores.setdefault((customer, answered.toordinal()), []).append(said)
    return [
        Moment(customer, day, day + 1, day if sum(own) >= least * len(own) else None)
        for (customer, day), own in sorted(scores.items())
    ]


def _of_waits(asked: Asked, form: Wait) -> list[Moment]:
    """Each day on which a customer began to wait; the experience is that no wait was longer than the limit.

    Groups are formed when the limit has passed for everybody who began on that day.
    """
    rows = asked.rows(waits_of(asked, form))
    days = math.ceil(asked.limit_hours(form) / HOURS_OF_A_DAY) + 1
    waits: dict[tuple[str, int], list[int]] = {}
    for customer, begun, _, is_in_time in rows:
        waits.setdefault((customer, begun.toordinal()), []).append(is_in_time)
    return [
        Moment(customer, day, day + days, day + days - 1 if all(own) else None, len(own))
        for (customer, day), own in sorted(waits.items())
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
        Moment(
            customer, day, day + window + 1, None if None in own else max(one or 0 for one in own), len(own)
        )
        for (customer, day), own in sorted(cases.items())
    ]


def _all_reached(days: Sequence[int | None]) -> int | None:
    """The last of some days; None where one of them never comes."""
    return None if None in days else max(one or 0 for one in days)
