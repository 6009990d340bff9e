"""One task as Holdfast does it, timed: prints seconds of processor, peak memory and figures to compare."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    Measured = tuple[float, dict[str, float]]


def fit(folder: Path) -> Measured:
    """BG/NBD with standard errors, from a row for each customer: folding them is part of it."""
    import scipy.special  # noqa: F401 - loaded before the clock starts, as the peers are

    from holdfast.stats.bg_nbd import BgNbd
    from holdfast.stats.purchase_histories import PurchaseHistories

    x, last, end = np.ascontiguousarray(np.load(folder / "histories.npy").T)
    start = time.process_time()
    rows = PurchaseHistories.of_days(x, last, end, unit_days=7)
    _, found = BgNbd.at_maximum(rows)
    seconds = time.process_time() - start
    named = dict(zip(("r", "alpha", "a", "b"), found.values, strict=True))
    errors = {f"error_{name}": value for name, value in zip(named, found.standard_errors, strict=True)}
    return seconds, {**named, **errors, "rows": rows.rows, "log_likelihood": found.log_likelihood}


def summary(folder: Path) -> Measured:
    """Distinct histories of the order log with what was spent, from its file; one thread, as the peer has."""
    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics.histories import HistoriesRequest, compile_histories, purchase_histories

    with DuckDBEngine(threads=1) as engine:
        engine.execute(f"CREATE VIEW orders AS SELECT * FROM read_parquet('{folder / 'orders.parquet'}')")
        asked = HistoriesRequest(as_of=date(2025, 1, 1), calibration_end=date(2025, 1, 1))
        compile_histories(asked, engine.dialect)  # loads SQLGlot, as the peer's pandas is loaded
        start = time.process_time()
        found = purchase_histories(engine, asked)[()]
        seconds = time.process_time() - start
    x, last, end, n = found.repeats, found.recency_days, found.observed_days, found.customers
    return seconds, {
        "customers": float(n.sum()),
        "repeats": float(n @ x),
        "recency": float(n @ last),
        "observed": float(n @ end),
        "spent": float(found.spent_minor.sum()),
        "products": float(n @ (x * last % 97 + end)),
    }


def survival(folder: Path) -> Measured:
    """Kaplan-Meier's curve with log-log ranges, from counts of the engine on one thread."""
    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.stats.kaplan_meier import kaplan_meier

    with DuckDBEngine(threads=1) as engine:
        engine.execute(f"CREATE VIEW waits AS SELECT * FROM read_parquet('{folder / 'durations.parquet'}')")
        start = time.process_time()
        rows = engine.rows("SELECT days, ended, COUNT(*) FROM waits GROUP BY days, ended")
        counts: tuple[dict[int, int], dict[int, int]] = ({}, {})
        for days, ended, n in rows:
            counts[0 if ended else 1][int(days or 0)] = int(n or 0)
        curve = kaplan_meier(*counts)
        bands = [step.interval() for step in curve.steps]
        seconds = time.process_time() - start
    at = curve.at(100)
    band = at.interval() if at else None
    return seconds, {
        "steps": float(len(bands)),
        "median": float(curve.quantile(0.5) or 0),
        "survival": curve.survival(100),
        "low": band.low if band else 0.0,
        "high": band.high if band else 0.0,
    }


TASKS: dict[str, Callable[[Path], Measured]] = {"fit": fit, "summary": summary, "survival": survival}


def main() -> None:
    seconds, figures = TASKS[sys.argv[1]](Path(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "figures": figures}))


if __name__ == "__main__":
    main()
