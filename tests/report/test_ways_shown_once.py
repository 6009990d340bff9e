"""A way out that is mostly gaps is offered once in a review, whatever the number of objectives."""

from __future__ import annotations

from holdfast.report.outline import outlines
from holdfast.review.run import review_okr

TWO = """Objective: Customers stay
1. Launch the portal

Objective: Customers love us
1. Ship the mobile app
"""
VAGUE = "‹share› of customers ‹do what it makes possible› by ‹date›"


def test_a_vague_alternative_stands_under_the_first_objective_only() -> None:
    review = review_okr(TWO)

    offered = [
        [
            words
            for key_result in one.key_results
            for finding in key_result.findings
            for words in finding.alternatives
        ]
        for one in outlines(review)
    ]

    assert VAGUE in offered[0]
    assert VAGUE not in offered[1]
    assert all(VAGUE in one.alternatives for one in review.findings if one.rule == "K202")
