"""Options of the form NAME=VALUE: parameters, and segments to let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence


def pairs(option: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    """Names and values in the order given.

    Raises:
        InputError: A text has no name, no equals sign or no value.
    """
    found = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name and equals and value):
            raise InputError(
                option, f"{text!r} was given", "NAME=VALUE", f"Write for example {option} size=large"
            )
        found.append((name.strip(), value.strip()))
    return found


def filters_of(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Values let through by column; a column that is given several times lets all of them through.

    Raises:
        InputError: As for `pairs`.
    """
    filters: dict[str, tuple[str, ...]] = {}
    for column, value in pairs("--where", texts):
        filters[column] = (*filters.get(column, ()), value)
    return filters
