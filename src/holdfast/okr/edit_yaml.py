"""Edits of YAML: the scalar of a statement in its own style, and an item in the list of initiatives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import yaml

from holdfast.errors import InputError
from holdfast.okr.patches import GAPS, Patch
from holdfast.okr.positions import line_anchors, position
from holdfast.okr.yaml_nodes import compose
from holdfast.okr.yaml_places import content_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.okr.edit import Edit
    from holdfast.okr.model import Anchor
    from holdfast.okr.patches import DiskFile

STEP = 2
"""Columns by which a new list stands in from its key."""


class Spot(NamedTuple):
    """A statement in the tree.

    Attributes:
        scalar: The statement's words.
        item: What holds them: the mapping of a key result, or the scalar itself.
        is_flow: It stands between brackets or braces.
    """

    scalar: yaml.ScalarNode
    item: yaml.Node
    is_flow: bool


class _File(NamedTuple):
    disk: DiskFile
    text: str
    lines: tuple[Anchor, ...]

    def offset(self, index: int) -> int:
        """Offset on disk of a character of the text with plain line feeds."""
        return self.disk.offset(*position(self.lines, index))

    def patch(self, start: int, end: int, text: str) -> Patch:
        return Patch(self.offset(start), self.offset(end), text.replace("\n", self.disk.line_end))

    def end_of(self, node: yaml.Node) -> int:
        """Where a node's own words end, without the white space and comments that PyYAML counts in."""
        last = node
        while not getattr(last, "flow_style", True) and last.value:
            last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
        return len(self.text[: last.end_mark.index].rstrip())


def yaml_patcher(disk: DiskFile, text: str, *, name: str) -> Callable[[Edit, int], list[Patch]]:
    """What gives the patches of an edit; the second argument says which way to write it, from 0."""
    file = _File(disk, text, line_anchors(text))
    root = compose(text, name=name).raw

    def patches(edit: Edit, way: int) -> list[Patch]:
        spot = _spot(root, edit)
        return list(_patches(file, spot, edit, way))

    return patches


def _spot(root: yaml.Node, edit: Edit) -> Spot:
    path: list[yaml.Node] = [root]
    objectives = root if isinstance(root, yaml.SequenceNode) else _value(root, "objectives")
    if objectives is not None:
        path += [objectives, objectives.value[edit.objective - 1]]
    key = "objective"
    if edit.key_result is not None:
        results = _value(path[-1], "key_results")
        if results is None:
            raise InputError("key_results", "none", "a list of key results", "Write one")
        path += [results, results.value[edit.key_result - 1]]
        key = "key_result"
    item = path[-1]
    scalar = item if isinstance(item, yaml.ScalarNode) else _value(item, key)
    if not isinstance(scalar, yaml.ScalarNode):
        raise InputError(key, "no sentence", "a sentence after the colon", "Write one")
    return Spot(scalar, item, any(bool(getattr(node, "flow_style", False)) for node in path))


