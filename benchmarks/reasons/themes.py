"""Themes by name alone and with confirmed texts, on public texts whose themes are known."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line

from holdfast.reasons.taxonomy.model import Theme
from holdfast.reasons.themes.assigning import assign
from holdfast.reasons.themes.confirming import Confirmed
from holdfast.reasons.themes.vectors import vectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from holdfast.reasons.themes.vectors import Vectors

    Rows = list[tuple[str, str]]

CONFIRMED = 10
_FEWEST = 20
"""Texts of a product or issue: four older products have one or two each and mean the same as others."""
_ANY = Goal(0, 1)


def lines(feedback: Path) -> Iterator[Line]:
    """By TF-IDF, and by sentence embeddings where the extra is installed."""
    train, test = (_banking(feedback / "banking77" / f"{part}.csv") for part in ("train", "test"))
    file = feedback / "cfpb_sample" / "complaints_sample.csv"
    complaints, issues = (_complaints(file, column) for column in ("Product", "Issue"))
    ways = ("tfidf", "sentences") if find_spec("sentence_transformers") else ("tfidf",)
    for name in ways:
        way, goals = vectors(name), (0.65, 0.71, 0.84) if name == "sentences" else (0.0, 0.0, 0.0)
        yield _line(f"banking77, 77 names, {name}", test, way, goals[0])
        yield _line(f"complaints by product, all names, {name}", complaints, vectors(name), 0.0)
        yield _line(
            f"complaints by product of 20 texts and more, {name}",
            _common(complaints),
            vectors(name),
            goals[1],
        )
        yield _line(f"complaints by issue of 20 texts and more, {name}", _common(issues), vectors(name), 0.0)
        confirmed = _drawn(train, np.random.default_rng(1))
        yield _line(
            f"banking77, {CONFIRMED} confirmed each, {name}", test, vectors(name), goals[2], confirmed
        )


def _line(name: str, rows: Rows, way: Vectors, goal: float, confirmed: Sequence[Confirmed] = ()) -> Line:
    labels = sorted({label for _, label in rows})
    themes = [Theme(label, label.replace("_", " ")) for label in labels]
    found = assign([text for text, _ in rows], themes, way, confirmed=confirmed)
    right = [
        labels[place] == label for place, (_, label) in zip(found.scores.argmax(axis=1), rows, strict=True)
    ]
    return Line(name, Goal(goal, 1) if goal else _ANY, sum(right), len(right))


def _drawn(rows: Rows, rng: np.random.Generator) -> list[Confirmed]:
    """So many texts of each label."""
    chosen: list[Confirmed] = []
    for label in sorted({label for _, label in rows}):
        own = [text for text, one in rows if one == label]
        chosen += [
            Confirmed(own[place], (label,)) for place in rng.choice(len(own), CONFIRMED, replace=False)
        ]
    return chosen


def _common(rows: Rows) -> Rows:
    counts = Counter(label for _, label in rows)
    return [(text, label) for text, label in rows if counts[label] >= _FEWEST]


def _banking(file: Path) -> Rows:
    with file.open(encoding="utf-8") as lines_of:
        return [(row["text"], row["category"]) for row in csv.DictReader(lines_of)]


def _complaints(file: Path, column: str) -> Rows:
    with file.open(encoding="utf-8-sig") as lines_of:
        rows = [(row["Consumer complaint narrative"], row[column]) for row in csv.DictReader(lines_of)]
    return [(text, label) for text, label in rows if text.strip()]
