"""What the data say of an objective while it is written, key result by key result, as its page shows it."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Literal

from holdfast.records.words import value_text
from holdfast.service.bets import OBJECTIVE as WHOLE
from holdfast.service.bets import figure_name
from holdfast.values import dataclass
from holdfast.web.company import company
from holdfast.web.drafts.targets import chosen_target
from holdfast.web.evidence.proposing import DATA_RULES, wanted
from holdfast.web.evidence.queries import check_of
from holdfast.web.evidence.tasks import weigh_draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from holdfast.review.finding import Finding
    from holdfast.web.drafts.desk import Desk
    from holdfast.web.drafts.editor import ResultRow
    from holdfast.web.evidence.models import Proposal
    from holdfast.web.evidence.queries import Check

State = Literal["waiting", "half", "told", "trouble"]

ODDS = (60, 25, 5)
_CHECKS = {
    "D401": "challenge",
    "D402": "challenge",
    "D403": "noise",
    "D404": "segments",
    "D405": "mix",
    "D406": "link",
    "D407": "link",
    "D408": "link",
    "D409": "bet",
    "D415": "whom",
    "D416": "leavers",
}
"""Rules that say what a check found: each stands at its check."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A target that one may take over.

    Attributes:
        chance: Of being reached if things carry on, in 100.
        target: In the unit of the metric.
        words: The same as it stands in a sentence.
    """

    chance: int
    target: float
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one key result, or of all of them together.

    Attributes:
        metric: What it was held against; empty for all together.
        is_bound: Somebody chose that metric; else its words propose it.
        checks: In the order told.
        choices: Targets that would be easier or harder; empty where none can be said.
        why_not: Why there is nothing to tell; empty where there is.
        points: Name of a check to the finding that rests on it.
        others: Findings by the data that rest on no single check.
    """

    metric: str = ""
    is_bound: bool = True
    checks: tuple[Check, ...] = ()
    choices: tuple[Choice, ...] = ()
    why_not: str = ""
    points: Mapping[str, Finding] = field(default_factory=dict)
    others: tuple[Finding, ...] = ()

    @property
    def challenge(self) -> Check | None:
        """How hard the target is."""
        return next((one for one in self.checks if one.name == "challenge"), None)

    @property
    def rest(self) -> tuple[Check, ...]:
        """The other checks."""
        return tuple(one for one in self.checks if one.name != "challenge")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the data say of an objective that is being written.

    Attributes:
        state: Whether it is known, half known (its links are not tested yet), being computed, or cannot be.
        mark: Another one stands for another answer.
        trouble: Why it cannot be known.
        rows: The number of each row to what is told of it.
        whole: Of all key results together.
    """

    state: State
    mark: str
    trouble: str
    rows: Mapping[str, Told]
    whole: Told

    @property
    def is_over(self) -> bool:
        """Nothing more comes by itself."""
        return self.state in {"told", "trouble"}


def weighed(desk: Desk, *, now: datetime) -> Weighed | None:
    """What the data say of what is written; None while there are no words. At most five queries.

    Where it is not known, a job is asked for it: this never waits.

    Args:
        desk: With what was typed.
        now: The instant.
    """
    document = desk.document
    if document is None:
        return None
    proposal, needs_job = wanted(document, desk.cycle, now=now)
    if needs_job:
        weigh_draft.enqueue(proposal.pk)
    return told_of(desk, proposal)


def told_of(desk: Desk, proposal: Proposal) -> Weighed:
    """What is known of it."""
    numbered = enumerate(desk.written, start=1)
    by_row = {one.row: one for one in desk.editor.results}
    found = [one for one in desk.review.findings if one.rule.startswith(DATA_RULES)] if desk.review else []
    rows = {
        row: _with(_row(by_row[row], figure_name((1, number)), proposal), found, number)
        for number, row in numbered
    }
    state: State = "told" if proposal.is_whole else "half" if proposal.answer else "waiting"
    if proposal.trouble and proposal.queued_at is None:
        state = "trouble"
    mark = f"{proposal.question[:16]}-{state}-{proposal.at.timestamp() if proposal.at else 0:.0f}"
    whole = _with(Told(checks=_checks(proposal, WHOLE)), found, None)
    return Weighed(state, mark, proposal.trouble, rows, whole)


def _with(told: Told, found: Sequence[Finding], number: int | None) -> Told:
    """The same with the findings about it, each at its check."""
    own = [one for one in found if one.target.number == number]
    there = {one.name for one in told.checks}
    points = {_CHECKS[one.rule]: one for one in own if _CHECKS.get(one.rule) in there}
    others = tuple(one for one in own if _CHECKS.get(one.rule) not in there)
    return replace(told, points=points, others=others)


def _row(row: ResultRow, name: str, proposal: Proposal) -> Told:
    if not proposal.answer:
        return Told()
    metric = proposal.answer["metrics"].get(name)
    is_bound = row.series is not None
    checks = _checks(proposal, name, unit=metric["unit"] if metric else None)
    if metric is None:
        return Told(checks=checks, why_not=_unmeasured(is_bound=is_bound))
    challenge = next((one for one in proposal.answer["records"] if _is(one, name, "challenge")), None)
    choices = _choices(challenge, metric["unit"]) if row.stated.kind == "change" else ()
    why_not = "" if checks else _unheld(metric, row)
    return Told(metric["title"], is_bound, checks, choices, why_not)


def _unmeasured(*, is_bound: bool) -> str:
    if is_bound:
        return "The data do not hold what this metric is measured from."
    return "Bind it to a metric, and its difficulty is told here."


def _unheld(metric: Mapping[str, Any], row: ResultRow) -> str:
    """Why a measured key result is held against nothing."""
    if row.stated.kind == "milestone":
        return "Steps are done or not: no past says how hard they are."
    if not metric["has_target"]:
        return "Write a target, and how hard it is by its own past is told here."
    if not metric["final"]:
        return "No value of it is final yet: nothing can be said of how hard it is."
    return "Its metric can never have this value, or its past says nothing of it."


def _checks(proposal: Proposal, name: str, *, unit: str | None = None) -> tuple[Check, ...]:
    on = proposal.on
    if on is None:
        return ()
    records = proposal.answer.get("records", ())
    return tuple(check_of(one, on=on, unit=unit) for one in records if one["of"] == name)


def _choices(challenge: Mapping[str, Any] | None, unit: Any) -> tuple[Choice, ...]:  # noqa: ANN401 - of JSON
    figures = challenge["figures"] if challenge else {}
    found = {odds: figures.get(f"target_at_{odds}") for odds in ODDS}
    currency = company().currency if unit == "money" else None
    return tuple(
        Choice(odds, rounded, value_text(rounded, unit, currency=currency))
        for odds, target in found.items()
        if target is not None and (rounded := chosen_target(target, unit)) is not None
    )


def _is(record: Mapping[str, Any], name: str, check: str) -> bool:
    return (record["of"], record["check"]) == (name, check)
