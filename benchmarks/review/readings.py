"""How well sentences are read: agreement with the labels, beside a published check on the same sentences."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.review import baseline, measures
from benchmarks.review.figures import Figure

from holdfast.review.reading import read_key_result, read_objective

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.review.labelled import Row

ACCURACIES = {
    "measurable": 0.97,
    "quantity kind": 0.93,
    "target and baseline": 0.93,
    "direction": 0.93,
    "deadline": 0.93,
    "population named": 0.93,
}
FORM_MINIMUM, METRIC_MINIMUM, OBJECTIVE_MINIMUM = 0.92, 0.88, 0.92


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the reading: the statements, and a pair of label and reading for each."""

    name: str
    texts: tuple[str, ...]
    pairs: tuple[measures.Pair, ...]

    def wrong(self) -> list[str]:
        """A line for each statement that was read otherwise."""
        return [
            f"{label} read as {read}: {text}"
            for text, (label, read) in zip(self.texts, self.pairs, strict=True)
            if label != read
        ]


def key_result_parts(rows: Sequence[Row]) -> tuple[dict[str, Part], float]:
    """The parts of the reading of key results by name, and how many were read in a second."""
    read_key_result("warm up")
    began = time.perf_counter()
    readings = [read_key_result(row["text"]) for row in rows]
    seconds = time.perf_counter() - began
    compared = [_pairs(row, read.to_dict()) for row, read in zip(rows, readings, strict=True)]
    texts = tuple(row["text"] for row in rows)
    parts = {name: Part(name, texts, tuple(one[name] for one in compared)) for name in compared[0]}
    return parts, len(rows) / seconds


def key_result_figures(rows: Sequence[Row], parts: dict[str, Part], word_list: Path | None) -> list[Figure]:
    """The figures of the reading of key results."""
    n, listed = len(rows), [pair for pair in parts["metric"].pairs if pair[0] not in (None, "other")]
    digit = [(row["measurable"], baseline.has_digit(row["text"])) for row in rows]
    accuracies = {name: measures.accuracy(parts[name].pairs) for name in ACCURACIES}
    return [
        Figure("form, macro-F1", measures.macro_f1(parts["form"].pairs), n, FORM_MINIMUM),
        _not_an_outcome(rows, parts["form"], word_list),
        *(
            Figure(
                name + (", exact" if name == "target and baseline" else ", accuracy"),
                accuracies[name],
                n,
                bound,
                peer=measures.accuracy(digit) if name == "measurable" else None,
            )
            for name, bound in ACCURACIES.items()
        ),
        Figure(
            "metric where one of the list, accuracy", measures.accuracy(listed), len(listed), METRIC_MINIMUM
        ),
    ]


def objective_parts(rows: Sequence[Row]) -> dict[str, Part]:
    """The parts of the reading of objectives by name."""
    readings, texts = [read_objective(row["text"]) for row in rows], tuple(row["text"] for row in rows)
    columns = {
        "objective holds a number": [
            (row["has_number"], read.has_number) for row, read in zip(rows, readings, strict=True)
        ],
        "objective is a key result or task": [
            (row["is_actually_a_kr_or_task"], read.is_key_result_or_task)
            for row, read in zip(rows, readings, strict=True)
        ],
        "objective's scope named": [
            (row["scope"] is not None, read.scope is not None)
            for row, read in zip(rows, readings, strict=True)
        ],
    }
    return {name: Part(name, texts, tuple(pairs)) for name, pairs in columns.items()}


def objective_figures(rows: Sequence[Row], parts: dict[str, Part]) -> list[Figure]:
    """The figures of the reading of objectives."""
    asked = [name for name in parts if "scope" not in name]
    scores = [
        Figure(f"{name}, F1", measures.binary_f1(parts[name].pairs), len(rows), OBJECTIVE_MINIMUM)
        for name in asked
    ]
    scope = parts["objective's scope named"]
    return [*scores, Figure(f"{scope.name}, accuracy", measures.accuracy(scope.pairs), len(rows))]


def _not_an_outcome(rows: Sequence[Row], form: Part, word_list: Path | None) -> Figure:
    """F1 of "not an outcome", ours and the published word list's."""
    ours = [(label != "outcome", read != "outcome") for label, read in form.pairs]
    peer = None
    if word_list is not None:
        words = baseline.load_word_lists(word_list)
        theirs = [(row["form"] != "outcome", not words.is_outcome(row["text"])) for row in rows]
        peer = measures.binary_f1(theirs)
    return Figure("not an outcome, F1", measures.binary_f1(ours), len(rows), peer=peer)


def _pairs(row: Row, read: Row) -> dict[str, measures.Pair]:
    """Label and reading of each part of one key result."""
    wanted, got = row["quantity"] or {}, read["quantity"]
    return {
        "form": (row["form"], read["form"]),
        "measurable": (row["measurable"], read["measurable"]),
        "quantity kind": (wanted.get("kind"), got["kind"]),
        "target and baseline": (_ends(wanted), _ends(got)),
        "direction": (row["direction"], read["direction"]),
        "deadline": (row["deadline"], read["deadline"]),
        "population named": (row["population"] is not None, read["population"] is not None),
        "metric": (row["metric"], read["metric"]),
    }


def _ends(quantity: dict[str, Any]) -> tuple[float | None, float | None]:
    """Start and target, numbers where they are numbers."""
    both = (quantity.get("baseline"), quantity.get("target"))
    start, target = (round(float(x), 6) if isinstance(x, int | float) else None for x in both)
    return start, target
