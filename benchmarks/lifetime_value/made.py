"""Makes what both sides are timed on, from a seed: histories, orders and durations."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CUSTOMERS, ORDERS, DURATIONS = 1_000_000, 2_000_000, 1_000_000
TRUTH = (0.6, 60.0, 0.9, 3.0)
"""r, alpha in days, a and b of BG/NBD."""
DAYS = 365


def main() -> None:
    folder, share = Path(sys.argv[1]), float(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    generator = np.random.default_rng(20)
    customers = int(CUSTOMERS * share)
    np.save(folder / "histories.npy", histories(*bought(generator, customers), customers=customers))
    orders(generator, int(ORDERS * share), folder / "orders.parquet")
    durations(generator, int(DURATIONS * share), folder / "durations.parquet")


def bought(generator: np.random.Generator, customers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customer, day of a purchase counted from the first, and days observed of each customer."""
    r, alpha, a, b = TRUTH
    rate, stop = generator.gamma(r, 1 / alpha, customers), generator.beta(a, b, customers)
    observed = generator.integers(DAYS - 91, DAYS, customers)
    who, when = np.arange(customers), np.zeros(customers)
    people, days = [who], [when.astype(np.int64)]
    while len(who):
        when = when + generator.exponential(1 / rate[who])
        inside = when < observed[who]
        who, when = who[inside], when[inside]
        people.append(who)
        days.append(when.astype(np.int64))
        goes_on = generator.random(len(who)) >= stop[who]
        who, when = who[goes_on], when[goes_on]
    return np.concatenate(people), np.concatenate(days), observed


def histories(people: np.ndarray, days: np.ndarray, observed: np.ndarray, *, customers: int) -> np.ndarray:
    """Repeats, recency and days observed of every customer, whole days, three columns."""
    distinct = np.unique(people * (DAYS + 1) + days)
    who, day = np.divmod(distinct, DAYS + 1)
    last = np.zeros(customers, np.int64)
    np.maximum.at(last, who, day)
    return np.column_stack((np.bincount(who, minlength=customers) - 1, last, observed))


def orders(generator: np.random.Generator, wanted: int, path: Path) -> None:
    """An order log in order of time, of as many customers as give the number of orders wanted."""
    customers = max(1, int(wanted / 2.2))
    people, days, observed = bought(generator, customers)
    first = np.datetime64("2024-12-31") - observed.astype("timedelta64[D]")
    seconds = generator.integers(0, 86_400, len(people)).astype("timedelta64[s]")
    at = (first[people] + days.astype("timedelta64[D]")).astype("datetime64[us]") + seconds
    order = np.argsort(at)[:wanted]
    table = pa.table(
        {
            "order_id": pa.array(order.astype(str)),
            "customer_id": pa.array(np.char.add("c", people[order].astype(str))),
            "ordered_at": pa.array(at[order]),
            "amount_minor": pa.array(generator.integers(100, 20_000, len(order))),
            "currency": pa.array(np.full(len(order), "EUR")),
            "kind": pa.array(np.full(len(order), "sale")),
        }
    )
    pq.write_table(table, path)


def durations(generator: np.random.Generator, wanted: int, path: Path) -> None:
    """Days until something ended, or until it was last seen."""
    ends, seen = generator.weibull(0.8, wanted) * 200, generator.integers(1, 730, wanted)
    days = np.minimum(np.ceil(ends), seen).astype(np.int64)
    pq.write_table(pa.table({"days": days, "ended": (np.ceil(ends) <= seen).astype(np.int64)}), path)


if __name__ == "__main__":
    main()
