"""Text: the functions on it that engines disagree on, each with all its forms."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Node = exp.Expr

_ACCENTED = "".join(map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xDF))))
_CAPITALS = string.ascii_uppercase + _ACCENTED
_SMALL = _CAPITALS.lower()
_WHOLE_NUMBER = "^ *(-?[0-9]{1,18})(?:[.]0+)? *$"


def lower(subject: Node, dialect: str) -> Node:
    """Text in small letters, those of Western Europe: which others change depends on a database's locale."""
    return _translated(subject, _CAPITALS, _SMALL, dialect)


def upper(subject: Node, dialect: str) -> Node:
    """Text in capitals, for the same letters as `lower`."""
    return _translated(subject, _SMALL, _CAPITALS, dialect)


def length(subject: Node, dialect: str) -> Node:
    """Number of characters of a text; ClickHouse counts bytes under the name that others use."""
    return _call("CHAR_LENGTH" if dialect == "clickhouse" else "LENGTH", subject)


def whole_in(subject: Node, dialect: str) -> Node:
    """The whole number that a text holds, at most 18 digits, spaces around and zeros behind its point aside.

    Null where it holds anything else. A cast alone is not equal everywhere: 1.5 becomes 2 here and 1 there.
    """
    return _WHOLE_IN.get(dialect, _extracted)(subject, nodes.text(_WHOLE_NUMBER))


def _extracted(subject: Node, pattern: Node) -> Node:
    found = exp.RegexpExtract(this=subject, expression=pattern, group=nodes.whole(1))
    # Some return an empty text where nothing fits, and refuse to cast it.
    return _big(exp.Nullif(this=found, expression=nodes.text("")))


def _big(value: Node) -> Node:
    return nodes.cast(value, exp.DType.BIGINT)


_WHOLE_IN: Mapping[str, Callable[[Node, Node], Node]] = {
    "postgres": lambda subject, pattern: _big(_call("SUBSTRING", subject, pattern)),
    "clickhouse": lambda subject, pattern: _call("toInt64OrNull", _call("extract", subject, pattern)),
}


def _translated(subject: Node, letters: str, into: str, dialect: str) -> Node:
    name = "translateUTF8" if dialect == "clickhouse" else "TRANSLATE"
    return _call(name, subject, nodes.text(letters), nodes.text(into))


def _call(name: str, *arguments: Node) -> Node:
    return exp.Anonymous(this=name, expressions=list(arguments))
