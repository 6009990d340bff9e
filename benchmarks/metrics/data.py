# ruff: noqa: E501 - queries read better unbroken
"""Makes a simulated company of a given size as Parquet files, the same every time.

The shapes are those that cost: ids are text, a few customers do most, and every table is in order of time, as logs
are. Drawn in the database from hashes of row numbers: 50 million events take about a minute on two cores.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.service.workspace import Workspace

MONTHS = 24
FIRST, AS_OF = "2023-01-01", "2025-01-01"


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows of each kind."""

    events: int
    customers: int
    orders: int
    tickets: int
    surveys: int


SIZES = {
    "xs": Size(50_000, 2_000, 5_000, 1_000, 300),
    "s": Size(500_000, 20_000, 50_000, 10_000, 3_000),
    "m": Size(5_000_000, 200_000, 500_000, 100_000, 30_000),
    "l": Size(50_000_000, 2_000_000, 5_000_000, 1_000_000, 300_000),
    "xl": Size(200_000_000, 2_000_000, 5_000_000, 1_000_000, 300_000),
}

_TOML = """[company]
name = "Bench"
time_zone = "Europe/Berlin"
currency = "EUR"

[engine]
memory_limit = "{memory}"
threads = 2

[data]
as_of = 2025-01-01
"""


def company(folder: Path, size: str, *, memory: str = "16GB") -> Path:
    """The folder of the company, made where it is not there yet; its workspace file gets the memory limit."""
    place = folder / size
    if not (place / "done").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        _make(place, SIZES[size])
        (place / "done").touch()
    tables = ["customers", "subscriptions", "orders", "tickets", "surveys", "engagements"]
    sections = "".join(f'[tables.{name}]\nfiles = "{name}.parquet"\ntime_zone = "UTC"\n' for name in tables)
    text = (
        _TOML.format(memory=memory)
        + sections
        + '[tables.events]\nfiles = "events/*.parquet"\ntime_zone = "UTC"\n'
    )
    (place / "holdfast.toml").write_text(text, encoding="utf-8")
    return place


def measurable(workspace: Workspace) -> list[str]:
    """The metrics of the catalogue whose tables the company has."""
    tables = set(workspace.tables)
    metrics = workspace.catalogue.metrics
    return [name for name, metric in metrics.items() if set(metric.card.tables) <= tables]


def _make(place: Path, size: Size) -> None:
    with duckdb.connect(
        config={"threads": 2, "memory_limit": "6GB", "temp_directory": str(place / "tmp")}
    ) as db:
        db.execute(
            "CREATE MACRO u(i, salt) AS hash(xor(CAST(i AS UBIGINT), hash(salt))) / 18446744073709551616.0"
        )
        db.execute("CREATE MACRO pick(u, many) AS CAST(floor(u * many) AS BIGINT)")
        db.execute("CREATE MACRO id(i) AS 'c' || lpad(CAST(i AS VARCHAR), 8, '0')")
        db.execute(
            f"CREATE MACRO moment(share) AS TIMESTAMP '{FIRST}' + to_microseconds(CAST(share * 731 * 86400000000 AS BIGINT))"
        )
        for table, query in _queries(size).items():
            db.execute(f"COPY ({query}) TO '{place / table}.parquet' (FORMAT parquet, ROW_GROUP_SIZE 122880)")
        (place / "events").mkdir()
        for month in range(MONTHS):
            db.execute(
                f"COPY ({_events(size, month)}) TO '{place}/events/{month:02}.parquet' (FORMAT parquet)"
            )
    shutil.rmtree(place / "tmp", ignore_errors=True)


def _queries(size: Size) -> dict[str, str]:
    makers = (_customers, _subscriptions, _orders, _tickets, _surveys, _engagements)
    return {make.__name__.removeprefix("_"): make(size) for make in makers}


def _who(many: int, customers: int) -> str:
    # Customers are numbered in the order in which they sign, so who is there at a time is a range of numbers.
    return f"pick(pow(u(i, 'who'), 1.6) * (i + 1) / {many}, {customers})"


def _customers(size: Size) -> str:
    return f"""
        SELECT id(i) AS customer_id, moment(i / {size.customers}) AS signed_at,
          CASE WHEN u(i, 'size') < 0.7 THEN 'small' WHEN u(i, 'size') < 0.92 THEN 'medium' ELSE 'large' END AS size,
          'r' || pick(u(i, 'region'), 8) AS region, 'ch' || pick(u(i, 'channel'), 5) AS channel,
          ['basic', 'pro', 'max'][1 + pick(u(i, 'plan'), 3)] AS plan
        FROM range({size.customers}) AS t(i)
    """


