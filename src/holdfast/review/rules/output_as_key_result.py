"""K202: a deliverable stands where a result should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.finding import InitiativeForm
from holdfast.review.rewrite_deliverable import as_gain
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_ANY_GAIN = "‹share› of customers ‹do what it makes possible› by ‹date›"


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        if key_result.reading.form == "output" and key_result.source.kind != "milestone":
            gain = as_gain(key_result.reading)
            initiative = InitiativeForm(key_result.source.text.strip(), gain or _ANY_GAIN)
            yield RULE.finding(
                "suggestion",
                key_result.target,
                "This is a deliverable: it says what will be there, not what changes for the customer.",
                why="It can be finished on time and be of no use to anybody.",
                span=key_result.reading.form_words,
                rewrite=gain,
                question="What changes for the customer once it is there?",
                alternatives=(_ANY_GAIN, str(initiative)),
                initiative=initiative,
            )


RULE = Rule(
    code="K202",
    name="output-as-key-result",
    summary="A key result that is a deliverable",
    source=(
        "Christina Wodtke, Radical Focus, 2016: key results are results, not tasks; Holdfast's OKR "
        "corpus (output_kr)"
    ),
    check=_check,
    weight=65,
)
