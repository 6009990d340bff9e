"""Expressions are read strictly, and what cannot be read is said with its place and a way out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from holdfast.errors import InputError
from holdfast.metrics.expression.model import Called, Compared, Constant, Expression, Named
from holdfast.metrics.expression.reading import SEGMENT, read_expression
from holdfast.metrics.expression.scope import scope_of

CUSTOMERS = scope_of(
    "customers", {"plan": "text", "seats": "text", "Plan Size": "text", "users": "int", "score": "float"}
)


def _condition(text: str) -> Expression:
    return read_expression(text, CUSTOMERS, where="metrics.x.population.where")


@pytest.mark.parametrize(
    "text",
    [
        "plan = 'pro' and seats >= 5",
        "PLAN = 'pro' OR not (users between 1 and 3)",
        "is_paying and free_since is null",
        "is_paying is not true",
        "users in (1, 2, -3) and plan not in ('a', 'b')",
        "lower(trim(plan)) like 'pro%'",
        "coalesce(seats, 0) + 2 * users - 1 > length(plan)",
        "signed_at >= date '2024-01-01' and signed_at <= date('2024-03-31')",
        "days_between(signed_at, free_since) <= 30",
        "date(signed_at) in (date '2024-02-29')",
        "signed_at in (date '2024-02-29')",
        "signed_at < free_since",
        "case when users > 50 then 'large' else plan end = 'large'",
        "case plan when 'pro' then true else is_paying end",
        "\"Plan Size\" <> 'it''s'",
        'whole(seats) < whole("Plan Size")',
        'seats < "Plan Size"',
        "plan = 'pro' -- the paid one",
        "abs(users - 5) = 1\n  or users * users = 4",
    ],
)
def test_it_is_a_condition(text: str) -> None:
    assert _condition(text).type == "bool"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("case when seats > 50 then 'large' else 'small' end", "text"),
        ("plan", "text"),
        ("users", "int"),
        ("is_paying", "bool"),
        ("date(signed_at)", "date"),
        ("case when users > 1 then null else users end", "int"),
    ],
)
def test_it_is_a_segment(text: str, kind: str) -> None:
    assert read_expression(text, CUSTOMERS, where="segments.x", wanted=SEGMENT).type == kind


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "column 1: the expression is empty"),
        ("plna = 'pro'", "column 1: customers has no column 'plna'.*Did you mean plan"),
        ('plan = "pro"', "column 8: customers has no column 'pro'.*single quotes: 'pro'"),
        ("plan = pro", "column 8: customers has no column 'pro'.*'pro' in single quotes"),
        ("plan = \u2018pro\u2019", "column 8: .*straight quotes around text: 'pro'"),
        ("amount_minor > 5", "column 1: .*a column of subscriptions and orders and costs"),
        ("customers.plan = 'pro'", "column 1: customers.plan has a dot.*Write plan alone"),
        ("score > 1", "column 1: customers has no column 'score'"),
        ("users / 2 > 1", "column 7: '/' is not allowed.*multiply the other side"),
        ("users % 2 = 0", "column 7: '%' is not allowed"),
        ("plan || 'x' = 'y'", "column 6: '\\|\\|' is not allowed.*--by plan --by region"),
        ("plan ilike 'PRO%'", "column 6: 'ilike' is not allowed.*lower"),
        ("plan = null", "column 1: null stands beside =.*Write is null"),
        ("plan <> null", "Write is not null"),
        ("plan in ()", "column 1: the list after in is empty"),
        ("plan in ('a', null)", "null stands after in"),
        ("plan in (select 'a')", "column 1: no list of values stands after in"),
        ("users in (1, seats)", "column 14: seats is no constant"),
        ("exists (select 1)", "a query stands in the expression"),
        ("signed_at > '2024-01-01'", "column 13: .*Write date '2024-01-01'"),
        ("signed_at > date '2024-02-30'", "column 18: '2024-02-30' is no date"),
        ("signed_at > date '20240-2-30'", "is no date"),
        ("signed_at > date '2024-W01-1'", "is no date"),
        ("free_since - signed_at < 30", "column 1: free_since is an instant.*days_between"),
        ("is_paying = 'true'", "column 13: .*true or false without quotes"),
        ("users = '5'", "column 9: .*whole numbers without quotes"),
        ("customer_id = 5", "column 15: .*whole\\(customer_id\\)"),
        ("plan < 'pro'", "column 1: plan is text, which has no order"),
        ("users = 1.5", "column 9: 1.5 is no whole number.*minor units"),
        ("users = 1234567890123456789", "no whole number of at most 18 digits"),
        ("now() > signed_at", "column 1: a definition knows no today.*as-of date"),
        ("current_date > signed_at", "a definition knows no today"),
        ("count(plan) > 1", "column 1: count looks at many rows.*said by the outcome"),
        ("lowr(plan) = 'x'", "column 1: 'lowr' is not allowed.*Did you mean lower"),
        ("if(users > 1, true, false)", "Write case when"),
        ("users::text = '5'", "turns one type into another"),
        ("plan = 'pro' plan = 'x'", "column 14: 'plan' does not fit here"),
        ("plan = 'pro'; drop table customers", "column 15: 'drop' does not fit here"),
        ("plan = 'pro", "column 8: a quote or a comment begins here and does not end"),
        ("(plan = 'pro'", "a bracket is not closed"),
        ("users >", "column 7: something is missing after '>'"),
        ("case when users > 1 then true", "case is not ended"),
        ("plan and users > 1", "column 1: plan is text.*Compare it: plan = "),
        ("users", "column 1: the expression is a whole number.*Compare it"),
        ("'plan' = 'pro'", "column 1: the expression names no column"),
        (
            "plan = 'pro' and\n  usrs > 1",
            "line 2 column 3: customers has no column 'usrs'.*Did you mean users",
        ),
        ("plan like users", "column 11: users is no text.*a pattern"),
        ("plan like 'a\\_b'", "the pattern has a backslash"),
        ("plan = ?", "column 8: a value is left open.*Write the value itself"),
        ("coalesce(plan, 1, users) = 'a'", "values of one type"),
        ("lower(users) = 'a'", "lower is given users, which is a whole number"),
        ("days_between(signed_at) > 3", "two: days_between"),
        ("trim(both 'x' from plan) = 'a'", "is not understood"),
        ("users between symmetric 1 and 2", "is not understood"),
        ("\0plan = 'x'", "NUL"),
    ],
)
def test_a_mistake_is_said_with_its_place_and_a_way_out(text: str, message: str) -> None:
    with pytest.raises(InputError, match=f"(?s)metrics.x.population.where, .*{message}"):
        _condition(text)


@pytest.mark.parametrize(
    "text", ["(" * 900 + "users = 1" + ")" * 900, "not " * 900 + "is_paying", "plan = '" + "x" * 6000 + "'"]
)
def test_what_nobody_writes_by_hand_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"nested too deeply|at most 5000"):
        _condition(text)


def test_a_long_list_of_conditions_is_read() -> None:
    text = " or ".join(f"users = {number}" for number in range(300))

    assert _condition(text).columns == ("users",)


def test_an_instant_is_no_segment() -> None:
    with pytest.raises(InputError, match=r"Write date\(…\) around it"):
        read_expression("signed_at", CUSTOMERS, where="segments.x", wanted=SEGMENT)


def test_text_of_a_further_column_is_read_as_a_number_where_one_is_wanted() -> None:
    found = _condition("seats >= 5").root

    assert found == Compared(">=", Called("whole", (Named("seats"),)), Constant(5))


def test_two_ways_to_write_one_meaning_are_one_expression() -> None:
    first, second = (
        _condition("plan='pro'  AND (users>1)"),
        _condition("plan = 'pro' and users > 1 /* paid */"),
    )

    assert (first, repr(first)) == (second, repr(second))


def test_what_is_asked_to_be_null_is_named_too() -> None:
    assert _condition("free_since is null or signed_at < free_since").columns == ("free_since", "signed_at")


def test_the_values_of_expressions_load_no_sql_library() -> None:
    program = (
        "import sys, holdfast.metrics.expression.model, holdfast.metrics; print('sqlglot' in sys.modules)"
    )

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "False"
