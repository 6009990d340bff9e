"""Example OKRs as a list for a terminal."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.okr.example import Example

_INDENT = "  "
_MORE = "holdfast examples show NAME prints one, ready to save; holdfast examples WORDS looks for words."


def examples_by_domain(examples: Iterable[Example], *, width: int) -> str:
    """All examples under their domain: name and title, and how to see one.

    Args:
        examples: Sorted by domain.
        width: Columns.
    """
    lines: list[str] = []
    for domain, group in groupby(examples, key=lambda one: one.domain):
        members = tuple(group)
        lines += [f"{domain.upper()} ({len(members)})"]
        lines += [line for one in members for line in _entry(one, width=width)]
        lines += [""]
    return "\n".join([*lines, *textwrap.wrap(_MORE, width)]) + "\n"


def examples_found(examples: Sequence[Example], *, words: str, width: int) -> str:
    """The examples that were found, the best first, each with its objective; one line where there is none."""
    if not examples:
        return f"No example speaks of “{words}”. Type 'holdfast examples' for the list.\n"
    lines = [line for one in examples for line in _found(one, width=width)]
    return "\n".join([*lines, *textwrap.wrap(_MORE, width)]) + "\n"


def _entry(one: Example, *, width: int) -> Iterator[str]:
    yield from textwrap.wrap(
        f"{one.name}: {one.title}", width, initial_indent=_INDENT, subsequent_indent=_INDENT * 3
    )


def _found(one: Example, *, width: int) -> Iterator[str]:
    yield f"{one.name} ({one.domain}; {one.size})"
    yield from textwrap.wrap(one.title, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    yield from textwrap.wrap(
        f"Objective: {one.objective.text}", width, initial_indent=_INDENT, subsequent_indent=_INDENT * 2
    )
    measured = f"Measured by: {', '.join(one.metrics)}"
    yield from textwrap.wrap(measured, width, initial_indent=_INDENT, subsequent_indent=_INDENT * 2)
    yield ""
