"""Who is at risk in a workspace: what `holdfast risk` and the API answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.metrics.measuring import resolve
from holdfast.metrics.snapshots import Looks, paid_currencies, snapshot_panel, snapshot_panels
from holdfast.reasons.risk.assessing import (
    leaking,
    learn,
    model_known_on,
    receipt_of,
    sample_of,
    trust_of,
)
from holdfast.reasons.risk.contradiction import refuse_contradiction
from holdfast.reasons.risk.doubting import doubt_of
from holdfast.reasons.risk.frame import OF_SHOPS, OF_SUBSCRIPTIONS, known_figures
from holdfast.reasons.risk.leaks import Leak, leak_by_name, refuse_leaks
from holdfast.reasons.risk.money import money_at_risk
from holdfast.reasons.risk.periods import HORIZONS, landmarks
from holdfast.reasons.risk.refusing import refuse_little
from holdfast.reasons.risk.scoring import Listing, score
from holdfast.records.risk import RiskReport
from holdfast.records.words import day_text
from holdfast.service.contact import Then, contact_in, refuse_unknown
from holdfast.service.leavers_known import by_orders, refuse_without_leavers, shop_sentence_of
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from holdfast.metrics.request import Request
    from holdfast.reasons.risk.assessing import Learnt
    from holdfast.reasons.risk.scoring import Scores
    from holdfast.records.contact import ContactEffect
    from holdfast.records.risk import Receipt, Trust
    from holdfast.records.snapshot import SnapshotPanel
    from holdfast.service.workspace import Workspace

MOST_LEARNT_FROM = 60_000
"""Rows of all landmarks together: more move no chance by a tenth of a point."""
MOST_CHECKED = 250_000
"""Customers on the landmark of the receipt."""
EVERYBODY = 10**9


@dataclass(frozen=True, slots=True)
class RiskQuestion:
    """Whose chances, and how far ahead.

    Attributes:
        horizon_days: 30, 60 or 90.
        length: Customers on the list: as many as the team can work through; None lists everybody.
        order: ``chance``, or ``revenue`` (chance times monthly money).
        filters: Segment column to the values let through.
        without: Segments and families of features that are not used.
        features: Segments that must be used; one that knows the future is refused.
        holdouts: Of contact, whose outcomes order the list where they can; None takes every one of who stays,
            none of them leaves contact out.
        by_segment: Tell the same of each segment too.
    """

    horizon_days: int = 90
    length: int | None = 10
    order: str = "chance"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    holdouts: tuple[str, ...] | None = None
    by_segment: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of a question, before it is told."""

    learnt: Learnt
    now: Scores
    trust: Trust | None
    receipt: Receipt | None
    currency: str | None
    listing: Listing

    @property
    def contact(self) -> ContactEffect | None:
        return self.listing.contact


def risk_in(workspace: Workspace, question: RiskQuestion) -> RiskReport:
    """A chance of leaving within the horizon for every paying customer, and the list of those to look at.

    Models learn from landmarks up to 14 months back, of what was known on each; the last landmark of which
    the outcome is known is kept apart for the receipt.

    Args:
        workspace: Open.
        question: See `RiskQuestion`.

    Raises:
        InputError: Subscriptions are not mapped; nobody, everybody or fewer than 30 left; a flag contradicts
            the subscriptions; a feature asked for knows the future.
        SourceError: The engine failed.
    """
    _refuse_question(workspace, question)
    shop = shop_sentence_of(workspace)
    if not shop:
        refuse_without_leavers(workspace, "risk")
    workspace, question = by_orders(workspace), _of_kind(question, is_shop=bool(shop))
    refuse_unknown(workspace, question.holdouts or ())
    with workspace.engine.snapshot():
        panel = labelled_panel(workspace, question)
        _refuse_panel(workspace, question, panel, shop)
        left_out = leaking(panel)
        refuse_leaks(question.features, left_out)
        without = (*question.without, *(leak.column for leak in left_out))
        sample = sample_of(panel, without=without)
        learnt = learn(panel, sample, left_out)
        listing = Listing(question.length, question.order, without)
        currencies = paid_currencies(workspace.engine, request_for(workspace, PAYING))
        currency = currencies[0] if len(currencies) == 1 else None
        trust, receipt = _looked_back(workspace, question, learnt, listing, has_money=currency is not None)
        then = Then(
            lambda day: model_known_on(panel, sample, learnt.recipe, day),
            lambda days: _panels(workspace, question, days),
            without,
        )
        contact = _contact(workspace, question, then)
        told = replace(listing, contact=contact, by_segment=question.by_segment)
        now = _scored(workspace, question, workspace.as_of, learnt, told)
    found = _report(workspace, question, _Found(learnt, now, trust, receipt, currency, told))
    return replace(found, notes=(shop, *found.notes)) if shop else found


def _of_kind(question: RiskQuestion, *, is_shop: bool) -> RiskQuestion:
    """Without the features that say nothing of such a company."""
    return replace(question, without=(*question.without, *(OF_SUBSCRIPTIONS if is_shop else OF_SHOPS)))


def _contact(workspace: Workspace, question: RiskQuestion, then: Then) -> ContactEffect | None:
    if question.holdouts is not None and not question.holdouts:
        return None
    return contact_in(workspace, question.holdouts, horizon_days=question.horizon_days, then=then)


def _refuse_question(workspace: Workspace, question: RiskQuestion) -> None:
    if question.horizon_days not in HORIZONS:
        expected = ", ".join(map(str, HORIZONS))
        raise InputError("--horizon", f"{question.horizon_days} days", f"one of {expected}", "Choose one")
    named = [Leak(name, why) for name in question.features if (why := leak_by_name(name.rpartition(".")[2]))]
    refuse_leaks(question.features, named)
    for name in question.features:
        if name not in workspace.segments:
            known = ", ".join(workspace.segments) or "no segment column"
            raise InputError(
                f"feature {name}", "there is no such segment", f"one of: {known}", "Map it first"
            )


