"""Draft an OKR from a reason to leave or from a metric that may lead to staying: `holdfast draft`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.drafting.composing import okr_text
from holdfast.drafting.leads import leads
from holdfast.drafting.model import ODDS, Draft, Figure, Scope
from holdfast.drafting.wording import assumption_text
from holdfast.errors import InputError
from holdfast.metrics.declaration import unknown
from holdfast.service.bets import staying_link
from holdfast.service.check import check_workspace
from holdfast.service.drafting_figures import figure_of
from holdfast.service.link_tables import LinkTables
from holdfast.service.reviewing_data import review_in_workspace
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.drafting.leads import Lead
    from holdfast.drafting.model import Difficulty
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.records.reason import Reason
    from holdfast.service.check import CheckReport
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

    Tell = Callable[[str], None]

STAYING = "logo_churn"
TOLD = "goes with leaving"
MOST_GUARDS = 1
ORDER = ("supported by your data", "suggestive", "cannot tell", "no sign of a link", "points the other way")
"""Verdicts on a link, the one to build on first."""


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """What the OKR is to follow from.

    Attributes:
        reason: A reason to leave, by its name; None where it is not known.
        lead: A metric that may lead to staying; None takes the one with the best evidence. Without a reason,
            too, what customers wrote is read, and the reason for which most were lost is taken.
        segment: Pairs of segment column and value: of whom the OKR is to be.
        difficulty: How hard its targets are to be.
    """

    reason: str | None = None
    lead: str | None = None
    segment: tuple[tuple[str, str], ...] = ()
    difficulty: Difficulty = "challenging"


def draft_okr(workspace: Workspace, question: DraftQuestion, *, period: Period, tell: Tell) -> Draft:
    """An OKR with baselines from the data, targets as hard as asked for, and what it takes for granted.

    Args:
        workspace: Open.
        question: See `DraftQuestion`.
        period: The cycle that it is for.
        tell: Called now and then with one line, for people who wait.

    Raises:
        InputError: No lead answers the reason, the metric is none of them or cannot be measured, or there are
            too few final values for a target.
        SourceError: The engine failed.
    """
    tell("Checking the data")
    check = check_workspace(workspace)
    reason = _reason_told(workspace, question, check, tell)
    question = question if reason is None else replace(question, reason=reason.title)
    candidates = _candidates(question, check)
    tell(f"Testing the links of {len(candidates)} metrics that may lead to staying")
    filters = {column: (value,) for column, value in question.segment}
    tables = LinkTables(workspace)
    lead, link = _best(
        [(one, staying_link(tables, one.metric, parameters={}, filters=filters)) for one in candidates]
    )
    tell(f"Setting targets for {lead.metric}")
    figures = _figures(workspace, question, lead, period, {one.name for one in check.measurable})
    scope = Scope(question.segment)
    text = okr_text(lead, figures, scope, cycle=_cycle(period), currency=workspace.company.currency)
    tell("Reviewing the draft")
    problems = _problems(workspace, check, text, tell)
    return Draft(
        text=text,
        assumption=(assumption_text(lead, scope, figures[1]),),
        link=link,
        figures=figures,
        gaps=tuple(_gaps(question, reason, figures)),
        reason=reason,
        problems=problems,
    )


def _reason_told(
    workspace: Workspace, question: DraftQuestion, check: CheckReport, tell: Tell
) -> Reason | None:
    """What most customers were lost for, of what can be answered; None where nothing goes with leaving."""
    if question.lead is not None or question.reason is not None:
        return None
    tell("Reading what customers wrote")
    # Only who asks without a reason loads the models that read texts.
    from holdfast.service.why import why_in  # noqa: PLC0415

    try:
        found = why_in(workspace).reasons
    except InputError:
        return None
    names = {one.name for one in check.measurable}
    known = [one for one in leads() if one.metric in names]
    return next(
        (
            reason
            for reason in found
            if reason.verdict == TOLD and any(one.answers(reason.title) for one in known)
        ),
        None,
    )


def _candidates(question: DraftQuestion, check: CheckReport) -> list[Lead]:
    """Leads that are asked for and can be measured."""
    known = leads()
    if question.lead is not None:
        known = tuple(one for one in known if one.metric == question.lead)
        if not known:
            raise unknown("metric that may lead to staying", question.lead, [one.metric for one in leads()])
    if question.reason is not None:
        known = tuple(one for one in known if one.answers(question.reason or ""))
        if not known:
            raise InputError(
                "reason",
                f"no metric is known to answer {question.reason!r}",
                f"one of {', '.join(sorted({name for one in leads() for name in one.reasons}))}",
                "Name the metric that would answer it with --lead, or one of these",
            )
    names = {one.name for one in check.measurable}
    found = [one for one in known if one.metric in names]
    if not found or STAYING not in names:
        missing = STAYING if STAYING not in names else ", ".join(one.metric for one in known)
        raise InputError(
            "draft",
            f"{missing} cannot be measured from this company's data",
            "a metric that measures staying, and one that may lead to it",
            "See `holdfast check` for what is missing",
        )
    return found


def _best(
    tested: Sequence[tuple[Lead, EvidenceRecord | None]],
) -> tuple[Lead, EvidenceRecord | None]:
    """The lead with the best verdict; of several the one with the largest difference."""

    def rank(pair: tuple[Lead, EvidenceRecord | None]) -> tuple[int, float, str]:
        lead, link = pair
        place = (
            ORDER.index(link.verdict)
            if link is not None and link.verdict in ORDER
            else ORDER.index("cannot tell")
        )
        return place, -(link.estimate or 0.0) if link is not None else 0.0, lead.metric

    return min(tested, key=rank)


def _figures(
    workspace: Workspace, question: DraftQuestion, lead: Lead, period: Period, measurable: set[str]
) -> tuple[Figure, ...]:
    """Of the objective, the lead, and the first of its guards that has a past."""
    odds, segment = ODDS[question.difficulty], question.segment
    found = [
        figure_of(workspace, STAYING, period, segment=segment, odds=odds, role="objective"),
        figure_of(workspace, lead.metric, period, segment=segment, odds=odds, role="lead"),
    ]
    for name in lead.guards:
        if name in measurable and len(found) < MOST_GUARDS + 2:
            try:
                found.append(figure_of(workspace, name, period, segment=segment, odds=odds, role="guard"))
            except InputError:
                continue
    return tuple(found)


def _problems(workspace: Workspace, check: CheckReport, text: str, tell: Tell) -> tuple[str, ...]:
    done = review_in_workspace(text.encode(), name="draft.yaml", workspace=workspace, check=check, tell=tell)
    return tuple(f"{one.rule}: {one.message}" for one in done.review.findings if one.level == "problem")


def _gaps(question: DraftQuestion, reason: Reason | None, figures: Sequence[Figure]) -> Iterator[str]:
    yield "Who owns the objective and each key result: one person each, by name."
    if question.reason is None:
        yield "Why customers leave: no reason is linked. Ask some who left before you commit."
    if reason is not None:
        title = figures[1].card.title
        yield f"Whether it gets at “{reason.title}”: “{title}” counts all of them, and not these alone."
    if reason is not None and reason.segment and not question.segment:
        yield f"Of whom: it is written about most where {reason.segment}. Draft it for them alone (--where)?"
    if all(one.role != "guard" for one in figures):
        yield "A guard: no figure that would get worse the wrong way can be measured from the data."


def _cycle(period: Period) -> str:
    """``2026-Q4`` where it is a quarter of the calendar; else its days."""
    if period.start.month % 3 == 1 and period.start.day == 1:
        return f"{period.start.year}-Q{(period.start.month + 2) // 3}"
    return f"{period.start} to {period.end}"
