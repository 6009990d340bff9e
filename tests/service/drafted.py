"""What is drafted for a simulated company, held against what makes its customers leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.drafting.leads import leads
from holdfast.errors import InputError
from holdfast.service.drafting import DraftQuestion, draft_okr
from holdfast.service.workspace import open_workspace
from holdfast.simulate import named
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

CYCLE = Period(date(2026, 10, 1), date(2027, 1, 1))
TOO_SMALL = frozenset({"Tiny"})
"""Companies in which no comparison can tell a cause from chance."""
TOO_YOUNG = frozenset({"Late"})
"""Companies without a past that a target can be held against."""
TITLES = {
    "slow start": "Slow start",
    "sync errors": "Integrations and sync",
    "invoice questions": "Invoices and payment",
    "calls without results": "Calls and meetings without results",
    "price rise": "Price",
}
"""Reasons of the simulator to the themes under which customers write of them."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft without a reason asked for, in short.

    Attributes:
        lead: Metric that is to lead to staying; empty where it was refused.
        reason: Title of the reason it follows from; empty where from none.
        verdict: On the link of the lead.
        says_why_not: It names the missing reason as a gap, or was refused for want of a past.
        problems: What the reviewer finds.
    """

    lead: str
    reason: str
    verdict: str
    says_why_not: bool
    problems: int


def planted(company: str) -> tuple[str, ...]:
    """Reasons to leave that were put into a company, by their names in the simulator."""
    causes = named(company).make()
    strength = {
        "slow start": max(causes.onboarding.slow_hazard),
        "sync errors": causes.troubles.sync_hazard,
        "invoice questions": causes.troubles.invoice_hazard,
        "calls without results": causes.reviews.annoys,
        "price rise": max(causes.price.hazard),
    }
    return tuple(reason for reason, hazard in strength.items() if hazard > 0)


def drafted(folder: Path) -> Drafted:
    """What `holdfast draft` makes of the workspace in a folder, without being asked for anything."""
    with open_workspace(folder) as workspace:
        try:
            draft = draft_okr(workspace, DraftQuestion(), period=CYCLE, tell=lambda _: None)
        except InputError as error:
            return Drafted("", "", "", "final values" in str(error), 0)
    return Drafted(
        lead=draft.figures[1].card.name,
        reason=draft.reason.title if draft.reason else "",
        verdict=draft.link.verdict if draft.link else "",
        says_why_not=any("no reason is linked" in gap for gap in draft.gaps),
        problems=len(draft.problems),
    )


def addresses_a_cause(company: str, found: Drafted) -> bool:
    """It rests on data, and its lead answers a reason that was planted: the one it follows from, if any."""
    lead = next((one for one in leads() if one.metric == found.lead), None)
    if lead is None or not (found.reason or found.verdict == "supported by your data"):
        return False
    reasons = planted(company)
    titles = {TITLES[reason] for reason in reasons}
    return any(lead.answers(one) for one in reasons) and (not found.reason or found.reason in titles)


def is_sound(company: str, found: Drafted) -> bool:
    """It addresses a planted cause; or, of a company that cannot tell, says that it does not know one."""
    if company in TOO_YOUNG:
        return found.says_why_not and not found.lead
    if company in TOO_SMALL and found.says_why_not:
        return found.verdict != "supported by your data"
    return addresses_a_cause(company, found)
