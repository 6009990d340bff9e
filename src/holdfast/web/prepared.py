"""Queries that every page asks: put together once in a process, and asked again with other values.

Django puts a query together anew each time, which takes several times as long as the database needs for it.
What is kept is the text of the query alone, never a value or a row.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection
from django.db.models import BigAutoField, BooleanField, Expression, F, Func, Model

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Field, QuerySet

Row = tuple[Any, ...]
Stored = TypeVar("Stored", bound=Model)


class Given(Expression):
    """A value in a prepared query that is known only when it is asked."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, *_: object) -> tuple[str, list[Any]]:  # type: ignore[override]  # itself, until it is asked
        """A place for the value, and itself where the value will be."""
        return "%s", [self]


class GivenSome(Given):
    """Values of which one must hold, however many are given."""


class Among(Func):
    """A condition: a column holds one of `GivenSome` values."""

    template = "%(expressions)s)"
    arg_joiner = " IN ("
    output_field = BooleanField()

    def __init__(self, column: str, name: str) -> None:
        super().__init__(F(column), GivenSome(name, BigAutoField()))


class Prepared:
    """A query of columns, whose conditions hold constants and `Given` values."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._texts: dict[str, _Text] = {}

    def __call__(self, **given: object) -> list[Row]:
        """The rows, as Django would give them. One query."""
        text = self._texts.get(connection.vendor)
        if text is None:
            text = self._texts[connection.vendor] = _text_of(self._build())
        with connection.cursor() as cursor:
            cursor.execute(*_asked(text, given))
            rows = cursor.fetchall()
        return [_converted(row, text.converters) for row in rows] if text.converters else rows


class PreparedRows(Generic[Stored]):
    """The same of whole rows of one model.

    Args:
        build: The query.
        left_out: Fields that are read when somebody asks for them.
    """

    def __init__(self, build: Callable[[], QuerySet[Stored]], *, left_out: Sequence[str] = ()) -> None:
        self._build, self._left_out = build, left_out
        self._columns = Prepared(lambda: build().values_list(*self._fields[1]))

    def __call__(self, **given: object) -> list[Stored]:
        """The rows, as Django would give them. One query."""
        model, names = self._fields
        return [model.from_db(connection.alias, names, row) for row in self._columns(**given)]

    @cached_property
    def _fields(self) -> tuple[type[Stored], tuple[str, ...]]:
        model = self._build().model
        kept = (one for one in model._meta.concrete_fields if one.name not in self._left_out)  # noqa: SLF001 - public
        return model, tuple(one.attname for one in kept)


@dataclass(frozen=True, slots=True)
class _Text:
    """A query as one kind of database reads it.

    Attributes:
        sql: With a place for each parameter.
        parameters: Constants, and `Given` where a value comes when it is asked.
        converters: Number of a column, what makes Django's value of the database's, and its expression.
    """

    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]


def _text_of(rows: QuerySet[Any, Row]) -> _Text:
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    columns = [column for column, *_ in compiler.select]
    converters = compiler.get_converters(columns)
    return _Text(sql, tuple(parameters), tuple((at, some, about) for at, (some, about) in converters.items()))


def _asked(text: _Text, given: dict[str, Any]) -> tuple[str, list[Any]]:
    """The query with as many places as there are values, and the values as the database takes them."""
    places, values = [], []
    for one in text.parameters:
        some = [one]
        if isinstance(one, Given):
            of_one = given[one.name] if isinstance(one, GivenSome) else [given[one.name]]
            some = [one.output_field.get_db_prep_value(value, connection) for value in of_one]
        places.append(", ".join(["%s"] * len(some)) or "NULL")
        values += some
    parts = text.sql.split("%s")
    sql = "".join(part + place for part, place in zip(parts, [*places, ""], strict=True))
    return sql, values


def _converted(row: Row, converters: Iterable[tuple[int, Sequence[Callable[..., Any]], Any]]) -> Row:
    values = list(row)
    for at, some, about in converters:
        for convert in some:
            values[at] = convert(values[at], about, connection)
    return tuple(values)
