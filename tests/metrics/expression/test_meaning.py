"""What an expression means is what plain Python says it means, nulls and local days included."""

from __future__ import annotations

import operator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.metrics.emit.expressions import Style, as_text, tree_of
from holdfast.metrics.expression import model
from holdfast.metrics.expression.model import Constant, Expression, Named, Node
from holdfast.metrics.expression.reading import SEGMENT, read_expression
from holdfast.metrics.expression.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Database

Row = dict[str, Any]
ZONE = "America/New_York"
SCOPE = scope_of("customers", {"plan": "text", "seats": "text", "users": "int"})
STYLE = Style(ZONE, "duckdb")
_PLANS = (None, "pro", "PRO", " pro ", "été", "ÉTÉ", "it's", "a%b", "", "free")
_SEATS = (None, "5", "50", " 7 ", "-3", "12.0", "1.5", "many", "", "007")
_MOMENTS = (
    "2024-03-10 04:59:59",
    "2024-03-10 05:00:00",
    "2024-03-11 03:59:59",
    "2024-03-11 04:00:00",
    "2023-12-31 23:00:00",
)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    draw = np.random.default_rng(7)

    def one(*values: object) -> object:
        return values[int(draw.integers(len(values)))]

    return [
        {
            "customer_id": f"c{number}",
            "signed_at": datetime.fromisoformat(str(one(*_MOMENTS))),
            "free_since": one(None, *map(datetime.fromisoformat, _MOMENTS)),
            "is_paying": one(None, True, False),
            "plan": one(*_PLANS),
            "seats": one(*_SEATS),
            "users": one(None, -3, 0, 1, 5, 50),
        }
        for number in range(120)
    ]


@pytest.fixture(scope="module")
def engine(rows: list[Row]) -> Iterator[DuckDBEngine]:
    with DuckDBEngine(threads=1) as made:
        made.execute(
            "CREATE TABLE customers (customer_id VARCHAR, signed_at TIMESTAMP, free_since TIMESTAMP,"
            " is_paying BOOLEAN, plan VARCHAR, seats VARCHAR, users INTEGER)"
        )
        for row in rows:
            made.execute("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?)", list(row.values()))
        yield made


_WHOLE = st.integers(-60, 60).map(str)
_NUMBER = st.recursive(
    st.one_of(
        _WHOLE,
        st.sampled_from(
            ["users", "seats", "whole(plan)", "length(plan)", "days_between(signed_at, free_since)"]
        ),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda n: f"abs(0 + {n})"),
        inner.map(lambda n: f"coalesce(0 + {n}, 4)"),
    ),
    max_leaves=4,
)
_TEXT = st.recursive(
    st.sampled_from(["plan", "'pro'", "'it''s'", "'été'", "customer_id"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["lower", "upper", "trim"]), inner).map(lambda t: f"{t[0]}({t[1]})"),
        inner.map(lambda text: f"coalesce(plan, {text})"),
    ),
    max_leaves=3,
)
_DAY = st.dates(date(2023, 12, 30), date(2024, 3, 13)).map(lambda day: f"date '{day}'")
_COMPARATOR = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
_ATOM = st.one_of(
    st.sampled_from(
        [
            "is_paying",
            "is_paying is true",
            "is_paying is not false",
            "free_since is null",
            "plan is not null",
            "signed_at < free_since",
        ]
    ),
    st.tuples(_NUMBER, _COMPARATOR, _NUMBER).map(lambda t: f"0 + {t[0]} {t[1]} {t[2]}"),
    st.tuples(_TEXT, st.sampled_from(["=", "<>"]), _TEXT).map(" ".join),
    st.tuples(st.sampled_from(["signed_at", "free_since", "date(free_since)"]), _COMPARATOR, _DAY).map(
        " ".join
    ),
    st.tuples(_DAY, _COMPARATOR, st.sampled_from(["signed_at", "free_since"])).map(" ".join),
    st.tuples(_NUMBER, _WHOLE, _WHOLE).map(lambda t: f"0 + {t[0]} between {t[1]} and {t[2]}"),
    st.tuples(_NUMBER, st.lists(_WHOLE, min_size=1, max_size=3)).map(
        lambda t: f"0 + {t[0]} not in ({', '.join(t[1])})"
    ),
    st.tuples(
        _TEXT,
        st.sampled_from(["like 'p%'", "not like '%o'", "like '_té'", "like 'a%b'", "in ('pro', 'free')"]),
    ).map(" ".join),
)
CONDITIONS = st.recursive(
    _ATOM,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, inner).map(lambda t: f"case when {t[0]} then {t[1]} end"),
    ),
    max_leaves=4,
).filter(lambda text: any(name in text for name in SCOPE.types))


