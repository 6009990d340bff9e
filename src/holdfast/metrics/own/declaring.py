"""From a definition to a declaration: the same frozen values that a module of the catalogue holds."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.own import durations, scores, shares, states
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
}


def declare(name: str, given: Mapping[str, object], *, place: Place, scopes: Scopes) -> Metric:
    """The metric that a definition defines.

    Args:
        name: As the user calls it.
        given: The keys of the definition, as TOML gives them.
        place: Makes the place of a key as messages show it, from its path.
        scopes: The columns of a canonical table.

    Raises:
        InputError: A key or value is wrong; the message says where, what stands there and what is allowed.
    """
    path = ("metrics", name)
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        expected = f"small letters, digits and _, a letter first, at most {_LONGEST_NAME}"
        raise InputError(place(path), f"the name is {name!r}", expected, f"Write {_proper(name)}")
    definition = checked(Part(path, given, _form(path, given, place), place, scopes), TOP)
    return _MAKERS[definition.form](name, definition)


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
