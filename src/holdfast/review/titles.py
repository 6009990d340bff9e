"""The cycle that a title above the objectives names: "# Q1 plan"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.review.ontology import pattern

if TYPE_CHECKING:
    from holdfast.okr.model import Objective, OkrDocument

_LONGEST = 10
"""Words of a title; a longer line is prose that may name any time."""


def with_title_cycle(document: OkrDocument) -> OkrDocument:
    """The document with the cycle of the nearest title above each objective that states none itself."""
    titles = [(line, found) for line, text in document.unread if (found := _cycle_of(text)) is not None]
    if not titles:
        return document
    return replace(document, objectives=tuple(_dated(one, titles) for one in document.objectives))


def without_titles(document: OkrDocument) -> OkrDocument:
    """The document without the titles above its first objective among the lines that were not understood."""
    first = min((one.place.line for one in document.objectives if one.place is not None), default=0)
    rest = tuple((line, text) for line, text in document.unread if line >= first or not _is_title(text))
    return document if rest == document.unread else replace(document, unread=rest)


def _is_title(text: str) -> bool:
    """A heading, or a few words that name a cycle."""
    return len(text.split()) <= _LONGEST and (text.startswith("#") or _cycle_of(text) is not None)


def _cycle_of(text: str) -> str | None:
    found = pattern("period").search(text) if len(text.split()) <= _LONGEST else None
    return None if found is None else found[0]


def _dated(objective: Objective, titles: list[tuple[int, str]]) -> Objective:
    place = objective.place
    above = [] if place is None else [cycle for line, cycle in titles if line < place.line]
    return objective if objective.cycle or not above else replace(objective, cycle=above[-1])