@given(text=CONDITIONS)
def test_the_database_and_plain_python_agree_on_a_condition(
    text: str, engine: DuckDBEngine, rows: list[Row]
) -> None:
    expression = read_expression(text, SCOPE, where="x")
    sql = tree_of(expression.root, STYLE, "customers").sql(dialect="duckdb")

    found = {row[0]: row[1] for row in engine.rows(f"SELECT customer_id, {sql} FROM customers")}

    assert found == {row["customer_id"]: value(expression.root, row) for row in rows}


@pytest.mark.parametrize(
    "text",
    [
        "case when seats > 50 then 'large' when seats <= 50 then 'small' end",
        "is_paying",
        "users + 1",
        "date(signed_at)",
        "lower(plan)",
    ],
)
def test_a_segment_is_the_same_text_in_the_database_and_in_plain_python(
    text: str, engine: DuckDBEngine, rows: list[Row]
) -> None:
    expression = read_expression(text, SCOPE, where="x", wanted=SEGMENT)

    sql = as_text(expression, STYLE).sql(dialect="duckdb")
    found = {row[0]: row[1] for row in engine.rows(f"SELECT customer_id, {sql} FROM customers")}

    assert found == {row["customer_id"]: _written(expression, row) for row in rows}


@pytest.mark.parametrize(
    "text",
    [
        "users > 1 and is_paying",
        "not users > 1 or is_paying",
        "users - 1 - 1 * 2 = 1 and not is_paying or plan = 'pro'",
        "users between 0 and 5 and plan in ('pro', 'free')",
        "plan not like 'p%' and plan is not null",
        "case plan when 'pro' then users else -users end > 0",
    ],
)
def test_it_binds_as_tightly_as_sql_does(text: str, engine: DuckDBEngine) -> None:
    sql = tree_of(read_expression(text, SCOPE, where="x").root, STYLE).sql(dialect="duckdb")

    found = engine.rows(f"SELECT customer_id FROM customers WHERE ({sql}) IS DISTINCT FROM ({text})")

    assert list(found) == []


_EVERY_KIND = (
    "plan = 'été' or plan <> 'it''s'",
    "not (is_paying and users > 1)",
    "is_paying is true or is_paying is not false",
    "free_since is null",
    "signed_at < date '2024-03-10' or free_since > date '2024-03-10'",
    "signed_at <= date '2024-03-10' and signed_at <> date '2023-12-31'",
    "date(signed_at) = date '2024-03-10' or signed_at in (date '2024-03-11')",
    "days_between(signed_at, free_since) between 0 and 1",
    "users in (1, 5, -3) and plan not in ('pro', 'free')",
    "lower(plan) = 'été' or upper(trim(plan)) = 'PRO'",
    "length(plan) = 3 and abs(users) * 2 - 1 > 3 + users",
    "coalesce(seats, users, 0) > 6",
    "seats >= 7",
    "plan like '_ro' or plan like '%%b' or plan not like 'f%'",
    "case when users > 1 then plan when is_paying then 'free' else null end = 'free'",
    "case plan when 'pro' then is_paying else users = 0 end",
)


