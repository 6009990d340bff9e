"""O106: what the scope leaves out, and whether another objective covers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.review.finding import Target
from holdfast.review.ontology import pattern, vocabulary, words
from holdfast.review.rule import Case, Rule
from holdfast.review.words import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    left_out = _left_out(case.reading.scope, case.source.text)
    if left_out is None or any(holds(one.text, tuple(left_out["words"])) for one in case.siblings):
        return
    yield RULE.finding(
        "question",
        Target("objective"),
        f"“{case.reading.scope}” leaves out {left_out['others']}, whom no other objective here covers.",
        why="What one team leaves out on purpose, nobody may be looking after.",
        span=case.reading.scope_span,
        question=left_out["question"],
    )


def _left_out(scope: str | None, text: str) -> dict[str, Any] | None:
    """Whom a scope leaves out, where that is a group with a name."""
    if scope is None:
        return None
    clause = pattern("clause_of_scope").search(scope)
    named = scope[: clause.start()] if clause else scope
    found = next((entry for entry in vocabulary()["left_out"] if holds(named, tuple(entry["scope"]))), None)
    if found is not None and found.get("only") and not holds(text, words("exclusion", "words")):
        return None
    return found


RULE = Rule(
    code="O106",
    name="left-out-of-scope",
    summary="Whom the scope leaves out, and who looks after them",
    source="Allan Kelly's review of a customer engagement OKR: “turning free accounts into paid accounts?”",
    check=_check,
    weight=50,
)
