"""The goals of the reasons, simulated and on public data: ``make bench-reasons DATA=DIR``.

Prints a Markdown table. Exits 1 where a goal is missed. A part that was cut goes on where it stopped, if it
is given a folder for its state.
"""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.evidence.running import run_parts
from benchmarks.reasons import alarms, contact, drafts, drivers, planted, privacy, risk, shops, speed, themes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from benchmarks.evidence.rates import Line

PARTS = ("privacy", "themes", "alarms", "planted", "drafts", "drivers", "risk", "contact", "shops", "speed")


def main() -> int:
    """Run the parts asked for; 0 where every goal holds."""
    return run_parts(
        __doc__,
        PARTS,
        _lines,
        data="folder with churn/ibm_telco, feedback/banking77 …",
        times=(400, "simulated companies of each kind"),
    )


def _lines(part: str, given: argparse.Namespace) -> Iterator[Line]:
    parts: dict[str, Callable[[], Iterator[Line]]] = {
        "privacy": privacy.lines,
        "themes": lambda: themes.lines(given.data / "feedback"),
        "alarms": lambda: alarms.lines(given.times, given.state),
        "planted": lambda: planted.lines(given.state),
        "drafts": lambda: drafts.lines(given.times, given.state),
        "drivers": lambda: drivers.lines(given.times, given.state),
        "risk": lambda: risk.lines(given.data, given.times, given.state),
        "contact": lambda: contact.lines(given.times, given.state),
        "shops": lambda: shops.lines(given.data),
        "speed": lambda: chain(speed.lines(), risk.speed(given.state)),
    }
    return parts[part]()


if __name__ == "__main__":
    sys.exit(main())
