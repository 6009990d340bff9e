"""Why customers leave, as text and JSON."""

from __future__ import annotations

import json
from textwrap import fill
from typing import TYPE_CHECKING

from holdfast.records.words import day_text, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records.reason import ExitReason, Reason, WhyCustomersLeave

SHOWN_IN_FULL = frozenset({"goes with leaving", "cannot be told apart"})
TRENDS = {
    "growing": "more customers write about it than three months ago",
    "shrinking": "fewer customers write about it than three months ago",
    "steady": "as many customers write about it as three months ago",
}


def why_json(why: WhyCustomersLeave) -> str:
    """The answer as a JSON object, ended by a line feed."""
    return json.dumps(why.to_dict(), ensure_ascii=False, indent=2) + "\n"


def why_text(why: WhyCustomersLeave, *, width: int) -> str:
    """The answer, its reasons with their quotes, reasons given on leaving, and what a reader must know."""
    return "\n".join(_wrapped(line, width) for line in _lines(why)) + "\n"


def facts(reason: Reason, currency: str | None) -> tuple[str, ...]:
    """What is known of a reason besides its weight, each in a sentence."""
    return (*_revenue(reason, currency), *course_facts(reason))


def course_facts(reason: Reason) -> tuple[str, ...]:
    """Since when and where it is written about, whether it grows, and who named it on leaving."""
    return tuple(_course(reason))


def exit_text(one: ExitReason) -> str:
    """A reason given on leaving, beside what had been written before."""
    who = "customer" if one.leavers == 1 else "customers"
    if not one.themes:
        return f"{one.reason}: {one.leavers:,} {who}"
    named = " or ".join(f"“{theme}”" for theme in one.themes)
    before = f"{one.wrote_before:,} had written about {named} in the half year before"
    return f"{one.reason}: {one.leavers:,} {who}, of whom {before}"


def _lines(why: WhyCustomersLeave) -> Iterator[str]:
    yield f"Why customers leave, by the data up to {day_text(why.as_of)}"
    yield f"  {why.sentence}"
    for place, one in enumerate((one for one in why.reasons if one.verdict in SHOWN_IN_FULL), start=1):
        yield ""
        yield f"{place}. {one.title}: {one.verdict}"
        yield f"  {one.sentence}"
        yield from (f"  {fact}" for fact in facts(one, why.currency))
        yield from (f"  “{quote.words}” ({quote.source}, {day_text(quote.day)})" for quote in one.quotes)
    rest = [one for one in why.reasons if one.verdict not in SHOWN_IN_FULL]
    if rest:
        yield ""
        yield "Also written about"
        yield from (f"  {one.title}: {one.sentence}" for one in rest)
    if why.exits:
        yield ""
        yield "Reasons given on leaving"
        yield from (f"  {exit_text(one)}" for one in why.exits)
    if why.proposed:
        yield ""
        yield "Texts that fit no theme and are alike"
        yield from (f"  {one.texts:,} texts: {', '.join(one.words)}" for one in why.proposed)
    yield ""
    yield "What to know"
    yield from (f"  {note}" for note in why.notes)


def _revenue(reason: Reason, currency: str | None) -> Iterator[str]:
    if reason.revenue_lost is not None and reason.verdict == "goes with leaving":
        low, high = (max(one or 0.0, 0.0) for one in (reason.revenue_low, reason.revenue_high))
        amounts = [
            value_text(one, "money", currency=currency) for one in (max(reason.revenue_lost, 0.0), low, high)
        ]
        yield f"The customers lost had paid about {amounts[0]} a month (range {amounts[1]} to {amounts[2]})."


def _course(reason: Reason) -> Iterator[str]:
    since = (
        "for as long as the data reach back" if reason.since is None else f"since {day_text(reason.since)}"
    )
    if reason.since is not None or reason.trend in TRENDS:  # of a few texts nothing is known of their begin
        yield f"Written about {since}."
    if reason.trend in TRENDS:
        shares = [value_text(one, "share") for one in (reason.share_before, reason.share_now)]
        change = f"{shares[0]} in the 90 days before, {shares[1]} in the last 90"
        yield f"{TRENDS[reason.trend].capitalize()}: {change}."
    else:
        yield "Too few wrote about it in the last half year to say whether it grows."
    if reason.segment is None:
        yield "In no segment clearly more than in the others."
    else:
        shares = [value_text(one, "share") for one in (reason.segment_share, reason.others_share)]
        yield f"Most in {reason.segment}: {shares[0]} of its customers, {shares[1]} of the others."
    if reason.told_on_leaving:
        who = "customer" if reason.told_on_leaving == 1 else "customers"
        yield f"{reason.told_on_leaving:,} {who} named it on leaving."


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return fill(line.strip(), width, initial_indent=indent, subsequent_indent=indent + "  ") if line else ""
