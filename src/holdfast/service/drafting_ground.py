"""What a draft follows from: what customers wrote before they left, or what they went through in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.drafting.leads import leads
from holdfast.errors import InputError
from holdfast.metrics.declaration import unknown
from holdfast.service.bets import staying_link
from holdfast.service.link_tables import LinkTables
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.drafting.leads import Lead
    from holdfast.drafting.model import Difficulty
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.records.reason import Reason
    from holdfast.service.check import CheckReport
    from holdfast.service.workspace import Workspace

    Tell = Callable[[str], None]
    Tested = Sequence[tuple[Lead, EvidenceRecord | None]]

STAYING = "logo_churn"
TOLD, SUPPORTED = "goes with leaving", "supported by your data"
ORDER = (SUPPORTED, "suggestive", "cannot tell", "no sign of a link", "points the other way")
"""Verdicts on a link, the one to build on first."""


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """What the OKR is to follow from.

    Attributes:
        reason: A reason to leave, by its name; None where it is not known.
        lead: A metric that may lead to staying; None takes the one with the best evidence. Without a reason,
            too, what customers wrote is read and what new customers go through is held against staying, and
            what most customers were lost for is taken.
        segment: Pairs of segment column and value: of whom the OKR is to be.
        difficulty: How hard its targets are to be.
    """

    reason: str | None = None
    lead: str | None = None
    segment: tuple[tuple[str, str], ...] = ()
    difficulty: Difficulty = "challenging"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a draft rests on.

    Attributes:
        lead: The metric that may lead to staying.
        link: What the data say of that; None where nothing can be said.
        reason: What customers wrote about, where it follows from that or was asked for.
        passed_over: What else customers are lost for, and how to draft for it; empty where nothing is known.
    """

    lead: Lead
    link: EvidenceRecord | None
    reason: Reason | None = None
    passed_over: str = ""


def ground_of(workspace: Workspace, question: DraftQuestion, check: CheckReport, tell: Tell) -> Ground:
    """The reason and the lead that were asked for, or those for which most customers were lost.

    Customers write about what fails; a slow start drives them away in silence. So where nothing was asked
    for, what new customers go through is tested beside the reason, and taken where the data support that more
    of them stay for it than were lost for what was written about.

    Args:
        workspace: Open.
        question: What is asked for.
        check: Of the workspace.
        tell: Called now and then with one line.

    Raises:
        InputError: No lead answers the reason, or the metric is none of them or cannot be measured.
        SourceError: The engine failed.
    """
    reason = _reason_told(workspace, question, check, tell)
    named = _reason_named(workspace, question, tell)
    candidates = _candidates(question, check, reason.title if reason else question.reason)
    silent: list[Lead] = []
    if reason is not None:
        asked = {one.metric for one in candidates}
        silent = [one for one in _measurable(check) if one.who == "new" and one.metric not in asked]
    tell(f"Testing the links of {len(candidates) + len(silent)} metrics that may lead to staying")
    filters, tables = {column: (value,) for column, value in question.segment}, LinkTables(workspace)

    def tested(some: Sequence[Lead]) -> Tested:
        return [(one, staying_link(tables, one.metric, parameters={}, filters=filters)) for one in some]

    written = best_linked(tested(candidates))
    return heavier(written, tested(silent), reason) if reason is not None else Ground(*written, named)


def heavier(
    written: tuple[Lead, EvidenceRecord | None],
    silent: Tested,
    reason: Reason,
) -> Ground:
    """What customers wrote about, or what they went through in silence: for which more were lost.

    Args:
        written: The lead that answers the reason, with its link.
        silent: Leads of new customers, with their links; none counts but where the data support it.
        reason: What most customers were lost for, of what they wrote about.
    """
    known = [(one, link) for one, link in silent if link is not None and link.verdict == SUPPORTED]
    if not known:
        return Ground(*written, reason)
    lead, link = max(known, key=lambda pair: _kept(pair[1]))
    kept, lost = _kept(link), reason.customers_lost or 0.0
    if kept > lost:
        return Ground(lead, link, passed_over=_passed_over(reason.title, lost, f'--reason "{reason.title}"'))
    return Ground(*written, reason, _passed_over(f"They do not {lead.means}", kept, f"--lead {lead.metric}"))


