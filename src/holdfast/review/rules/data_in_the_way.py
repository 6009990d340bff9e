"""D413: the data for the metric are missing, stale or broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records import DataNote
    from holdfast.review.finding import Finding, Level

_LEVELS: dict[str, Level] = {
    "missing": "problem",
    "broken": "problem",
    "stale": "suggestion",
    "unclear": "question",
}


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        for note in key_result.notes:
            if note.kind in _LEVELS:
                yield _obstacle(key_result, note)
        if key_result.series and all(one.value is None for one in key_result.series):
            yield RULE.finding(
                "suggestion",
                key_result.target,
                "In no period there is anybody to count, so that the number is undefined.",
                why="A key result without a number cannot be followed.",
                span=key_result.reading.population_span,
                question="Is the population named as the data name it?",
            )


def _obstacle(key_result: KeyResultCase, note: DataNote) -> Finding:
    return RULE.finding(
        _LEVELS[note.kind],
        key_result.target,
        note.message,
        why=_WHY[note.kind],
        span=key_result.reading.metric_span,
        question=note.remedy,
        evidence=(("data", note.kind),),
    )


_WHY = {
    "missing": "Without these data the key result cannot be measured at all.",
    "broken": "A number from broken data is worse than none: it is believed.",
    "unclear": "The two are different targets: one may be hard where the other is on its way already.",
    "stale": "What is measured is the past, and the check-in would show no movement.",
}

RULE = Rule(
    code="D413",
    name="data-in-the-way",
    summary="Data missing, stale or broken for the metric",
    source="Kahn et al., eGEMs 4(1), 2016, on conformance, completeness and plausibility of data",
    check=_check,
    weight=80,
)
