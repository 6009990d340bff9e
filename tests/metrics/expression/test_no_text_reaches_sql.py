"""No text of a definition reaches SQL but as a quoted name or a literal, and none changes its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlglot
from hypothesis import assume, example, given
from hypothesis import strategies as st
from sqlglot import exp

from holdfast.errors import InputError
from holdfast.metrics.emit.expressions import Style, as_text, tree_of
from holdfast.metrics.expression.reading import SEGMENT, read_expression
from holdfast.metrics.expression.scope import Scope, scope_of

if TYPE_CHECKING:
    from holdfast.metrics.expression.model import Expression

DIALECTS = ("duckdb", "postgres", "spark", "clickhouse", "snowflake", "bigquery", "trino")
_EVIL = st.sampled_from(
    [
        "'",
        '"',
        "`",
        "\\",
        "'; DROP TABLE customers; --",
        "*/",
        "/*",
        "--",
        "\n",
        "$$",
        "\\'",
        "${x}",
        "{{x}}",
        "%",
        ";",
        "[",
        "]",
        "é",
        "0x",
        "\u2028",
        ")",
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
    st.lists(_EVIL, max_size=5).map("".join),
)
NAMES = TEXTS.filter(lambda name: bool(name.strip()))
PIECES = st.lists(
    st.one_of(
        _EVIL,
        st.sampled_from(
            [
                "plan",
                "users",
                "=",
                "<>",
                "and",
                "or",
                "not",
                "in",
                "(",
                ")",
                "'a'",
                "1",
                "case",
                "when",
                "then",
                "end",
                "select",
                "from",
                "union",
                "is",
                "null",
                "like",
                ",",
                "date",
                "lower(",
                "coalesce(",
                "between",
                "::",
                "cast(",
                "as",
                ".",
                "+",
                "-",
                "/",
                "@",
                "?",
                ":x",
                "over",
                "interval",
                "'2024-01-01'",
                "exists",
                "any(",
                "values",
                "with",
                "table",
            ]
        ),
    ),
    max_size=9,
).map(" ".join)
SCOPE = scope_of("customers", {"plan": "text", "users": "int"})


def _quoted(text: str, sign: str) -> str:
    return sign + text.replace(sign, sign * 2) + sign


@pytest.mark.parametrize("dialect", DIALECTS)
@given(name=NAMES, value=TEXTS, pattern=TEXTS.filter(lambda text: "\\" not in text))
@example(name='a"b', value="it's", pattern="%")
@example(name="x`y", value="\\", pattern="'")
def test_names_and_texts_come_back_as_such_and_the_query_keeps_its_form(
    dialect: str, name: str, value: str, pattern: str
) -> None:
    assume(dialect != "bigquery" or "." not in name)  # no column is called so there: a dot parts names
    scope = Scope("customers", {name: "text"}, frozenset({name}))
    column = _quoted(name, '"')
    text = f"{column} = {_quoted(value, chr(39))} or {column} like {_quoted(pattern, chr(39))}"

    sql = _query(read_expression(text, scope, where="x"), dialect)

    [tree] = sqlglot.parse(sql, dialect=dialect)
    assert tree is not None
    assert _form(tree) == _form(_plain(dialect))
    assert {identifier.name for identifier in tree.find_all(exp.Identifier)} == {
        name,
        "customer_id",
        "customers",
    }
    assert all(identifier.quoted for identifier in tree.find_all(exp.Identifier) if identifier.name == name)
    assert [literal.this for literal in tree.find_all(exp.Literal, bfs=False)] == [value, pattern]


@given(text=st.one_of(TEXTS, PIECES))
@example(text="plan = '' ) or (1=1")
@example(text="plan = 'a' union select 1")
def test_any_text_is_an_expression_or_an_error_and_never_more_than_its_parts(text: str) -> None:
    try:
        expression = read_expression(text, SCOPE, where="x", wanted=("bool", *SEGMENT))
    except InputError:
        return

    for dialect in DIALECTS:
        [tree] = sqlglot.parse(_query(expression, dialect), dialect=dialect)
        assert tree is not None
        allowed = {
            "plan",
            "users",
            "signed_at",
            "free_since",
            "is_paying",
            "owner",
            "parent_id",
            "customer_id",
            "customers",
        }
        assert {identifier.name for identifier in tree.find_all(exp.Identifier)} <= allowed
        assert len(list(tree.find_all(exp.Query))) == 1
        assert not tree.find(exp.Drop, exp.Union, exp.Command, exp.Placeholder, exp.Parameter)


def _query(expression: Expression, dialect: str) -> str:
    style, query = Style("Europe/Berlin", dialect), exp.select("customer_id").from_("customers")
    if expression.type == "bool":
        query = query.where(tree_of(expression.root, style))
    else:
        query = query.select(as_text(expression, style))
    return query.sql(dialect=dialect, pretty=True)


def _plain(dialect: str) -> exp.Expr:
    scope = Scope("customers", {"a": "text"}, frozenset({"a"}))
    return sqlglot.parse_one(
        _query(read_expression("a = 'b' or a like 'c'", scope, where="x"), dialect), dialect=dialect
    )


def _form(tree: exp.Expr) -> list[str]:
    return [type(node).__name__ for node in tree.walk(bfs=False)]