def labelled_panel(workspace: Workspace, question: RiskQuestion) -> SnapshotPanel:
    """Landmarks of which it is known who left, with what was known on each; sampled where there are many.

    Raises:
        InputError: Subscriptions are not mapped, or the data are shorter than the horizon and eight weeks.
        SourceError: The engine failed.
    """
    request = _request(workspace, question)
    first = resolve(workspace.engine, replace(request, start=None)).data_start
    days = landmarks(first, workspace.as_of, question.horizon_days) if first else ()
    if not days:
        raise InputError(
            str(workspace.path),
            "the data do not reach back far enough to have seen who left",
            f"at least {question.horizon_days + 56} days of subscriptions",
            "Bring older subscriptions, or ask for a shorter horizon by --horizon 30",
        )
    looks = Looks(days, question.horizon_days, known_figures(question.without), MOST_LEARNT_FROM)
    return snapshot_panel(workspace.engine, request, looks)


def _request(workspace: Workspace, question: RiskQuestion) -> Request:
    by = tuple(one for one in workspace.segments if one not in question.without)
    return request_for(workspace, PAYING, by=by, filters=question.filters)


def _refuse_panel(workspace: Workspace, question: RiskQuestion, panel: SnapshotPanel, shop: str) -> None:
    refuse_contradiction(panel)
    gone = panel.customer_id[panel.left > 0]
    everybody = set(panel.customer_id.tolist())
    events = len(set(gone.tolist()))
    span = (workspace.as_of - panel.snapshots[0]).days
    refuse_little(
        str(workspace.path),
        events=events,
        customers=len(everybody),
        stayed=len(everybody) - events,
        days=max(span, question.horizon_days),
        shop=shop,
    )


def _scored(
    workspace: Workspace, question: RiskQuestion, day: date, learnt: Learnt, listing: Listing
) -> Scores:
    most = EVERYBODY if day == workspace.as_of else MOST_CHECKED
    panels = _panels(workspace, question, (day,), most=most)
    model = learnt.model if day == workspace.as_of else learnt.model_then or learnt.model
    return score(panels, model, learnt.typical, listing)


def _panels(
    workspace: Workspace, question: RiskQuestion, days: tuple[date, ...], *, most: int = EVERYBODY
) -> Iterator[SnapshotPanel]:
    looks = Looks(days, question.horizon_days, known_figures(question.without), most)
    return snapshot_panels(workspace.engine, _request(workspace, question), looks)


def _looked_back(
    workspace: Workspace, question: RiskQuestion, learnt: Learnt, listing: Listing, *, has_money: bool
) -> tuple[Trust | None, Receipt | None]:
    """The last landmark of which the outcome is known, as it would have been scored then."""
    if learnt.model_then is None:
        return None, None
    day = workspace.as_of - timedelta(days=question.horizon_days)
    then = _scored(workspace, question, day, learnt, replace(listing, is_told=False))
    asked = then.gave_notice == 0
    where = f"customers as of {day_text(day)} that had not given notice, by what was known then"
    trust = trust_of(then.chance[asked], then.left[asked], where)
    return trust, receipt_of(day, then, learnt, has_money=has_money)


def _report(workspace: Workspace, question: RiskQuestion, found: _Found) -> RiskReport:
    now, learnt = found.now, found.learnt
    expected = float(now.chance.sum())
    has_money = found.currency is not None
    money = None
    if has_money:
        money = money_at_risk(now.chance, now.monthly_minor, events=learnt.events, drift=learnt.drift)
    return RiskReport(
        doubt=doubt_of(found.trust),
        as_of=workspace.as_of,
        horizon_days=question.horizon_days,
        customers=len(now.chance),
        expected_leavers=expected,
        events=learnt.events,
        model=learnt.recipe.name,
        listed=now.at_risk(has_money=has_money, contact=found.contact),
        order=question.order,
        listed_share=float(now.chance[now.listed].sum()) / expected if expected else 0.0,
        gave_notice=int(np.sum(now.gave_notice > 0)),
        money=money,
        currency=found.currency,
        trust=found.trust,
        receipt=found.receipt,
        tried=learnt.tried,
        rests_on=learnt.rests_on,
        left_out=tuple((leak.column, leak.reason) for leak in learnt.left_out),
        notes=_notes(workspace, question, found),
        contact=found.contact,
        segments=now.by_segment(found.listing, has_money=has_money),
    )


def _notes(workspace: Workspace, question: RiskQuestion, found: _Found) -> tuple[str, ...]:
    notes = []
    if found.learnt.chosen_on is None:
        notes.append(
            "The data are too short to choose a model on a later period: the plainest was taken,"
            " a ridge logistic regression."
        )
    if found.receipt is None:
        notes.append(
            f"There is no earlier period of {question.horizon_days} days to hold the list against:"
            " whether its chances come true is not known yet."
        )
    if found.currency is None:
        notes.append("Customers pay in several currencies, or in none that is known: no money is added up.")
    if workspace.segments and len(found.learnt.left_out) < len(workspace.segments):
        notes.append("Segments (size, region …) are taken as they stand today, not as they stood then.")
    if found.contact is None:
        notes.append("The list is ordered by who leaves, not by whom contact would keep.")
    elif found.contact.orders and found.receipt is not None:
        notes.append("The list of a horizon ago is in the order of who leaves: it checks the chances.")
    return tuple(notes)
