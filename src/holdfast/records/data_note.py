"""What the data say about measuring one key result, for rules D411 to D414."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NoteKind = Literal["missing", "stale", "broken", "outlasts-cycle", "unclear"]


@dataclass(frozen=True, slots=True)
class DataNote:
    """One obstacle to measuring a metric.

    Attributes:
        kind: ``missing`` table or column, ``stale`` or ``broken`` data, a window that outlasts the cycle, or
            a target that is ``unclear``.
        message: One sentence that names table, column or date.
        remedy: What to do about it.
    """

    kind: NoteKind
    message: str
    remedy: str
