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


def _cycle_of(text: str) -> str | None:
    found = pattern("period").search(text) if len(text.split()) <= _LONGEST else None
    return None if found is None else found[0]


def _dated(objective: Objective, titles: list[tuple[int, str]]) -> Objective:
    place = objective.place
    above = [] if place is None else [cycle for line, cycle in titles if line < place.line]
    return objective if objective.cycle or not above else replace(objective, cycle=above[-1])
