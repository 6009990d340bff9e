"""Lifetime value as text and as JSON: the check first, the values after it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from holdfast.records.words import day_text, period_text, segment_text, value_text
from holdfast.report.table import Align, aligned_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.lifetime_value import HoldOutCheck, LifetimeValue, ModelFit, SegmentOutlook

_TITLES = {
    "mbg_nbd": "MBG/NBD",
    "bg_nbd": "BG/NBD",
    "pareto_nbd": "Pareto/NBD",
    "nbd": "NBD",
    "gamma_gamma": "Gamma-Gamma",
    "sbg": "sBG",
}


def lifetime_value_text(found: LifetimeValue) -> str:
    """What to know before use, the check, the fits, and only then what customers are worth."""
    title = (
        f"Lifetime value of customers without a contract, by {_TITLES[found.fit.model]} and Gamma-Gamma\n"
        f"Fitted on purchases of {period_text(found.calibration)}, checked on {period_text(found.held_out)}; "
        f"the values rest on a fit on all of them, as of {day_text(found.as_of)}."
    )
    parts = (
        title,
        "\n".join(f"- {note}" for note in found.notes),
        check_text(found.check),
        fits_text((("calibration", found.checked), ("all", found.fit))),
        fits_text((("calibration", found.checked_spending), ("all", found.spending)))
        + f"\n\nHow often and how much a customer buys correlate by {found.correlation:.3f}.",
        _bands(found),
        _segments(found),
    )
    return "\n\n".join(parts) + "\n"


def lifetime_value_json(found: LifetimeValue) -> str:
    """All figures under the names of the record; dates as ISO text, shares 0..1, money in minor units."""
    document = asdict(found)
    document["check"]["bias"] = found.check.bias if found.check.actual else None
    for outlook, one in zip(document["segments"], found.segments, strict=True):
        outlook["segment"] = dict(one.segment)
    return json.dumps(document, ensure_ascii=False, indent=2, default=iso) + "\n"


def check_text(check: HoldOutCheck) -> str:
    """Predicted beside actual: in total, per customer, and by tenths of the prediction."""
    bias = f" ({100 * check.bias:+.0f} %)" if check.actual else ""
    rows = [
        (str(number), f"{tenth.customers:,.0f}", f"{tenth.predicted:.3f}", f"{tenth.actual:.3f}")
        for number, tenth in enumerate(check.deciles, start=1)
    ]
    table = table_text(("tenth", "customers", "predicted", "actual"), rows)
    return (
        f"Check on purchases held out: {check.predicted:,.0f} days with a purchase predicted, "
        f"{check.actual:,} came{bias}.\n"
        f"Mean error of one customer {check.mean_absolute_error:.3f}. If everybody went on as before it "
        f"would be {check.as_before_error:.3f}, and {check.as_before:,.0f} predicted.\n"
        "By tenth of the prediction, days with a purchase per customer:\n\n"
        f"{table}"
    )


def fits_text(fits: Sequence[tuple[str, ModelFit]]) -> str:
    """Parameters with standard errors, one row for each of the data they were fitted on."""
    first = fits[0][1]
    head = ("data", *(one.name for one in first.estimates), "log-likelihood", "customers", "distinct rows")
    rows = [
        (
            data,
            *(f"{one.value:.4g} ± {one.standard_error:.2g}" for one in fit.estimates),
            f"{fit.log_likelihood:,.2f}",
            f"{fit.customers:,}",
            f"{fit.rows:,}",
        )
        for data, fit in fits
    ]
    title = f"{_TITLES[first.model]}, parameters ± standard error, in {first.unit}:"
    return f"{title}\n\n{table_text(head, rows)}"


def _bands(found: LifetimeValue) -> str:
    rows = [
        (
            f"{100 * band.low:.0f} to {100 * band.high:.0f} %",
            f"{band.customers:,}",
            f"{100 * band.bought / band.customers:.0f} %" if band.customers else "",
            f"{band.customers_now:,}",
        )
        for band in found.bands
    ]
    head = ("chance to be alive", "customers then", "bought later", "customers now")
    return f"Customers by their chance not to have left:\n\n{table_text(head, rows)}"


def _segments(found: LifetimeValue) -> str:
    rows = [_segment(one, found.currency) for one in found.segments]
    head = (
        "segment",
        "customers",
        "alive",
        "purchases",
        "value",
        "value each",
        "check: predicted",
        "came",
        "money predicted",
        "came",
    )
    margin = "" if found.margin == 1 else f" at a margin of {100 * found.margin:g} %"
    return (
        f"Expected over {found.months} months, discounted by {100 * found.discount_rate:g} % a year{margin}:"
        f"\n\n{table_text(head, rows)}"
    )


def _segment(one: SegmentOutlook, currency: str) -> tuple[str, ...]:
    def money(minor: float) -> str:
        return value_text(minor, "money", currency=currency)

    return (
        segment_text(one.segment),
        f"{one.customers:,}",
        f"{one.alive:,.0f}",
        f"{one.purchases:,.0f}",
        money(one.value_minor),
        money(one.value_minor / one.customers) if one.customers else "",
        f"{one.predicted:,.0f}",
        f"{one.actual:,}",
        money(one.predicted_minor),
        money(one.actual_minor),
    )


def table_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is words and whose others are figures."""
    align: list[Align] = ["left", *(["right"] * (len(head) - 1))]  # type: ignore[list-item]
    return aligned_table(head, rows, align)


def iso(value: Any) -> str:  # noqa: ANN401 - what json does not know
    """A date as text, for JSON."""
    return str(value.isoformat())
