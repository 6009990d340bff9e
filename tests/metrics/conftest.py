"""An engine in memory over tables that a test writes out, and small random companies to put there.

The companies have what goes wrong in real ones: nulls, ties, clock changes, midnight, the future.
"""

from __future__ import annotations

import json
import pickle
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.metrics import cards
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Row = dict[str, Any]
    World = dict[str, list[Row]]
    Rows = Sequence[Mapping[str, object]]
    Company = Callable[[Mapping[str, Rows]], DuckDBEngine]

_READ = sorted({"customers", *(table for card in cards().values() for table in card.tables)})
_KEPT = 24  # engines, of some megabytes each
_TYPES = {"text": "VARCHAR", "int": "BIGINT", "bool": "BOOLEAN", "ts": "TIMESTAMP"}


class _Filled(DuckDBEngine):
    """An engine over tables that stay as they are, so that no query runs twice."""

    def __init__(self, tables: Mapping[str, Rows]) -> None:
        super().__init__(threads=1)
        self.is_shared = False
        self._answers: dict[str, Sequence[tuple[Any, ...]]] = {}
        for table in (*_READ, *(name for name in tables if name not in _READ)):
            _create(self, table, rows=tables.get(table, ()))
        self.is_shared = True

    @property
    def is_as_filled(self) -> bool:
        """Whether no test has changed what is in it, or what it answers."""
        return self.is_shared and "rows" not in vars(self)

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        if not self.is_shared:
            return super().rows(sql)
        if sql not in self._answers:
            self._answers[sql] = super().rows(sql)
        return self._answers[sql]

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        self.is_shared = False
        super().execute(sql, parameters)


@pytest.fixture(scope="session")
def _companies() -> Iterator[dict[bytes, _Filled]]:
    """Engines by the tables in them, the one asked for last at the end."""
    engines: dict[bytes, _Filled] = {}
    yield engines
    for engine in engines.values():
        engine.close()


@pytest.fixture
def company(_companies: dict[bytes, _Filled]) -> Iterator[Company]:
    """Makes an engine with every table that a metric reads; further columns of customers are segments.

    To fill one takes as long as ten queries: where the same tables were asked for lately, in whichever test,
    it is the same engine. A test that executes something on it, or lets its queries fail, has it alone from
    then on.
    """

    changed: list[_Filled] = []

    def make(tables: Mapping[str, Rows]) -> DuckDBEngine:
        key = pickle.dumps(tables)
        engine = _companies.pop(key, None)
        if engine and not engine.is_as_filled:
            changed.append(engine)
            engine = None
        _companies[key] = engine or _Filled(tables)
        return _companies[key]

    yield make
    kept = [key for key, engine in _companies.items() if engine.is_as_filled][-_KEPT:]
    for engine in [*changed, *(_companies.pop(key) for key in set(_companies) - set(kept))]:
        engine.close()


def _create(engine: DuckDBEngine, table: str, *, rows: Rows) -> None:
    columns = {column.name: _TYPES[column.type] for column in TABLES[table].columns}
    for row in rows:
        columns |= {name: "VARCHAR" for name in row if name not in columns}
    declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    engine.execute(f"CREATE TABLE {table} ({declared})")
    if rows:
        # One parameter for all rows: thousands of them cost more to bind than most metrics to measure.
        texts = [{name: _text(row.get(name)) for name in columns} for row in rows]
        form = json.dumps([dict.fromkeys(columns, "VARCHAR")]).replace("'", "''")
        made = ", ".join(f'CAST(r."{name}" AS {kind})' for name, kind in columns.items())
        source = f"SELECT UNNEST(FROM_JSON(CAST($1 AS JSON), '{form}')) AS r"
        engine.execute(f"INSERT INTO {table} SELECT {made} FROM ({source})", [json.dumps(texts)])


def _text(value: object) -> str | None:
    return None if value is None else str(value)


