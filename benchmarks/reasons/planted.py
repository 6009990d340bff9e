"""Planted causes in simulated companies, from their files to the ranking."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.service.demo import make_demo_company
from holdfast.service.why import why_in
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = 50
CUSTOMERS = 2000
PLANTED = "integrations"
"""Sync errors make customers of company Seed leave."""
VOLUME_ONLY = frozenset({"invoices", "how_to", "slow", "access", "missing_feature", "export"})
"""What they write about with volume: nothing follows from it."""


def lines(state: Path | None, seeds: int = SEEDS) -> Iterator[Line]:
    """How often the planted cause comes first, and how often mere volume is said to go with leaving."""
    found = repeated("planted", seeds, _seed, state=state)
    yield Line("sync errors come first", Goal(0.96, 1), sum(one[0] for one in found), seeds)
    yield Line("sync errors go with leaving", Goal(0.90, 1), sum(one[2] for one in found), seeds)
    yield Line(
        "a theme of volume alone goes with leaving", Goal(0, 0.04), sum(one[1] for one in found), seeds
    )


def _seed(seed: int) -> tuple[int, int, int]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "company"
        make_demo_company(place, company="Seed", customers=CUSTOMERS, seed=seed)
        with open_workspace(place) as workspace:
            why = why_in(workspace)
    first = why.reasons[0]
    is_first = first.theme == PLANTED
    is_found = any(one.theme == PLANTED and one.verdict == "goes with leaving" for one in why.reasons)
    wrong = [
        one.theme for one in why.reasons if one.verdict == "goes with leaving" and one.theme in VOLUME_ONLY
    ]
    return int(is_first), int(bool(wrong)), int(is_found)
