"""Queries that every page asks: put together once in a process, and asked again with other values.

Django puts a query together anew each time, which takes several times as long as the database needs for it.
What is kept is the text of the query alone, never a value or a row.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigAutoField, BooleanField, Expression, F, Func, Model
from django.db.models.base import ModelState, model_unpickle

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
    """Keys of which one must hold, however many are given."""


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
        return _converted(rows, text.converters) if rows and text.converters else rows


class PreparedRows(Generic[Stored]):
    """The same of whole rows of one model.

    Args:
        build: The query.
        left_out: Fields that are read when somebody asks for them.
        joined: What they refer to, and is read with them, as in ``select_related``: each after what it is of.
    """

    def __init__(
        self,
        build: Callable[[], QuerySet[Stored]],
        *,
        left_out: Sequence[str] = (),
        joined: Sequence[str] = (),
    ) -> None:
        self._build, self._left_out, self._joined = build, left_out, joined
        self._columns = Prepared(lambda: build().values_list(*self._names))

    def __call__(self, **given: object) -> list[Stored]:
        """The rows, as Django would give them. One query."""
        rows, (own, *joined) = self._columns(**given), self._parts
        if not joined:
            return [own.made(row) for row in rows]
        return [self._whole(row) for row in rows]

    def _whole(self, row: Row) -> Stored:
        made: dict[str, Model | None] = {}
        for part in self._parts:
            one = made[part.path] = part.made(row[part.columns]) if row[part.key] is not None else None
            if part.of is not None and (holder := made[part.of[0]]) is not None:
                part.of[1].set_cached_value(holder, one)
        return made[""]  # type: ignore[return-value]  # the part of no path is the row itself

    @cached_property
    def _parts(self) -> tuple[_Part, ...]:
        parts = [_part(self._build().model, "", None, 0, self._left_out)]
        for path in self._joined:
            above, _, name = path.rpartition("__")
            holder = next(one for one in parts if one.path == above)
            field = holder.model._meta.get_field(name)  # noqa: SLF001 - public
            parts.append(_part(field.related_model, path, (above, field), parts[-1].columns.stop))
        return tuple(parts)

    @property
    def _names(self) -> Iterator[str]:
        for part in self._parts:
            yield from (f"{part.path}__{name}" if part.path else name for name in part.names)


@dataclass(frozen=True, slots=True)
class _Part:
    """The columns of a prepared query that make one object.

    Attributes:
        model: Of the object.
        path: From the row to it; empty for the row itself.
        names: Of its fields, in the order of its columns.
        columns: Where they stand.
        key: Where its key stands: where that is nothing, there is no object.
        of: The path of what refers to it, and the field that does.
    """

    model: type[Any]
    path: str
    names: tuple[str, ...]
    columns: slice
    key: int
    of: tuple[str, Any] | None

    def made(self, values: Iterable[Any]) -> Any:  # noqa: ANN401 - of any model
        """The object as Django reads it, without a call for each field: as it makes what was pickled."""
        made = model_unpickle(self.model)
        state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        made.__dict__.update(zip(self.names, values, strict=True), _state=state)
        return made


def _part(
    model: type[Any], path: str, of: tuple[str, Any] | None, begins: int, left_out: Sequence[str] = ()
) -> _Part:
    fields = [one for one in model._meta.concrete_fields if one.name not in left_out]  # noqa: SLF001 - public
    names = tuple(one.attname for one in fields)
    columns = slice(begins, begins + len(names))
    return _Part(model, path, names, columns, begins + names.index(model._meta.pk.attname), of)  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class _Text:
    """A query as one kind of database reads it.

    Attributes:
        parts: Of its text, with a place for a parameter between each two.
        parameters: Constants, and `Given` where a value comes when it is asked.
        converters: Number of a column, what makes Django's value of the database's, and its expression.
    """

    parts: tuple[str, ...]
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, Callable[..., Any], Any], ...]


def _text_of(rows: QuerySet[Any, Row]) -> _Text:
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    columns = [column for column, *_ in compiler.select]
    found = compiler.get_converters(columns).items()
    converters = tuple((at, convert, about) for at, (some, about) in found for convert in some)
    return _Text(tuple(sql.split("%s")), tuple(parameters), converters)


def _asked(text: _Text, given: dict[str, Any]) -> tuple[str, list[Any]]:
    """The query with its keys, and the other values as the database takes them."""
    sql, values = [text.parts[0]], []
    for one, after in zip(text.parameters, text.parts[1:], strict=True):
        if isinstance(one, GivenSome):
            # Whole numbers stand in the text itself: hundreds of places cost more than the query. What is no
            # whole number is refused here, with a TypeError.
            sql += (", ".join(map(int.__repr__, given[one.name])) or "NULL", after)
            continue
        sql += ("%s", after)
        is_given = isinstance(one, Given)
        values.append(one.output_field.get_db_prep_value(given[one.name], connection) if is_given else one)
    return "".join(sql), values


def _converted(rows: list[Row], converters: Iterable[tuple[int, Callable[..., Any], Any]]) -> list[Row]:
    """The rows with what Django makes of the database's values; of nothing, both databases make nothing."""
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for at, convert, about in converters:
        columns[at] = [one if one is None else convert(one, about, connection) for one in columns[at]]
    return list(zip(*columns, strict=True))
