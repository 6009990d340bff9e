"""Holm's order of tests: of several questions asked at once, which answers luck does not explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def holm(chances: Sequence[float], *, level: float) -> tuple[bool, ...]:
    """Of which questions luck is ruled out, in their order; the chance of being wrong in any is the level.

    Args:
        chances: Of something as odd or odder by luck alone, each 0..1 (above 1 counts as 1).
        level: Chance of being wrong in any of them, in (0, 1).

    Returns:
        One for each; none for none.

    Source:
        Holm 1979, Scandinavian Journal of Statistics 6.

    Example:
        >>> holm([0.01, 0.04, 0.03, 0.005], level=0.05)
        (True, False, False, True)
    """
    told = [False] * len(chances)
    in_order = sorted(range(len(chances)), key=chances.__getitem__)
    for rank, place in enumerate(in_order):
        if chances[place] > level / (len(chances) - rank):
            break
        told[place] = True
    return tuple(told)
