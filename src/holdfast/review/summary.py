"""The gist of a review: the one thing, at most five points, what is good, what to ask, three sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.review.finding import Finding
    from holdfast.review.rule import Case, Rule


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reader with half a minute should see."""

    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, with stable keys."""
        return {"shown": [finding.to_dict() for finding in self.findings[:5]]}


def summarise(findings: tuple[Finding, ...], *, cases: tuple[Case, ...], rules: tuple[Rule, ...]) -> Summary:
    """The gist of findings about one or several objectives."""
    return Summary(findings)
