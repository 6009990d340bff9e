"""K214: no metric is bound, and the reading can propose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import WHOLE, Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_OF_CONCEPTS = {
    "retention": "retention rate", "churn": "logo churn", "loyalty": "repeat purchase rate",
    "renewal": "renewal rate",
    "engagement": "share of active customers", "satisfaction": "CSAT",
    "onboarding": "onboarding completed within n days",
    "adoption": "feature adoption", "support": "first response time", "expansion": "net revenue retention",
}  # fmt: skip


def _check(case: Case) -> Iterator[Finding]:
    left_blank = case.source.kpis == ()
    unbound = [one for one in case.key_results if one.source.binding is None]
    if not unbound or not (left_blank or (case.has_data and case.source.kpis is None)):
        return
    proposed = _proposals(case)
    if proposed:
        yield RULE.finding(
            "question",
            WHOLE,
            "The relevant KPIs are left blank." if left_blank else "No metric is bound to the key results.",
            why="A metric named beforehand is measured the same way at both ends of the cycle.",
            rewrite=f"Relevant KPIs: {', '.join(proposed)}",
            question="Which numbers, as who computes them today?",
        )


def _proposals(case: Case) -> tuple[str, ...]:
    """Names in plain words, those of the objective first."""
    words = " ".join(case.reading.concepts).lower()
    of_objective = [metric for concept, metric in _OF_CONCEPTS.items() if concept in words]
    of_key_results = [
        one.reading.proposed_metric.replace("_", " ")
        for one in case.key_results
        if one.reading.proposed_metric and one.source.binding is None
    ]
    return tuple(dict.fromkeys((*of_objective, *of_key_results)))


RULE = Rule(
    code="K214",
    name="no-metric-named",
    summary="No metric is bound although one can be proposed",
    source=(
        "The OKR that Allan Kelly reviewed leaves “Relevant KPIs” blank; the first seed names the common ones"
    ),
    check=_check,
    once=True,
    weight=35,
)