def _subscriptions(size: Size) -> str:
    return f"""
        SELECT 's' || i || '-' || k AS subscription_id, id(i) AS customer_id,
          ['basic', 'pro', 'max'][1 + pick(u(i * 2 + k, 'tier'), 3)] AS plan,
          moment(least(0.999, i / {size.customers} + k * 0.25 * u(i, 'gap'))) AS started_at,
          CASE WHEN u(i * 2 + k, 'ends') < 0.6
            THEN moment(i / {size.customers} + k * 0.25 * u(i, 'gap') + 0.02 + 0.4 * u(i * 2 + k, 'length')) END AS ended_at,
          'active' AS state, CASE WHEN u(i, 'yearly') < 0.2 THEN 12 ELSE 1 END AS interval_months,
          1000 * (1 + pick(u(i * 2 + k, 'price'), 9)) AS amount_minor, 'EUR' AS currency
        FROM range({size.customers}) AS t(i), range(2) AS n(k) ORDER BY started_at
    """


def _orders(size: Size) -> str:
    return f"""
        SELECT 'o' || i AS order_id, id({_who(size.orders, size.customers)}) AS customer_id, moment(i / {size.orders}) AS ordered_at,
          100 + pick(u(i, 'amount'), 20000) AS amount_minor, 'EUR' AS currency,
          CASE WHEN u(i, 'refund') < 0.05 THEN 'refund' ELSE 'sale' END AS kind
        FROM range({size.orders}) AS t(i)
    """


def _tickets(size: Size) -> str:
    return f"""
        SELECT 't' || i AS ticket_id, id({_who(size.tickets, size.customers)}) AS customer_id, moment(i / {size.tickets}) AS opened_at,
          CASE WHEN u(i, 'answered') < 0.97
            THEN moment(i / {size.tickets}) + to_microseconds(CAST(3600000000 * pow(60, 2 * u(i, 'wait')) AS BIGINT)) END
            AS first_public_reply_at,
          CASE WHEN u(i, 'solved') < 0.9
            THEN moment(i / {size.tickets}) + to_microseconds(CAST(86400000000 * 20 * u(i, 'solve') AS BIGINT)) END
            AS first_solved_at,
          CASE WHEN u(i, 'solved') < 0.9
            THEN moment(i / {size.tickets}) + to_microseconds(CAST(86400000000 * 22 * u(i, 'solve') AS BIGINT)) END
            AS last_solved_at,
          CASE WHEN u(i, 'again') < 0.1 THEN 1 ELSE 0 END AS reopened,
          CASE WHEN u(i, 'rated') < 0.3 THEN 1 + pick(u(i, 'csat'), 5) END AS csat
        FROM range({size.tickets}) AS t(i)
    """


def _surveys(size: Size) -> str:
    return f"""
        SELECT 'v' || i AS survey_id, id({_who(size.surveys, size.customers)}) AS customer_id,
          'p' || pick(u(i, 'who'), {size.surveys} // 2) AS person_id,
          ['nps', 'csat', 'ces'][1 + pick(pow(u(i, 'kind'), 2), 3)] AS kind, moment(i / {size.surveys}) AS sent_at,
          CASE WHEN u(i, 'answers') < 0.4
            THEN moment(i / {size.surveys}) + to_microseconds(CAST(86400000000 * 9 * u(i, 'after') AS BIGINT)) END AS answered_at,
          CASE WHEN u(i, 'answers') < 0.4 THEN pick(pow(u(i, 'score'), 0.6), 11) END AS score
        FROM range({size.surveys}) AS t(i)
    """


def _engagements(size: Size) -> str:
    return f"""
        SELECT 'e' || i AS engagement_id, id(i) AS customer_id, 'onboarding' AS kind,
          moment(i / {size.customers}) + to_microseconds(CAST(86400000000 * 8 * u(i, 'agree') AS BIGINT)) AS scheduled_at,
          CASE WHEN u(i, 'held') < 0.8
            THEN moment(i / {size.customers}) + to_microseconds(CAST(86400000000 * (8 + 10 * u(i, 'hold')) AS BIGINT)) END
            AS completed_at,
          0 AS rescheduled
        FROM range({size.customers}) AS t(i) WHERE u(i, 'agrees') < 0.9
    """


def _events(size: Size, month: int) -> str:
    """One month in order of time; whoever has signed by its start may do something, a few do most."""
    many = size.events // MONTHS
    there = size.customers * (month + 1) // MONTHS
    return f"""
        SELECT id(pick(pow(u(i, 'who{month}'), 1.8), {there})) AS customer_id,
          ['login', 'login', 'report', 'export', 'invite'][1 + pick(u(i, 'name{month}'), 5)] AS name,
          TIMESTAMP '{FIRST}' + INTERVAL {month} MONTH + to_microseconds(CAST(i / {many} * 28 * 86400000000 AS BIGINT))
            AS occurred_at
        FROM range({many}) AS t(i)
    """
