"""An objective is read into its concepts, its scope and whether it is a goal at all."""

from __future__ import annotations

import re

from holdfast.review.reading.model import ObjectiveReading

_CONCEPT = re.compile(r"\b(engagement|retention|satisfaction|onboarding|churn|support|loyalty)\b", re.IGNORECASE)
_SCOPE = re.compile(r"\(([^()]{1,80}?)(?: only)?\)")


def read_objective(text: str) -> ObjectiveReading:
    """Reading of one objective; never raises."""
    found = list(_CONCEPT.finditer(text))
    scope = _SCOPE.search(text)
    return ObjectiveReading(
        text=text,
        has_number="%" in text,
        is_key_result_or_task="%" in text,
        concepts=tuple(match[0].lower() for match in found),
        scope=scope[1] if scope else None,
        concept_spans=tuple(match.span() for match in found),
        scope_span=scope.span(1) if scope else None,
    )
