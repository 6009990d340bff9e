"""Where an expression is read: its text, its table, and errors that point at the place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import InputError
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlglot import exp

    from holdfast.metrics.expression.model import Node, Type
    from holdfast.metrics.expression.scope import Scope

IN_WORDS = {
    "text": "text",
    "int": "a whole number",
    "bool": "true or false",
    "ts": "an instant",
    "date": "a date",
    "null": "null",
}
_CURLY = re.compile("[\u2018\u2019\u201a\u201c\u201d\u201e]")
_LONGEST_SHOWN = 40


class Typed(NamedTuple):
    """A part that was read, its type, and the tree that it was read from."""

    node: Node
    type: Type
    tree: exp.Expr
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What an expression is read against.

    Attributes:
        text: The whole expression.
        scope: Columns that it may name.
        where: Place of the expression in the user's file.
    """

    text: str
    scope: Scope
    where: str

    def refuse(self, tree: exp.Expr, found: str, expected: str = "", remedy: str = "") -> InputError:
        """The error for a part of the expression, at its first character."""
        return self.refuse_at(self.start(tree), found, expected, remedy)

    def refuse_at(self, offset: int, found: str, expected: str = "", remedy: str = "") -> InputError:
        """The error at a character of the text, counted from 0."""
        before = self.text[:offset]
        column = offset - (before.rfind("\n") + 1) + 1
        line = f"line {before.count(chr(10)) + 1} " if "\n" in self.text else ""
        return InputError(f"{self.where}, {line}column {column}", found, expected, remedy)

    def start(self, tree: exp.Expr) -> int:
        """Offset of the first character that belongs to a part; 0 where it cannot be told."""
        return min(self._marks(tree, "start"), default=0)

    def end(self, tree: exp.Expr) -> int:
        """Offset of the last character known to belong to a part."""
        return max(self._marks(tree, "end"), default=len(self.text) - 1)

    def sign(self, tree: exp.Binary) -> tuple[int, str]:
        """Offset and text of the sign between two parts."""
        after = self.end(tree.left) + 1
        found = re.compile(r"[\s)]*([^\s\w'\"(]+|\w+)").match(self.text, after)
        return (found.start(1), found[1]) if found else (self.start(tree), tree.key)

    def shown(self, tree: exp.Expr) -> str:
        """A part as the user wrote it, shortened where it is long."""
        part = " ".join(self.text[self.start(tree) : self.end(tree) + 1].split())
        return part if len(part) <= _LONGEST_SHOWN else f"{part[:_LONGEST_SHOWN]} …"

    def unknown_column(self, identifier: exp.Identifier) -> InputError:
        """The error for a name that is no column of the table, with what was probably meant."""
        name, table = str(identifier.this), self.scope.table
        names = sorted(self.scope.types)
        return self.refuse(
            identifier,
            f"{table} has no column {name!r}",
            "one of " + ", ".join(names),
            self._column_remedy(name, is_quoted=bool(identifier.args.get("quoted"))),
        )

    def _column_remedy(self, name: str, *, is_quoted: bool) -> str:
        if _CURLY.search(name):
            return f"Write straight quotes around text: '{_CURLY.sub('', name)}'"
        near = get_close_matches(name.casefold(), [known.casefold() for known in self.scope.types], n=1)
        if near:
            return f"Did you mean {self.scope.column(near[0]) or near[0]}"
        homes = [table for table, contract in TABLES.items() if contract.column(name)]
        if homes:
            return f"It is a column of {' and '.join(homes)}; a condition is about rows of {self.scope.table}"
        if is_quoted:
            return f"Text stands in single quotes: '{name}'"
        return f"Write '{name}' in single quotes where the text is meant"

    def _marks(self, tree: exp.Expr, mark: str) -> Iterator[int]:
        for part in tree.walk():
            if mark in part.meta and part.meta[mark] < len(self.text):
                yield part.meta[mark]
