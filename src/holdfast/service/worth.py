"""What keeping customers is worth: `holdfast worth` and the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Unpack

from holdfast.errors import InputError
from holdfast.metrics.exits import exits
from holdfast.metrics.renewals import RenewalsRequest, contract_months
from holdfast.records.worth import POINT, Effort, ExitCost, Leavers, Renewing, Worth
from holdfast.service.contract_value import fitted
from holdfast.service.leavers_known import refuse_nobody_left, refuse_without_leavers
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for
from holdfast.service.winning import winning
from holdfast.service.worth_models import Model, of_everybody, point_range, saved_of
from holdfast.service.worth_question import YEAR, Asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.metrics.exits import Exits
    from holdfast.metrics.renewals import Row
    from holdfast.records.lifetime_value import ModelFit, Segment
    from holdfast.service.workspace import Workspace
    from holdfast.service.worth_question import Question
    from holdfast.stats.contracts import Contracts
    from holdfast.stats.sbg import Sbg

    Months = Mapping[tuple[str, ...], Sequence[Row]]

_DAYS = 365
_OFF = 0.1


def worth(workspace: Workspace, **question: Unpack[Question]) -> Worth:
    """What one point of yearly retention is worth, which leavers it would keep, and what that may cost.

    A grouped query returns counts by months; small ones the currencies, reasons and costs.

    Args:
        workspace: Open, with subscriptions.
        **question: See `Question`.

    Raises:
        InputError: A value is out of range, there are too few customers or renewals, prices are in several
            currencies, or a fit did not converge.
        SourceError: The engine failed.
    """
    asked = Asked(**question)
    refuse_without_leavers(workspace, "worth")
    refuse_nobody_left(workspace, "worth")
    with workspace.engine.snapshot():
        months = contract_months(workspace.engine, _request(workspace, asked))
        left = exits(
            workspace.engine,
            request_for(workspace, PAYING, filters=asked.filters),
            start=workspace.as_of - timedelta(days=_DAYS),
        )
        models = _models(of_everybody(months))
        won = winning(workspace, asked, of_everybody(months), models)
    everybody = _leavers(asked, (), of_everybody(months), models)
    parts = [
        _segment(asked, tuple(zip(asked.by, values, strict=True)), rows, models)
        for values, rows in months.items()
        if asked.by
    ]
    return Worth(
        as_of=workspace.as_of,
        currency=workspace.company.currency,
        months=asked.months,
        discount_rate=asked.discount_rate,
        margin=asked.margin,
        renewing=tuple(one.record for one in models.values()),
        segments=(everybody, *parts),
        point_range=point_range(asked, of_everybody(months), models, everybody.point_minor),
        winning=won,
        exits=tuple(_exit(one, everybody) for one in left),
        effort=None
        if asked.effort_minor is None
        else effort_of(everybody, asked.effort_minor, reach=asked.reach, kept=asked.kept),
        notes=(*_notes(asked, of_everybody(months), models, everybody), *_together(everybody, parts)),
    )


def _request(workspace: Workspace, asked: Asked) -> RenewalsRequest:
    return RenewalsRequest(
        as_of=workspace.as_of,
        calibration_end=workspace.as_of - timedelta(days=_DAYS),
        by=asked.by,
        filters=asked.filters,
        time_zone=workspace.time_zone,
        expressions=workspace.own.expressions,
    )


def _models(rows: Sequence[Row]) -> dict[int, Model]:
    """By length of contract, for those that divide a year and have customers enough."""
    from holdfast.stats.contracts import contracts_of  # noqa: PLC0415 - for those who ask

    found: dict[int, Model] = {}
    refused: InputError | None = None
    for interval in sorted({row[0] for row in rows if row[0] and YEAR % row[0] == 0}):
        try:
            found[interval] = _model(interval, contracts_of(rows, interval))
        except InputError as error:
            refused = error
    if not found:
        raise refused or InputError(
            "worth",
            "nobody has a contract of 1, 2, 3, 4, 6 or 12 months",
            "subscriptions that are paid for, with interval_months",
            "Map subscriptions in holdfast.toml; of customers who buy without a contract "
            "`holdfast lifetime-value` says what they are worth",
        )
    return found


def _model(interval: int, contracts: Sequence[Contracts]) -> Model:
    fit, model, maximum = fitted(contracts, then=False)
    return Model(_checked(interval, contracts, fit, model), model, maximum)


def _segment(asked: Asked, segment: Segment, rows: Sequence[Row], models: Mapping[int, Model]) -> Leavers:
    """By the segment's own models: who pays much may leave seldom. By everybody's where it is too small."""
    try:
        own = _models(rows)
    except InputError:
        own = {}
    found = _leavers(asked, segment, rows, {**models, **own})
    return replace(found, has_own_model=bool(own))


def _checked(interval: int, contracts: Sequence[Contracts], fit: ModelFit, model: Sbg) -> Renewing:
    """The fit on all data, beside what one on the time before the last year said of that year."""
    from holdfast.stats.contracts import renewal_checks  # noqa: PLC0415 - as above
    from holdfast.stats.saved import saved_ahead  # noqa: PLC0415 - as above

    now = saved_ahead(contracts, model, window=YEAR // interval, periods=YEAR // interval, discount_rate=0)
    try:
        _, then, _ = fitted(contracts, then=True)
    except InputError:
        return Renewing(interval, now.customers, now.leavers, fit, None, 0)
    check = renewal_checks(contracts, then)
    return Renewing(
        interval,
        now.customers,
        now.leavers,
        fit,
        sum(one.predicted for one in check),
        sum(one.actual for one in check),
    )


def _leavers(asked: Asked, segment: Segment, rows: Sequence[Row], models: Mapping[int, Model]) -> Leavers:
    customers, leavers, yearly, as_leavers, as_stayers = 0, 0.0, 0.0, 0.0, 0.0
    for interval, saved in saved_of(asked, rows, models).items():
        customers += saved.customers
        leavers += saved.leavers
        yearly += saved.price * YEAR / interval
        as_leavers += saved.as_leavers * asked.margin
        as_stayers += saved.as_stayers * asked.margin
    each = (yearly, as_leavers, as_stayers)
    means = [one / leavers if leavers else None for one in each]
    return Leavers(segment, customers, leavers, means[0], means[1], means[2])


def _exit(one: Exits, everybody: Leavers) -> ExitCost:
    """What keeping them would have brought, by what a year of leavers' payments is worth."""
    yearly, kept = everybody.yearly_minor, everybody.worth_minor
    times = kept / yearly if yearly and kept is not None else 0.0
    return ExitCost(one.reason, one.customers, one.yearly_minor, one.yearly_minor * times)


