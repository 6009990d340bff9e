"""What contact changes, in sentences that somebody without statistics can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.contact import ContactBand, ContactEffect

_ALL = 0.9995
_MOST_NAMED = 3


def contact_sentence(found: ContactEffect, titles: Sequence[str], *, matters: float) -> str:
    """What was compared, what came of it, and in which order the list is because of it."""
    match found.verdict:
        case "helps some":
            return f"{_compared(found, titles)} {_apart(found)} {_first(found)}"
        case "helps":
            return f"{_compared(found, titles)} {_alike(found)}"
        case "does harm":
            return f"{_harm(found)} {_compared(found, titles)}"
    return f"{_compared(found, titles)} {_missing(found, matters)}"


def _compared(found: ContactEffect, titles: Sequence[str]) -> str:
    if found.points is None:
        others = f"{found.left_alone:,} left alone"
        return f"By lot, {found.contacted:,} customers were contacted ({_names(titles)}) and {others}."
    contacted, alone = found.stayed_contacted or 0.0, found.stayed_alone or 0.0
    return (
        f"By lot, {found.contacted:,} customers were contacted ({_names(titles)}), of whom"
        f" {100 * contacted:.1f}% stayed {found.days} days, and {found.left_alone:,} left alone, of whom"
        f" {100 * alone:.1f}% did: contact made {_more(found.points)} ({_range(found.low, found.high)})."
    )


def _names(titles: Sequence[str]) -> str:
    named = list(dict.fromkeys(titles))
    more = len(named) - _MOST_NAMED
    return ", ".join([*named[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])])


def _more(points: float) -> str:
    return f"{abs(100 * points):.1f} points {'more' if points >= 0 else 'fewer'} stay"


def _range(low: float | None, high: float | None) -> str:
    return f"range {100 * (low or 0.0):.1f} to {100 * (high or 0.0):.1f}"


def _apart(found: ContactEffect) -> str:
    told = [
        f"{_where(one)} {_more(one.points)} ({_range(one.low, one.high)})" for one in reversed(found.bands)
    ]
    return f"It does not do the same for everybody: {'; '.join(told)}."


def _where(band: ContactBand) -> str:
    low, high = f"{100 * band.above:.0f}", f"{100 * band.below:.0f}"
    if band.below > _ALL:
        return f"with a chance of leaving from {low} in 100 on"
    if band.above <= 0:
        return f"below {high} in 100"
    return f"from {low} to {high} in 100"


def _first(found: ContactEffect) -> str:
    harmed = [one.name for one in found.bands if one.high < 0]
    last = (
        f" Do not contact those with a {' or '.join(harmed)} chance: it made more of them leave."
        if harmed
        else ""
    )
    return f"So the list begins with those of whom contact keeps most, not with the likeliest to leave.{last}"


def _alike(found: ContactEffect) -> str:
    whom = (
        "Whether it keeps more of some than of others cannot be told"
        if found.bands
        else "For whom it does most cannot be told: there are too few at each chance of leaving"
    )
    return f"{whom}, so the likeliest to leave stand first: of them contact keeps most."


def _harm(found: ContactEffect) -> str:
    harmed = [_where(one) for one in found.bands if one.high < 0] if found.differs else []
    whom = f"customers {', '.join(harmed)}" if harmed else "these customers"
    return (
        f"Do not contact {whom} as it was tried: it made more of them leave. The list is in order of chance."
    )


def _missing(found: ContactEffect, matters: float) -> str:
    stays = "The list stays in the order of who leaves"
    if found.points is None:
        return f"That is too few to compare. {stays}."
    told = f"That cannot be told from no difference. {stays}"
    if found.more_needed:
        customers = f"{_round(found.more_needed):,} more customers"
        return f"{told}; to see a difference of {100 * matters:g} points, about {customers} are needed."
    return f"{told}: with so many customers a difference of {100 * matters:g} points would have been seen."


def _round(count: int) -> int:
    """Two digits that say something: 3,946 as 3,900."""
    return int(float(f"{count:.1e}"))