# Month ends, leap day, both clock changes of Berlin and New York, local and UTC midnight, and after the data.
_ODD = (
    "2024-01-31 22:59:59", "2024-01-31 23:00:00", "2024-02-01 00:00:00", "2024-02-29 23:30:00",
    "2024-03-01 05:00:00", "2024-03-10 06:59:00", "2024-03-10 07:00:00", "2024-03-31 00:59:00",
    "2024-03-31 01:00:00", "2024-03-31 22:00:00", "2024-04-01 00:00:00", "2024-04-30 22:00:00",
    "2024-06-01 04:00:00", "2024-07-01 00:00:00", "2038-01-19 03:14:08",
)  # fmt: skip
_BEGIN = datetime.fromisoformat("2023-12-20 00:30:00")
SIZES = ("large", "small", 'it\'s "odd"', None)


class Dice:
    """Draws from one seed."""

    def __init__(self, seed: int, *, midnights: bool = True) -> None:
        self._draw = np.random.default_rng(seed)
        moments = [datetime.fromisoformat(text) for text in _ODD]
        self._odd = [m for m in moments if midnights or m.minute or m.second]

    def one(self, *values: Any) -> Any:  # noqa: ANN401 - whatever is drawn from
        return values[int(self._draw.integers(len(values)))]

    def moment(self) -> datetime:
        if self._draw.random() < 0.3:
            return self._odd[int(self._draw.integers(len(self._odd)))]
        # Whole hours and a half, so that ties are common.
        return _BEGIN + timedelta(hours=int(self._draw.integers(24 * 200)))

    def after(self, moment: datetime, *, days: int) -> datetime | None:
        if self._draw.random() < 0.25:
            return None
        return moment + timedelta(minutes=30 * int(self._draw.integers(-2, days * 48)))

    def number(self, low: int, high: int) -> int:
        return int(self._draw.integers(low, high + 1))


@pytest.fixture
def world() -> Callable[..., World]:
    """Makes the tables of one random company from a seed, for the test to change as it likes."""

    def make(seed: int, *, customers: int = 14, midnights: bool = True) -> World:
        made: World = pickle.loads(_pickled(seed, customers, midnights))  # noqa: S301 - written below
        return made

    return make


@cache
def _pickled(seed: int, customers: int, midnights: bool) -> bytes:
    return pickle.dumps(_world(seed, customers=customers, midnights=midnights))


def _world(seed: int, *, customers: int = 14, midnights: bool = True) -> World:
    """Tables of one company; some rows belong to nobody in it, and one segment has one customer."""
    dice = Dice(seed, midnights=midnights)
    ids = [f"c{number}" for number in range(customers)]
    people = [*ids, "orphan"]
    return {
        "customers": [_customer(dice, customer, number) for number, customer in enumerate(ids)],
        "engagements": [_engagement(dice, people, number) for number in range(30)],
        "orders": [_order(dice, people, number) for number in range(50)],
        "subscriptions": [span for person in people for span in _spans(dice, person)],
        "surveys": [_survey(dice, people, number) for number in range(40)],
        "tickets": [_ticket(dice, people, number) for number in range(40)],
        # Drawn after the others, so that adding a table leaves their draws as they were.
        "events": [_event(dice, people) for _ in range(120)],
        "issues": [_issue(dice, people, number) for number in range(30)],
        "onboarding_steps": [_step(dice, people, number) for number in range(30)],
        "referrals": [_referral(dice, people, number) for number in range(25)],
        "costs": [_cost(dice, people) for _ in range(15)],
        "churn_reasons": [_reason(dice, people) for _ in range(30)],
    }


def _customer(dice: Dice, customer: str, number: int) -> Row:
    signed = dice.moment()
    free = dice.one(None, None, signed - timedelta(days=3), signed, signed + timedelta(days=3))
    size = "only one" if number == 0 else dice.one(*SIZES)
    return {"customer_id": customer, "signed_at": signed, "free_since": free, "size": size}


def _engagement(dice: Dice, people: list[str], number: int) -> Row:
    moment = dice.moment()
    return {
        "engagement_id": f"e{number}",
        "customer_id": dice.one(*people),
        "kind": dice.one("onboarding", "onboarding", "review_call"),
        "scheduled_at": dice.one(None, moment),
        "completed_at": dice.after(moment, days=12),
    }


