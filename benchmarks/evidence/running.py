"""The parts of a bench one after the other, as a Markdown table: what the benches of goals have in common."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.evidence.rates import Line


def run_parts(
    about: str | None,
    parts: Sequence[str],
    lines: Callable[[str, argparse.Namespace], Iterable[Line]],
    *,
    data: str,
    times: tuple[int, str],
) -> int:
    """Run the parts asked for; 0 where every goal holds, 1 where one is missed.

    Args:
        about: What the program is for.
        parts: Names of its parts.
        lines: A part and the arguments (``data``, ``times``, ``state``) to its lines.
        data: What the folder of data holds.
        times: Repetitions unless given, and of what.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("data", type=Path, help=data)
    parser.add_argument("--part", choices=parts, action="append", help="all unless given")
    parser.add_argument("--times", type=int, default=times[0], help=times[1])
    parser.add_argument("--state", type=Path, help="folder that keeps what was run, to go on from")
    given = parser.parse_args()
    if given.state is not None:
        given.state.mkdir(parents=True, exist_ok=True)
    print("| what | found | repetitions | goal | holds | note |\n|---|---|---|---|---|---|", flush=True)
    missed = 0
    for part in given.part or parts:
        for line in lines(part, given):
            print(line.row(), flush=True)
            missed += not line.holds
    return 1 if missed else 0
