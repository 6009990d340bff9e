"""The answer to why customers leave, put together from texts, themes and lives."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.ranking.course import course, most_in
from holdfast.reasons.ranking.exits import Exit, exit_reasons
from holdfast.reasons.ranking.model import REMEMBERED_DAYS, Said
from holdfast.reasons.ranking.quoting import quotes
from holdfast.reasons.ranking.weighing import LEAST_LEAVERS, Weighed, weigh
from holdfast.reasons.ranking.wording import NO_CHURN, answer, reason_sentence
from holdfast.records.reason import FEWEST_PERSONS, Reason, WhyCustomersLeave
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.ranking.model import Lives
    from holdfast.reasons.taxonomy.model import Theme
    from holdfast.reasons.texts.model import Text

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

_ORDER = {"goes with leaving": 0, "cannot be told apart": 1}


@dataclass(frozen=True, slots=True)
class Told:
    """Texts with their themes.

    Attributes:
        texts: In any order.
        themes: In the order of the columns.
        about: Which text is about which theme; texts by themes.
        fits: How well; texts by themes.
        listed: Reasons from the list that customers chose on leaving: customer, day, reason.
    """

    texts: Sequence[Text]
    themes: Sequence[Theme]
    about: Bools
    fits: Reals
    listed: Sequence[tuple[str, int, str | None]] = ()


def why_customers_leave(
    told: Told, lives: Lives, customers: Sequence[str], *, as_of: date, currency: str | None
) -> WhyCustomersLeave:
    """Themes ranked by what was lost with them; see `weigh` for how they are weighed.

    Args:
        told: What customers wrote.
        lives: Customers who ever paid; empty where nothing says who left.
        customers: Their ids, in the order of `lives`.
        as_of: Local date up to whose start the data are complete.
        currency: Of what they paid; None leaves revenue out.

    Returns:
        Without way, confirmed texts, proposals and notes of the reading, which the caller adds.
    """
    places = {customer: place for place, customer in enumerate(customers)}
    said, on_leaving = _said(told, places), _on_leaving(told)
    weights = weigh(lives, said, len(told.themes)) if len(customers) else _unweighed(told)
    reasons = [
        _reason(told, lives, said, place, weight, currency, on_leaving)
        for place, weight in enumerate(weights)
    ]
    left = int(np.isfinite(lives.left).sum())
    ranked = tuple(sorted((one for one in reasons if one), key=_rank))
    return WhyCustomersLeave(
        as_of=as_of,
        sentence=answer(ranked, left, LEAST_LEAVERS) if len(customers) else NO_CHURN,
        customers=len(customers),
        left=left,
        wrote=len(np.unique(said.customer))
        if len(customers)
        else len({one.customer_id for one in told.texts}),
        texts=len(told.texts),
        currency=currency,
        way="",
        confirmed=0,
        reasons=ranked,
        exits=exit_reasons(_exits(told, places), _days(said), [one.title for one in told.themes]),
        proposed=(),
        notes=(),
    )


def _rank(reason: Reason) -> tuple[int, float, int, str]:
    """Reasons by customers lost; the others by how near they come to one: the lower end of what was lost."""
    order = _ORDER.get(reason.verdict, 2 if reason.lost_low is not None else 3)
    lost = reason.customers_lost if reason.verdict in _ORDER else reason.lost_low
    return order, -(lost or 0.0), -reason.customers, reason.theme


def _unweighed(told: Told) -> tuple[Weighed, ...]:
    return (Weighed("not weighed"),) * len(told.themes)


def _said(told: Told, places: Mapping[str, int]) -> Said:
    """Mentions by customers who ever paid, before they left; what is said on leaving is no sign of it."""
    known = [
        (number, places[text.customer_id])
        for number, text in enumerate(told.texts)
        if text.source != "leaving" and text.customer_id in places
    ]
    numbers = np.array([number for number, _ in known], dtype=np.int64)
    who = np.array([place for _, place in known], dtype=np.int64)
    about = told.about[numbers]
    row, theme = np.nonzero(about)
    nothing = np.flatnonzero(~about.any(axis=1))
    rows = np.concatenate([row, nothing])
    themes = np.concatenate([theme, np.full(len(nothing), -1)]).astype(np.int64)
    days = np.array([told.texts[number].day for number in numbers.tolist()], dtype=np.int64)
    return Said(who[rows], themes, days[rows], numbers[rows])


def _reason(  # noqa: PLR0913, PLR0917 - what a reason is made of
    told: Told, lives: Lives, said: Said, place: int, weight: Weighed, currency: str | None, on_leaving: Ints
) -> Reason | None:
    """None for a theme that nobody wrote about, or fewer than five persons and only in surveys."""
    numbers = np.flatnonzero(told.about[:, place])
    texts = [told.texts[number] for number in numbers.tolist() if told.texts[number].source != "leaving"]
    people = {text.person_id or text.customer_id for text in texts}
    if not texts or (len(people) < FEWEST_PERSONS and all(text.source == "survey" for text in texts)):
        return None
    theme = told.themes[place]
    reason = Reason(
        theme=theme.name,
        title=theme.title,
        verdict=weight.verdict,
        sentence="",
        customers=len({text.customer_id for text in texts}),
        texts=len(texts),
        leavers=0,
        told_on_leaving=int(on_leaving[place]),
    )
    if len(lives.began):
        own = said.theme == place
        reason = _placed(reason, lives, said, own)
        reason = _valued(reason, lives, weight, told, currency)
        left = {
            text: float(lives.left[who])
            for text, who in zip(said.text[own].tolist(), said.customer[own].tolist(), strict=True)
        }
    else:
        left = {}
    shown = [number for number in numbers.tolist() if told.texts[number].source != "leaving"]
    gone = np.array([left.get(number, np.nan) for number in shown])
    picked = quotes([told.texts[number] for number in shown], told.fits[shown, place], gone)
    reason = replace(reason, quotes=picked)
    return replace(reason, sentence=reason_sentence(reason))


def _placed(reason: Reason, lives: Lives, said: Said, own: Bools) -> Reason:
    """With its course and segment, and how many left soon after."""
    customer, day = said.customer[own], said.day[own]
    gone = lives.left[customer] - day
    mentioned = np.zeros(len(lives.began), dtype=np.bool_)
    wrote = mentioned.copy()
    mentioned[customer], wrote[said.customer] = True, True
    goes = course(lives, customer, day, int(said.day.min()) if len(said.day) else 0)
    most = most_in(lives, mentioned, wrote)
    return replace(
        reason,
        leavers=len(np.unique(customer[(gone >= 0) & (gone <= REMEMBERED_DAYS)])),
        since=None if goes.since is None else date.fromordinal(goes.since),
        trend=goes.trend,
        share_now=goes.now,
        share_before=goes.before,
        segment=most.name if most else None,
        segment_share=most.share if most else None,
        others_share=most.others if most else None,
    )


def _valued(reason: Reason, lives: Lives, weight: Weighed, told: Told, currency: str | None) -> Reason:
    """With its weight against leaving, and what was lost."""
    if weight.difference is None:
        return reason
    gap, scale = weight.difference, weight.rows / lives.sampled_share
    pay = weight.paid_lost / lives.sampled_share if currency else np.nan
    each = pay / weight.share_with if weight.share_with > 0 and np.isfinite(pay) else None
    return replace(
        reason,
        churn_with=weight.share_with,
        churn_without=weight.share_with - gap.estimate,
        difference=gap.estimate,
        low=gap.low,
        high=gap.high,
        raw_gap=weight.raw_gap,
        customers_lost=gap.estimate * scale,
        apart_from=tuple(told.themes[one].title for one in weight.apart_from),
        lost_low=gap.low * scale,
        lost_high=gap.high * scale,
        revenue_lost=None if each is None else gap.estimate * each,
        revenue_low=None if each is None else gap.low * each,
        revenue_high=None if each is None else gap.high * each,
    )


def _days(said: Said) -> Mapping[tuple[int, int], list[int]]:
    days: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for customer, theme, day in zip(
        said.customer.tolist(), said.theme.tolist(), said.day.tolist(), strict=True
    ):
        days[customer, theme].append(day)
    return days


def _on_leaving(told: Told) -> Ints:
    """Customers who gave each theme on leaving."""
    rows = [number for number, text in enumerate(told.texts) if text.source == "leaving"]
    counts: Ints = told.about[rows].sum(axis=0).astype(np.int64)
    return counts


def _exits(told: Told, places: Mapping[str, int]) -> list[Exit]:
    """What was given on leaving: the reason from the list, with the themes of the words beside it."""
    words = {
        (text.customer_id, text.day): tuple(
            np.flatnonzero(told.about[number])[np.argsort(-told.fits[number][told.about[number]])].tolist()
        )
        for number, text in enumerate(told.texts)
        if text.source == "leaving"
    }
    rows = dict.fromkeys(words)
    rows |= {(customer, day): None for customer, day, _ in told.listed}
    listed = {(customer, day): reason for customer, day, reason in told.listed}
    return [
        Exit(places.get(customer, -1), day, listed.get((customer, day)), words.get((customer, day), ()))
        for customer, day in rows
    ]
