"""The goals of the evidence, by simulation and on published data: ``make bench-evidence DATA=DIR``.

Prints a Markdown table. Exits 1 where a goal is missed. A part that was cut goes on where it stopped, if it
is given a folder for its state. The goals are for one thread: the Makefile asks NumPy for one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.evidence import (
    bets,
    companies,
    existing,
    forecasts,
    guards,
    holdouts,
    ladder,
    links,
    seed_okr,
    speed,
)
from benchmarks.evidence.running import run_parts

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from benchmarks.evidence.rates import Line

PARTS = (
    "forecasts",
    "weekly",
    "links",
    "existing",
    "experiment",
    "bets",
    "holdouts",
    "ladder",
    "guards",
    "companies",
    "seed",
    "speed",
)
EXPERIMENT_SEEDS = 20


def main() -> int:
    """Run the parts asked for; 0 where every goal holds."""
    return run_parts(
        __doc__,
        PARTS,
        _lines,
        data="folder with evidence/lalonde and evidence/m4weekly",
        times=(500, "repetitions of each simulated world"),
    )


def _lines(part: str, given: argparse.Namespace) -> Iterator[Line]:
    evidence: Path = given.data / "evidence"
    parts = {
        "forecasts": lambda: forecasts.lines(given.times, given.state),
        "weekly": lambda: forecasts.weekly(evidence / "m4weekly"),
        "links": lambda: links.lines(given.times, given.state),
        "existing": lambda: existing.lines(given.times, given.state),
        "experiment": lambda: links.experiment(evidence / "lalonde", EXPERIMENT_SEEDS),
        "bets": lambda: bets.lines(given.times, given.state),
        "holdouts": lambda: holdouts.lines(given.times, given.state),
        "guards": lambda: guards.lines(given.times, given.state),
        "ladder": lambda: ladder.lines(given.times, given.state, evidence / "prop99.csv"),
        "companies": lambda: companies.lines(given.times, given.state),
        "seed": lambda: seed_okr.lines(given.times, given.state),
        "speed": speed.lines,
    }
    return parts[part]()


if __name__ == "__main__":
    sys.exit(main())
