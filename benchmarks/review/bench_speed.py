"""How many key results a second are read and reviewed, and whether the cost grows with length alone.

Usage: python benchmarks/review/bench_speed.py

The sentences are the held-out ones of the tests, in OKRs of four. Everything runs once before it is timed,
and the measurements take turns, so that a drift of the machine's speed meets all. Counting the letters of the
same sentences in plain Python stands beside them. Exit status 1 where a limit is missed.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.review.reading import read_key_result
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCES = Path(__file__).resolve().parents[2] / "tests" / "review" / "reading"
ROUNDS = 7
LEAST_A_SECOND = 2_000
LENGTHS = (2_000, 4_000, 8_000, 16_000)
MOST_GROWTH = 2.6
"""Time of a text twice as long over the time of the text: 2 is linear, 4 is quadratic."""


def main() -> int:
    texts = _texts()
    documents = [_document(texts[start : start + 4]) for start in range(0, len(texts), 4)]
    work: dict[str, Callable[[], object]] = {
        "read": lambda: [read_key_result(text) for text in texts],
        "read and reviewed": lambda: [review_document(document) for document in documents],
        "letters counted": lambda: [sum(1 for _ in text) for text in texts],
    }
    seconds = _seconds(work)
    bare = seconds.pop("letters counted")
    for name, spent in seconds.items():
        rate = f"{len(texts) / spent:8,.0f} a second"
        print(f"key results {name:18} {rate}, {spent / bare:6.0f} times counting their letters")
    growth = _growth()
    print(f"twice the length       {growth:8.2f} times the time (2 is linear; limit {MOST_GROWTH})")
    return int(min(len(texts) / spent for spent in seconds.values()) < LEAST_A_SECOND or growth > MOST_GROWTH)


def _texts() -> list[str]:
    """Different sentences, in a fixed order."""
    rows = (
        line for file in sorted(SENTENCES.glob("held_out*.jsonl")) for line in file.read_text().splitlines()
    )
    texts = dict.fromkeys(json.loads(row)["text"] for row in rows)
    return list(texts)


def _document(texts: list[str]) -> OkrDocument:
    results = tuple(KeyResult(text) for text in texts)
    return OkrDocument("speed", (Objective("Customers stay with us", results, cycle="Quarter"),))


def _seconds(work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median seconds of each, over rounds in turn, after one that warms up."""
    spent: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS + 1):
        for name, run in work.items():
            began = time.perf_counter()
            run()
            spent[name].append(time.perf_counter() - began)
    return {name: statistics.median(times[1:]) for name, times in spent.items()}


def _growth() -> float:
    """The worst median ratio of times between a length and half of it."""
    sentence = "Schedule 95% of new customer onboarding calls within 5 days of signing, "
    work: dict[str, Callable[[], object]] = {
        str(length): partial(read_key_result, (sentence * length)[:length]) for length in LENGTHS
    }
    times = list(_seconds(work).values())
    return max(longer / shorter for shorter, longer in pairwise(times))


if __name__ == "__main__":
    sys.exit(main())
