"""What a dialect cannot do is refused when the query is compiled, with the reason."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from holdfast.errors import InputError
from holdfast.metrics.emit import texts
from holdfast.metrics.emit.capabilities import CONSTRUCTS
from holdfast.metrics.emit.dialects import COMPILED, DIALECTS
from holdfast.metrics.emit.rendering import text_of


def _query(expression: exp.Expr) -> exp.Select:
    return exp.select(expression.as_("x")).from_("t")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("sql", ["AVG(a)", "MEDIAN(a)", "QUANTILE_CONT(a, 0.9)"])
def test_what_divides_is_refused_on_every_dialect(sql: str, dialect: str) -> None:
    query = _query(sqlglot.parse_one(sql, dialect="duckdb"))

    with pytest.raises(InputError, match="the share is taken once, in Python"):
        text_of(query, dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_function_that_nobody_looked_at_is_refused(dialect: str) -> None:
    query = _query(exp.Anonymous(this="HASH64", expressions=[exp.column("a")]))

    with pytest.raises(InputError, match=f"dialect {dialect}: the function HASH64 is refused"):
        text_of(query, dialect)


def test_an_outer_join_without_an_equality_is_refused_by_bigquery_alone() -> None:
    on = sqlglot.parse_one("a.x < b.x")
    query = exp.select("*").from_("a").join("b", on=on, join_type="LEFT")

    with pytest.raises(InputError, match="dialect bigquery: an outer join without an equality is refused"):
        text_of(query, "bigquery")
    assert "LEFT JOIN" in text_of(query, "trino")


@pytest.mark.parametrize(
    ("dialect", "written"),
    [
        ("duckdb", "LEAST(a, b)"),
        ("snowflake", "LEAST_IGNORE_NULLS(a, b)"),
        ("bigquery", "COALESCE(LEAST(a, b), a, b)"),
        ("trino", "COALESCE(LEAST(a, b), a, b)"),
    ],
)
def test_the_least_leaves_nulls_out_on_every_dialect(dialect: str, written: str) -> None:
    least = exp.Least(this=exp.column("a"), expressions=[exp.column("b")], ignore_nulls=True)

    assert written in text_of(_query(least), dialect)


def test_snowflake_is_given_no_group_without_capture() -> None:
    text = text_of(_query(texts.whole_in(exp.column("a"), "snowflake")), "snowflake")

    assert "(?:" not in text
    assert "([.]0+)?" in text


def test_nothing_is_altered_by_being_written() -> None:
    either = exp.BitwiseOr(this=exp.column("a"), expression=exp.column("b"))
    query = _query(exp.BitwiseAnd(this=exp.paren(either), expression=exp.column("c")))
    before = query.sql(dialect="duckdb")

    texts_of_all = {dialect: text_of(query, dialect) for dialect in DIALECTS}

    assert query.sql(dialect="duckdb") == before
    assert "bitAnd(bitOr(a, b), c)" in texts_of_all["clickhouse"]


def test_every_exception_names_a_dialect_and_a_reason() -> None:
    exceptions = [one for construct in CONSTRUCTS for one in construct.exceptions.items()]

    assert {dialect for dialect, _ in exceptions} <= set(DIALECTS)
    assert all(capability.reason for _, capability in exceptions)
    assert {dialect for dialect, _ in exceptions} >= set(COMPILED)
