"""The data check as terminal text and as JSON."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from holdfast.report.table import aligned_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.report.page import DataCheck


def check_text(check: DataCheck, *, width: int) -> str:
    """What was found, what is wrong with it, what can be measured and what cannot; what is empty is left out.

    Args:
        check: The data check.
        width: Columns of the terminal.
    """
    return "\n\n".join(_sections(check, width)) + "\n"


def check_json(check: DataCheck) -> str:
    """The data check with its fields as keys; tables as pairs of name and rows; ends with a newline."""
    return json.dumps(asdict(check), ensure_ascii=False, indent=2) + "\n"


def _sections(check: DataCheck, width: int) -> Iterator[str]:
    yield "\n".join(textwrap.wrap(check.headline, width))
    if check.tables:
        rows = [(name, f"{count:,}") for name, count in check.tables]
        yield aligned_table(("table", "rows"), rows, ("left", "right"))
    if check.problems:
        yield _listed("WHAT IS WRONG", check.problems, width)
    if check.measurable:
        yield _listed("WHAT CAN BE MEASURED", check.measurable, width)
    if check.unmeasurable:
        reasons = tuple(f"{title}: {reason}" for title, reason in check.unmeasurable)
        yield _listed("WHAT CANNOT, AND WHY", reasons, width)


def _listed(heading: str, lines: tuple[str, ...], width: int) -> str:
    wrapped = (
        "\n".join(textwrap.wrap(line, width, initial_indent="  - ", subsequent_indent="    "))
        for line in lines
    )
    return "\n".join((heading, *wrapped))
