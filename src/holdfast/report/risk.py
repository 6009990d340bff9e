"""Who is at risk, as text, JSON and CSV: how far the chances can be trusted first, the list after it."""

from __future__ import annotations

import csv
import io
import json
from textwrap import fill
from typing import TYPE_CHECKING

from holdfast.records.words import column_words, day_text, value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.risk import AtRisk, MoneyAtRisk, Receipt, RiskReport, Trust

_OFTEN = 1.5
_COLUMNS = ("customer_id", "chance", "monthly_minor", "currency", "because", "kept")


def risk_json(found: RiskReport) -> str:
    """All figures under the names of the record: shares 0..1, money in minor units, dates as ISO text."""
    return json.dumps(_finite(found.to_dict()), ensure_ascii=False, indent=2) + "\n"


def risk_csv(found: RiskReport) -> str:
    """The list: a row per customer, what its score rests on in one column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in found.listed:
        money = "" if one.monthly_minor is None else round(one.monthly_minor)
        kept = "" if one.kept is None else f"{one.kept:.4f}"
        told = "; ".join(one.because)
        writer.writerow((one.customer_id, f"{one.chance:.4f}", money, found.currency or "", told, kept))
    return out.getvalue()


def risk_text(found: RiskReport, *, width: int) -> str:
    """What speaks against the list, the summary, the receipt, the list, and what must be known besides."""
    parts = [*([found.doubt] if found.doubt else []), _summary(found), *_checks(found)]
    told = [fill(part, width) for part in (*parts, *([contact_text(found)] if found.contact else []))]
    listed = [_customer(number, one, found, width) for number, one in enumerate(found.listed, start=1)]
    notes = [fill(one, width, initial_indent="- ", subsequent_indent="  ") for one in notes_of(found)]
    return "\n\n".join([*told, head_text(found), "\n".join(listed), "\n".join(notes)]) + "\n"


def _summary(found: RiskReport) -> str:
    within = f" within {found.horizon_days} days" if found.horizon_days else ""
    as_of = f" as of {day_text(found.as_of)}" if found.as_of else ""
    about = f"{found.expected_leavers:,.0f}" if found.expected_leavers >= 1 else "fewer than one"
    sentence = f"Of {found.customers:,} customers{as_of}, about {about} are expected to leave{within}"
    return f"{sentence}{_at_risk(found.money, found.currency)}. {learnt_text(found)}"


def learnt_text(found: RiskReport) -> str:
    """From how many that left the chances are learnt, by what model, and what they rest on most."""
    rests = ", ".join(column_words(name) for name, _ in found.rests_on[:3])
    on = f", and rest most on {rests}" if rests else ""
    return f"The chances are learnt from {found.events:,} customers that left, by {found.model}{on}."


def _at_risk(money: MoneyAtRisk | None, currency: str | None) -> str:
    if money is None:
        return ""
    expected, low, high = (
        value_text(one, "money", currency=currency)
        for one in (money.expected_minor, money.low_minor, money.high_minor)
    )
    return f", and with them {expected} a month (nine times in ten between {low} and {high})"


def _checks(found: RiskReport) -> list[str]:
    told = []
    if found.receipt is not None:
        told.append(receipt_text(found.receipt, found.currency))
    if found.trust is not None:
        told.append(trust_text(found.trust))
    return told


def receipt_text(receipt: Receipt, currency: str | None) -> str:
    """What the list of a horizon ago said, and what became of it."""
    told = (
        f"Receipt: on {day_text(receipt.day)} it would have named {receipt.named}, of whom"
        f" {receipt.named_left} left; of the {receipt.others:,} others {receipt.others_left} left."
        f" As many drawn by lot would have held {receipt.leavers_by_lot:.1f} leavers."
    )
    money = receipt.money
    if money is None or money.lost_minor is None:
        return told
    expected, low, high, lost = (
        value_text(one, "money", currency=currency)
        for one in (money.expected_minor, money.low_minor, money.high_minor, money.lost_minor)
    )
    return f"{told} At risk were {expected} a month ({low} to {high}); {lost} were then lost."


def trust_text(trust: Trust) -> str:
    """Whether chances came true, and whether the score parts leavers from others, in words."""
    verdict = (
        "which is what chance alone makes of right chances"
        if trust.error <= _OFTEN * trust.error_by_chance
        else f"where right chances would be {100 * trust.error_by_chance:.1f} points off"
    )
    told = (
        f"Checked on {trust.customers:,} {trust.where}: {trust.left} left; chances were off by"
        f" {100 * trust.error:.1f} points on average over ten groups, {verdict}."
    )
    if trust.auc is not None:
        told += (
            f" Of one that left and one that stayed, the one that left had the higher chance"
            f" {10 * trust.auc:.1f} times in ten (AUC {trust.auc:.3f}; Brier score {trust.brier:.4f},"
            f" everybody alike {trust.brier_of_base:.4f})."
        )
    return told


def contact_text(found: RiskReport) -> str:
    """What contact changes by the holdouts, why the list is in its order, and what contacting it keeps."""
    contact = found.contact
    if contact is None:
        return ""
    if contact.verdict in {"no holdout", "cannot be told"} or not found.listed:
        return contact.sentence
    kept = sum(one.kept or 0.0 for one in found.listed)
    what = f"is expected to {'keep' if kept >= 0 else 'lose'} {abs(kept):.1f} customers"
    return f"{contact.sentence} Contacting {_count(len(found.listed))} on the list {what}."


def _count(number: int) -> str:
    return "the one" if number == 1 else f"the {number}"


def head_text(found: RiskReport) -> str:
    """How many are on the list, by what, and how many of the expected leavers that is."""
    by = "chance times monthly money" if found.order == "revenue" else "chance"
    if found.contact is not None and found.contact.orders:
        by = "money that contact keeps" if found.order == "revenue" else "whom contact keeps"
    share = f"{100 * found.listed_share:.0f} % of the expected leavers"
    return f"{len(found.listed)} to look at, by {by} ({share}):"


def _customer(number: int, one: AtRisk, found: RiskReport, width: int) -> str:
    money = ""
    if one.monthly_minor is not None:
        money = f", {value_text(one.monthly_minor, 'money', currency=found.currency)} a month"
    kept = "" if one.kept is None else f", contact keeps {kept_text(one.kept)}"
    line = f"{number:>3}. {one.customer_id}  {_chance(one.chance)}{money}{kept}: {because_text(one)}."
    return fill(line, width, subsequent_indent="     ")


def kept_text(kept: float) -> str:
    """Customers kept by contacting one hundred like this one.

    >>> kept_text(0.064), kept_text(-0.02)
    ('6.4 of 100', '-2.0 of 100')
    """
    return f"{100 * kept:.1f} of 100"


def because_text(one: AtRisk) -> str:
    """What a score rests on, as the end of a sentence; it is not why a customer leaves."""
    return f"the score is high because {_joined(one.because)}" if one.because else "nothing stands out"


def _chance(chance: float) -> str:
    return f"{100 * chance:.0f} in 100" if chance >= 0.01 else "fewer than 1 in 100"  # noqa: PLR2004 - a hundredth


def _joined(phrases: Sequence[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def notes_of(found: RiskReport) -> list[str]:
    """What a reader must know besides, columns that were left out among it."""
    notes = ["What a score rests on is what goes together with leaving; it is not why a customer leaves."]
    if found.gave_notice:
        notes.append(f"{found.gave_notice:,} gave notice already and are not on the list.")
    notes += [f"Column {name} is left out: {reason}." for name, reason in found.left_out]
    return [*notes, *found.notes, *(found.contact.notes if found.contact else ())]


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - not a number
