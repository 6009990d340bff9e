"""A theme by name."""

from __future__ import annotations

from holdfast.values import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that customers write about.

    Attributes:
        name: Short and stable, as files and JSON have it (``slow``).
        title: As reports write it (``Slow pages``).
        description: What it is about, in a sentence; may be empty.
        words: Words and phrases that customers use for it; may be empty.
    """

    name: str
    title: str
    description: str = ""
    words: tuple[str, ...] = ()
