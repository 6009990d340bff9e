"""What is said of each thing that the doctor looks at."""

from __future__ import annotations

from typing import Literal

from holdfast.values import dataclass

State = Literal["well", "mind", "mend"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        about: What.
        state: ``well``; ``mind`` where it is right on one's own machine only; ``mend`` where something fails.
        says: What was found.
        remedy: What to do; empty where it is well.
    """

    about: str
    state: State
    says: str
    remedy: str = ""
