"""What customers with a contract are worth: `holdfast lifetime-value --of contracts` and the API."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Unpack

from holdfast.errors import InputError
from holdfast.metrics.renewals import RenewalsRequest, contract_months
from holdfast.records.contract_value import ContractOutlook, ContractValue
from holdfast.service.contract_question import Asked
from holdfast.service.lifetime_value import fit_record
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.metrics.renewals import Row
    from holdfast.records.contract_value import RenewalCheck
    from holdfast.records.lifetime_value import ModelFit
    from holdfast.service.contract_question import Question
    from holdfast.service.workspace import Workspace
    from holdfast.stats.contracts import Contracts
    from holdfast.stats.maximum_likelihood import Maximum
    from holdfast.stats.sbg import Sbg

_LEAST_CUSTOMERS, _LEAST_RENEWALS, _LEAST_HELD_OUT = 100, 3, 30
_OFF = 0.1
Segments = dict[tuple[str, ...], "list[Contracts]"]


def contract_value(workspace: Workspace, **question: Unpack[Question]) -> ContractValue:
    """What customers with a contract are worth, by a model that is checked on renewals it has not seen.

    A grouped query returns counts by months, a small one before it the currencies.

    Args:
        workspace: Open, with subscriptions.
        **question: See `Question`.

    Raises:
        InputError: A value is out of range, there are too few customers or renewals, prices are in several
            currencies, or a fit did not converge.
        SourceError: The engine failed.
    """
    from holdfast.stats.contracts import contracts_of  # noqa: PLC0415 - for those who ask

    asked = Asked(**question)
    end = asked.calibration_end or workspace.as_of - timedelta(days=asked.held_out_days)
    if end == workspace.as_of:
        raise _too_few("no days are held out")
    request = RenewalsRequest(
        as_of=workspace.as_of,
        calibration_end=end,
        by=asked.by,
        filters=asked.filters,
        time_zone=workspace.time_zone,
        expressions=workspace.own.expressions,
    )
    months = contract_months(workspace.engine, request)
    interval = asked.interval_months or _commonest(months)
    segments = {segment: contracts_of(rows, interval) for segment, rows in months.items()}
    return _answer(
        workspace, asked, segments, Period(end, workspace.as_of), (interval, _others(months, interval))
    )


def _answer(
    workspace: Workspace, asked: Asked, segments: Segments, held_out: Period, interval: tuple[int, int]
) -> ContractValue:
    from holdfast.stats.contracts import renewal_checks, renewal_rates  # noqa: PLC0415 - as above

    everybody = [one for some in segments.values() for one in some]
    checked, then, _ = fitted(everybody, then=True)
    check = renewal_checks(everybody, then)
    if sum(one.due for one in check) < _LEAST_HELD_OUT:
        raise _too_few(f"{sum(one.due for one in check)} renewals were due in the time held out")
    fit, now, _ = fitted(everybody, then=False)
    parts = [
        ((), everybody),
        *((tuple(zip(asked.by, s, strict=True)), c) for s, c in segments.items() if asked.by),
    ]
    return ContractValue(
        calibration_end=held_out.start,
        held_out=held_out,
        as_of=workspace.as_of,
        interval_months=interval[0],
        checked=checked,
        fit=fit,
        check=check,
        rates=renewal_rates(everybody, now),
        months=asked.months,
        discount_rate=asked.discount_rate,
        margin=asked.margin,
        currency=workspace.company.currency,
        segments=tuple(_outlook(asked, pairs, some, (then, now), interval[0]) for pairs, some in parts),
        notes=tuple(_notes(asked, check, interval)),
    )


def fitted(contracts: Sequence[Contracts], *, then: bool) -> tuple[ModelFit, Sbg, Maximum]:
    """The shifted beta-geometric of contracts of one length: by the end of the calibration, or by now.

    Raises:
        InputError: There are too few customers or renewals, or the fit did not converge.
    """
    from holdfast.stats.contracts import histograms  # noqa: PLC0415 - as above
    from holdfast.stats.sbg import Sbg  # noqa: PLC0415 - as above

    left, there = histograms(contracts, then=then)
    customers = sum(left.values()) + sum(there.values())
    if customers < _LEAST_CUSTOMERS:
        raise _too_few(f"{customers} customers had a contract")
    if len(left) < _LEAST_RENEWALS:
        raise _too_few(f"customers left at {len(left)} different renewals")
    model, maximum = Sbg.at_maximum(left, there)
    return (
        fit_record("sbg", "renewals", maximum, customers=customers, rows=len(left) + len(there)),
        model,
        maximum,
    )


def _outlook(
    asked: Asked,
    pairs: tuple[tuple[str, str], ...],
    contracts: Sequence[Contracts],
    models: tuple[Sbg, Sbg],
    interval: int,
) -> ContractOutlook:
    from holdfast.stats.contracts import renewal_checks, renewals_ahead  # noqa: PLC0415 - as above

    then, now = models
    rate = (1 + asked.discount_rate) ** (interval / 12) - 1
    periods = max(1, asked.months // interval)
    customers, renewals, money = renewals_ahead(contracts, now, periods=periods, discount_rate=rate)
    check = renewal_checks(contracts, then)
    return ContractOutlook(
        segment=pairs,
        customers=customers,
        renewals=renewals,
        value_minor=money * asked.margin,
        predicted=sum(one.predicted for one in check),
        actual=sum(one.actual for one in check),
    )


def _commonest(months: Mapping[tuple[str, ...], Sequence[Row]]) -> int:
    counts = Counter[int]()
    for rows in months.values():
        for interval, *_, customers in rows:
            counts[interval] += customers if interval else 0
    if not counts.total():
        raise _too_few("0 customers had a contract")
    return max(counts, key=lambda interval: (counts[interval], -interval))


def _others(months: Mapping[tuple[str, ...], Sequence[Row]], interval: int) -> int:
    return sum(row[-1] for rows in months.values() for row in rows if row[0] != interval)


def _too_few(found: str) -> InputError:
    return InputError(
        "lifetime value",
        f"there are too few data for a model that can be checked: {found}",
        f"{_LEAST_CUSTOMERS} customers with contracts of one length, who left at {_LEAST_RENEWALS} different "
        f"renewals or more before the time held out, and {_LEAST_HELD_OUT} renewals due in it",
        "Wait for more renewals, or hold out another time with calibration_end",
    )


def _notes(asked: Asked, check: Sequence[RenewalCheck], interval: tuple[int, int]) -> Iterator[str]:
    yield (
        "Money is the price that customers pay now, at each renewal to come; what is paid is no part of it"
        + ("." if asked.margin == 1 else f", at a margin of {100 * asked.margin:g} %.")
    )
    if interval[1]:
        yield f"Left out: {interval[1]:,} customers whose contracts are not all of {interval[0]} months."
    actual = sum(one.actual for one in check)
    predicted = sum(one.predicted for one in check)
    if not actual or abs(predicted / actual - 1) > _OFF:
        yield (
            f"The model predicted {predicted:,.0f} renewals where {actual:,} were made: use the values to "
            "rank segments, not as amounts."
        )
