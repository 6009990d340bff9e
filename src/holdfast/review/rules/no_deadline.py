"""K210: neither the sentences nor the cycle say by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.ontology import pattern
from holdfast.review.rule import WHOLE, Case, Rule
from holdfast.review.work import numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    if case.source.cycle or not case.key_results or _names_cycle(case):
        return
    undated = tuple(one for one in case.key_results if not one.reading.has_deadline)
    if undated:
        are_all = len(undated) == len(case.key_results)
        some = f"{'does' if len(undated) == 1 else 'do'} {numbers_of(undated)}"
        which = "does any of its key results" if are_all else some
        yield RULE.finding(
            "question",
            WHOLE,
            f"By when? The OKR does not say, nor {which}.",
            why="Without an end nobody can be late, and nobody can say whether the pace is right.",
            question="By when should it be reached?",
        )


def _names_cycle(case: Case) -> bool:
    """The objective, or one dated key result, names the cycle that the others share."""
    dated = (one.source.text for one in case.key_results if one.reading.has_deadline)
    return any(pattern("period").search(text) is not None for text in (case.source.text, *dated))


RULE = Rule(
    code="K210",
    name="no-deadline",
    summary="Neither the key results nor the cycle say by when",
    source=(
        "Doerr, Measure What Matters, 2018: key results are time-bound; the first seed: reviewed quarterly"
    ),
    check=_check,
    once=True,
    weight=40,
)
