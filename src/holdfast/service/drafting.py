"""Draft an OKR from a reason to leave or from a metric that may lead to staying: `holdfast draft`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.drafting.composing import okr_text
from holdfast.drafting.model import ODDS, Draft, Figure, Scope
from holdfast.drafting.wording import assumption_text
from holdfast.errors import InputError
from holdfast.service.check import check_workspace
from holdfast.service.drafting_figures import figure_of
from holdfast.service.drafting_ground import STAYING, DraftQuestion, ground_of
from holdfast.service.leavers_known import refuse_nobody_left, refuse_without_leavers
from holdfast.service.reviewing_data import review_in_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.drafting.leads import Lead
    from holdfast.service.check import CheckReport
    from holdfast.service.drafting_ground import Ground
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

    Tell = Callable[[str], None]

__all__ = ["DraftQuestion", "draft_okr"]

MOST_GUARDS = 1


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
    refuse_without_leavers(workspace, "draft")
    refuse_nobody_left(workspace, "draft")
    tell("Checking the data")
    check = check_workspace(workspace)
    ground = ground_of(workspace, question, check, tell)
    lead, reason = ground.lead, ground.reason
    tell(f"Setting targets for {lead.metric}")
    figures = _figures(workspace, question, lead, period, {one.name for one in check.measurable})
    scope, currency = Scope(question.segment), workspace.company.currency
    title = reason.title if reason else None
    text = okr_text(lead, figures, scope, cycle=_cycle(period), currency=currency, reason=title)
    tell("Reviewing the draft")
    problems = _problems(workspace, check, text, tell)
    return Draft(
        text=text,
        assumption=(assumption_text(lead, scope, figures[1]),),
        link=ground.link,
        figures=figures,
        gaps=tuple(_gaps(question, ground, figures)),
        reason=reason,
        problems=problems,
    )


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


def _gaps(question: DraftQuestion, ground: Ground, figures: Sequence[Figure]) -> Iterator[str]:
    reason = ground.reason
    yield "Who owns the objective and each key result: one person each, by name."
    if question.reason is None and reason is None and not ground.passed_over:
        yield "Why customers leave: no reason is linked. Ask some who left before you commit."
    if reason is not None:
        title = figures[1].card.title
        yield f"Whether it gets at “{reason.title}”: “{title}” counts all of them, and not these alone."
    if reason is not None and reason.segment and not question.segment:
        yield f"Of whom: it is written about most where {reason.segment}. Draft it for them alone (--where)?"
    if ground.passed_over:
        yield ground.passed_over
    if all(one.role != "guard" for one in figures):
        yield "A guard: no figure that would get worse the wrong way can be measured from the data."


def _cycle(period: Period) -> str:
    """``2026-Q4`` where it is a quarter of the calendar; else its days."""
    if period.start.month % 3 == 1 and period.start.day == 1:
        return f"{period.start.year}-Q{(period.start.month + 2) // 3}"
    return f"{period.start} to {period.end}"
