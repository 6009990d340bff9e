"""Of a definition's texts only literals of its conditions reach the query, and as literals."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from holdfast.errors import InputError
from holdfast.metrics import Catalogue, Request, catalogue, compile_sql
from holdfast.metrics.expression.reading import SEGMENT, read_expression
from holdfast.metrics.expression.scope import scope_of
from holdfast.metrics.own.declaring import declare

DIALECTS = ("duckdb", "postgres", "spark", "clickhouse", "snowflake", "bigquery", "trino")
PLAIN = "plain"
Texts = tuple[str, str, str, str]
"""A segment's name, words, a value in a condition, a value of a filter."""
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10),
    st.lists(
        st.sampled_from(["'", '"', "`", "\\", "; DROP TABLE x; --", "/*", "*/", "\n", "${x}", "x"]),
        max_size=5,
    ).map("".join),
).filter(lambda text: text != PLAIN)


@settings(max_examples=14)
@pytest.mark.parametrize("form", ["share", "duration", "sum", "ratio", "state", "score"])
@given(dialect=st.sampled_from(DIALECTS), texts=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS))
def test_texts_change_literals_and_nothing_else(form: str, dialect: str, texts: Texts) -> None:
    _, _, value, filtered = texts
    tree, plain = _tree(form, texts, dialect), _tree(form, (PLAIN,) * 4, dialect)

    assert _form(tree) == _form(plain)
    assert _names(tree) == _names(plain)
    changed = {value, filtered}
    assert {text for text in _literals(tree) if text not in _literals(plain)} <= changed
    assert changed <= set(_literals(tree))


@given(text=TEXTS)
def test_a_name_is_plain_or_refused(text: str) -> None:
    definition = {"form": "sum", "better": "up", "population": {"table": "orders", "at": "ordered_at"}}

    if re.fullmatch(r"[a-z][a-z0-9_]*", text):
        assert list(_declared({text: definition})) == [text]
    else:
        with pytest.raises(InputError, match="the name is"):
            _declared({text: definition})


@pytest.mark.parametrize("key", ["table", "at", "entity"])
@given(text=TEXTS)
def test_a_table_or_column_is_one_of_the_contract_or_refused(key: str, text: str) -> None:
    population = {"table": "customers", "at": "signed_at", key: text}
    definition = {
        "form": "share",
        "better": "up",
        "population": population,
        "outcome": {"table": "events", "at": "occurred_at"},
        "window": {"days": 1},
    }

    with pytest.raises(InputError, match=r"there is no table|has no column|entity is|is text"):
        _declared({"own": definition})


def _tree(form: str, texts: Texts, dialect: str) -> exp.Expr:
    [tree] = sqlglot.parse(_sql(form, texts, dialect), dialect=dialect)
    assert tree is not None
    return tree


@cache
def _sql(form: str, texts: Texts, dialect: str) -> str:
    segment, words, value, filtered = texts
    where = "name = '" + value.replace("'", "''") + "'"
    rows: dict[str, Any] = {"table": "events", "at": "occurred_at", "where": where, "words": words}
    signed = {"table": "customers", "at": "signed_at", "words": words}
    parts: dict[str, dict[str, Any]] = {
        "share": {"population": signed, "outcome": rows, "window": {"days": 3}},
        "duration": {"population": signed, "outcome": rows, "window": {"days": 3}},
        "sum": {"population": rows},
        "ratio": {"numerator": rows, "denominator": {"table": "orders", "at": "ordered_at"}},
        "state": {
            "population": {
                "table": "subscriptions",
                "at": "started_at",
                "where": where.replace("name", "plan"),
                "words": words,
            },
            "outcome": {"until": "ended_at", "words": words},
        },
        "score": {
            "population": {
                "table": "surveys",
                "at": "answered_at",
                "asked": where.replace("name", "kind"),
                "asked_at": "sent_at",
            },
            "outcome": {"value": "score", "words": words},
        },
    }
    definition = {"form": form, "better": "up", "title": words, "source": words, **parts[form]}
    scope = scope_of("customers", {"plan": "text"})
    expression = read_expression(
        "case when plan is null then 'none' else plan end", scope, where="x", wanted=SEGMENT
    )
    request = Request(
        metric="own",
        as_of=date(2024, 6, 1),
        start=date(2024, 1, 1),
        by=(segment,),
        filters={segment: (filtered,)},
        expressions={segment: expression},
        catalogue=Catalogue(_declared({"own": definition})),
    )
    return compile_sql(request, dialect=dialect)


def _declared(definitions: dict[str, dict[str, Any]]) -> Any:  # noqa: ANN401 - metrics by name
    return declare(definitions, known=catalogue().metrics, place=".".join, scopes=scope_of)


def _form(tree: exp.Expr) -> list[str]:
    return [type(node).__name__ for node in tree.walk(bfs=False)]


def _names(tree: exp.Expr) -> set[str]:
    return {identifier.name for identifier in tree.find_all(exp.Identifier)}


def _literals(tree: exp.Expr) -> list[str]:
    return [literal.this for literal in tree.find_all(exp.Literal)]
