"""O102: a task, a solution or a means in place of a state worth reaching."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.coverage import ends_of
from holdfast.review.finding import Target
from holdfast.review.ontology import carries, concept, pattern, words
from holdfast.review.rewrite_objective import as_state
from holdfast.review.rule import Case, Rule
from holdfast.review.words import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import Span

_LEVERS = frozenset({"onboarding", "support", "activation"})
_FIRST_WORD = re.compile(r"\S+")


def _check(case: Case) -> Iterator[Finding]:
    means = _means(case)
    if means is not None:
        end = _end_after(case, means)
        yield RULE.finding(
            "suggestion",
            Target("objective"),
            f"“{case.source.text[slice(*means)]}” is a means: the objective names how, beside what for.",
            why="A means in the objective closes other ways to the end, and doing it passes for success.",
            span=means,
            rewrite=end,
            question="Is there another way to reach the same, which this objective rules out?",
        )
    elif case.reading.is_key_result_or_task and not case.reading.has_number:
        yield RULE.finding(
            "suggestion",
            Target("objective"),
            "The objective is something to do, not a state worth reaching.",
            why="It will be done, and nobody can say what it was good for.",
            span=_verb(case.source.text),
            rewrite=as_state(case.source.text),
            question="What will be true for customers once this is done?",
        )


def _means(case: Case) -> Span | None:
    """Where the means stands: before "to improve …", if it is a known cause of it; after "by …"."""
    span, text = case.reading.means, case.source.text
    if span is None:
        return None
    if not pattern("purpose").match(text, span[0]):
        return span if _is_work(case, span) else None
    before = [name for name, place in _named(case) if place[1] <= span[0]]
    after = [name for name, place in _named(case) if place[0] >= span[0]]
    is_cause = any(carries(one, other) for one in before for other in after)
    is_work = case.reading.is_key_result_or_task or holds(text[: span[0]], words("compare", "solutions"))
    return (0, len(text[: span[0]].rstrip())) if after and (is_cause or is_work) else None


def _is_work(case: Case, span: Span) -> bool:
    """What follows "by" or "through" is done or built; a function such as customer success is neither."""
    text = case.source.text[slice(*span)]
    named = [name for name, place in _named(case) if place[0] >= span[0]]
    is_lever = any(name in _LEVERS for name in named)
    return pattern("doing").search(text) is not None or is_lever or holds(text, words("compare", "solutions"))


def _named(case: Case) -> list[tuple[str, Span]]:
    pairs = zip(case.reading.concepts, case.reading.concept_spans, strict=False)
    return [(known.name, span) for name, span in pairs if (known := concept(name)) is not None]


def _end_after(case: Case, means: Span) -> str | None:
    """The objective without its means, as a sentence."""
    text = case.source.text
    rest = text[means[1] :] if means[0] == 0 else text[: means[0]]
    rest = pattern("towards").sub("", rest).strip(" ,.")
    return rest[:1].upper() + rest[1:] if " " in rest and ends_of(case.reading) else None


def _verb(text: str) -> Span | None:
    found = _FIRST_WORD.search(text)
    return found.span() if found else None


RULE = Rule(
    code="O102",
    name="task-as-objective",
    summary="A task, a solution or a means in place of a state worth reaching",
    source="Wodtke, Radical Focus, 2016; the first seed's own example “Enhance customer onboarding to …”",
    check=_check,
    weight=60,
)
