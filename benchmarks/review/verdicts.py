"""How far the review agrees with what pages themselves call good and bad.

A key result is reviewed where it stood: in its set, else under its objective alone, else under an objective
that says nothing against it. Only findings about the key result itself count.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.review.figures import Figure
from benchmarks.review.reviews import review_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.review.labelled import Row

UNASSUMING = "Customers stay with us"
LEAST_BAD, MOST_GOOD, MOST_SUGGESTIONS = 0.90, 0.10, 1


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement that its page calls good or bad, and the levels of what the review finds."""

    text: str
    verdict: str
    levels: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def is_faulted(self) -> bool:
        """It gets a problem or a suggestion."""
        return bool({"problem", "suggestion"} & set(self.levels))


def judged_key_results(rows: Sequence[Row], sets: Sequence[Row]) -> list[Judged]:
    """The key results with a page's verdict, reviewed where they stood."""
    return [_judged(row, sets) for row in rows if row.get("page_verdict") in {"good", "bad"}]


def verdict_figures(judged: Sequence[Judged]) -> list[Figure]:
    """The three figures of the issue: bad ones faulted, good ones not, suggestions on good ones."""
    bad = [one for one in judged if one.verdict == "bad"]
    good = [one for one in judged if one.verdict == "good"]
    suggestions = [one.levels.count("suggestion") for one in good]
    return [
        Figure(
            '"bad" key results that get a problem or suggestion',
            _share(one.is_faulted for one in bad),
            len(bad),
            LEAST_BAD,
        ),
        Figure(
            '"good" key results that get a problem',
            _share("problem" in one.levels for one in good),
            len(good),
            MOST_GOOD,
            at_most=True,
        ),
        Figure(
            'median suggestions on a "good" key result',
            median(suggestions) if suggestions else 0,
            len(good),
            MOST_SUGGESTIONS,
            at_most=True,
        ),
    ]


def wrong(judged: Sequence[Judged]) -> list[str]:
    """A line for each bad one that passes and each good one with a problem."""
    return [
        f"{one.verdict}, found {', '.join(one.rules) or 'nothing'}: {one.text}"
        for one in judged
        if (one.verdict == "bad" and not one.is_faulted)
        or (one.verdict == "good" and "problem" in one.levels)
    ]


def _judged(row: Row, sets: Sequence[Row]) -> Judged:
    text, objective = row["text"], row.get("objective") or UNASSUMING
    key_results = next(
        (one["key_results"] for one in sets if one["objective"] == objective and text in one["key_results"]),
        [text],
    )
    number = key_results.index(text) + 1
    review = review_set(objective, key_results)
    own = [one for one in review.findings if one.target.number == number and one.level != "strength"]
    return Judged(text, row["page_verdict"], tuple(one.level for one in own), tuple(one.rule for one in own))


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