def test_every_kind_of_part_means_the_same_on_postgresql(postgres: Database, rows: list[Row]) -> None:
    postgres.execute(
        "CREATE TABLE customers (customer_id TEXT, signed_at TIMESTAMP, free_since TIMESTAMP,"
        " is_paying BOOLEAN, plan TEXT, seats TEXT, users INTEGER)"
    )
    postgres.insert("customers", [tuple(row.values()) for row in rows])
    roots = [read_expression(text, SCOPE, where="x").root for text in _EVERY_KIND]
    columns = [tree_of(root, Style(ZONE, "postgres")).sql(dialect="postgres") for root in roots]

    found = postgres.execute(f"SELECT customer_id, {', '.join(columns)} FROM customers")

    assert sorted(found) == sorted(
        (row["customer_id"], *(value(root, row) for root in roots)) for row in rows
    )


_OPERATORS: dict[str, Any] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip


def value(node: Node, row: Row) -> Any:  # noqa: ANN401, C901, PLR0911, PLR0912 - one arm for each kind of node
    """The slow way: the value of an expression for one row, with None for null and unknown."""
    match node:
        case Named(column=column):
            return row[column]
        case Constant(value=constant):
            return constant
        case model.Compared(left=left, right=right) | model.Computed(left=left, right=right):
            sides = value(left, row), value(right, row)
            return None if None in sides else _OPERATORS[node.operator](*sides)
        case model.OnDay(instant=instant, day=day):
            moment = value(instant, row)
            return None if moment is None else _OPERATORS[node.operator](_local(moment), day)
        case model.Joined(operator="and", parts=parts):
            found = [value(part, row) for part in parts]
            return False if False in found else None if None in found else True
        case model.Joined(parts=parts):
            found = [value(part, row) for part in parts]
            return True if True in found else None if None in found else False
        case model.Negated(part=part):
            found_one = value(part, row)
            return None if found_one is None else not found_one
        case model.Member(subject=subject, values=values):
            asked = value(subject, row)
            return None if asked is None else asked in [one.value for one in values]
        case model.Missing(subject=subject):
            return value(subject, row) is None
        case model.Certain(subject=subject, is_true=is_true):
            return value(subject, row) is is_true
        case model.Like(subject=subject, pattern=pattern):
            asked = value(subject, row)
            return None if asked is None else _fits(asked, pattern)
        case model.Choice(branches=branches, default=default):
            return next(
                (value(then, row) for when, then in branches if value(when, row)), value(default, row)
            )
        case model.Called(function=function, arguments=arguments):
            return _called(function, [value(argument, row) for argument in arguments])


def _called(function: str, values: list[Any]) -> Any:  # noqa: ANN401 - as above
    if function == "coalesce":
        return next((one for one in values if one is not None), None)
    if None in values:
        return None
    calls: dict[str, Any] = {
        "lower": str.lower, "upper": str.upper, "trim": lambda text: text.strip(" "), "length": len,
        "abs": abs, "date": _local, "days_between": lambda start, end: (end - start).days, "whole": _whole,
    }  # fmt: skip
    return calls[function](*values)


def _whole(text: str) -> int | None:
    number = text.strip(" ").removesuffix(".0")
    return int(number) if number.removeprefix("-").isdecimal() else None


def _local(moment: datetime) -> date:
    return (moment.replace(tzinfo=ZoneInfo("UTC"))).astimezone(ZoneInfo(ZONE)).date()


def _fits(text: str, pattern: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(_fits(text[start:], pattern[1:]) for start in range(len(text) + 1))
    return bool(text) and pattern[0] in {"_", text[0]} and _fits(text[1:], pattern[1:])


def _written(expression: Expression, row: Row) -> str | None:
    found = value(expression.root, row)
    return None if found is None else str(found).lower() if expression.type == "bool" else str(found)
