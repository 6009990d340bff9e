"""Metrics that need of old events no more than each customer's first: a refresh reads recent events alone.

Who has been there before is told by a first event, and so is when somebody was reached at last. So a refresh
keeps the first events of customers before an instant that no late row can reach, and reads what happened
since in place of all events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.metrics.forms.adoption import Adoption
from holdfast.metrics.forms.duration import Duration
from holdfast.metrics.forms.model import CUSTOMER, Condition
from holdfast.metrics.forms.stickiness import DAU_MAU, LATEST_DAYS, Stickiness
from holdfast.metrics.partials.model import FirstEvents, KeptDays, Saved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from holdfast.metrics.expression.model import Expression
    from holdfast.metrics.partials.model import Family, FirstStore, Instead, PartialStore
    from holdfast.metrics.plan import Plan

REWRITE_AFTER = 7
"""Days after which first events that rest by then are written down too."""
_EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Recent:
    """What a plan reads in place of its events.

    Attributes:
        instead: Empty where it reads them all.
        saved: What is kept from now on.
        files: Of first events, from now on.
    """

    instead: Instead = ()
    saved: tuple[Saved, ...] = ()
    files: frozenset[str] = frozenset()


NOTHING = Recent()
"""All events are read, and none are kept."""


@dataclass(frozen=True, slots=True)
class RecentEvents:
    """Finds what one metric may read in place of all events.

    Attributes:
        store: Keeps what is known of files.
        files: Keeps first events.
        family: Of the metric.
        plan: Of the metric.
        late_days: How many days after an instant its row may still arrive.
        customers: Digest of the customers who had signed by a local date: when they did is part of it.
        stamp: No other refresh has it.
    """

    store: PartialStore
    files: FirstStore
    family: Family
    plan: Plan
    late_days: int
    customers: Callable[[date], str]
    stamp: str

    @property
    def file_start(self) -> str:
        """How the names of the family's files begin."""
        return f"firsts-{sha256(repr(self.family).encode()).hexdigest()[:16]}-"

    def find(self, since: date | None, *, is_known: bool) -> Recent:
        """What to read where periods from a local date on may have changed.

        Args:
            since: Start of the first of them; None where only first events count.
            is_known: The metric was refreshed before, and is not counted anew.

        Raises:
            SourceError: The database or the disk failed.
        """
        firsts = first_events(self.plan)
        if firsts is None:
            if not is_known or since is None or not _is_of_periods(self.plan):
                return NOTHING
            start = self.plan.instant(since - timedelta(days=_look_back(self.plan)))
            return Recent(((_EVENTS, self.files.events_since(start)),))
        kept = self._kept(firsts) if is_known else None
        return self._since(firsts, kept, since) if kept else self._anew(firsts)

    def _anew(self, firsts: FirstEvents) -> Recent:
        return Recent((), *self._written(firsts, _EVENTS))

    def _since(self, firsts: FirstEvents, kept: KeptDays, since: date | None) -> Recent:
        start = kept.as_of
        if since is not None:
            start = min(start, since - timedelta(days=_look_back(self.plan)))
        relation = self.files.events_since(self.plan.instant(start), kept.file, firsts)
        instead = ((_EVENTS, relation),)
        if start < kept.as_of or (self._rests - kept.as_of).days < REWRITE_AFTER:
            own = replace(kept, frozen_until=self._as_of, customers=self._digest(firsts, self._as_of))
            return Recent(instead, (Saved(self._own(firsts), own, ()),), frozenset({kept.file}))
        return Recent(instead, *self._written(firsts, f"kept.{relation}"))

    def _written(self, firsts: FirstEvents, events: str) -> tuple[tuple[Saved, ...], frozenset[str]]:
        file = f"{self.file_start}{self._as_of}-{self.stamp}.parquet"
        self.files.write(file, firsts, self.plan.instant(self._rests), events=events)
        kept = KeptDays(self._rests, self._rests, self._as_of, self._digest(firsts, self._as_of), file)
        return (Saved(self._own(firsts), kept, ()),), frozenset({file})

    def _kept(self, firsts: FirstEvents) -> KeptDays | None:
        """None where the file is gone, or customers signed at other instants than was known."""
        kept = self.store.days(self._own(firsts))
        if kept is None or kept.as_of > self._rests or not self.files.is_there(kept.file):
            return None
        return kept if kept.customers == self._digest(firsts, kept.frozen_until) else None

    def _digest(self, firsts: FirstEvents, day: date) -> str:
        return self.customers(day) if firsts.of_signed else ""

    def _own(self, firsts: FirstEvents) -> Family:
        of = f"{', of who signed' if firsts.of_signed else ''}"
        return replace(self.family, source=f"{self.family.source}, first events{of}")

    @property
    def _rests(self) -> date:
        return self._as_of - timedelta(days=self.late_days)

    @property
    def _as_of(self) -> date:
        return self.plan.request.as_of


def first_events(plan: Plan) -> FirstEvents | None:
    """Whose first events the plan needs; None where it needs none, or more than these."""
    form = plan.metric.form
    if isinstance(form, Stickiness):
        if plan.variant == DAU_MAU or _is_of_persons(plan) or not _only_named(form.population.where):
            return None
        return FirstEvents(tuple(plan.names(form.event)), of_signed=False)
    if isinstance(form, Duration):
        return _of_journey(plan, form)
    return None


def _of_journey(plan: Plan, form: Duration) -> FirstEvents | None:
    journey = form.journey
    is_of_customers = (
        journey.population.table == "customers"
        and journey.population.at == "signed_at"
        and journey.identity == journey.customer == CUSTOMER
    )
    is_first = journey.since == "anchor" and journey.count == 1 and not journey.is_first
    if not is_of_customers or not is_first or len(journey.outcomes) != 1:
        return None
    [outcome] = journey.outcomes
    if outcome.table != _EVENTS or outcome.at != "occurred_at" or not _only_named(outcome.where):
        return None
    lists = [plan.names(str(one.values[0])) for one in outcome.where if isinstance(one, Condition)]
    if sum(map(bool, lists)) > 1:
        return None
    return FirstEvents(tuple(name for names in lists for name in names), of_signed=True)


def _is_of_periods(plan: Plan) -> bool:
    """The plan counts what happens in its periods, and needs nothing of what came before them."""
    form = plan.metric.form
    return isinstance(form, Adoption) or (isinstance(form, Stickiness) and plan.variant == DAU_MAU)


def _look_back(plan: Plan) -> int:
    """Days before a period at which the plan looks all the same."""
    if not isinstance(plan.metric.form, Stickiness):
        return 0
    if plan.variant == DAU_MAU:
        return int(plan.number("trailing_days"))
    return LATEST_DAYS.get(plan.variant, 0)


def _is_of_persons(plan: Plan) -> bool:
    return dict(plan.numbers).get("actor") == "person"


def _only_named(conditions: Sequence[Condition | Expression]) -> bool:
    return all(
        isinstance(one, Condition) and (one.column, one.operator) == ("name", "named") for one in conditions
    )