def _order(dice: Dice, people: list[str], number: int) -> Row:
    return {
        "order_id": f"o{number}",
        "customer_id": dice.one(None, *people),
        "ordered_at": dice.moment(),
        "amount_minor": dice.one(-500, 0, 1, 900, 900, 900),
        "currency": "EUR",
        "kind": dice.one("sale", "sale", "sale", "refund", "test"),
    }


def _spans(dice: Dice, person: str) -> list[Row]:
    """Spans that overlap, touch, leave gaps within and across periods, and stay open."""
    spans, start = [], dice.moment()
    for number in range(dice.number(0, 4)):
        end = dice.after(start, days=60)
        spans.append(
            {
                "subscription_id": f"{person}-{number}",
                "customer_id": person,
                "started_at": start,
                "ended_at": end,
                "state": dice.one("active", "active", "ended", "past_due", "trial", "paused"),
                "amount_minor": dice.one(0, 900, 900, 900),
                "plan": ("basic", "pro")[number % 2],
                "interval_months": (1, 12, 3, 1)[number % 4],
                "cancel_requested_at": end and end - timedelta(days=10),
                "currency": "EUR",
            }
        )
        start = dice.one(dice.moment(), end or start)
    return spans


def _survey(dice: Dice, people: list[str], number: int) -> Row:
    customer, sent = dice.one(*people), dice.moment()
    return {
        "survey_id": f"v{number}",
        # One who answers for two customers is a person, too.
        "person_id": dice.one(None, f"{customer}-p1", "consultant"),
        "customer_id": customer,
        "kind": dice.one("nps", "nps", "nps", "csat", "ces"),
        "sent_at": sent,
        "answered_at": dice.after(sent, days=20),
        "score": dice.one(None, 11, *range(11)),
    }


def _ticket(dice: Dice, people: list[str], number: int) -> Row:
    opened = dice.moment() + timedelta(seconds=dice.one(0, 0, 1, 30))
    return {
        "ticket_id": f"t{number}",
        "customer_id": dice.one(*people),
        "opened_at": opened,
        "first_public_reply_at": dice.after(opened, days=4),
        "first_solved_at": (solved := dice.after(opened, days=6)),
        "last_solved_at": solved and solved + timedelta(hours=dice.number(0, 72)),
        "reopened": dice.one(0, 0, 0, 1, 2),
        "csat": dice.one(None, None, 1, 2, 3, 4, 5, 5),
        "channel": dice.one(None, "mail", "chat"),
    }


def _event(dice: Dice, people: list[str]) -> Row:
    customer = dice.one(*people)
    return {
        "customer_id": customer,
        "person_id": dice.one(None, f"{customer}-p1", f"{customer}-p2"),
        "name": dice.one("login", "login", "report", "export"),
        "occurred_at": dice.moment(),
    }


def _issue(dice: Dice, people: list[str], number: int) -> Row:
    raised = dice.moment()
    return {
        "issue_id": f"i{number}",
        "customer_id": dice.one(*people),
        "raised_at": raised,
        "source": dice.one("onboarding", "call", "survey", "ticket"),
        "resolved_at": dice.after(raised, days=12),
    }


def _step(dice: Dice, people: list[str], number: int) -> Row:
    return {
        "customer_id": people[number % len(people)],
        "step": ("invite", "import", "report")[number // len(people) % 3],
        "version": 1,
        "completed_at": dice.moment(),
    }


def _referral(dice: Dice, people: list[str], number: int) -> Row:
    invited = dice.moment()
    accepted = dice.after(invited, days=25)
    return {
        "referral_id": f"r{number}",
        "referrer_id": dice.one(*people),
        "invited_at": invited,
        "referred_customer_id": accepted and dice.one(None, *people),
        "accepted_at": accepted,
    }


def _cost(dice: Dice, people: list[str]) -> Row:
    return {
        "customer_id": dice.one(None, *people),
        "kind": dice.one("acquisition", "retention", "service"),
        "at": dice.moment(),
        "amount_minor": dice.number(100, 90_000),
        "currency": "EUR",
    }


def _reason(dice: Dice, people: list[str]) -> Row:
    return {
        "customer_id": dice.one(*people),
        "left_at": dice.moment(),
        "reason": dice.one(None, "price", "missing value"),
        "text": None,
        "source": dice.one("form", "call"),
    }
