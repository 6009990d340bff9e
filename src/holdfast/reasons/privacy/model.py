"""What masking a text gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

Span = tuple[int, int]
"""Characters from the first to past the last."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without the personal data that were found.

    Attributes:
        text: With a mark such as ``[e-mail]`` in each one's place.
        counts: Kind of personal datum to how many were masked; kinds without any are left out.
    """

    text: str
    counts: Mapping[str, int]
