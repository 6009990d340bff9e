"""The same tasks as peers do them, in an environment of their own; and lifelines' own data."""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    Measured = tuple[float, dict[str, Any]]

warnings.simplefilter("ignore")  # peers of other years than their libraries; what they compute is compared


def lifetimes_fit(folder: Path) -> Measured:
    """BG/NBD with standard errors, from a row for each customer."""
    from lifetimes import BetaGeoFitter

    x, last, end = np.load(folder / "histories.npy").T
    fitter = BetaGeoFitter()
    start = time.process_time()
    fitter.fit(x, last / 7, end / 7)
    errors = fitter.summary["se(coef)"]
    seconds = time.process_time() - start
    named = {name: float(value) for name, value in fitter.params_.items()}
    return seconds, {**named, **{f"error_{name}": float(errors[name]) for name in named}}


def pymc_fit(folder: Path) -> Measured:
    """BG/NBD's maximum a posteriori under flat priors, which is the maximum of the likelihood; no errors.

    Building and compiling the model is left out of the time.
    """
    import pandas as pd
    from pymc_extras.prior import Prior
    from pymc_marketing.clv import BetaGeoModel

    x, last, end = np.load(folder / "histories.npy").T
    data = pd.DataFrame({"customer_id": np.arange(len(x)), "frequency": x, "recency": last / 7, "T": end / 7})
    priors = {name: Prior("HalfFlat") for name in ("r", "alpha", "a", "b")}
    model = BetaGeoModel(data=data, model_config=priors)
    model.build_model()
    start = time.process_time()
    model.fit(method="map", progressbar=False)
    seconds = time.process_time() - start
    found = model.fit_summary()
    return seconds, {name: float(found[name]) for name in priors}


def summary(folder: Path) -> Measured:
    """Histories of the order log with mean spending, one row for each customer, from a frame in memory."""
    import pandas as pd
    from lifetimes.utils import summary_data_from_transaction_data

    orders = pd.read_parquet(folder / "orders.parquet", columns=["customer_id", "ordered_at", "amount_minor"])
    start = time.process_time()
    found = summary_data_from_transaction_data(
        orders,
        "customer_id",
        "ordered_at",
        monetary_value_col="amount_minor",
        observation_period_end="2024-12-31",
    )
    seconds = time.process_time() - start
    x, last, end = (found[name].to_numpy().astype(np.int64) for name in ("frequency", "recency", "T"))
    return seconds, {
        "customers": float(len(found)),
        "repeats": float(x.sum()),
        "recency": float(last.sum()),
        "observed": float(end.sum()),
        "spent": float((x * found["monetary_value"].to_numpy()).sum()),
        "products": float((x * last % 97 + end).sum()),
    }


def survival(folder: Path) -> Measured:
    """Kaplan-Meier's curve with log-log ranges, from a row for each wait in memory."""
    import pandas as pd
    from lifelines import KaplanMeierFitter

    waits = pd.read_parquet(folder / "durations.parquet")
    start = time.process_time()
    fitter = KaplanMeierFitter().fit(waits["days"], waits["ended"])
    seconds = time.process_time() - start
    band = fitter.confidence_interval_.loc[100]
    return seconds, {
        "median": float(fitter.median_survival_time_),
        "survival": float(fitter.predict(100)),
        "low": float(band.iloc[0]),
        "high": float(band.iloc[1]),
    }


def own_data(_: Path) -> Measured:
    """Histograms of lifelines' own data: lung, and waltons by group."""
    from lifelines.datasets import load_lung, load_waltons

    lung, waltons = load_lung(), load_waltons()
    groups = dict(list(waltons.groupby("group")))
    found = {
        "lung": _histograms(lung["time"], lung["status"]),
        "waltons": _histograms(waltons["T"], waltons["E"]),
    }
    return 0.0, {**found, **{str(name): _histograms(part["T"], part["E"]) for name, part in groups.items()}}


def _histograms(days: ArrayLike, ended: ArrayLike) -> list[list[list[int]]]:
    found = []
    for state in (1, 0):
        values, counts = np.unique(
            np.asarray(days)[np.asarray(ended) == state].astype(int), return_counts=True
        )
        found.append([[int(v), int(n)] for v, n in zip(values, counts, strict=True)])
    return found


TASKS: dict[str, Callable[[Path], Measured]] = {
    "lifetimes_fit": lifetimes_fit,
    "pymc_fit": pymc_fit,
    "summary": summary,
    "survival": survival,
    "own_data": own_data,
}


def main() -> None:
    seconds, figures = TASKS[sys.argv[1]](Path(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "figures": figures}))


if __name__ == "__main__":
    main()
