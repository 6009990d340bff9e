"""Chances from orders alone, on public shops: held against BG/NBD, the model made for such data."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
from benchmarks.evidence.rates import Goal, Line
from scipy.optimize import minimize
from scipy.special import gammaln

from holdfast.errors import InputError
from holdfast.service.risk import RiskQuestion, risk_in
from holdfast.service.workspace import open_workspace
from holdfast.stats.bg_nbd import BgNbd
from holdfast.stats.calibration import calibration
from holdfast.stats.purchase_histories import PurchaseHistories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

WINDOW = 90
_WORKSPACE = """\
[company]
name = "{name}"
time_zone = "UTC"
currency = "{currency}"

[tables.orders]
files = "orders.parquet"
"""
_RETAIL = """
    SELECT InvoiceNo AS order_id, CAST(CAST(CustomerID AS BIGINT) AS VARCHAR) AS customer_id,
        CAST(MIN(InvoiceDate) AS TIMESTAMP) AS ordered_at,
        CAST(ROUND(100 * SUM(Quantity * UnitPrice)) AS BIGINT) AS amount_minor, 'sale' AS kind,
        'GBP' AS currency
    FROM '{path}' WHERE CustomerID IS NOT NULL AND InvoiceNo NOT LIKE 'C%' GROUP BY 1, 2
"""
_CDNOW = """
    SELECT CAST(row_number() OVER () AS VARCHAR) AS order_id, cells[1] AS customer_id,
        CAST(strptime(cells[2], '%Y%m%d') AS TIMESTAMP) AS ordered_at,
        CAST(ROUND(100 * CAST(cells[4] AS DOUBLE)) AS BIGINT) AS amount_minor, 'sale' AS kind,
        'USD' AS currency
    FROM (SELECT string_split_regex(trim(line), '\\s+') AS cells
        FROM read_csv('{path}', columns = {{'line': 'VARCHAR'}}, header = true, delim = '|'))
"""


@dataclass(frozen=True, slots=True)
class Shop:
    """A public shop, and the days on which its customers are given chances."""

    name: str
    file: str
    query: str
    currency: str
    days: tuple[date, ...]


SHOPS = (
    Shop(
        "Online Retail",
        "customers/online_retail/onlineretail.parquet",
        _RETAIL,
        "GBP",
        (date(2011, 7, 1), date(2011, 8, 1), date(2011, 9, 9)),
    ),
    Shop(
        "CDNOW",
        "customers/cdnow/CDNOW_master.txt",
        _CDNOW,
        "USD",
        (date(1997, 10, 1), date(1998, 1, 1), date(1998, 4, 1)),
    ),
)


def lines(data: Path) -> Iterator[Line]:
    """For each shop and day the figures of both, on the same customers of the 90 days that followed."""
    for shop in SHOPS:
        with tempfile.TemporaryDirectory() as folder:
            _write(shop, data / shop.file, Path(folder))
            for day in shop.days:
                yield from _day(shop.name, Path(folder), day)


def _write(shop: Shop, source: Path, folder: Path) -> None:
    duckdb.sql(f"COPY ({shop.query.format(path=source)}) TO '{folder}/orders.parquet' (FORMAT parquet)")
    text = _WORKSPACE.format(name=shop.name, currency=shop.currency)
    (folder / "holdfast.toml").write_text(text, encoding="utf-8")


def _day(name: str, folder: Path, day: date) -> Iterator[Line]:
    with open_workspace(folder, as_of=day) as opened:
        report = risk_in(opened, RiskQuestion(WINDOW, length=None))
    ours = {one.customer_id: one.chance for one in report.listed}
    peer = _bg_nbd(folder, day)
    customers = sorted(ours)
    bought = _bought(folder, day, day + timedelta(days=WINDOW))
    left = np.array([float(who not in bought) for who in customers])
    mine = calibration(np.array([ours[who] for who in customers]), left)
    theirs = calibration(np.array([peer[who] for who in customers]), left)
    where = f"{name}, {day}"
    note = f"{len(left):,} customers, {left.sum():,.0f} left; {report.model}; BG/NBD {theirs.auc:.3f}"
    yield Line(f"{where}: AUC", Goal((theirs.auc or 0.0) - 0.005, 1), figure=mine.auc, note=note)
    note = f"BG/NBD {theirs.brier:.4f}, everybody alike {mine.brier_of_base:.4f}"
    yield Line(f"{where}: Brier score", Goal(0, theirs.brier + 0.001), figure=mine.brier, note=note)
    note = f"BG/NBD {theirs.error:.3f}; right chances {mine.error_by_chance:.3f}"
    yield Line(f"{where}: calibration error", Goal(0, max(0.05, theirs.error)), figure=mine.error, note=note)


def _bg_nbd(folder: Path, day: date) -> dict[str, float]:
    """Chance of no order in the window by BG/NBD: gone already, or alive and waiting longer."""
    rows = _rows(
        "SELECT customer_id, COUNT(DISTINCT CAST(ordered_at AS DATE)) - 1, "
        "MAX(CAST(ordered_at AS DATE)) - MIN(CAST(ordered_at AS DATE)), "
        f"DATE '{day}' - MIN(CAST(ordered_at AS DATE)) FROM '{folder}/orders.parquet' "
        f"WHERE amount_minor > 0 AND ordered_at < TIMESTAMP '{day}' GROUP BY 1 ORDER BY 1"
    )
    names, repeats, recency, observed = zip(*rows, strict=True)
    fitted = _fitted(PurchaseHistories.of_days(repeats, recency, observed))
    each = PurchaseHistories.of(repeats, np.array(recency) / 7, np.array(observed) / 7)
    alive, ahead = fitted.probability_alive(each), WINDOW / 7
    waits = ((fitted.alpha + each.observed) / (fitted.alpha + each.observed + ahead)) ** (
        fitted.r + each.repeats
    )
    return dict(zip(names, (1 - alive + alive * waits).tolist(), strict=True))


def _fitted(histories: PurchaseHistories) -> BgNbd:
    """BG/NBD; where nobody seems to stop it has no maximum, and its limit is taken, in which nobody does."""
    try:
        return BgNbd.at_maximum(histories)[0]
    except InputError:
        return _without_stopping(histories)


def _without_stopping(histories: PurchaseHistories) -> BgNbd:
    """The negative binomial model of how often customers buy."""

    def misfit(logs: Reals) -> float:
        r, alpha = np.exp(logs)
        x, end = histories.repeats, histories.observed
        each = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + end)
        return -float((histories.customers * each).sum())

    r, alpha = np.exp(minimize(misfit, np.array([0.0, 2.0]), method="Nelder-Mead").x)
    return BgNbd(r=float(r), alpha=float(alpha), a=1e-6, b=1e6)


def _bought(folder: Path, start: date, end: date) -> set[str]:
    rows = _rows(
        f"SELECT DISTINCT customer_id FROM '{folder}/orders.parquet' WHERE amount_minor > 0 "
        f"AND ordered_at >= TIMESTAMP '{start}' AND ordered_at < TIMESTAMP '{end}'"
    )
    return {str(who) for (who,) in rows}


def _rows(text: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(text).fetchall()
