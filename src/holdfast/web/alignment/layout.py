"""Where the boxes of the map stand: layer by layer, what supports more above, and the lines between them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.web.alignment.queries import Alignment, Node

WIDTH, HEIGHT, ACROSS, DOWN = 220, 92, 28, 64
_LETTERS, _LINES = 27, 3


@dataclass(frozen=True, slots=True)
class Box:
    """One objective on the map, in pixels from the upper left corner; its team and text in lines that fit."""

    node: Node
    x: int
    y: int
    team: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """Boxes, and the lines between them as SVG paths."""

    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    width: int
    height: int


def layout(found: Alignment) -> Map:
    """The map of all objectives that are joined to another one; empty where none is."""
    layers = _layers(found)
    boxes = {}
    for depth, layer in enumerate(layers):
        for number, pk in enumerate(layer):
            node = found.nodes[pk]
            x, y = number * (WIDTH + ACROSS), depth * (HEIGHT + DOWN)
            boxes[pk] = Box(node, x, y, _shortened(node.team or "No team"), _wrapped(node.text))
    widest = max((len(layer) for layer in layers), default=0)
    paths = tuple(
        _path(box, boxes[upper]) for pk, box in boxes.items() for upper in box.node.above if upper in boxes
    )
    width, height = widest * (WIDTH + ACROSS) - ACROSS, len(layers) * (HEIGHT + DOWN) - DOWN
    return Map(tuple(boxes.values()), paths, max(width, 0), max(height, 0))


def _layers(found: Alignment) -> list[list[int]]:
    """Ids by their depth: one below the lowest that they support. A circle, should there be one, is cut."""
    depth: dict[int, int] = {}

    def of(pk: int, passed: frozenset[int]) -> int:
        if pk not in depth:
            above = [one for one in found.nodes[pk].above if one not in passed and one in found.nodes]
            depth[pk] = 1 + max((of(one, passed | {pk}) for one in above), default=-1)
        return depth[pk]

    joined = [pk for pk, node in found.nodes.items() if node.above or node.below]
    layers: list[list[int]] = []
    for pk in joined:
        while len(layers) <= of(pk, frozenset()):
            layers.append([])
        layers[depth[pk]].append(pk)
    return layers


def _path(lower: Box, upper: Box) -> str:
    """A curve from the top of the one that supports to the bottom of the one supported."""
    x0, y0 = lower.x + WIDTH // 2, lower.y
    x1, y1 = upper.x + WIDTH // 2, upper.y + HEIGHT
    middle = (y0 + y1) // 2
    return f"M{x0} {y0}C{x0} {middle} {x1} {middle} {x1} {y1}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1].rstrip() + "…"


def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, _LETTERS, max_lines=_LINES, placeholder=" …"))
