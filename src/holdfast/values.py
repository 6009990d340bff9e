"""Frozen, slotted dataclasses, made in a third of the time that the standard library takes for one.

A review makes about fifty such classes before it says its first word, and the standard library compiles
seven functions for each of them: half a millisecond a class. Here only ``__init__`` is compiled; the other
methods are the same for all. What comes out is a dataclass as `dataclasses` knows it: ``replace``, ``fields``
and ``field`` apply.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError
from dataclasses import dataclass as _standard
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field, dataclass
else:

    def dataclass(*, frozen=False, slots=False, **others):  # noqa: ANN001, ANN003, ANN201 - checkers see the standard one
        """As ``dataclasses.dataclass``, and fast with ``frozen=True, slots=True`` and nothing else."""
        if frozen and slots and not others:
            return _made
        return _standard(frozen=frozen, slots=slots, **others)


__all__ = ["dataclass"]


def _made(cls: type[Any]) -> type[Any]:
    own = set(vars(cls))
    made: type[Any] = _standard(init=False, repr=False, eq=False, slots=True)(cls)
    fields = tuple(made.__dataclass_fields__.values())
    compared = _getter(tuple(field.name for field in fields if field.compare))
    methods = {
        "__init__": _init(fields, has_post_init=hasattr(made, "__post_init__")),
        "__repr__": _repr,
        "__eq__": _equal(compared),
        "__hash__": lambda self: hash(compared(self)),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": _state,
        "__setstate__": _set_state,
    }
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


def _init(fields: tuple[Field[Any], ...], *, has_post_init: bool) -> Callable[..., None]:
    """Compiled, because instances are made by the thousand."""
    space: dict[str, Any] = {"_missing": MISSING, "_set": object.__setattr__}
    parameters, body = [], []
    for number, field in enumerate(fields):
        parameter, value = field.name, field.name
        if field.default is not MISSING:
            space[f"_d{number}"] = field.default
            parameter = f"{field.name}=_d{number}"
        elif field.default_factory is not MISSING:
            space[f"_d{number}"] = field.default_factory
            parameter, value = (
                f"{field.name}=_missing",
                f"_d{number}() if {field.name} is _missing else {field.name}",
            )
        parameters.append(parameter)
        body.append(f"    _set(self, {field.name!r}, {value})\n")
    body.append("    self.__post_init__()\n" if has_post_init else "    return None\n")
    exec(f"def __init__(self, {', '.join(parameters)}):\n{''.join(body)}", space)  # noqa: S102 - names of fields alone
    init: Callable[..., None] = space["__init__"]
    return init


def _getter(names: tuple[str, ...]) -> Callable[[Any], object]:
    return attrgetter(*names) if names else lambda _: ()


def _equal(compared: Callable[[Any], object]) -> Callable[[Any, object], bool]:
    def equal(self: Any, other: object) -> bool:  # noqa: ANN401 - any value
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return equal


def _repr(self: Any) -> str:  # noqa: ANN401 - any value
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in _fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, *_: object) -> None:  # noqa: ANN401, ARG001 - any value
    raise FrozenInstanceError(f"{name!r} of a value cannot change")


def _state(self: Any) -> list[object]:  # noqa: ANN401 - any value
    return [getattr(self, field.name) for field in _fields(self)]


def _set_state(self: Any, state: list[object]) -> None:  # noqa: ANN401 - any value
    for field, value in zip(_fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


def _fields(self: Any) -> tuple[Field[Any], ...]:  # noqa: ANN401 - any value
    return tuple(self.__dataclass_fields__.values())
