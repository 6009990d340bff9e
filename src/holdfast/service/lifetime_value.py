"""What customers without a contract are still worth: `holdfast lifetime-value` and the API."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Unpack

from holdfast.metrics.histories import HistoriesRequest, purchase_histories, spending_rows
from holdfast.records.lifetime_value import Estimate, LifetimeValue, ModelFit
from holdfast.service.lifetime_question import Asked, refuse_little
from holdfast.stats.repeat_model import NobodyLeavesError
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.records.lifetime_value import HoldOutCheck
    from holdfast.service.lifetime_question import Question
    from holdfast.service.workspace import Workspace
    from holdfast.stats.customer_base import CustomerBase
    from holdfast.stats.gamma_gamma import GammaGamma, Spending
    from holdfast.stats.maximum_likelihood import Maximum
    from holdfast.stats.repeat_model import RepeatModel

_OFF, _TOGETHER = 0.25, 0.3


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Customers up to an end of the calibration, and the models fitted on them."""

    base: CustomerBase
    segments: tuple[tuple[str, ...], ...]
    model: RepeatModel
    fit: ModelFit
    money: GammaGamma
    spending: ModelFit
    correlation: float
    is_rounded: bool


def lifetime_value(workspace: Workspace, **question: Unpack[Question]) -> LifetimeValue:
    """What customers are still worth, by a model that is checked on purchases it has not seen.

    It is fitted twice: on a calibration, to be checked on the rest, and on all data, for the values. Four
    queries, each of which returns distinct rows. Where one of the two shows nobody leaving, NBD stands in for
    the model in both, and a note says so.

    Args:
        workspace: Open, with orders.
        **question: See `Question`.

    Raises:
        InputError: A value is out of range, there are too few customers or days, or a fit did not converge.
        SourceError: The engine failed.
    """
    asked = Asked(**question)
    now, segments = _base(workspace, asked, workspace.as_of)
    start = workspace.as_of - timedelta(days=now.longest_days + 1)
    end = asked.end_of_calibration(start, workspace.as_of)
    then, earlier_segments = _base(workspace, asked, end)
    refuse_little(then, start, end, workspace.as_of)
    sides = ((end, then, earlier_segments), (workspace.as_of, now, segments))
    try:
        checked, current = (_fitted(workspace, asked, *side) for side in sides)
    except NobodyLeavesError:
        without_leaving = replace(asked, model="nbd")
        checked, current = (_fitted(workspace, without_leaving, *side) for side in sides)
    return _answer(workspace, asked, checked, current, Period(start, end))


def _base(workspace: Workspace, asked: Asked, end: date) -> tuple[CustomerBase, tuple[tuple[str, ...], ...]]:
    from holdfast.connect.sources.files.currency import minor_factor  # noqa: PLC0415 - for those who ask
    from holdfast.stats.customer_base import CustomerBase  # noqa: PLC0415 - it loads NumPy

    found = purchase_histories(workspace.engine, _request(workspace, asked, end))
    columns = [part.columns for part in found.values()]
    return CustomerBase.of(columns, minor_per_unit=minor_factor(workspace.company.currency)), tuple(found)


def _request(workspace: Workspace, asked: Asked, end: date) -> HistoriesRequest:
    return HistoriesRequest(
        as_of=workspace.as_of,
        calibration_end=end,
        by=asked.by,
        filters=asked.filters,
        first_from=asked.first_from,
        first_until=asked.first_until,
        least_amount_minor=asked.least_amount_minor,
        time_zone=workspace.time_zone,
        expressions=workspace.own.expressions,
    )


def _fitted(
    workspace: Workspace, asked: Asked, end: date, base: CustomerBase, segments: tuple[tuple[str, ...], ...]
) -> _Fitted:
    from holdfast.stats.gamma_gamma import GammaGamma  # noqa: PLC0415 - as above
    from holdfast.stats.repeat_model import repeat_model  # noqa: PLC0415 - as above

    spending, is_rounded = _spending(workspace, asked, end, base.repeaters)
    model, maximum = repeat_model(asked.model).at_maximum(base.distinct)
    money, money_maximum = GammaGamma.at_maximum(spending)
    spenders = int(spending.customers.sum())
    return _Fitted(
        base,
        segments,
        model,
        fit_record(asked.model, "weeks", maximum, customers=base.total, rows=base.distinct.rows),
        money,
        fit_record(
            "gamma_gamma",
            workspace.company.currency,
            money_maximum,
            customers=spenders,
            rows=len(spending.repeats),
        ),
        spending.correlation(),
        is_rounded,
    )


