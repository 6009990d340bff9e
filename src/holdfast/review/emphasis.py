"""Statements without the marks of bold, italic and code, and where their words stand in what was written."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.okr.model import KeyResult, Objective, OkrDocument
    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import Span
    from holdfast.review.rule import Case

_MARKED = re.compile(
    r"(?P<mark>\*\*\*|\*\*|`{1,2}|~~)(?=\S)(?P<a>[^\n]+?)(?<=\S)(?P=mark)"
    r"|(?<![\w*\\])(?P<star>\*)(?=[^\s*])(?P<b>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|(?<![\w_\\])(?P<line>_{1,3})(?=[^\s_])(?P<c>[^\n]+?)(?<=[^\s_])(?P=line)(?![\w_])"
)
_SIGNS = "*_`~"


def unmarked(text: str) -> str:
    """The text without its pairs of marks; a lone asterisk or a name_with_lines stays as it is."""
    return "".join(text[at] for at in _kept(text)) if any(sign in text for sign in _SIGNS) else text


def unmarked_document(document: OkrDocument) -> OkrDocument:
    """The document with the words of its objectives and key results as a reader sees them."""
    objectives = tuple(_unmarked_objective(one) for one in document.objectives)
    return document if objectives == document.objectives else replace(document, objectives=objectives)


def as_written(finding: Finding, document: OkrDocument) -> Finding:
    """A finding about the words without marks, with its place among the words with them."""
    number = finding.target.number
    objective = document.objectives[finding.target.objective - 1]
    statement: Objective | KeyResult = objective if number is None else objective.key_results[number - 1]
    if finding.span is None or unmarked(statement.text) == statement.text:
        return finding
    return replace(finding, span=_place(finding.span, statement.text))


def with_sources(case: Case, objective: Objective) -> Case:
    """The case with its statements as their author wrote them; its readings stay as they are."""
    if case.source is objective:
        return case
    pairs = zip(case.key_results, objective.key_results, strict=True)
    return replace(case, source=objective, key_results=tuple(replace(one, source=own) for one, own in pairs))


def _unmarked_objective(objective: Objective) -> Objective:
    key_results = tuple(
        one if unmarked(one.text) == one.text else replace(one, text=unmarked(one.text))
        for one in objective.key_results
    )
    if key_results == objective.key_results and unmarked(objective.text) == objective.text:
        return objective
    return replace(objective, text=unmarked(objective.text), key_results=key_results)


def _place(span: Span, text: str) -> Span:
    kept = _kept(text)
    if not kept or span[0] >= len(kept):
        return (len(text), len(text))
    last = min(max(span[1], span[0] + 1), len(kept)) - 1
    return (kept[span[0]], kept[last] + 1)


def _kept(text: str, start: int = 0) -> list[int]:
    """Places of the characters that are no marks; marks within marks go too."""
    places, at = list[int](), 0
    for match in _MARKED.finditer(text):
        inner = next(name for name in ("a", "b", "c") if match[name] is not None)
        places += range(start + at, start + match.start())
        places += _kept(match[inner], start + match.start(inner))
        at = match.end()
    return [*places, *range(start + at, start + len(text))]
