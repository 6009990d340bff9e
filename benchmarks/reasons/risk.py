"""Chances of leaving: Telco, simulated companies whose future is known, leaks, and a million customers."""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated

import holdfast
from holdfast.connect.sources.files.write import write_tables
from holdfast.errors import InputError
from holdfast.reasons.risk.models import folds
from holdfast.service.demo import workspace_text
from holdfast.service.risk import RiskQuestion, risk_in
from holdfast.service.risk_table import table_chances
from holdfast.service.workspace import open_workspace
from holdfast.simulate import simulate_company
from holdfast.stats.calibration import calibration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from holdfast.stats.calibration import Calibration

    Texts = NDArray[np.object_]
    Reals = NDArray[np.float64]
    Table = tuple[Mapping[str, Texts], Reals]

TELCO = "churn/ibm_telco/Telco-Customer-Churn.csv"
_NOT_FEATURES = frozenset({"customerID", "Churn"})
_SMALL, _DRAWS = 100, 20
_CUSTOMERS = 2_000
MILLION = 1_000_000


def lines(data: Path, times: int, state: Path | None) -> Iterator[Line]:
    """Every line but the million customers, which take a quarter of an hour to simulate."""
    yield from _telco(_table(data / TELCO))
    yield from _leaks()
    yield from _simulated(min(times, 40), state)


def _table(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {
        name: np.array([row[name].strip() for row in rows], dtype=object)
        for name in rows[0]
        if name not in _NOT_FEATURES
    }
    return columns, np.array([float(row["Churn"] == "Yes") for row in rows])


def _telco(table: Table) -> Iterator[Line]:
    found = [_across(table, seed) for seed in (0, 1)]
    for name, goal, value in (
        ("AUC", Goal(0.848, 1), np.mean([one.auc for one in found])),
        ("Brier score", Goal(0, 0.134), np.mean([one.brier for one in found])),
        ("calibration error", Goal(0, 0.025), np.mean([one.error for one in found])),
    ):
        yield Line(f"Telco, 2 x 5-fold: {name}", goal, figure=float(value))
    small = [_drawn(table, seed) for seed in range(_DRAWS)]
    yield Line(
        "Telco, 20 draws of 100: mean AUC", Goal(0.816, 1), figure=float(np.mean([s.auc for s in small]))
    )
    yield Line(
        "Telco, 20 draws of 100: mean Brier score",
        Goal(0, 0.151),
        figure=float(np.mean([s.brier for s in small])),
    )


def _across(table: Table, seed: int) -> Calibration:
    columns, left = table
    rows = np.arange(len(left))
    fold, chances = folds(rows, 5, seed=seed), np.zeros(len(left))
    for number in range(5):
        away = rows[fold == number]
        chances[away] = table_chances(columns, left, rows[fold != number], away)
    return calibration(chances, left)


def _drawn(table: Table, seed: int) -> Calibration:
    columns, left = table
    order = np.random.default_rng(seed).permutation(len(left))
    learnt, asked = order[:_SMALL], order[_SMALL:]
    return calibration(table_chances(columns, left, learnt, asked), left[asked])


def _leaks() -> Iterator[Line]:
    asked = ("last_activity", "churn_reasons.reason")
    with tempfile.TemporaryDirectory() as folder, open_workspace(_company(Path(folder), 300, 1)) as opened:
        refused = sum(
            _is_refused(lambda name=name: risk_in(opened, RiskQuestion(features=(name,)))) for name in asked
        )
    yield Line("leaks refused: last activity as of today, reason", Goal(1, 1), refused, len(asked))
    source = Path(holdfast.__file__).parent
    weighted = sum(
        "balanced" in path.read_text(encoding="utf-8") for path in (source / "reasons" / "risk").rglob("*.py")
    )
    yield Line("modules of risk with weights that balance classes", Goal(0, 0), figure=float(weighted))


def _is_refused(run: object) -> bool:
    try:
        run()  # type: ignore[operator]
    except InputError:
        return True
    return False


def _company(folder: Path, customers: int, seed: int) -> Path:
    made = simulate_company("Seed", customers=customers, seed=seed)
    write_tables(made.chunks(), folder)
    tables = tuple(sorted(path.stem for path in folder.glob("*.parquet")))
    (folder / "holdfast.toml").write_text(workspace_text(made.setting, tables), encoding="utf-8")
    return folder


def _simulated(times: int, state: Path | None) -> Iterator[Line]:
    found = repeated("risk-companies", times, _one, state=state)
    columns = np.array(found)
    inside, named, named_left, others, others_left, auc, error, by_chance = columns.T
    note = f"{times} companies Seed of {_CUSTOMERS:,} customers, the last 90 days"
    yield Line("money then lost within the 90 % range", Goal(0.85, 0.95), int(inside.sum()), times, note=note)
    yield Line(
        "calibration error over that of right chances", Goal(0, 1.3), figure=float((error / by_chance).mean())
    )
    yield Line("AUC of those without notice, mean", Goal(0.6, 1), figure=float(auc.mean()))
    share, other = named_left.sum() / named.sum(), others_left.sum() / others.sum()
    yield Line(
        "share of leavers among ten named, over that of others", Goal(3, 100), figure=float(share / other)
    )


def _one(seed: int) -> tuple[float, ...]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_workspace(_company(Path(folder), _CUSTOMERS, seed)) as opened,
    ):
        found = risk_in(opened, RiskQuestion())
    receipt, trust = found.receipt, found.trust
    if receipt is None or trust is None or receipt.money is None:
        raise RuntimeError(f"company {seed} has no receipt")
    money = receipt.money
    inside = money.low_minor <= (money.lost_minor or 0.0) <= money.high_minor
    left = (receipt.named, receipt.named_left, receipt.others, receipt.others_left)
    return (float(inside), *map(float, left), trust.auc or 0.5, trust.error, trust.error_by_chance)


def speed(state: Path | None) -> Iterator[Line]:
    """Chances of a million customers, in a process of its own; the company stays in the state's folder."""
    with tempfile.TemporaryDirectory() as away:
        folder = (state or Path(away)) / "million"
        if not (folder / "holdfast.toml").exists():
            folder.mkdir(parents=True, exist_ok=True)
            _company(folder, MILLION, 3)
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.reasons.risk", str(folder.resolve())],
            cwd=Path(__file__).resolve().parents[2],
            check=True,
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - begun
    customers, megabytes, processor = done.stdout.split()
    note = f"{int(customers):,} customers, {processor} s of processor"
    yield Line("a million customers: seconds", Goal(0, 120), figure=seconds, note=note)
    yield Line("a million customers: GB", Goal(0, 2), figure=float(megabytes) / 1024)


def _measured(folder: Path) -> None:
    with open_workspace(folder) as opened:
        found = risk_in(opened, RiskQuestion())
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(found.customers, used.ru_maxrss // 1024, round(used.ru_utime + used.ru_stime))


if __name__ == "__main__":
    _measured(Path(sys.argv[1]))
