"""What holds of every bridge of money: its sums lead from one value to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.records.bridge import Bridge


def assert_leads(found: Bridge) -> None:
    """Groups, and lines, add up to the difference of both values, and lines to their groups."""
    wanted = (
        found.second.numerator - found.first.numerator,
        found.second.denominator - found.first.denominator,
    )
    assert tuple(map(sum, zip((0, 0), *(group.change for group in found.groups), strict=True))) == wanted
    assert found.unlisted == 0
    for group in found.groups:
        lines = [line for line in found.lines if line.reason == group.reason]
        changes = [
            (line.second.numerator - line.first.numerator, line.second.denominator - line.first.denominator)
            for line in lines
        ]
        assert len(lines) == group.customers
        assert tuple(map(sum, zip((0, 0), *changes, strict=True))) == group.change
    assert sum(group.customers for group in found.groups) == len(found.lines)
