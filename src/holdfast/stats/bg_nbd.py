"""BG/NBD: customers buy at their own rate and may stop after any repeat."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.stats.beta_geometric import BetaGeometric


@dataclass(frozen=True, slots=True)
class BgNbd(BetaGeometric):
    """Parameters of BG/NBD.

    Who never bought again is alive for certain in this model, whatever the time since: `MbgNbd` mends that.

    >>> cdnow = BgNbd(r=0.2425945, alpha=4.4136019, a=0.7929199, b=2.4258881)
    >>> round(cdnow.expected_of_new(52), 6)
    1.444011

    Source:
        Fader, Hardie & Lee 2005, "Counting your customers" the easy way, Marketing Science 24(2).
    """
