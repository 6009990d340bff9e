"""The kept answer of who is at risk, narrowed to one segment: nothing is computed anew for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.records.risk import RiskReport, SegmentAtRisk

_BETWEEN = "="


def segment_key(one: SegmentAtRisk) -> str:
    """How an address names a segment: ``size=large``."""
    return f"{one.column}{_BETWEEN}{one.value}"


def choices(found: RiskReport) -> Mapping[str, list[tuple[str, SegmentAtRisk]]]:
    """Of each column the keys of its segments, the largest first."""
    made: dict[str, list[tuple[str, SegmentAtRisk]]] = {}
    for one in found.segments:
        made.setdefault(one.column, []).append((segment_key(one), one))
    return made


def chosen_segment(found: RiskReport, key: str) -> SegmentAtRisk | None:
    """The segment that an address names; None where it names none.

    Raises:
        InputError: There is no such segment in the answer.
    """
    if not key:
        return None
    one = next((one for one in found.segments if segment_key(one) == key), None)
    if one is None:
        raise InputError(
            "The segment", repr(key[:80]), "one of those that can be chosen", "Choose one of them"
        )
    return one


def narrowed(found: RiskReport, segment: SegmentAtRisk) -> RiskReport:
    """The answer with the list of a segment, as long as it was asked for or as is kept."""
    listed = segment.listed
    share = sum(one.chance for one in listed) / segment.expected_leavers if segment.expected_leavers else 0.0
    return replace(
        found,
        listed=listed,
        listed_share=share,
        customers=segment.customers,
        expected_leavers=segment.expected_leavers,
    )
