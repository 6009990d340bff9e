"""Comments to Holdfast in YAML: ``# holdfast: …`` outside quotation marks and blocks of text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import yaml

from holdfast.okr.comments import Comment, words_to_holdfast
from holdfast.okr.positions import position
from holdfast.okr.yaml_places import content_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.yaml_nodes import Node
    from holdfast.okr.yaml_places import Source

_COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]{0,3}holdfast:[^\n]*", re.IGNORECASE | re.MULTILINE)
_AWAITS = re.compile(r"(?:key_result|objective)[\"']?[ \t]*:[ \t]*(?:[|>][-+0-9]{0,2})?[ \t]*$")


def yaml_comments(root: Node, source: Source) -> tuple[Comment, ...]:
    """The comments to Holdfast in a file, in its order; words in a quoted or block scalar are none."""
    found = tuple(_COMMENT.finditer(source.text))
    if not found:
        return ()
    closed = sorted(_closed_spans(root.raw, source.text))
    starts = [start for start, _ in closed]
    return tuple(
        _comment(match, source)
        for match in found
        if not (index := bisect_right(starts, match.start())) or closed[index - 1][1] <= match.start()
    )


def _comment(match: re.Match[str], source: Source) -> Comment:
    line, _ = position(source.lines, match.start())
    before = source.text[source.lines[line - 1].at : match.start()]
    is_alone = not before.strip() or _AWAITS.search(before[-200:]) is not None
    return Comment(line, (words_to_holdfast(match.group()) or "").strip(), is_alone)


def _closed_spans(root: yaml.Node, text: str) -> Iterator[tuple[int, int]]:
    """Where a number sign begins no comment: inside quotation marks and blocks."""
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            nodes += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.ScalarNode) and node.style:
            yield content_span(text, node.start_mark.index, node.end_mark.index)
