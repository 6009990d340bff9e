"""A named company: its causes, its OKR, what is true of it, and what a sound judgement says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.simulate.causes import Causes

START = date(2023, 10, 1)
"""First local date of every company's history."""

END = date(2026, 10, 1)
"""Date at whose midnight the data end."""

Words = tuple[str, ...]


def day(when: date) -> float:
    """Local day of the history on which a date begins."""
    return float((when - START).days)


@dataclass(frozen=True, slots=True)
class CallsFor:
    """What the truth calls for in one check.

    Attributes:
        check: As records name it: ``link``, ``challenge``, ``mix``, ``settlement`` and so on.
        of: Metric of the key result that is judged; empty for the objective.
        verdicts: Beginnings of the verdicts that are right.
        because: What is true, in words.
        least: Share of companies like this one, at their own size, of which it is said at least.
    """

    check: str
    of: str
    verdicts: Words
    because: str
    least: float = 0.95


@dataclass(frozen=True, slots=True)
class KeyResult:
    """A key result of a company's OKR, with the metric that stands for it.

    Attributes:
        text: The sentence.
        metric: As ``onboarding_completed (within_days: 10)``.
        target: As a reader writes it, ``70 %``.
    """

    text: str
    metric: str
    target: str


@dataclass(frozen=True, slots=True)
class Named:
    """A company with a name.

    Attributes:
        name: Its name.
        customers: Paying accounts aimed at on the last day.
        make: Its causes.
        story: What is true of it; names in braces are figures of `holdfast.simulate.told.figures`.
        objective: Of its OKR.
        key_results: Of its OKR; empty for the company of the seed, whose OKR is the one that was pasted.
        calls_for: What a sound judgement says of it.
        frozen_on: Day on which a bet on its OKR is frozen, to be settled when the data end.
    """

    name: str
    customers: int
    make: Callable[[], Causes]
    story: str
    objective: str = ""
    key_results: tuple[KeyResult, ...] = ()
    calls_for: tuple[CallsFor, ...] = ()
    frozen_on: date = date(2026, 4, 1)

    def okr(self) -> str:
        """The OKR as Markdown; empty without key results."""
        if not self.key_results:
            return ""
        results = "\n".join(
            f"{number}. {one.text}\n   - Metric: {one.metric}\n   - Target: {one.target}"
            for number, one in enumerate(self.key_results, start=1)
        )
        return f"# Objective: {self.objective}\n\n- Cycle: Quarter\n\n## Key results\n\n{results}\n"


ONBOARDED = KeyResult(
    "Increase the share of new customers onboarded within 10 days of signing from 58% to 70%",
    "onboarding_completed (within_days: 10)",
    "70 %",
)
SUPPORTED, SUGGESTIVE, NO_SIGN = "supported by your data", "suggestive", "no sign of a link"
OTHER_WAY, CANNOT = "points the other way", "cannot tell"
STAY = "New paying customers stay with us"
