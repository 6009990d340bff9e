"""What a workspace adds to the catalogue: parameters, metrics of its own, and segments by expression."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from holdfast.errors import InputError
from holdfast.metrics import catalogue
from holdfast.metrics.declaration import unknown
from holdfast.service.toml_places import place_in
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from holdfast.metrics import Catalogue, Metric
    from holdfast.metrics.declaration import Setting
    from holdfast.metrics.expression.model import Expression
    from holdfast.metrics.expression.scope import Scope

    Columns = Callable[[str], Mapping[str, str]]

_DEFINITION = ("form", "population", "outcome", "numerator", "denominator")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class OwnMetrics:
    """What stands under ``[metrics]`` and ``[segments.expressions]``.

    Attributes:
        catalogue: The metrics that can be asked for, the workspace's own among them.
        parameters: Numbers set for metrics of the catalogue, by metric.
        expressions: Segments by expression, by their name.
    """

    catalogue: Catalogue
    parameters: Mapping[str, Mapping[str, Setting]]
    expressions: Mapping[str, Expression]


def own_metrics(
    path: Path,
    metrics: Mapping[str, Mapping[str, object]],
    expressions: Mapping[str, str],
    columns: Columns,
) -> OwnMetrics:
    """Everything that a workspace file adds to the catalogue, validated.

    Args:
        path: The workspace file, read again where a message names a line of it.
        metrics: What stands under ``[metrics]``.
        expressions: What stands under ``[segments.expressions]``.
        columns: The columns of a canonical table as the engine declares them.

    Raises:
        InputError: A key or value is wrong; the message says where, what stands there and what is allowed.
    """
    reading = _Reading(path, columns)
    parameters = {name: reading.parameters(name, metrics[name]) for name in metrics if name in _known()}
    own = {name: given for name, given in metrics.items() if name not in _known()}
    return OwnMetrics(
        catalogue().with_own(reading.metrics(own)) if own else catalogue(),
        MappingProxyType(parameters),
        MappingProxyType({name: reading.segment(name, text) for name, text in expressions.items()}),
    )


def _known() -> Mapping[str, Metric]:
    return catalogue().metrics


class _Reading:
    """Reads sections of one file, each table's columns asked for once."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self._path = path
        self._columns = columns
        self._scope = lru_cache(self._scope_of)

    def parameters(self, name: str, given: Mapping[str, object]) -> Mapping[str, Setting]:
        """Numbers of a metric of the catalogue."""
        for key, value in given.items():
            if key not in _DEFINITION and not isinstance(value, str | int | float):
                place = self._place(("metrics", name, key))
                raise InputError(place, f"{key} is {value!r}", "a number or a text", "See the metric's page")
            if key in _DEFINITION:
                place, expected = self._place(("metrics", name, key)), "parameters of that metric alone"
                remedy = f"Give your own metric another name, such as our_{name}"
                raise InputError(place, f"{name} is a metric of the catalogue", expected, remedy)
        settings = {key: cast("Setting", value) for key, value in given.items()}
        try:
            _known()[name].settings(settings)
        except InputError as error:
            key = next((key for key in given if f"'{key}'" in error.found or error.where.endswith(key)), "")
            place = self._place(("metrics", name, key) if key else ("metrics", name))
            raise InputError(place, f"{error.where}: {error.found}", error.expected, error.remedy) from None
        return MappingProxyType(settings)

    def metrics(self, definitions: Mapping[str, Mapping[str, object]]) -> Mapping[str, Metric]:
        """The metrics of the workspace's own."""
        from holdfast.metrics.own.declaring import declare  # noqa: PLC0415 - only who defines metrics needs it

        for name, given in definitions.items():
            if not any(key in given for key in _DEFINITION):
                error = unknown("metric", name, _known())
                remedy = error.remedy or 'Write form = "share" and the other keys of a metric of your own'
                raise InputError(self._place(("metrics", name)), error.found, error.expected, remedy)
        return declare(definitions, known=_known(), place=self._place, scopes=self._scope)

    def segment(self, name: str, text: str) -> Expression:
        """A segment by expression."""
        from holdfast.metrics.expression.reading import SEGMENT, read_expression  # noqa: PLC0415 - as above

        place, scope = self._place(("segments", "expressions", name)), self._scope("customers")
        if name in scope.types:
            raise InputError(
                place, f"customers has a column {name!r}", "a name of its own", f"Write {name}_band = …"
            )
        if not name or len(name) > _LONGEST_NAME or set(name) & set("=,;\n"):
            raise InputError(
                place, f"the name is {name!r}", f"at most {_LONGEST_NAME} characters, none of = , ;"
            )
        return read_expression(text, scope, where=place, wanted=SEGMENT)

    def _scope_of(self, table: str) -> Scope:
        from holdfast.metrics.expression.scope import scope_of  # noqa: PLC0415 - as above

        return scope_of(table, self._columns(table))

    def _place(self, keys: tuple[str, ...]) -> str:
        return place_in(self._path, self._path.read_text(encoding="utf-8-sig"), keys)
