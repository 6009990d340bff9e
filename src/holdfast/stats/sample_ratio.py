"""Whether the arms are as large as the lot would make them."""

from __future__ import annotations

from math import sqrt

from holdfast.errors import InputError


def chance_of_split(held_out: int, of: int, share: float) -> float:
    """How rarely the lot makes a split that is as far off as this one or further, 0..1.

    A split that comes less than once in a thousand times says that rows went missing in one arm, or that
    somebody chose: then the arms differ by more than chance, and no difference of them can be trusted.

    >>> round(chance_of_split(450, 1_000, 0.5), 4)
    0.0017

    Args:
        held_out: Rows in the holdout.
        of: Rows in both arms; 0 says nothing, and gives 1.
        share: Part that the lot holds out, above 0 and below 1.

    Raises:
        InputError: A number is out of range.

    Source:
        Fabijan et al. 2019, KDD, diagnosing sample ratio mismatch; normal approximation with continuity.
    """
    if not 0 < share < 1 or not 0 <= held_out <= of:
        raise InputError("split", f"{held_out} of {of} at {share:g}", "a count of all, and a share in 0 to 1")
    if not of:
        return 1.0
    from statistics import NormalDist  # noqa: PLC0415 - 10 ms that others need not pay

    off = max(0.0, abs(held_out - of * share) - 0.5) / sqrt(of * share * (1 - share))
    return 2 * NormalDist().cdf(-off)
