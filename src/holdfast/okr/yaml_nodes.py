"""YAML as a tree of nodes that know their line: no aliases, no tags, bounded depth.

Scalars stay the words their author wrote: ``owner: no`` is a person called "no", and a date stays text.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from holdfast.errors import InputError
from holdfast.okr.cleaning import visible
from holdfast.okr.yaml_places import scalar_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.model import Place
    from holdfast.okr.yaml_places import Source

DEEPEST = 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STATEMENTS = ("objective", "key_result", "initiative", "milestone")
_WORDS_FOR_STATEMENT = frozenset(
    {"text", "statement", "sentence", "title", "name", "description", "summary", "label"}
)
_MEANINGS = {
    **dict.fromkeys(("goal", "aim", "o", "obj"), "objective"),
    **dict.fromkeys(("goals", "okrs", "okr"), "objectives"),
    **dict.fromkeys(("kr", "result", "keyresult", "outcome"), "key_result"),
    **dict.fromkeys(("krs", "results", "keyresults", "outcomes", "measures"), "key_results"),
    **dict.fromkeys(("action", "project", "task"), "initiative"),
    **dict.fromkeys(("actions", "projects", "tasks"), "initiatives"),
    **dict.fromkeys(("quarter", "period"), "cycle"),
    **dict.fromkeys(("start", "from"), "baseline"),
    **dict.fromkeys(("progress", "comment", "notes"), "note"),
    **dict.fromkeys(("dri", "responsible", "lead"), "owner"),
}
_NULL = "tag:yaml.org,2002:null"


class Node:
    """One node of a YAML document, with the file's name for messages."""

    def __init__(self, node: yaml.Node, *, name: str, key: str) -> None:
        self.raw = node
        self.name = name
        self.key = key

    @property
    def line(self) -> int:
        """Line from 1."""
        return int(self.raw.start_mark.line) + 1

    def fail(self, found: str, expected: str, remedy: str = "") -> NoReturn:
        """Refuse the file because of this node.

        Raises:
            InputError: Always, naming file and line.
        """
        raise InputError(f"{self.name}, line {self.line}", found, expected, remedy)

    @property
    def is_null(self) -> bool:
        """True for an empty value, ``null`` and ``~``."""
        return isinstance(self.raw, yaml.ScalarNode) and self.raw.tag == _NULL

    @property
    def is_mapping(self) -> bool:
        """True for keys with values."""
        return isinstance(self.raw, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """True for items."""
        return isinstance(self.raw, yaml.SequenceNode)

    def text(self) -> str | None:
        """Words on one line; line breaks become spaces. None for null and for blank words.

        Raises:
            InputError: A list or a mapping stands here.
        """
        if not isinstance(self.raw, yaml.ScalarNode):
            self.fail(f"'{self.key}' holds {self._shape()}", "words", "Write one value after the colon")
        if self.is_null:
            return None
        words = visible(str(self.raw.value)).replace("\r", "\n")
        return " ".join(part.strip() for part in words.split("\n") if part.strip()) or None

    def named(self, key: str) -> Node:
        """The same node as the value of a key."""
        return Node(self.raw, name=self.name, key=key)

    def items(self) -> Iterator[Node]:
        """The items of a list; none for null.

        Raises:
            InputError: Something else stands here.
        """
        if self.is_null:
            return
        if not isinstance(self.raw, yaml.SequenceNode):
            self.fail(
                f"'{self.key}' holds {self._shape()}", "a list", "Begin each item with '- ' on its own line"
            )
        for item in self.raw.value:
            yield Node(item, name=self.name, key=self.key)

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Keys and values of a mapping; none for null.

        Raises:
            InputError: Something else stands here, or a key stands twice.
        """
        if self.is_null:
            return
        if not isinstance(self.raw, yaml.MappingNode):
            self.fail(f"'{self.key}' holds {self._shape()}", "keys with values", "Write 'key: value' lines")
        seen: set[str] = set()
        for key_node, value in self.raw.value:
            key = Node(key_node, name=self.name, key="a key").text() or ""
            if key in seen:
                Node(key_node, name=self.name, key=key).fail(
                    f"the key '{key}' a second time", "each key once"
                )
            seen.add(key)
            yield key, Node(value, name=self.name, key=key)

    def fields(self, allowed: tuple[str, ...]) -> dict[str, Node]:
        """Values by key.

        Raises:
            InputError: A key that is not allowed, with the nearest that is.
        """
        found: dict[str, Node] = {}
        for key, value in self.pairs():
            if key not in allowed:
                near = _nearest(key[:60].lower().replace("-", "_").replace(" ", "_"), allowed)
                remedy = f"Did you mean '{near}'?" if near else "Correct or remove the key"
                value.fail(f"unknown key '{key[:60]}'", f"one of {', '.join(allowed)}", remedy.rstrip("?"))
            found[key] = value
        return found

    def place(self, text: str, source: Source) -> Place:
        """Where the statement that this scalar holds stands in the file."""
        span = (self.raw.start_mark.index, self.raw.end_mark.index)
        return scalar_place(text, source, span)

    def _shape(self) -> str:
        if isinstance(self.raw, yaml.ScalarNode):
            return f"the words '{str(self.raw.value)[:40]}'"
        return "keys with values" if self.is_mapping else "a list"


def _nearest(key: str, allowed: tuple[str, ...]) -> str | None:
    """The allowed key that an unknown one stands for: its meaning comes before its letters."""
    meant = _MEANINGS.get(key)
    statement = next((name for name in _STATEMENTS if name in allowed), None)
    if meant in allowed:
        return meant
    if key in _WORDS_FOR_STATEMENT and statement:
        return statement
    return next(iter(get_close_matches(key, allowed, 1)), None)


def compose(text: str, *, name: str) -> Node:
    """The one document of a YAML text.

    Raises:
        InputError: Not YAML, an anchor or alias, deeper than 20 levels, or several documents.
    """
    try:
        _refuse_tricks(text, name=name)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}, line {mark.line + 1}" if mark else name
        form = "JSON" if text.lstrip().startswith(("{", "[")) else "YAML"
        found = f"not valid {form} ({error.problem or error.context})"
        remedy = "Check brackets, commas" if form == "JSON" else "Check indentation, colons"
        raise InputError(where, found, form, f"{remedy} and quotation marks there") from error
    except (yaml.YAMLError, ValueError) as error:
        reason = str(getattr(error, "reason", error)).splitlines()[0]
        raise InputError(name, f"not valid YAML ({reason})", "YAML", "Remove the character") from error
    if node is None:
        raise InputError(name, "no content, only comments", "an OKR", "Begin with 'objectives:'")
    return Node(node, name=name, key="the file")


def _refuse_tricks(text: str, *, name: str) -> None:
    """Aliases can stand for billions of nodes, and depth for a stack: neither belongs in an OKR file."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent))
        depth -= isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent))
        documents += isinstance(event, yaml.DocumentStartEvent)
        where = f"{name}, line {event.start_mark.line + 1}" if event.start_mark else name
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            found = f"the anchor or alias '{str(anchor)[:40]}'"
            raise InputError(where, found, "plain values", "Write the value out in each place")
        if depth > DEEPEST:
            raise InputError(
                where, f"more than {DEEPEST} levels", "an OKR file", "See docs/reference/okr-files.md"
            )
        if documents > 1:
            raise InputError(
                where, "a second YAML document", "one document in a file", "Remove the line '---'"
            )
