"""PostgreSQL's values as the metrics engine takes them: integers, ISO text, and text for all the rest."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import psycopg
from psycopg.adapt import AdaptersMap, Loader

if TYPE_CHECKING:
    from psycopg.abc import Buffer

_NATIVE = ("bool", "int2", "int4", "int8", "oid", "float4", "float8")
_LOGICAL = {
    "bool": "bool",
    "int2": "int",
    "int4": "int",
    "int8": "int",
    "oid": "int",
    "float4": "float",
    "float8": "float",
    "numeric": "float",
    "timestamp": "ts",
    "timestamptz": "ts",
    "date": "date",
}


class _Text(Loader):
    """Whatever has no better form: uuid, json, enumerations, ranges and types of extensions."""

    def load(self, data: Buffer) -> str:
        return bytes(data).decode()


class _Number(Loader):
    """A numeric: sums of 64-bit integers are of this type, and are integers again here."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        if text.lstrip("-").isdigit():
            return int(text)
        value = Decimal(text)
        whole = value.is_finite() and value == value.to_integral_value()
        return int(value) if whole else float(value)


class _Instant(Loader):
    """A timestamp or time as ISO text; a fraction of a second has six digits, as Python writes it.

    ``infinity`` and years before Christ stay as the database writes them: Python has no such instants.
    """

    def load(self, data: Buffer) -> str:
        text = bytes(data).decode().replace(" ", "T", 1)
        start, point, rest = text.partition(".")
        if not point:
            return _with_whole_offset(text)
        digits = rest[: next((at for at, sign in enumerate(rest) if not sign.isdigit()), len(rest))]
        return _with_whole_offset(f"{start}.{digits:0<6}{rest[len(digits) :]}")


def _with_whole_offset(text: str) -> str:
    """PostgreSQL shortens +00:00 to +00."""
    return f"{text}:00" if text[-3:-2] in {"+", "-"} and "T" in text else text


class Context:
    """What psycopg wants to know when it connects: which loaders there are."""

    @property
    def adapters(self) -> AdaptersMap:
        """Ours, the same for every connection."""
        return _adapters()

    @property
    def connection(self) -> None:
        """None: they belong to no connection."""
        return


@cache
def _adapters() -> AdaptersMap:
    made = AdaptersMap(psycopg.adapters)
    for info in psycopg.adapters.types:
        if info.name not in _NATIVE:
            made.register_loader(info.oid, _Text)
        if info.array_oid:
            made.register_loader(info.array_oid, _Text)
    made.register_loader("numeric", _Number)
    for name in ("timestamp", "timestamptz", "time", "timetz"):
        made.register_loader(name, _Instant)
    return made


def logical_type(oid: int) -> str:
    """``text``, ``int``, ``bool``, ``ts``, ``date`` or ``float`` for a type's number."""
    info = psycopg.adapters.types.get(oid)
    return _LOGICAL.get(info.name, "text") if info else "text"


def type_name(oid: int) -> str:
    """PostgreSQL's name of a built-in type (``timestamptz``), or empty for any other."""
    info = psycopg.adapters.types.get(oid)
    return info.name if info else ""
