"""Pairs of OKRs of our own that differ in one fault, which the review must find in the one only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.review.figures import Figure
from benchmarks.review.reviews import raised_rules

from holdfast.okr.parse import parse_okr
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = Path(__file__).resolve().parents[2] / "tests" / "review" / "contrast_pairs.jsonl"


@dataclass(frozen=True, slots=True)
class ContrastPair:
    """A rule's code, an OKR that it must flag, and the same without the fault."""

    code: str
    flagged: str
    accepted: str

    @property
    def is_told_apart(self) -> bool:
        """The rule speaks of the one and is silent about the other."""
        return self.code in _raised(self.flagged) and self.code not in _raised(self.accepted)


def load_pairs() -> list[ContrastPair]:
    """The pairs of the repository; none before there is a file."""
    if not FILE.is_file():
        return []
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [ContrastPair(row["code"], row["flagged"], row["accepted"]) for row in rows]


def figure(pairs: Sequence[ContrastPair]) -> Figure:
    """Share of pairs told apart."""
    apart = sum(pair.is_told_apart for pair in pairs)
    return Figure("our contrast pairs told apart", apart / max(1, len(pairs)), len(pairs))


def wrong(pairs: Sequence[ContrastPair]) -> list[str]:
    """A line for each pair that is not told apart."""
    return [f"{pair.code}: {pair.flagged!r} / {pair.accepted!r}" for pair in pairs if not pair.is_told_apart]


def _raised(okr: str) -> frozenset[str]:
    return raised_rules(review_document(parse_okr(okr, name="pair")))
