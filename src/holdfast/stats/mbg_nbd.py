"""MBG/NBD: customers buy at their own rate and may stop after any purchase, the first included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.stats.beta_geometric import BetaGeometric


@dataclass(frozen=True, slots=True)
class MbgNbd(BetaGeometric):
    """Parameters of MBG/NBD.

    >>> cdnow = MbgNbd(r=0.52484, alpha=6.18309, a=0.89136, b=1.61400)
    >>> round(cdnow.expected_of_new(39), 3)
    1.182

    Source:
        Batislam, Denizel & Filiztekin 2007, Empirical validation and comparison of models for customer base
        analysis, International Journal of Research in Marketing 24(3).
    """

    EARLIER_CHANCES: ClassVar[int] = 1
    TITLE: ClassVar[str] = "MBG/NBD"
