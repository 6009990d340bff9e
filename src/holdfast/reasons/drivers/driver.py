"""What a candidate driver is: an experience that a customer had or not, as known on a landmark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from holdfast.records.snapshot import Known, SnapshotPanel

    Bools = NDArray[np.bool_]

Kind = Literal["experience", "sign"]
"""What the company does to a customer, or what a customer does, which may show that it has decided."""
BY_LOT = "holdfast holdout size"


@dataclass(frozen=True, slots=True)
class Driver:
    """A candidate.

    Attributes:
        name: In words, short (``slow onboarding``).
        tells: Who had it, in words, after "customers": "whose onboarding call came after day 10, or never".
        kind: ``experience``, or ``sign``: it may show the decision to leave, not lead to it.
        known: What it reads, each with the instant from which it is known.
        had: From a panel to who had it.
        applies: From a panel to whom it can apply; None where to everybody.
        needs: Columns of the panel without which it is no candidate.
        tested_by: Command that tests it.
    """

    name: str
    tells: str
    kind: Kind
    known: tuple[Known, ...]
    had: Callable[[SnapshotPanel], Bools]
    needs: tuple[str, ...]
    applies: Callable[[SnapshotPanel], Bools] | None = None
    tested_by: str = BY_LOT


@lru_cache(maxsize=1)
def drivers() -> tuple[Driver, ...]:
    """Every candidate: one module in ``experiences``, one driver. By name of the module."""
    from holdfast.reasons.drivers import experiences  # noqa: PLC0415 - its modules import this one

    names = sorted(module.name for module in iter_modules(experiences.__path__))
    return tuple(import_module(f"{experiences.__name__}.{name}").DRIVER for name in names)
