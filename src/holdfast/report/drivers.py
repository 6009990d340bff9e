"""Drivers as text and JSON: what goes with leaving, like for like, and the command that tests it."""

from __future__ import annotations

import json
from textwrap import fill
from typing import TYPE_CHECKING

from holdfast.records.words import day_text

if TYPE_CHECKING:
    from holdfast.records.drivers import DriverFound, DriversReport

UNKNOWN = "cannot be told from chance"


def drivers_json(found: DriversReport) -> str:
    """All figures under the names of the record: shares 0..1, dates as ISO text."""
    return json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n"


def drivers_text(found: DriversReport, *, width: int) -> str:
    """The question, each driver in a few sentences, then what could not be told and what must be known."""
    told = [one for one in found.drivers if one.verdict != UNKNOWN]
    parts = [fill(title_text(found), width), *(_driver(one, width) for one in told)]
    if not told:
        parts.append("No candidate can be told from chance.")
    parts += [fill(one, width) for one in _rest(found) if one]
    notes = [fill(one, width, initial_indent="- ", subsequent_indent="  ") for one in found.notes]
    return "\n\n".join([*parts, "\n".join(notes)]) + "\n"


def title_text(found: DriversReport) -> str:
    """Who was looked at, when, and like for like in what."""
    first, last = found.landmarks[0], found.landmarks[-1]
    return (
        f"Which experiences go with leaving within {found.horizon_days} days: {found.customers:,} customers,"
        f" looked at on {len(found.landmarks)} days from {day_text(first)} to {day_text(last)};"
        f" {found.left:,} of them left. Like for like in {', '.join(found.adjusted_for)}."
    )


def _driver(one: DriverFound, width: int) -> str:
    sign = " (a sign, which may follow from the decision to leave)" if one.kind == "sign" else ""
    lines = [
        f"{one.name[0].upper()}{one.name[1:]}{sign}: {one.verdict}.",
        difference_text(one),
        weight_text(one),
        f"Test it: {one.tested_by}",
    ]
    indents = ("", *("  ",) * (len(lines) - 1))
    return "\n".join(
        fill(line, width, initial_indent=indent, subsequent_indent="  ")
        for line, indent in zip(lines, indents, strict=True)
        if line
    )


def difference_text(one: DriverFound) -> str:
    """Shares that left with it and without, and the difference like for like with its range."""
    shares = _percent(one.left_with), _percent(one.left_without)
    raw = f"Of customers {one.tells}, {shares[0]} left; of the others {shares[1]}."
    if one.difference is None or one.low is None or one.high is None:
        return raw
    more = "more" if one.difference > 0 else "fewer"
    low, high = sorted((abs(one.low), abs(one.high))) if one.low * one.high > 0 else (one.low, one.high)
    whom = f" ({one.reason})" if one.reason else ""
    return (
        f"{raw} Like for like {100 * abs(one.difference):.1f} points {more}{whom}"
        f" (between {100 * low:.1f} and {100 * high:.1f})."
    )


def weight_text(one: DriverFound) -> str:
    """Its share of what all candidates explain together, and its ties; empty where it was not weighed."""
    if one.weight is None or one.weight_low is None or one.weight_high is None:
        return ""
    kind = "signs" if one.kind == "sign" else "experiences"
    told = (
        f"It holds {100 * one.weight:.0f} % of what all {kind} explain together (between"
        f" {100 * one.weight_low:.0f} and {100 * one.weight_high:.0f})."
    )
    tied = (
        f" Tied with {', '.join(one.tied_with)}: their weights cannot be told apart." if one.tied_with else ""
    )
    return told + tied


def _rest(found: DriversReport) -> list[str]:
    unknown = [one.name for one in found.drivers if one.verdict == UNKNOWN]
    told = [f"Cannot be told from chance: {', '.join(unknown)}."] if unknown else []
    if found.left_out:
        told.append(f"Not looked at, since the data do not hold what they need: {', '.join(found.left_out)}.")
    return told


def _percent(share: float | None) -> str:
    return "nobody is known to have" if share is None else f"{100 * share:.1f} %"
