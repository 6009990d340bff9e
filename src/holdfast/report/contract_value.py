"""The value of contracts as text and as JSON: the check first, the values after it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from holdfast.records.words import day_text, period_text, segment_text, value_text
from holdfast.report.lifetime_value import fits_text, iso, table_text

if TYPE_CHECKING:
    from holdfast.records.contract_value import ContractOutlook, ContractValue


def contract_value_text(found: ContractValue) -> str:
    """What to know before use, the check, the fits and rates, and only then what customers are worth."""
    title = (
        f"Value of contracts of {found.interval_months} months, by the shifted beta-geometric\n"
        f"Fitted on renewals before {day_text(found.calibration_end)}, "
        f"checked on {period_text(found.held_out)}; "
        f"the values rest on a fit on all of them, as of {day_text(found.as_of)}."
    )
    parts = (
        title,
        "\n".join(f"- {note}" for note in found.notes),
        _check(found),
        fits_text((("calibration", found.checked), ("all", found.fit))),
        _rates(found),
        _segments(found),
    )
    return "\n\n".join(parts) + "\n"


def contract_value_json(found: ContractValue) -> str:
    """All figures under the names of the record; dates as ISO text, shares 0..1, money in minor units."""
    document = asdict(found)
    document["bias"] = found.bias if any(one.actual for one in found.check) else None
    for outlook, one in zip(document["segments"], found.segments, strict=True):
        outlook["segment"] = dict(one.segment)
    return json.dumps(document, ensure_ascii=False, indent=2, default=iso) + "\n"


def _check(found: ContractValue) -> str:
    predicted, actual = sum(one.predicted for one in found.check), sum(one.actual for one in found.check)
    bias = f" ({100 * found.bias:+.0f} %)" if actual else ""
    rows = [
        (f"{one.renewal}", f"{one.due:,}", f"{one.predicted:,.1f}", f"{one.actual:,}") for one in found.check
    ]
    return (
        f"Check on renewals held out: {predicted:,.0f} predicted, {actual:,} made{bias}.\n"
        "By renewal, of customers who were there at the end of the calibration:\n\n"
        f"{table_text(('renewal', 'could make it', 'predicted', 'made it'), rows)}"
    )


def _rates(found: ContractValue) -> str:
    rows = [
        (
            f"{one.renewal}",
            f"{one.due:,}",
            f"{100 * one.renewed / one.due:.1f} %" if one.due else "",
            f"{100 * one.modelled:.1f} %",
        )
        for one in found.rates
    ]
    return f"Retention rate by renewal:\n\n{table_text(('renewal', 'came to it', 'renewed', 'model'), rows)}"


def _segments(found: ContractValue) -> str:
    rows = [_segment(one, found.currency) for one in found.segments]
    head = ("segment", "customers", "renewals", "value", "value each", "check: predicted", "made")
    margin = "" if found.margin == 1 else f" at a margin of {100 * found.margin:g} %"
    return (
        f"Expected over {found.months} months, discounted by {100 * found.discount_rate:g} % a year{margin}:"
        f"\n\n{table_text(head, rows)}"
    )


def _segment(one: ContractOutlook, currency: str) -> tuple[str, ...]:
    each = one.value_minor / one.customers if one.customers else None
    return (
        segment_text(one.segment),
        f"{one.customers:,}",
        f"{one.renewals:,.1f}",
        value_text(one.value_minor, "money", currency=currency),
        "" if each is None else value_text(each, "money", currency=currency),
        f"{one.predicted:,.1f}",
        f"{one.actual:,}",
    )
