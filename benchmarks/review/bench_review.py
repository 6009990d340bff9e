"""How well sentences are read: agreement with labelled OKRs, beside a published check on the same sentences.

Usage: python benchmarks/review/bench_review.py DATA_DIR [--wrong]

DATA_DIR holds ``okr/key_results.jsonl`` and, if there, ``okr/objectives.jsonl`` and
``okr/baseline_words.json``; or it is a file of key results itself. Exit status 1 where a minimum is missed,
2 where there is nothing to read.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.review import baseline, measures

from holdfast.review.reading import read_key_result, read_objective

Row = dict[str, Any]
MINIMA = {
    "form macro-F1": 0.85,
    "measurable": 0.95,
    "quantity kind": 0.88,
    "target and baseline": 0.88,
    "metric, where one of the list": 0.80,
}


def main() -> int:
    """Exit status after the figures are printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds okr/, or a .jsonl file of key results")
    parser.add_argument("--wrong", action="store_true", help="list the sentences that were read otherwise")
    options = parser.parse_args()
    file = options.data if options.data.suffix == ".jsonl" else options.data / "okr" / "key_results.jsonl"
    if not file.is_file():
        print(f"{file}: not found; expected labelled key results, one JSON object a line", file=sys.stderr)
        return 2
    figures = report_key_results(load(file), wrong=options.wrong)
    compare(load(file), file.parent / "baseline_words.json")
    objectives = file.parent / "objectives.jsonl"
    if objectives.is_file() and options.data.suffix != ".jsonl":
        report_objectives(load(objectives), wrong=options.wrong)
    return verdict(figures)


def load(path: Path) -> list[Row]:
    """Objects of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def pairs_of(row: Row, read: Row) -> dict[str, tuple[Any, Any]]:
    """Label and reading of each part of one key result."""
    wanted, got = row["quantity"], read["quantity"]
    return {
        "form": (row["form"], read["form"]),
        "measurable": (row["measurable"], read["measurable"]),
        "quantity kind": (wanted.get("kind"), got["kind"]),
        "target and baseline": (ends(wanted), ends(got)),
        "direction": (row["direction"], read["direction"]),
        "deadline": (row["deadline"], read["deadline"]),
        "population named": (row["population"] is not None, read["population"] is not None),
        "metric": (row["metric"], read["metric"]),
    }


def ends(quantity: Row) -> tuple[float | None, float | None]:
    """Start and target, numbers where they are numbers."""
    both = (quantity.get("baseline"), quantity.get("target"))
    start, target = (round(float(x), 6) if isinstance(x, int | float) else None for x in both)
    return start, target


def report_key_results(rows: list[Row], *, wrong: bool) -> dict[str, float]:
    """The figures that have a minimum; all of them are printed."""
    read_key_result("warm up")
    began = time.perf_counter()
    readings = [read_key_result(row["text"]).to_dict() for row in rows]
    seconds = time.perf_counter() - began
    compared = [pairs_of(row, read) for row, read in zip(rows, readings, strict=True)]
    columns = {name: [one[name] for one in compared] for name in compared[0]}
    print(f"{len(rows)} key results, {len(rows) / seconds:,.0f} a second\n")
    for name, pairs in columns.items():
        print_part(name, pairs)
        if wrong:
            print_wrong(rows, pairs)
    listed = [pair for pair in columns["metric"] if pair[0] not in (None, "other")]
    print(f"metric, where one of the list: {measures.accuracy(listed):.3f} of {len(listed)}")
    accuracies = {name: measures.accuracy(columns[name]) for name in MINIMA if name in columns}
    return accuracies | {
        "form macro-F1": measures.macro_f1(columns["form"]),
        "metric, where one of the list": measures.accuracy(listed),
    }


def print_part(name: str, pairs: list[tuple[Any, Any]]) -> None:
    """Accuracy and, where the labels are few, the scores of each."""
    print(f"{name}: accuracy {measures.accuracy(pairs):.3f}, macro-F1 {measures.macro_f1(pairs):.3f}")
    if name == "target and baseline":
        return
    for score in measures.label_scores(pairs):
        shares = f"precision {score.precision:.2f}  recall {score.recall:.2f}  F1 {score.f1:.2f}"
        print(f"    {score.label:26} {shares}  n {score.support}")


def print_wrong(rows: list[Row], pairs: list[tuple[Any, Any]]) -> None:
    """The sentences whose reading differs from the label."""
    for row, (label, read) in zip(rows, pairs, strict=True):
        if label != read:
            print(f"      wrong: {label} read as {read}: {row['text']}")


def compare(rows: list[Row], lists: Path) -> None:
    """The same sentences by a published word-list check and by "has a digit"."""
    texts = [row["text"] for row in rows]
    readings = [read_key_result(text) for text in texts]
    labels = [row["measurable"] for row in rows]
    digit = [(label, baseline.has_digit(text)) for label, text in zip(labels, texts, strict=True)]
    ours = [(label, read.measurable) for label, read in zip(labels, readings, strict=True)]
    print(f"\nmeasurable: {measures.accuracy(ours):.3f}; has a digit: {measures.accuracy(digit):.3f}")
    if lists.is_file():
        words = baseline.load_word_lists(lists)
        truth = [row["form"] != "outcome" for row in rows]
        theirs = list(zip(truth, (not words.is_outcome(text) for text in texts), strict=True))
        mine = list(zip(truth, (read.form != "outcome" for read in readings), strict=True))
        scores = measures.binary_f1(mine), measures.binary_f1(theirs)
        print("not an outcome, F1: {:.3f}; word lists: {:.3f}".format(*scores))


def report_objectives(rows: list[Row], *, wrong: bool) -> None:
    """Figures of the reading of objectives."""
    print(f"\n{len(rows)} objectives")
    readings = [read_objective(row["text"]) for row in rows]
    for name, label in (("has_number", "has_number"), ("is_key_result_or_task", "is_actually_a_kr_or_task")):
        pairs = [(row[label], getattr(read, name)) for row, read in zip(rows, readings, strict=True)]
        print(f"{name}: F1 {measures.binary_f1(pairs):.3f}, accuracy {measures.accuracy(pairs):.3f}")
        if wrong:
            print_wrong(rows, pairs)
    scopes = [
        (row["scope"] is not None, read.scope is not None) for row, read in zip(rows, readings, strict=True)
    ]
    print(f"scope named: accuracy {measures.accuracy(scopes):.3f}")
    if wrong:
        print_wrong(rows, scopes)
    shared = [
        len(set(row["concepts"]) & set(read.concepts)) for row, read in zip(rows, readings, strict=True)
    ]
    labelled, read = sum(len(row["concepts"]) for row in rows), sum(len(one.concepts) for one in readings)
    print(
        f"concepts: recall {sum(shared) / max(1, labelled):.3f}, precision {sum(shared) / max(1, read):.3f}"
    )


def verdict(figures: dict[str, float]) -> int:
    """0 where every minimum is reached."""
    print()
    missed = {name: value for name, value in figures.items() if value < MINIMA[name]}
    for name, value in figures.items():
        print(
            f"{'MISSED ' if name in missed else 'reached'} {name}: {value:.3f} (at least {MINIMA[name]:.2f})"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
