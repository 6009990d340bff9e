"""Example OKRs as a list for a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from holdfast.report.lines import in_ascii, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.okr.example import Example

_INDENT = "  "
_MORE = "holdfast examples show NAME prints one, ready to save; holdfast examples WORDS looks for words."


def examples_by_domain(examples: Iterable[Example], *, width: int, ascii_only: bool = False) -> str:
    """All examples under their domain: name and title, and how to see one.

    Args:
        examples: Sorted by domain.
        width: Columns of the terminal.
        ascii_only: For terminals that show nothing else.
    """
    lines: list[str] = []
    for domain, group in groupby(examples, key=lambda one: one.domain):
        members = tuple(group)
        lines += [f"{domain.upper()} ({len(members)})"]
        for one in members:
            lines += wrapped(f"{one.name}: {one.title}", width, first=_INDENT, rest=_INDENT * 3)
        lines += [""]
    return _text([*lines, *wrapped(_MORE, width)], ascii_only=ascii_only)


def examples_found(examples: Sequence[Example], *, words: str, width: int, ascii_only: bool = False) -> str:
    """The examples that were found, the best first, each with its objective; one line where there is none."""
    if not examples:
        lines = list(
            wrapped(f"No example speaks of “{words}”. Type 'holdfast examples' for the list.", width)
        )
        return _text(lines, ascii_only=ascii_only)
    lines = [line for one in examples for line in _found(one, width=width)]
    return _text([*lines, *wrapped(_MORE, width)], ascii_only=ascii_only)


def _found(one: Example, *, width: int) -> Iterator[str]:
    yield from wrapped(f"{one.name} ({one.domain}; {one.size})", width, rest=_INDENT)
    yield from wrapped(one.title, width, first=_INDENT)
    yield from wrapped(f"Objective: {one.objective.text}", width, first=_INDENT, rest=_INDENT * 2)
    yield from wrapped(f"Measured by: {', '.join(one.metrics)}", width, first=_INDENT, rest=_INDENT * 2)
    yield ""


def _text(lines: Sequence[str], *, ascii_only: bool) -> str:
    text = "\n".join(lines) + "\n"
    return in_ascii(text) if ascii_only else text
