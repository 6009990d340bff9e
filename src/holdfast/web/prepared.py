"""Queries that every page asks: put together once in a process, and asked again with other values.

Django puts a query together anew each time, which takes several times as long as the database needs for it.
What is kept is the text of the query alone, never a value or a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Expression

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Field, QuerySet

Row = tuple[Any, ...]


class Given(Expression):
    """A value in a prepared query that is known only when it is asked."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, *_: object) -> tuple[str, list[Any]]:  # type: ignore[override]  # itself, until it is asked
        """A place for the value, and itself where the value will be."""
        return "%s", [self]


class Prepared:
    """A query of columns. Its conditions hold constants and `Given` values, no list of a changing length."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._texts: dict[str, _Text] = {}

    def __call__(self, **given: object) -> list[Row]:
        """The rows, as Django would give them. One query."""
        text = self._texts.get(connection.vendor)
        if text is None:
            text = self._texts[connection.vendor] = _text_of(self._build())
        with connection.cursor() as cursor:
            cursor.execute(text.sql, [_filled(one, given) for one in text.parameters])
            return [_converted(row, text.converters) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class _Text:
    """A query as one kind of database reads it.

    Attributes:
        sql: With a place for each parameter.
        parameters: Constants, and `Given` where a value comes when it is asked.
        converters: Number of a column, what makes Django's value of the database's, and its expression.
    """

    sql: str
    parameters: tuple[object, ...]
    converters: tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]


def _text_of(rows: QuerySet[Any, Row]) -> _Text:
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    columns = [column for column, *_ in compiler.select]
    converters = compiler.get_converters(columns)
    return _Text(sql, tuple(parameters), tuple((at, some, about) for at, (some, about) in converters.items()))


def _filled(parameter: object, given: dict[str, object]) -> Any:  # noqa: ANN401 - what drivers take
    if not isinstance(parameter, Given):
        return parameter
    return parameter.output_field.get_db_prep_value(given[parameter.name], connection)


def _converted(row: Row, converters: Iterable[tuple[int, Sequence[Callable[..., Any]], Any]]) -> Row:
    values = list(row)
    for at, some, about in converters:
        for convert in some:
            values[at] = convert(values[at], about, connection)
    return tuple(values)
