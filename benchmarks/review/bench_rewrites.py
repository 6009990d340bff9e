"""How well rewrites keep what a sentence says, on any OKRs given: per rule, with the ones that fail.

Usage: python benchmarks/review/bench_rewrites.py DATA [--wrong] [--all] [--rule CODE]

DATA is a folder that holds ``okr/key_results.jsonl`` and, if there, ``okr/objectives.jsonl``; or a file of
key results itself, one JSON object with a ``text`` a line. No labels are needed. Every rewrite of a statement
is reviewed again: it must not raise the rule it was made for. Numbers, unit, population, window and deadline
are compared twice: as both sentences are read, and word for word. Rules of the set are left out: what they
offer is a further key result. Exit status 1 where a minimum is missed, 2 where there is nothing to read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.review.reading import read_key_result
from holdfast.review.reading.language import load_language
from holdfast.review.reading.sentence import read_sentence
from holdfast.review.reading.spans import find_spans
from holdfast.review.rewrite_check import keeps_numbers, lost
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

ASPECTS = ("number", "unit", "population", "window", "deadline")
OBJECTIVE = "Customers stay because they get what they came for"
KEY_RESULTS = (KeyResult("Renewal rate of customers from 81% to 88%"),)
REWORDING = frozenset({"K201", "K202", "K203", "K204", "K205", "K206", "K209", "O101", "O102"})
# The share of findings with a rewrite, and of rewrites that do not raise the rule again and keep everything.
LEAST_REWRITTEN = {"K201": 0.90, "K202": 0.90}
LEAST_SOUND = 1.0
LEAST_KEPT = {"read otherwise": 0.90, "not word for word": 0.93}


def main() -> int:
    """Exit status after the figures are printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds okr/, or a .jsonl file of key results")
    parser.add_argument("--wrong", action="store_true", help="list what fails")
    parser.add_argument("--all", action="store_true", help="list every rewrite")
    parser.add_argument("--rule", help="list this rule only")
    options = parser.parse_args()
    statements = tuple(read(options.data))
    if not statements:
        print(f"{options.data}: no key results there; expected JSON objects with a text", file=sys.stderr)
        return 2
    counts: Counter[tuple[str, str]] = Counter()
    for text, kind in statements:
        for finding in findings_of(text, kind):
            faults = count(counts, finding, text, kind)
            if options.rule in {None, finding.rule} and (options.all or (options.wrong and faults)):
                print(f"{finding.rule} {', '.join(faults) or 'kept'}\n    {text}\n    {finding.rewrite}")
    return verdict(counts)


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Every distinct statement, and whether it is a key result or an objective."""
    single = path.suffix == ".jsonl"
    files = {"key-result": path if single else path / "okr" / "key_results.jsonl"}
    if not single:
        files["objective"] = path / "okr" / "objectives.jsonl"
    for kind, file in files.items():
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        for text in dict.fromkeys(json.loads(line)["text"] for line in lines if line.strip()):
            yield text, kind


def findings_of(text: str, kind: str) -> tuple[Finding, ...]:
    """What the review says of one statement, strengths aside."""
    key_results = (KeyResult(text),) if kind == "key-result" else KEY_RESULTS
    objective = Objective(OBJECTIVE if kind == "key-result" else text, key_results, cycle="Quarter")
    review = review_document(OkrDocument("-", (objective,)))
    own = (one for one in review.findings if one.target.part == kind and one.rule in REWORDING)
    return tuple(one for one in own if one.level != "strength")


def count(counts: Counter[tuple[str, str]], finding: Finding, text: str, kind: str) -> tuple[str, ...]:
    """The faults of one finding's rewrite, after they were counted."""
    counts[finding.rule, "findings"] += 1
    if finding.rewrite is None:
        return ("no rewrite",)
    counts[finding.rule, "rewritten"] += 1
    again = any(one.rule == finding.rule for one in findings_of(finding.rewrite, kind))
    faults = ["raised again"] if again else []
    if kind == "key-result":
        by_reading = lost(read_key_result(text), read_key_result(finding.rewrite))
        faults += [f"{aspect} read otherwise" for aspect in by_reading]
        faults += [f"{aspect} not word for word" for aspect in lost_words(text, finding.rewrite)]
    for fault in faults:
        counts[finding.rule, fault] += 1
    return tuple(faults)


def lost_words(text: str, rewrite: str) -> tuple[str, ...]:
    """What does not stand in the rewrite word for word."""
    reading, sentence = read_key_result(text), read_sentence(text, load_language())
    places, words = find_spans(sentence).places, sentence.words
    parts = {
        name: [text[words[found.start].start : words[found.end - 1].end] for found in places[name]]
        for name in ("window", "deadline")
    }
    parts["population"] = [reading.population] if reading.population else []
    unit = reading.quantity.unit
    parts["unit"] = [unit] if unit and stem(unit) & stem(text) else []
    missing = [name for name, phrases in parts.items() if not stem(" ".join(phrases)) <= stem(rewrite)]
    return tuple(missing if keeps_numbers(text, rewrite) else ["number", *missing])


def stem(text: str) -> set[str]:
    """Words and signs without the ending of the plural and articles."""
    found = re.findall(r"[^\W_]+|[%$€£]", text.lower())
    return {word.removesuffix("s") for word in found} - {"the", "a", "an", "of", "every", "each", "all"}


def verdict(counts: Counter[tuple[str, str]]) -> int:
    """0 where every minimum is reached; prints a line for every rule that offers rewrites."""
    missed = []
    print(f"\nkept: {', '.join(ASPECTS)}")
    print(f"{'rule':6}{'findings':>9}{'rewritten':>10}{'sound':>8}{'kept, as read':>34}{'word for word':>32}")
    for rule in sorted({rule for rule, what in counts if what == "rewritten"}):
        rewritten = counts[rule, "rewritten"]
        share, sound = rewritten / counts[rule, "findings"], 1 - counts[rule, "raised again"] / rewritten
        kept = {
            f"{aspect} {how}": 1 - counts[rule, f"{aspect} {how}"] / rewritten
            for how in ("read otherwise", "not word for word")
            for aspect in ASPECTS
        }
        shown = "".join(f"{value:6.2f}" for value in kept.values())
        print(f"{rule:6}{counts[rule, 'findings']:9}{share:10.2f}{sound:8.2f}    {shown}")
        least = {name: LEAST_KEPT[name.partition(" ")[2]] for name in kept} | {
            "number not word for word": 1.0
        }
        low = [name for name, value in kept.items() if value < least[name]]
        if share < LEAST_REWRITTEN.get(rule, 0) or sound < LEAST_SOUND or low:
            missed.append(f"{rule}: rewritten {share:.2f}, sound {sound:.2f}, low: {', '.join(low) or '-'}")
    print(*(f"MISSED {line}" for line in missed), sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
