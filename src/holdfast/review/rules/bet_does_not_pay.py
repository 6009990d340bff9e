"""D409: every key result may be met, and the objective would barely move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import WHOLE, Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    bet, reach = case.of_all("bet"), case.of_all("reach")
    if bet is None or bet.verdict != "the objective would barely move":
        return
    told = (reach.sentence, bet.sentence) if reach else (bet.sentence,)
    yield RULE.finding(
        "problem",
        WHOLE,
        " ".join(told),
        why=" ".join(bet.notes) or "The work may be done, and what it is for would not show.",
        question="Is the objective about the customers whom these key results touch?",
        evidence=(
            ("without", f"{bet.figure('without'):.3f}"),
            ("with", f"{bet.figure('with'):.3f}"),
            ("inputs", bet.inputs_hash),
        ),
    )


RULE = Rule(
    code="D409",
    name="bet-does-not-pay",
    summary="All key results met, and the objective would barely move",
    source="The reach of the key results and their links, on the company's own customers (evidence)",
    check=_check,
    weight=84,
)
