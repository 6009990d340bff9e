"""From a definition to a declaration: the same frozen values that a module of the catalogue holds."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.declaration import unknown
from holdfast.metrics.own import durations, scores, shares, states, sums
from holdfast.metrics.own.keys import FORMS, TOP
from holdfast.metrics.own.part import Part, checked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.own.part import Place, Scopes

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_NAME = 60
_MAKERS: Mapping[str, Callable[[str, Part], Metric]] = {
    "share": shares.declared,
    "state": states.declared,
    "duration": durations.declared,
    "score": scores.declared,
    "sum": sums.declared_sum,
    "ratio": sums.declared_ratio,
}


def declare(
    definitions: Mapping[str, Mapping[str, object]],
    *,
    known: Mapping[str, Metric],
    place: Place,
    scopes: Scopes,
) -> Mapping[str, Metric]:
    """The metrics that definitions define, by name.

    Args:
        definitions: The keys of each definition by the metric's name, as TOML gives them.
        known: The catalogue's metrics, which a ratio may name too.
        place: Makes the place of a key as messages show it, from its path.
        scopes: The columns of a canonical table.

    Raises:
        InputError: A key or value is wrong, or a definition comes back to itself; the message says where,
            what stands there and what is allowed.
    """
    declaring = _Declaring(definitions, known, place, scopes)
    return {name: declaring.metric(name) for name in definitions}


class _Declaring:
    """Declares definitions, each once, those first that another one names."""

    def __init__(
        self,
        definitions: Mapping[str, Mapping[str, object]],
        known: Mapping[str, Metric],
        place: Place,
        scopes: Scopes,
    ) -> None:
        self._definitions = definitions
        self._known = known
        self._place = place
        self._scopes = scopes
        self._made: dict[str, Metric] = {}
        self._open: list[str] = []

    def metric(self, name: str) -> Metric:
        """The metric of one definition."""
        if name not in self._made:
            self._open.append(name)
            self._made[name] = self._declared(name, ("metrics", name), self._definitions[name])
            self._open.pop()
        return self._made[name]

    def _declared(self, name: str, path: tuple[str, ...], given: Mapping[str, object]) -> Metric:
        _check_name(name, self._place(path))
        form = _form(path, given, self._place)
        part = Part(path, given, form, self._place, _with(given, self._scopes), self._named)
        return _MAKERS[form](name, checked(part, TOP))

    def _named(self, name: str, part: Part, key: str) -> Metric:
        """The metric that a key of a part names."""
        if name in self._open:
            part.refuse(key, _circle([*self._open, name]), "a metric of the form sum", "Name another one")
        if name in self._definitions:
            return self.metric(name)
        if name not in self._known:
            error = unknown(key, name, {*self._definitions, *self._known})
            part.refuse(key, f"there is no metric {name!r}", error.expected, error.remedy)
        return self._known[name]


def _with(given: Mapping[str, object], scopes: Scopes) -> Scopes:
    """The same columns, and the parameters that the definition's conditions may name."""
    parameters = given.get("parameters")
    names = frozenset(parameters) if isinstance(parameters, dict) else frozenset()
    return lambda table: replace(scopes(table), parameters=names)


def _check_name(name: str, place: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        expected = f"small letters, digits and _, a letter first, at most {_LONGEST_NAME}"
        raise InputError(place, f"the name is {name!r}", expected, f"Write {_proper(name)}")


def _circle(names: list[str]) -> str:
    """``a refers to b, which refers to a``."""
    first, *rest = names[names.index(names[-1]) :]
    return f"{first} refers to " + ", which refers to ".join(
        "itself" if [first] == rest else one for one in rest
    )


def _form(path: tuple[str, ...], given: Mapping[str, object], place: Place) -> str:
    """The form, which says what the other keys are."""
    form = given.get("form")
    if isinstance(form, str) and form in _MAKERS:
        return form
    expected = "one of " + "; ".join(f"{known} ({says})" for known, says in FORMS.items())
    if form is None:
        raise InputError(place(path), "form is missing", expected, 'Write form = "share"')
    near = get_close_matches(str(form), FORMS, n=1)
    remedy = f"Did you mean {near[0]}" if near else ""
    raise InputError(place((*path, "form")), f"form is {form!r}", expected, remedy)


def _proper(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789") or "my_metric"