def _spending(workspace: Workspace, asked: Asked, end: date, repeaters: int) -> tuple[Spending, bool]:
    from holdfast.connect.sources.files.currency import minor_factor  # noqa: PLC0415 - as above
    from holdfast.stats.gamma_gamma import Spending  # noqa: PLC0415 - as above

    rows = spending_rows(workspace.engine, _request(workspace, asked, end), repeaters=repeaters)
    unit = minor_factor(workspace.company.currency)
    spending = Spending.of(rows.repeats, rows.spent_minor, customers=rows.customers, minor_per_unit=unit)
    return spending, rows.is_rounded


def fit_record(model: str, unit: str, maximum: Maximum, *, customers: int, rows: int) -> ModelFit:
    """A fit as others may have it: parameters by name, each with its standard error."""
    from holdfast.stats.repeat_model import PARAMETERS  # noqa: PLC0415 - as above

    estimates = tuple(
        Estimate(*one) for one in zip(PARAMETERS[model], maximum.values, maximum.standard_errors, strict=True)
    )
    return ModelFit(model, unit, estimates, maximum.log_likelihood, customers, rows)


def _answer(
    workspace: Workspace, asked: Asked, checked: _Fitted, current: _Fitted, calibration: Period
) -> LifetimeValue:
    from holdfast.connect.sources.files.currency import minor_factor  # noqa: PLC0415 - as above
    from holdfast.stats.customer_base import alive_bands, check_of, predicted_days  # noqa: PLC0415 - as above
    from holdfast.stats.segment_outlook import months_ahead, segment_outlooks  # noqa: PLC0415 - as above

    days = (workspace.as_of - calibration.end).days
    predicted = predicted_days(checked.model, checked.base, days)
    check = check_of(checked.base, predicted, held_out_days=days)
    chances = checked.model.probability_alive(checked.base.histories)
    now = current.model.probability_alive(current.base.histories)
    ahead = months_ahead(current.model, current.base, asked.months, discount_rate=asked.discount_rate)
    return LifetimeValue(
        calibration=calibration,
        held_out=Period(calibration.end, workspace.as_of),
        as_of=workspace.as_of,
        checked=checked.fit,
        check=check,
        fit=current.fit,
        checked_spending=checked.spending,
        spending=current.spending,
        correlation=current.correlation,
        months=asked.months,
        discount_rate=asked.discount_rate,
        margin=asked.margin,
        currency=workspace.company.currency,
        by_month=ahead.by_period,
        bands=alive_bands(checked.base, chances, now=now, customers_now=current.base.customers),
        segments=segment_outlooks(
            (checked.base, checked.segments, checked.money, predicted),
            (current.base, current.segments, current.money, ahead),
            names=asked.by,
            alive=now,
            minor_of_value=asked.margin * minor_factor(workspace.company.currency),
        ),
        notes=tuple(_notes(asked, check, current)),
    )


def _notes(asked: Asked, check: HoldOutCheck, current: _Fitted) -> Iterator[str]:
    yield "Money is sales of purchases after the first, before refunds and costs" + (
        "." if asked.margin == 1 else f", at a margin of {100 * asked.margin:g} %."
    )
    if abs(check.bias) > _OFF:
        yield (
            f"The model was off by {100 * check.bias:+.0f} % on the purchases held out: use the values to "
            "rank customers, not as amounts."
        )
    if check.mean_absolute_error >= check.as_before_error:
        yield "Customer by customer it did no better than the rule that everybody goes on as before."
    if abs(current.correlation) > _TOGETHER:
        yield (
            f"How often and how much go together (correlation {current.correlation:.2f}), which the model "
            "takes for independent: values are biased."
        )
    if current.fit.model == "nbd":
        if asked.model != "nbd":
            yield (
                f"These purchases show nobody leaving: {asked.model} is likeliest where no customer ever "
                "stops. The values are by nbd therefore; a longer history may show who left."
            )
        yield "NBD takes everybody for alive, for all the months ahead: too much where some do leave."
    elif asked.model == "bg_nbd":
        yield "BG/NBD takes everybody who never bought again for alive; mbg_nbd does not."
    if current.is_rounded:
        yield "Amounts were read to three digits, because more than 100,000 customers bought again."
