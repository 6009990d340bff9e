"""Circles of objectives that support each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def in_circles(above: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The keys that support themselves, directly or through others.

    >>> sorted(in_circles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"], "e": ["a"]}))
    ['b', 'c', 'd']
    """
    left = {key: {one for one in some if one in above} for key, some in above.items()}
    below: dict[str, set[str]] = {key: set() for key in left}
    for key, some in left.items():
        for one in some:
            below[one].add(key)
    _peel(left, below)
    _peel(below, left)
    return frozenset(key for key in left if left[key])


def _peel(ahead: dict[str, set[str]], behind: dict[str, set[str]]) -> None:
    """Take away, again and again, what leads nowhere: what is left over lies in or between circles."""
    ends = [key for key, some in ahead.items() if not some]
    while ends:
        key = ends.pop()
        for one in behind[key]:
            ahead[one].discard(key)
            if not ahead[one]:
                ends.append(one)
        behind[key] = set()