def best_linked(tested: Tested) -> tuple[Lead, EvidenceRecord | None]:
    """The lead with the best verdict; of several the one with the largest difference."""

    def rank(pair: tuple[Lead, EvidenceRecord | None]) -> tuple[int, float, str]:
        lead, link = pair
        known = link is not None and link.verdict in ORDER
        place = ORDER.index(link.verdict if link is not None and known else "cannot tell")
        return place, -(link.estimate or 0.0) if link is not None else 0.0, lead.metric

    return min(tested, key=rank)


def _kept(link: EvidenceRecord) -> float:
    """How many more had stayed, had everybody had it."""
    return (link.estimate or 0.0) * ((link.n or 0) - (link.n_exposed or 0))


def _passed_over(what: str, customers: float, option: str) -> str:
    lost = f"about {customers:,.0f} customers were lost for it"
    return f"“{what}”: {lost}, and this OKR does not touch it ({option})."


def _reason_told(
    workspace: Workspace, question: DraftQuestion, check: CheckReport, tell: Tell
) -> Reason | None:
    """What most customers were lost for, of what can be answered; None where nothing goes with leaving."""
    if question.lead is not None or question.reason is not None:
        return None
    known = _measurable(check)
    return next(
        (
            reason
            for reason in _reasons(workspace, tell)
            if reason.verdict == TOLD and any(one.answers(reason.title) for one in known)
        ),
        None,
    )


def _reason_named(workspace: Workspace, question: DraftQuestion, tell: Tell) -> Reason | None:
    """What customers wrote about the reason asked for, whatever came of it; None where nobody did."""
    if question.reason is None:
        return None
    asked = question.reason.strip().casefold()
    return next(
        (one for one in _reasons(workspace, tell) if asked in {one.title.casefold(), one.theme.casefold()}),
        None,
    )


def _reasons(workspace: Workspace, tell: Tell) -> tuple[Reason, ...]:
    """All that customers write about; nothing where nobody's words are there."""
    tell("Reading what customers wrote")
    # Only who asks for what rests on reasons loads the models that read texts.
    from holdfast.service.why import why_in  # noqa: PLC0415

    try:
        return why_in(workspace).reasons
    except InputError:
        return ()


def _measurable(check: CheckReport) -> list[Lead]:
    names = {one.name for one in check.measurable}
    return [one for one in leads() if one.metric in names]


def _candidates(question: DraftQuestion, check: CheckReport, reason: str | None) -> list[Lead]:
    """Leads that are asked for and can be measured."""
    known = leads()
    if question.lead is not None:
        known = tuple(one for one in known if one.metric == question.lead)
        if not known:
            raise unknown("metric that may lead to staying", question.lead, [one.metric for one in leads()])
    if reason is not None:
        known = tuple(one for one in known if one.answers(reason))
        if not known:
            raise InputError(
                "reason",
                f"no metric is known to answer {reason!r}",
                f"one of {', '.join(sorted({name for one in leads() for name in one.reasons}))}",
                "Choose the metric that would answer it, or one of these",
            )
    names = {one.name for one in check.measurable}
    found = [one for one in known if one.metric in names]
    if not found or STAYING not in names:
        raise _unmeasurable(check, {STAYING} if STAYING not in names else {one.metric for one in known})
    return found


def _unmeasurable(check: CheckReport, wanted: set[str]) -> InputError:
    """What is missing for each of the metrics, in the words of the data check."""
    why = {card.title: reason for card, reason in check.unmeasurable if card.name in wanted}
    missing = "; ".join(f"{title}: {reason}" for title, reason in why.items())
    found = "no metric that it needs can be measured from this company's data"
    return InputError(
        "draft", f"{found} ({missing})", "one of these", "Map what is missing, or ask for another lead"
    )
