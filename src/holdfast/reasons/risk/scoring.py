"""Give customers their chances, slice by slice, and name those to look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.because import because
from holdfast.reasons.risk.frame import frame_of
from holdfast.reasons.risk.models import chances
from holdfast.records.risk import AtRisk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.risk.frame import Frame
    from holdfast.reasons.risk.models import Fitted
    from holdfast.records.contact import ContactEffect
    from holdfast.records.snapshot import SnapshotPanel

    Reals = NDArray[np.float64]

_ROWS = 100_000
"""Rows whose features are encoded at once, so that memory does not grow with the customers."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Whom to list.

    Attributes:
        length: Most customers; None lists everybody.
        order: ``chance``, or ``revenue``: chance times monthly money.
        without: Segments and families that are not used.
        is_told: Say of each what its score rests on.
        contact: What contact keeps, by which the list is ordered where it tells customers apart.
    """

    length: int | None = 10
    order: str = "chance"
    without: tuple[str, ...] = ()
    is_told: bool = True
    contact: ContactEffect | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Chances of all customers of a day.

    Attributes:
        customer_id: Who.
        chance: Of leaving within the horizon.
        monthly_minor: What each pays a month.
        left: What became of it; not a number where that is not known.
        gave_notice: 1 where notice was given before the day.
        listed: Positions of those on the list, in order.
        because: What the scores of those on the list rest on.
    """

    customer_id: NDArray[np.object_]
    chance: Reals
    monthly_minor: Reals
    left: Reals
    gave_notice: Reals
    listed: NDArray[np.int64]
    because: tuple[tuple[str, ...], ...]

    def at_risk(self, *, has_money: bool, contact: ContactEffect | None = None) -> tuple[AtRisk, ...]:
        """The list, each with what contact keeps where that is told."""
        kept = kept_by(contact, self.chance) if contact is not None and contact.is_told else None
        return tuple(
            AtRisk(
                customer_id=str(self.customer_id[row]),
                chance=float(self.chance[row]),
                monthly_minor=float(self.monthly_minor[row]) if has_money else None,
                because=told,
                kept=None if kept is None else float(kept[row]),
            )
            for row, told in zip(self.listed.tolist(), self.because, strict=True)
        )


def score(
    panels: Iterable[SnapshotPanel],
    model: Fitted,
    typical: Mapping[str, float | str],
    listing: Listing,
) -> Scores:
    """The chances of all rows of the panels, each of one snapshot, and the list of those without notice."""
    parts = [_part(panel, model, typical, listing) for panel in panels]
    found = replace(
        parts[0],
        customer_id=np.concatenate([one.customer_id for one in parts]),
        chance=np.concatenate([one.chance for one in parts]),
        monthly_minor=np.concatenate([one.monthly_minor for one in parts]),
        left=np.concatenate([one.left for one in parts]),
        gave_notice=np.concatenate([one.gave_notice for one in parts]),
    )
    starts = np.cumsum([0, *(len(one.chance) for one in parts)])
    rows = np.concatenate([one.listed + start for one, start in zip(parts, starts[:-1], strict=True)])
    told = [phrases for one in parts for phrases in one.because]
    order = np.lexsort((rows, -_rank(found, listing)[rows]))[: listing.length]
    return replace(found, listed=rows[order], because=tuple(told[place] for place in order.tolist()))


def _part(
    panel: SnapshotPanel, model: Fitted, typical: Mapping[str, float | str], listing: Listing
) -> Scores:
    frame = frame_of(panel, without=listing.without)
    found = Scores(
        customer_id=panel.customer_id,
        chance=chances_in_pieces(model, frame),
        monthly_minor=panel.monthly_minor,
        left=panel.left,
        gave_notice=panel.columns["gave_notice"],
        listed=np.zeros(0, dtype=np.int64),
        because=(),
    )
    open_to = np.flatnonzero(found.gave_notice == 0)
    order = np.lexsort((open_to, -_rank(found, listing)[open_to]))[: listing.length]
    rows = open_to[order]
    told = because(model, frame.take(rows), typical) if listing.is_told else [()] * len(rows)
    return replace(found, listed=rows, because=tuple(told))


def _rank(scores: Scores, listing: Listing) -> Reals:
    """Customers at stake, or money: those that leave, or those of them that contact keeps."""
    stake = scores.chance
    if listing.contact is not None and listing.contact.orders:
        stake = kept_by(listing.contact, scores.chance)
    return stake * scores.monthly_minor if listing.order == "revenue" else stake


def kept_by(contact: ContactEffect, chances: Reals) -> Reals:
    """Customers kept by contacting each, by its chance of leaving."""
    if not contact.differs:
        return chances * (contact.kept or 0.0)
    above = np.array([one.above for one in contact.bands])
    kept = np.array([one.kept for one in contact.bands])
    own = np.clip(np.searchsorted(above, chances, side="right") - 1, 0, len(kept) - 1)
    found: Reals = chances * kept[own]
    return found


def chances_in_pieces(model: Fitted, frame: Frame) -> Reals:
    """Chances of all rows of a frame, some at a time."""
    starts: Sequence[int] = range(0, frame.rows, _ROWS)
    pieces = [frame.take(np.arange(start, min(start + _ROWS, frame.rows))) for start in starts]
    return np.concatenate([chances(model, piece) for piece in pieces]) if pieces else np.zeros(0)
