"""Records of the core as JSON keeps them, and back."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from holdfast.records.contact import ContactEffect
from holdfast.records.lifetime_value import ModelFit
from holdfast.units import Interval, Period

Record = TypeVar("Record")

_LATE: dict[str, Any] = {
    "date": date,
    "Interval": Interval,
    "Period": Period,
    "ModelFit": ModelFit,
    "ContactEffect": ContactEffect,
    "Segment": tuple[tuple[str, str], ...],
}
"""What modules of records import for their annotations alone."""


def as_json(record: object) -> dict[str, Any]:
    """A frozen record as JSON keeps it: dates as ISO text, and None for what is no number."""
    plain: dict[str, Any] = _plain(asdict(record))  # type: ignore[call-overload]  # of a dataclass
    return plain


def read_record(kind: type[Record], told: Any) -> Record:  # noqa: ANN401 - of JSON
    """The record that `as_json` told."""
    found: Record = _read(kind, told)
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a record holds
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value - value != 0:
        return None  # PostgreSQL keeps neither "not a number" nor infinity
    return value


def _read(kind: Any, told: Any) -> Any:  # noqa: ANN401 - of JSON
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return None if told is None else _read(next(one for one in inside if one is not type(None)), told)
    if origin is tuple:
        if inside[-1] is Ellipsis:
            return tuple(_read(inside[0], one) for one in told)
        return tuple(_read(*one) for one in zip(inside, told, strict=True))
    if kind is date:
        return date.fromisoformat(told)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        known = {one.name: told[one.name] for one in fields(kind) if one.name in told}
        return kind(**{name: _read(hints[name], value) for name, value in known.items()})
    return told


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns=_LATE)
