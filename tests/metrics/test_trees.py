"""The trees that queries become: made anew each time, and no node with parts in two places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlglot import exp

from holdfast.metrics import Request, cards, compile_sql, metric
from holdfast.metrics.batch.cells import LET_THROUGH, Cells, Key
from holdfast.metrics.emit import nodes
from holdfast.metrics.emit.adapting import adapted
from holdfast.metrics.emit.dialects import DIALECTS, RUN
from holdfast.metrics.emit.query import select, union_all
from holdfast.metrics.emit.rendering import query_of
from holdfast.metrics.emit.writing import written
from holdfast.metrics.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.plan import Plan

DEFINITIONS = [(name, variant) for name in cards() for variant in metric(name).variants]
SHAPES: list[dict[str, Any]] = [
    {},
    {"by": ("plan",), "filters": {"size": ("small", "(none)")}, "time_zone": "Europe/Berlin"},
    {"grain": "week", "by": ("plan", "size"), "time_zone": "Europe/Berlin"},
]


def _request(name: str, variant: str, shape: dict[str, Any]) -> Request:
    hours = {"business_hours": "Mon-Fri 09:00-17:00"} if variant.endswith("business_hours") else {}
    given = {"parameters": {"variant": variant, **hours}, **shape}
    return Request(metric=name, as_of=date(2024, 6, 12), start=date(2024, 1, 1), **given)


def _plans(name: str, variant: str, dialect: str) -> Iterator[Plan]:
    requests = [_request(name, variant, shape) for shape in SHAPES]
    plans = [replace(plan_of(one.declared, one), dialect=dialect) for one in requests]
    yield from plans
    cells = Cells((Key("plan"), Key("size", ("small",))), (("a", LET_THROUGH), ("b", "")))
    yield replace(plans[0], cells=cells)


def _misplaced(tree: exp.Expr) -> list[str]:
    """Nodes with parts that have another parent than they were reached from, or that were reached before."""
    found, seen, waiting = [], {id(tree)}, [tree]
    while waiting:
        node = waiting.pop()
        parts = [
            part for value in node.args.values() for part in (value if isinstance(value, list) else [value])
        ]
        for part in parts:
            # Names and literals have no parts: one may stand in many places.
            if isinstance(part, exp.Expr) and not isinstance(part, exp.Identifier | exp.Literal):
                if part.parent is not node or id(part) in seen:
                    found.append(f"{part.sql()} in {node.sql()}")
                else:
                    waiting.append(part)
                seen.add(id(part))
    return found


@pytest.mark.parametrize(("name", "variant"), DEFINITIONS)
def test_no_node_with_parts_stands_in_two_places_of_a_query(name: str, variant: str) -> None:
    for dialect in DIALECTS:
        plans = list(_plans(name, variant, dialect))
        # What nothing runs is written from the same trees by other rules: of these one shape will do.
        trees = [query_of(plan, dialect).tree() for plan in (plans if dialect in RUN else plans[1:2])]

        as_emitted = [fault for tree in trees for fault in _misplaced(tree)]
        as_adapted = [fault for tree in trees for fault in _misplaced(adapted(tree, dialect))]

        assert as_emitted == as_adapted == [], dialect


@pytest.mark.parametrize(("name", "variant"), DEFINITIONS)
def test_the_short_ways_write_what_sqlglot_writes(name: str, variant: str) -> None:
    for dialect in DIALECTS:
        plan = list(_plans(name, variant, dialect))[1]
        tree = adapted(query_of(plan, dialect).tree(), dialect)

        wanted = tree.sql(dialect, pretty=True, comments=False)

        assert written(tree, dialect) == wanted, dialect


@pytest.mark.parametrize(("name", "variant"), DEFINITIONS)
def test_a_plan_compiles_to_the_same_text_each_time(name: str, variant: str) -> None:
    request = _request(name, variant, SHAPES[1])

    texts = {compile_sql(request, dialect=dialect) for dialect in ("duckdb", "clickhouse", "trino") * 2}

    assert len(texts) == 3


def test_a_method_leaves_the_query_that_it_is_called_on_as_it_was() -> None:
    orders = select("customer_id").from_("orders")

    orders.where(nodes.known(nodes.column("paid_at"))).group_by("customer_id").limit(3)

    assert orders.tree().sql() == "SELECT customer_id FROM orders"


def test_every_part_of_a_query_comes_out() -> None:
    one = select(nodes.named(nodes.quoted("Size of it"), "size"), nodes.every_column("o")).distinct()
    read = one.from_(select("a").from_("orders").subquery("o")).join(
        "plans", on=nodes.known(nodes.column("a", "plans")), join_type="FULL"
    )
    either = nodes.any_of(nodes.known(nodes.column("a")), nodes.known(nodes.column("b")))
    kept = (
        read.where(nodes.known(nodes.column("c")))
        .where(either)
        .group_by("a", "b")
        .having(nodes.known(nodes.column("d")))
    )

    whole = (
        kept.order_by(nodes.column("a"))
        .limit(7)
        .with_("plans", as_=select("x").from_("y"), materialized=True)
    )

    assert whole.tree().sql() == (
        "WITH plans AS MATERIALIZED (SELECT x FROM y) "
        'SELECT DISTINCT "Size of it" AS size, o.* FROM (SELECT a FROM orders) AS o '
        "FULL JOIN plans ON NOT plans.a IS NULL "
        "WHERE NOT c IS NULL AND (NOT a IS NULL OR NOT b IS NULL) GROUP BY a, b HAVING NOT d IS NULL "
        "ORDER BY a LIMIT 7"
    )


def test_steps_of_the_first_of_several_queries_are_steps_of_all() -> None:
    first = select("a").from_("s").with_("s", as_=select("a").from_("t"))

    tree = union_all(first, select("a").from_("s"), select("b").from_("u")).tree()

    assert (
        tree.sql()
        == "WITH s AS (SELECT a FROM t) SELECT a FROM s UNION ALL SELECT a FROM s UNION ALL SELECT b FROM u"
    )


def test_a_value_is_not_cast_twice_to_one_type_but_to_another() -> None:
    day = nodes.day(date(2024, 2, 29))

    assert nodes.cast(day, exp.DType.DATE) is day
    assert nodes.cast(day, exp.DType.TEXT).sql() == "CAST(CAST('2024-02-29' AS DATE) AS TEXT)"


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (7, "7"), (-6, "-6"), (2**62, "4611686018427387904")])
def test_a_whole_number_is_written_in_digits(number: int, text: str) -> None:
    assert nodes.whole(number).sql() == text