def _value(node: yaml.Node, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


# A statement


def _patches(file: _File, spot: Spot, edit: Edit, way: int) -> Iterator[Patch]:
    text = edit.text.strip()
    initiative = None if edit.initiative is None else edit.initiative.strip()
    if initiative is not None and spot.item is spot.scalar:
        yield from _as_mapping(file, spot, text, initiative)
        return
    yield _rewording(file, spot, text, way)
    if initiative is not None:
        yield _added(file, spot, initiative)


def _rewording(file: _File, spot: Spot, text: str, way: int) -> Patch:
    start, end = spot.scalar.start_mark.index, spot.scalar.end_mark.index
    if file.text[start] in "|>" and not spot.is_flow:
        first, last = content_span(file.text, start, end)
        first += _leading_blank(file.text[first:last])
        return file.patch(first, first + len(file.text[first:last].rstrip()), text)
    words = _scalars(text, style=spot.scalar.style, is_flow=spot.is_flow)
    return file.patch(start, end, words[min(way, len(words) - 1)])


def _leading_blank(content: str) -> int:
    return len(content) - len(content.lstrip())


def _scalars(text: str, *, style: str | None, is_flow: bool) -> tuple[str, ...]:
    """Ways to write words that read as these words, the given style first."""
    double = json.dumps(text, ensure_ascii=False)
    single = "'" + text.replace("'", "''") + "'"
    by_style = {"'": (single, double), '"': (double,)}
    frame = "[{}]" if is_flow else "- {}"
    ways = by_style.get(style or "", (text, single, double))
    return tuple(way for way in ways if _reads_as(frame.format(way), text)) or (double,)


def _reads_as(words: str, text: str) -> bool:
    try:
        items = compose(words, name="-").raw.value
    except InputError:
        return False
    return (
        len(items) == 1
        and isinstance(items[0], yaml.ScalarNode)
        and items[0].value == text
        and not (items[0].tag.endswith(":null"))
    )


# An initiative


def _as_mapping(file: _File, spot: Spot, text: str, initiative: str) -> Iterator[Patch]:
    """A key result that was only words becomes keys, so that an initiative can stand under it."""
    style = spot.scalar.style if spot.scalar.style in ("'", '"') else None
    start, end = spot.scalar.start_mark.index, file.end_of(spot.scalar)
    words = _scalars(text, style=style, is_flow=spot.is_flow)[0]
    if spot.is_flow:
        key, names = _names(style)
        yield file.patch(start, end, f"{{{key}: {words}, {names}: [{_flow_item(initiative, style)}]}}")
        return
    yield file.patch(start, end, f"key_result: {words}")
    column = spot.scalar.start_mark.column
    yield _below(file, end, _block_list(initiative, column))


def _added(file: _File, spot: Spot, initiative: str) -> Patch:
    style = spot.scalar.style if spot.scalar.style in ("'", '"') and spot.is_flow else None
    listed = _value(spot.item, "initiatives")
    if listed is None:
        return _new_list(file, spot, initiative, style)
    if isinstance(listed, yaml.SequenceNode) and not listed.flow_style and listed.value:
        return _below(file, file.end_of(listed), _block_item(initiative, listed.start_mark.column))
    if isinstance(listed, yaml.SequenceNode):
        return _before_end(file, listed, _flow_item(initiative, style))
    start, end = listed.start_mark.index, listed.end_mark.index
    return file.patch(start, end, ("" if end > start else " ") + f"[{_flow_item(initiative, style)}]")


def _new_list(file: _File, spot: Spot, initiative: str, style: str | None) -> Patch:
    if getattr(spot.item, "flow_style", False):
        _, names = _names(style)
        return _before_end(file, spot.item, f"{names}: [{_flow_item(initiative, style)}]")
    return _below(file, file.end_of(spot.item), _block_list(initiative, spot.item.start_mark.column))


def _before_end(file: _File, node: yaml.Node, words: str) -> Patch:
    """Words as the last entry between brackets or braces."""
    end = len(file.text[: node.end_mark.index - 1].rstrip())
    is_first = not node.value or file.text[end - 1] == ","
    return file.patch(end, end, (" " if node.value and is_first else "" if is_first else ", ") + words)


def _below(file: _File, index: int, lines: list[str]) -> Patch:
    line, _ = position(file.lines, index)
    return file.disk.insertion(line, lines)


def _block_list(initiative: str, column: int) -> list[str]:
    return [f"{' ' * column}initiatives:", *_block_item(initiative, column + STEP)]


def _block_item(initiative: str, column: int) -> list[str]:
    first, *others = _fields(initiative, style=None, is_flow=False)
    return [f"{' ' * column}- {first}", *(f"{' ' * (column + 2)}{other}" for other in others)]


def _flow_item(initiative: str, style: str | None) -> str:
    return "{" + ", ".join(_fields(initiative, style=style, is_flow=True)) + "}"


def _fields(initiative: str, *, style: str | None, is_flow: bool) -> list[str]:
    quote = '"' if style == '"' else ""
    pairs = (
        ("initiative", initiative),
        ("owner", GAPS.owner),
        ("due", GAPS.due),
        ("expected_lift", GAPS.expected_lift),
    )
    return [
        f"{quote}{key}{quote}: {_scalars(value or '', style=style, is_flow=is_flow)[0]}"
        for key, value in pairs
    ]


def _names(style: str | None) -> tuple[str, str]:
    """The keys of a key result and of its initiatives, quoted where the file quotes, as JSON does."""
    return ('"key_result"', '"initiatives"') if style == '"' else ("key_result", "initiatives")
