"""Where a finding's words stand: the file, and the region within it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.okr.positions import Region, locate

if TYPE_CHECKING:
    from holdfast.okr.model import KeyResult, Objective, Place
    from holdfast.review.finding import Finding, Target
    from holdfast.review.run import Review

STANDARD_INPUT = "-"


def statement_of(review: Review, target: Target) -> Objective | KeyResult:
    """The sentence that a target means; the objective's where it is the whole OKR."""
    objective = review.document.objectives[target.objective - 1]
    return objective if target.number is None else objective.key_results[target.number - 1]


def region_of(review: Review, finding: Finding) -> Region | None:
    """Where a finding's words stand, else its whole statement; None for a statement never in a file."""
    place = statement_of(review, finding.target).place
    return None if place is None else locate(place, finding.span)


def words_of(review: Review, finding: Finding) -> str:
    """The words a finding is about, or an empty string where it is about something missing."""
    if finding.span is None:
        return ""
    return statement_of(review, finding.target).text[slice(*finding.span)].strip()


def line_stretch(place: Place | None, length: int) -> Region | None:
    """The region of a statement that stands on one line as it was read, sign by sign; else None.

    Args:
        place: Of the statement.
        length: Of its text in characters.
    """
    if place is None or not place.anchors:
        return None
    region = locate(place)
    is_plain = region.line == region.end_line and region.end_column - region.column == length
    return region if is_plain else None


def path_of(name: str) -> str:
    """A file's name with forward slashes and without ``./``; empty for standard input."""
    return "" if name == STANDARD_INPUT else re.sub(r"^(?:\./+)+", "", name.replace("\\", "/"))
