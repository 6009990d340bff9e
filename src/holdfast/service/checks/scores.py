"""Ratings that are distributed as no people rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.checks.wording import finding
from holdfast.tables import SCORE_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

_LEAST_ANSWERS = 200
# The lower two fifths of the scale: in any crowd of hundreds somebody is unhappy.
_LOW_PART = 0.4
_FLAT = 1.15
_FLAT_ANSWERS = 500
_LEAST_LEVELS = 3


def find(look: Look) -> Iterator[CheckFinding]:
    """Scores of which all are the same, none is low, or each is as frequent as the others."""
    if look.has("tickets", "csat"):
        scores = look.rows("SELECT csat, COUNT(*) FROM tickets WHERE csat IS NOT NULL GROUP BY csat")
        counts = {int(score or 0): int(n or 0) for score, n in scores}
        yield from _judged("tickets", "csat", counts, SCORE_RANGES["csat"])
    if look.has("surveys", "score"):
        for kind, bounds in SCORE_RANGES.items():
            scores = look.rows(
                "SELECT score, COUNT(*) FROM surveys "
                f"WHERE score IS NOT NULL AND kind = '{kind}' GROUP BY score"
            )
            counts = {int(score or 0): int(n or 0) for score, n in scores}
            yield from _judged("surveys", f"score of {kind}", counts, bounds)


def _judged(
    table: str, column: str, counts: Mapping[int, int], bounds: tuple[int, int]
) -> Iterator[CheckFinding]:
    answers = sum(counts.values())
    if answers < _LEAST_ANSWERS:
        return
    strange = _strange(counts, bounds)
    if strange:
        yield finding(
            table=table,
            kind="impossible",
            severity="warning",
            says=f"{column}: {strange} among {answers:,} answers",
            count=answers,
            of=answers,
            remedy="Check how the scores were exported: low ones may be lost, or the scale may be another",
        )


def _strange(counts: Mapping[int, int], bounds: tuple[int, int]) -> str:
    """What no crowd answers like, in words; empty where nothing is strange."""
    low, high = bounds
    if len(counts) == 1:
        return f"every score is {next(iter(counts))}"
    parts = []
    least = low + _LOW_PART * (high - low)
    if min(counts) > least:
        parts.append(f"none below {min(counts)} on a scale from {low} to {high}")
    many = sum(counts.values()) >= _FLAT_ANSWERS
    if many and len(counts) >= _LEAST_LEVELS and max(counts.values()) <= _FLAT * min(counts.values()):
        parts.append(f"{', '.join(map(str, sorted(counts)))} are as frequent as one another")
    return ", and ".join(parts)
