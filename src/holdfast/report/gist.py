"""Interim: the gist of a review from its findings, until the summary itself carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.review.finding import LEVELS

if TYPE_CHECKING:
    from holdfast.review.finding import Finding
    from holdfast.review.run import ObjectiveReview

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Gist:
    """What a reader with half a minute should see."""

    one_thing: Finding | None
    shown: tuple[Finding, ...]
    folded: tuple[Finding, ...]
    strengths: tuple[Finding, ...]
    questions: tuple[str, ...]
    conclusion: tuple[str, ...] = ()
    assumption: str | None = None
    once: tuple[str, ...] = ()


def gist(part: ObjectiveReview) -> Gist:
    """The gist of one objective's review."""
    faults = [f for f in part.findings if f.level != "strength"]
    ranked = sorted(faults, key=lambda f: -LEVELS.index(f.level))
    shown = set(ranked[:_SHOWN])
    return Gist(
        one_thing=ranked[0] if ranked else None,
        shown=tuple(f for f in faults if f in shown),
        folded=tuple(f for f in faults if f not in shown),
        strengths=tuple(f for f in part.findings if f.level == "strength"),
        questions=tuple(dict.fromkeys(f.question for f in faults if f.question)),
    )
