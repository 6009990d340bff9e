"""From a plan to text: picks the form's query, renders it once, and that text is what runs."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from sqlglot import exp
from sqlglot.errors import UnsupportedError

from holdfast.errors import InputError
from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.adapting import adapted
from holdfast.metrics.emit.capabilities import refuse_unknown
from holdfast.metrics.emit.dialects import known
from holdfast.metrics.emit.expressions import Style
from holdfast.metrics.emit.nodes import every_node
from holdfast.metrics.emit.query import Query
from holdfast.metrics.emit.writing import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.metrics.batch.cells import Cells, Key
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.request import Request


WIDE = "/* {} words of bits for each customer */\n"
"""Stands before a text that groups by customer and collects so many words; engines need not read it."""
_MANY_WORDS = 4


def render(plan: Plan, dialect: str) -> str:
    """The text of the one query that a plan runs.

    Raises:
        InputError: The dialect is not one that the primitives are written for.
    """
    return text_of_plan(query_of(replace(plan, dialect=known(dialect)), dialect), plan, dialect)


def text_of_plan(query: Query, plan: Plan, dialect: str) -> str:
    """The text of a query that reads what its plan has in place of tables.

    Raises:
        InputError: As for `text_of`.
    """
    made = query.tree()
    if plan.instead:
        _read_instead(made, members.read_instead(plan))
    return _written(made, dialect)


def _hint(held: Sequence[exp.Expr], dialect: str) -> str:
    """What an engine that holds groups in memory must know of a text: how wide those of customers are."""
    if dialect != "duckdb":
        return ""
    words = [type(node) for node in held].count(exp.BitwiseOrAgg)
    return WIDE.format(words) if words >= _MANY_WORDS else ""


def _read_instead(made: exp.Query, instead: Mapping[str, str]) -> None:
    """Let a query read relations that a refresh made in place of tables, under the names of these."""
    for table in made.find_all(exp.Table):
        if table.name in instead and not table.db:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
            table.set("this", exp.to_identifier(instead[table.name]))
            table.set("db", exp.to_identifier("kept"))


def render_start(plan: Plan, dialect: str) -> str:
    """The text of the query for the local date of the earliest entity; null where there is none.

    Raises:
        InputError: The dialect is not one that the primitives are written for.
    """
    plan = replace(plan, dialect=known(dialect))
    population = plan.metric.form.population
    at = sql.column(population.at)
    earliest = sql.local_day(exp.Min(this=at), plan.request.time_zone, dialect)
    where = [sql.before(at, plan.as_of), *(sql.holds(c, plan) for c in population.where)]
    return text_of(
        sql.select(sql.named(earliest, "starts_on")).from_(population.table).where(*where), dialect
    )


def render_members(plan: Plan, cells: Cells, dialect: str) -> str:
    """The text of the query for every customer with its cell, for plans that read it in place of customers.

    Raises:
        InputError: The dialect is not one that the primitives are written for.
    """
    return text_of(members.everybody(replace(plan, dialect=known(dialect)), cells), dialect)


def render_keys(keys: Sequence[Key], most: int, dialect: str, *, time_zone: str) -> str:
    """The text of the query for the combinations of keys that customers have, at most as many as given.

    Raises:
        InputError: The dialect is not one that the primitives are written for.
    """
    style = Style(time_zone, known(dialect))
    columns = [
        sql.named(members.key_column(key, style), f"key_{number}") for number, key in enumerate(keys, start=1)
    ]
    return text_of(sql.select(*columns).distinct().from_("customers").limit(most), dialect)


def render_values(request: Request, dialect: str) -> str:
    """The text of the query for how many values each segment of a request has, null aside.

    Raises:
        InputError: The dialect is not one that the primitives are written for.
    """
    style = Style(request.time_zone, known(dialect))
    columns = [
        sql.named(
            exp.Count(this=exp.Distinct(expressions=[members.segment_text(request, name, style)])),
            f"values_{number}",
        )
        for number, name in enumerate(request.by, start=1)
    ]
    return text_of(sql.select(*columns).from_("customers"), dialect)


def query_of(plan: Plan, dialect: str) -> Query:
    """The query that a plan runs, which becomes a tree of its own each time it is asked for."""
    form = plan.metric.form
    emitter = import_module(f"holdfast.metrics.emit.{form.kind}")
    query: Query = emitter.query(plan, form, dialect)
    return query


def text_of(query: Query | exp.Query, dialect: str) -> str:
    """The text of a query, in the dialect's own words.

    Raises:
        InputError: It holds what the dialect cannot do, or what nobody looked at there.
    """
    # The tree that a query becomes is of this text only, so it may be changed; one that is given may not.
    return _written(query.tree() if isinstance(query, Query) else query.copy(), dialect)


def _written(made: exp.Query, dialect: str) -> str:
    made = adapted(made, dialect)
    held = every_node(made)
    refuse_unknown(held, dialect)
    try:
        return _hint(held, dialect) + written(made, dialect)
    except UnsupportedError as error:
        raise InputError(f"dialect {dialect}", f"it cannot say this ({error})", "", "Use another") from error
    finally:
        # A node that knows its parent waits for the garbage collector, which took a quarter of the time.
        for node in held:
            node.parent = None