def effort_of(
    everybody: Leavers, cost_minor: int, *, reach: int | None = None, kept: float | None = None
) -> Effort:
    """What an effort must keep of customers whose worth is known to pay for itself.

    Args:
        everybody: Of whom the effort reaches some.
        cost_minor: What it costs, minor units.
        reach: Customers it reaches; all where left out.
        kept: How many it kept, where that is known.

    Raises:
        InputError: A number is out of range, or nobody is expected to leave.
    """
    Asked(effort_minor=cost_minor, reach=reach, kept=kept)
    reach = everybody.customers if reach is None else reach
    if reach > everybody.customers:
        raise InputError(
            "reach", f"{reach:,} was given", f"at most the {everybody.customers:,} customers that are there"
        )
    if kept is not None and kept > reach:
        raise InputError("kept", f"{kept:g} was given", f"at most the {reach:,} that it reaches")
    if not everybody.worth_minor:
        raise InputError("effort", "nobody is expected to leave within a year", "somebody to keep")
    leavers = reach * everybody.share
    return Effort(cost_minor, reach, leavers, cost_minor / everybody.worth_minor, kept)


def _notes(
    asked: Asked, rows: Sequence[Row], models: Mapping[int, Model], everybody: Leavers
) -> Iterator[str]:
    at = "" if asked.margin == 1 else f", at a margin of {100 * asked.margin:g} %"
    yield f"Money is today's price, at each renewal to come over {asked.months} months{at}."
    others = sum(row[-1] for row in rows if row[0] not in models and row[3] < 0)
    if others:
        yield (
            f"Left out: {others:,} customers whose contracts are of several lengths, of one that does not "
            "divide a year, or of one that too few have."
        )
    for one in models.values():
        yield from _trust(one.record)
    if everybody.share < POINT:
        yield "Fewer than one in a hundred leave within a year: a whole point is not there to be won."


def _together(everybody: Leavers, parts: Sequence[Leavers]) -> Iterator[str]:
    """Where who pays much leaves seldom, the average customer is not the one who is lost."""
    both, points = everybody.point_minor, [one.point_minor or 0.0 for one in parts]
    if both and points and abs(sum(points) / both - 1) > _OFF:
        yield (
            f"A point in each segment together is worth {sum(points) / both:.2f} times a point of everybody: "
            "what customers pay and how they leave go together. Use the segments."
        )


def _trust(one: Renewing) -> Iterator[str]:
    of = f"Contracts of {one.interval_months} month{'s' if one.interval_months > 1 else ''}"
    if one.predicted is None:
        yield f"{of}: too few renewals before the last year to check the model on it."
    elif not one.actual or abs(one.predicted / one.actual - 1) > _OFF:
        yield (
            f"{of}: the model predicted {one.predicted:,.0f} renewals for the last year where {one.actual:,} "
            "were made: use the values to compare, not as amounts."
        )
