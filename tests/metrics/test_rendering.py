"""The text of queries: every dialect, nothing divided, and names and values of the user only as such."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from holdfast.errors import InputError
from holdfast.metrics import Request, cards, compile_sql
from holdfast.metrics.emit.dialects import DIALECTS

EVIL = "x'; DROP TABLE customers; --"


def _request(metric: str, **given: Any) -> Request:  # noqa: ANN401 - fields of a request
    fields = {"by": ('pl"an',), "filters": {"size": (EVIL, "(none)")}, "time_zone": "Europe/Berlin", **given}
    return Request(metric=metric, as_of=date(2024, 6, 12), start=date(2024, 1, 1), **fields)


@pytest.mark.parametrize("metric", cards())
def test_the_text_parses_back_to_itself_with_what_the_user_gave_as_names_and_texts(metric: str) -> None:
    for dialect in DIALECTS:
        text = compile_sql(_request(metric), dialect=dialect)

        [tree] = sqlglot.parse(text, dialect=dialect)

        assert tree is not None
        assert tree.sql(dialect=dialect, pretty=True) == text, dialect
        assert EVIL in {literal.this for literal in tree.find_all(exp.Literal)}, dialect
        assert 'pl"an' in {identifier.name for identifier in tree.find_all(exp.Identifier)}, dialect
        assert not tree.find(exp.Drop), dialect


@pytest.mark.parametrize("metric", cards())
def test_nothing_is_divided_or_ordered_in_sql(metric: str) -> None:
    tree = sqlglot.parse_one(compile_sql(_request(metric), dialect="duckdb"), dialect="duckdb")

    assert not list(tree.find_all(exp.Div, exp.PercentileCont, exp.Avg, exp.Limit))
    # The place of an instant in a calendar is its distance by a length, which is written out.
    assert all(isinstance(steps.expression, exp.Literal) for steps in tree.find_all(exp.IntDiv))
    assert tree.args.get("order") is None


def test_a_long_calendar_is_searched_by_halves() -> None:
    request = Request(metric="logo_churn", as_of=date(2024, 6, 12), start=date(2023, 1, 1), grain="day")

    text = compile_sql(request, dialect="duckdb")

    cases = list(sqlglot.parse_one(text, dialect="duckdb").find_all(exp.Case))
    assert max(len(case.args["ifs"]) for case in cases) <= 40


def test_the_same_request_gives_the_same_text() -> None:
    assert compile_sql(_request("nps"), dialect="spark") == compile_sql(_request("nps"), dialect="spark")


def test_a_dialect_nobody_looked_at_is_refused() -> None:
    with pytest.raises(InputError, match="dialect: 'oracle' was asked for"):
        compile_sql(_request("nps"), dialect="oracle")


def test_a_request_without_start_and_data_is_not_compiled() -> None:
    with pytest.raises(InputError, match="start: none was given"):
        compile_sql(Request(metric="nps", as_of=date(2024, 6, 12)), dialect="duckdb")


def test_the_cards_load_no_database_and_no_sql_library() -> None:
    heavy = "{'sqlglot', 'duckdb', 'numpy'}"
    program = f"import sys, holdfast.metrics as m; m.cards(); print(sorted({heavy} & set(sys.modules)))"

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_a_text_that_collects_many_words_says_so_where_the_engine_groups_in_memory() -> None:
    asked = replace(_request("stickiness"), start=date(2022, 1, 1))

    wide = compile_sql(asked, dialect="duckdb")

    assert wide.startswith("/* 8 words of bits for each customer */\nWITH ")
    assert sqlglot.parse_one(wide, dialect="duckdb").sql(dialect="duckdb", pretty=True) == wide
    assert compile_sql(_request("lifecycle"), dialect="duckdb").startswith("WITH ")
    assert compile_sql(asked, dialect="postgres").startswith("WITH ")
