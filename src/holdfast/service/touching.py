"""Which of an objective's customers a key result touches, and how many more shall have what it counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.evidence.reach import Touch
from holdfast.metrics.by_customer import signings
from holdfast.metrics.dated import dated_rows
from holdfast.metrics.forms.opinion import Opinion
from holdfast.metrics.forms.rating import Rating
from holdfast.metrics.forms.share import Share
from holdfast.metrics.forms.wait import Wait
from holdfast.service.link_moments import Asked, answers_of, cases_of, waits_of
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.evidence.reach import LinkEffect
    from holdfast.metrics.dated import DatedRow, Happening
    from holdfast.metrics.declaration import Setting
    from holdfast.service.bets import Lever
    from holdfast.service.link_tables import LinkTables

MOST_CUSTOMERS = 50_000
"""Above it a part is drawn: what share of the customers is touched is known well enough by so many."""

HALF, SCORES = 0.5, 100
NO_SHARE = "it is no share of customers, so that nobody knows how many more of them it asks for"
NOT_TIED = "what it counts cannot be tied to single customers"
THERMOMETER = (
    "{percent:.0f}% of the customers answered lately, but a score tells what they think and does nothing for "
    "them, and no link of it with staying is known"
)
WHOLE_GAIN = "taken at its most, as if every point came from a further answer of 9 or 10"
HALF_IN_TIME = "taken as half of the cases within that time, which is what such a median says"


@dataclass(frozen=True, slots=True)
class Base:
    """The objective's customers.

    Attributes:
        customers: How many a period counts, at least 1.
        days: How long the period is for which the bet is made.
    """

    customers: int
    days: int


def parameters_of(lever: Lever) -> dict[str, Setting]:
    """The parameters of a key result's link: of a wait, the target is the limit."""
    asked = lever.asked
    parameters: dict[str, Setting] = dict(asked.request.parameters)
    form = lever.form
    if isinstance(form, Wait) and asked.target is not None:
        parameters[form.window.parameter] = asked.target
    return parameters


def touch_of(tables: LinkTables, lever: Lever, link: LinkEffect | None, base: Base) -> Touch | str:
    """What a key result can reach, or why that is not known.

    One that counts cases or answers touches the customers who had any lately, over as many days as the bet
    is for; those who paid when these days began are its base. Answers count where their link is known.

    Args:
        tables: Of the company.
        lever: A measured key result with a target.
        link: What is known of its effect.
        base: The objective's customers.

    Raises:
        SourceError: The engine failed.
    """
    whom, form = lever.asked.card.population, lever.form
    if lever.customers is not None:
        if lever.change is None:
            return NO_SHARE
        return Touch(lever.name, min(1.0, lever.customers / base.customers), lever.change, link, whom)
    if not isinstance(form, Opinion | Rating | Share | Wait):
        return NOT_TIED
    asked = Asked(tables.workspace, lever.asked.card.name, parameters_of(lever), base.days)
    filters = lever.asked.request.filters
    try:
        rows, share = _lately(tables, asked, _happening(asked, form), base, filters)
    except InputError:
        return NOT_TIED
    if isinstance(form, Opinion | Rating) and link is None:
        return THERMOMETER.format(percent=100 * share)
    change, how = _change(lever, form, rows)
    return NO_SHARE if change is None else Touch(lever.name, share, change, link, whom, how)


def _change(lever: Lever, form: object, rows: Sequence[DatedRow]) -> tuple[float | None, str]:
    """How many more shall have the experience, a share, and what was assumed for it."""
    if isinstance(form, Opinion):
        gain = lever.gain
        return (None, "") if gain is None else (max(-1.0, min(1.0, gain / SCORES)), WHOLE_GAIN)
    if isinstance(form, Wait):
        in_time = sum(row.said for row in rows) / len(rows) if rows else HALF
        return max(0.0, HALF - in_time), HALF_IN_TIME
    return lever.change, ""


def _lately(
    tables: LinkTables,
    asked: Asked,
    happening: Happening,
    base: Base,
    filters: Mapping[str, tuple[str, ...]],
) -> tuple[list[DatedRow], float]:
    """Rows of the last days, and the share of those who paid at their beginning who have any."""
    workspace = tables.workspace
    since = workspace.as_of - timedelta(days=base.days)
    sampled = min(1.0, MOST_CUSTOMERS / base.customers)
    paying = {who for who, spans in tables.paid(sampled).items() if _pays(spans, since)}
    counted = signings(workspace.engine, request_for(workspace, PAYING, filters=filters))
    own = paying & {one.customer_id for one in counted}
    request = request_for(workspace, asked.metric, parameters=asked.parameters)
    found = dated_rows(workspace.engine, request, happening, sampled_share=sampled)
    rows = [row for row in found if row.begun_on >= since and row.customer_id in own]
    return rows, len({row.customer_id for row in rows}) / max(1, len(paying))


def _happening(asked: Asked, form: Opinion | Rating | Share | Wait) -> Happening:
    if isinstance(form, Opinion | Rating):
        return answers_of(form)
    return waits_of(asked, form) if isinstance(form, Wait) else cases_of(form)


def _pays(spans: Sequence[tuple[date, date | None]], day: date) -> bool:
    return any(start <= day and (end is None or end > day) for start, end in spans)
