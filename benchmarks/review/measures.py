"""Measures of agreement between labels and readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

Pair = tuple["Hashable", "Hashable"]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Precision, recall and F1 (shares in 0..1) of one label, and how often it is labelled."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


def accuracy(pairs: Sequence[Pair]) -> float:
    """Share of pairs of (label, reading) that agree; 1 where there is no pair."""
    return sum(label == read for label, read in pairs) / len(pairs) if pairs else 1.0


def label_scores(pairs: Sequence[Pair]) -> list[LabelScore]:
    """Scores of every label that is labelled or read, by name."""
    labels = sorted({str(value) for pair in pairs for value in pair})
    return [_score(label, [(str(one), str(other)) for one, other in pairs]) for label in labels]


def macro_f1(pairs: Sequence[Pair]) -> float:
    """Mean F1 over the labels that are labelled."""
    scores = [score.f1 for score in label_scores(pairs) if score.support]
    return sum(scores) / len(scores) if scores else 1.0


def binary_f1(pairs: Sequence[Pair]) -> float:
    """F1 of True; 1 where True is neither labelled nor read."""
    score = _score("True", [(str(bool(one)), str(bool(other))) for one, other in pairs])
    return score.f1 if score.support or score.precision else 1.0


def _score(label: str, pairs: Sequence[tuple[str, str]]) -> LabelScore:
    """Scores of one label."""
    hits = sum(one == label == other for one, other in pairs)
    labelled, read = sum(one == label for one, _ in pairs), sum(other == label for _, other in pairs)
    precision, recall = hits / read if read else 0.0, hits / labelled if labelled else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return LabelScore(label, precision, recall, f1, labelled)
