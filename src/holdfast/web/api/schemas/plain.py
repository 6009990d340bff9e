"""Kinds of values that all nouns share."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints


def storable(text: str) -> str:
    """A text that every database keeps as it is.

    Raises:
        ValueError: It holds a NUL character.
    """
    if "\0" in text:
        raise ValueError("a text without NUL characters")
    return text


Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(storable)]
Name = Annotated[str, StringConstraints(max_length=200), AfterValidator(storable)]


class Named(Schema):
    """Something by its id, with its name."""

    id: int
    name: str


def named(row: object | None) -> Named | None:
    """A person or team; None where there is none."""
    return None if row is None else Named(id=row.pk, name=row.name)  # type: ignore[attr-defined]
