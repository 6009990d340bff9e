"""How often, and after which pauses, something is tried again."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Retry:
    """Tries with pauses that grow.

    Attributes:
        attempts: Tries in all, at least 1.
        first_pause: Seconds between the first try and the second.
        growth: Factor from one pause to the next.
        sleep: Waits so many seconds.
    """

    attempts: int = 3
    first_pause: float = 0.25
    growth: float = 4.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    @property
    def pauses(self) -> tuple[float, ...]:
        """Seconds between the tries; one fewer than tries."""
        return tuple(self.first_pause * self.growth**number for number in range(self.attempts - 1))
