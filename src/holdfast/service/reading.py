"""Read one statement: what `holdfast read` and the API answer."""

from __future__ import annotations

from typing import Any

from holdfast.review.reading import read_key_result, read_objective


def read_statement(text: str, *, kind: str) -> dict[str, Any]:
    """The reading of one statement in its published JSON form.

    Args:
        text: One sentence; may be empty.
        kind: ``key-result`` or ``objective``.
    """
    if kind == "objective":
        return read_objective(text).to_dict()
    return read_key_result(text).to_dict()
