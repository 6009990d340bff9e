"""O101: a number in the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.finding import Target
from holdfast.review.ontology import pattern, words
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    span = case.reading.number_span
    if case.reading.has_number and span is not None:
        figure = case.source.text[slice(*span)]
        yield RULE.finding(
            "suggestion",
            Target("objective"),
            f"“{figure}” is a number: it makes the objective a key result.",
            why="An objective says which state is worth reaching; opinions differ, but a number there leaves "
            "the key results nothing to say.",
            span=span,
            rewrite=_without_number(case.source.text, span),
            question="What is the state worth reaching, of which this number would be the sign?",
        )


def _without_number(text: str, span: tuple[int, int]) -> str | None:
    """The objective without its number, where what is left is still a sentence."""
    head = _without_lead(text[: span[0]])
    tail = pattern("number_range").sub("", text[span[1] :])
    if not pattern("goes_on").match(tail):
        return None
    rest = f"{head}{tail}".strip(" ,;")
    return rest if " " in rest else None


def _without_lead(head: str) -> str:
    """What stands before a number, without the words and signs that lead to it."""
    parts = head.rstrip("+-<>≤≥~$€£ \t\n").split(" ")
    while parts and parts[-1].lower() in words("objective", "leads"):
        parts.pop()
    return " ".join(parts)


RULE = Rule(
    code="O101",
    name="number-in-objective",
    summary="A number in the objective: it is a key result",
    source="Allan Kelly's review of a customer engagement OKR: “doesn't need numbers - in my book at least”",
    check=_check,
    weight=40,
)
