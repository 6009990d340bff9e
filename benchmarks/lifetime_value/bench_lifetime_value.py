"""Lifetime value against its peers: ``make bench-lifetime-value``.

Both sides run in turn, each in a process of its own, and are timed in seconds of processor. What they find is
compared. Exits 1 where a ratio or a figure misses its limit. SHARE=0.1 takes a tenth of the rows.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from holdfast.stats.bg_nbd import BgNbd
from holdfast.stats.kaplan_meier import kaplan_meier
from holdfast.stats.log_rank import log_rank
from holdfast.stats.purchase_histories import PurchaseHistories

HERE = Path(__file__).parent
ROUNDS = 3
MEGABYTES = 200
Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Race:
    """One task of ours, a peer's, the most that ours may cost of it, and figures both must find.

    Attributes:
        rounds: Of the peer, which may be slow.
    """

    name: str
    ours: str
    peer: str
    most: float
    same: tuple[str, ...]
    within: float
    rounds: int = ROUNDS


RACES = (
    Race(
        "BG/NBD with standard errors, lifetimes",
        "fit",
        "lifetimes_fit",
        1 / 15,
        ("r", "alpha", "a", "b"),
        1e-4,
    ),
    Race("BG/NBD, pymc-marketing's MAP", "fit", "pymc_fit", 1 / 8, ("r", "alpha", "a", "b"), 0.02),
    Race(
        "recency-frequency summary, lifetimes",
        "summary",
        "summary",
        1 / 10,
        ("customers", "repeats", "recency", "observed", "spent", "products"),
        1e-9,
    ),
    Race(
        "Kaplan-Meier with log-log range, lifelines",
        "survival",
        "survival",
        1 / 4,
        ("median", "survival", "low", "high"),
        1e-9,
    ),
)


def main() -> int:
    if len(sys.argv) not in {2, 3}:
        print("usage: bench_lifetime_value.py PEERS_PYTHON [SHARE]", file=sys.stderr)
        return 2
    peers, share = sys.argv[1], float(sys.argv[2]) if len(sys.argv) == 3 else 1.0
    with tempfile.TemporaryDirectory(prefix="holdfast-lifetime-value-") as place:
        folder = Path(place)
        subprocess.run([sys.executable, str(HERE / "made.py"), str(folder), str(share)], check=True)
        right = [_race(race, peers, folder) for race in RACES]
        right.append(_published(_run(peers, "peers.py", "own_data", folder)["figures"]))
    return 0 if all(right) else 1


def _race(race: Race, peers: str, folder: Path) -> bool:
    pairs = [
        (_run(sys.executable, "ours.py", race.ours, folder), _run(peers, "peers.py", race.peer, folder))
        for _ in range(race.rounds)
    ]
    ratio = statistics.median(ours["seconds"] / peer["seconds"] for ours, peer in pairs)
    ours, peer = pairs[-1]
    apart = max(_apart(ours["figures"][name], peer["figures"][name]) for name in race.same)
    small = race.ours != "fit" or ours["megabytes"] <= MEGABYTES
    print(race.name)
    for side, name in ((0, "ours"), (1, "peer")):
        seconds = statistics.median(pair[side]["seconds"] for pair in pairs)
        megabytes = statistics.median(pair[side]["megabytes"] for pair in pairs)
        print(f"  {name}   {seconds:8.3f} s of processor, {megabytes:6.0f} MB")
    print(f"  ratio  1/{1 / ratio:.1f} (limit 1/{1 / race.most:.0f}), figures apart by {apart:.1e} at most")
    likely = _likelihoods(ours["figures"], peer["figures"], folder) if race.ours == "fit" else True
    return ratio <= race.most and apart <= race.within and small and likely


def _likelihoods(ours: Found, peer: Found, folder: Path) -> bool:
    """Log-likelihoods of both sides' parameters, by one formula: ours must not be below the peer's."""
    x, last, end = np.load(folder / "histories.npy").T
    rows = PurchaseHistories.of_days(x, last, end, unit_days=7)
    heights = [
        float(rows.customers @ BgNbd(*(side[name] for name in ("r", "alpha", "a", "b"))).log_likelihood(rows))
        for side in (ours, peer)
    ]
    print(f"  log-likelihood  ours {heights[0]:,.3f}  peer {heights[1]:,.3f}")
    return heights[0] >= heights[1] - 1e-3


def _published(own: Found) -> bool:
    """Kaplan-Meier and log-rank on lifelines' own data, against what R and lifelines print."""
    lung, waltons, control, treated = (
        _histograms(own[name]) for name in ("lung", "waltons", "control", "miR-137")
    )
    curve, other = kaplan_meier(*lung), kaplan_meier(*waltons)
    test = log_rank([control, treated])
    figures = (
        ("lung, median", f"{curve.quantile(0.5)}", "310"),
        ("lung, its range, log-log", "{} to {}".format(*curve.quantile_interval(0.5)), "284 to 361"),
        ("lung, survival at 180", f"{curve.survival(180):.6f}", "0.721671"),
        ("lung, survival at 365", f"{curve.survival(365):.6f}", "0.409242"),
        ("lung, people and deaths", f"{_size(lung)}, {sum(lung[0].values())}", "228, 165"),
        ("waltons, median", f"{other.quantile(0.5)}", "56"),
        ("waltons, median of control", f"{kaplan_meier(*control).quantile(0.5)}", "58"),
        ("waltons, median of miR-137", f"{kaplan_meier(*treated).quantile(0.5)}", "26"),
        ("waltons, survival at 50", f"{other.survival(50):.6f}", "0.616817"),
        ("waltons, flies and deaths", f"{_size(waltons)}, {sum(waltons[0].values())}", "163, 156"),
        ("waltons, log-rank", f"{test.statistic:.4f}", "122.2491"),
        ("waltons, log-rank p", f"{test.p_value:.1e}", "2.0e-28"),
    )
    for name, found, reference in figures:
        print(f"{name:<28} {found:>12} {reference:>12}  {'yes' if found == reference else 'NO'}")
    return all(found == reference for _, found, reference in figures)


def _histograms(parts: list[list[tuple[int, int]]]) -> tuple[dict[int, int], dict[int, int]]:
    """What ended, and what was last seen, after how many days."""
    ended, seen = (dict(part) for part in parts)
    return ended, seen


def _size(histograms: tuple[dict[int, int], ...]) -> int:
    return sum(sum(part.values()) for part in histograms)


def _apart(one: float, other: float) -> float:
    return abs(one - other) / max(abs(other), 1e-12)


def _run(python: str, program: str, task: str, folder: Path) -> Found:
    done = subprocess.run(
        [python, str(HERE / program), task, str(folder)], check=True, capture_output=True, text=True
    )
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main())
