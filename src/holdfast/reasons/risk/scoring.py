"""Give customers their chances, slice by slice, and name those to look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.because import because
from holdfast.reasons.risk.frame import frame_of
from holdfast.reasons.risk.models import chances
from holdfast.records.risk import AtRisk, SegmentAtRisk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.risk.frame import Frame
    from holdfast.reasons.risk.models import Fitted
    from holdfast.records.contact import ContactEffect
    from holdfast.records.snapshot import SnapshotPanel

    Reals = NDArray[np.float64]

MOST_OF_SEGMENT = 50
"""Customers on the list of one segment."""
MOST_SEGMENTS = 40
"""Values of a column of segments."""
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
        by_segment: List those of each segment too.
    """

    length: int | None = 10
    order: str = "chance"
    without: tuple[str, ...] = ()
    is_told: bool = True
    contact: ContactEffect | None = None
    by_segment: bool = False

    @property
    def segment_length(self) -> int:
        """Most customers of one segment."""
        return min(self.length or MOST_OF_SEGMENT, MOST_OF_SEGMENT)


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
        because: What the scores of those on the list, and on those of segments, rest on, by position.
        segments: Column to text of each customer, of columns that part customers, where that was asked for.
    """

    customer_id: NDArray[np.object_]
    chance: Reals
    monthly_minor: Reals
    left: Reals
    gave_notice: Reals
    listed: NDArray[np.int64]
    because: Mapping[int, tuple[str, ...]]
    segments: Mapping[str, NDArray[np.object_]]

    def at_risk(
        self, *, has_money: bool, contact: ContactEffect | None = None, rows: NDArray[np.int64] | None = None
    ) -> tuple[AtRisk, ...]:
        """The list, or that of some positions, each with what contact keeps where that is told."""
        kept = kept_by(contact, self.chance) if contact is not None and contact.is_told else None
        return tuple(
            AtRisk(
                customer_id=str(self.customer_id[row]),
                chance=float(self.chance[row]),
                monthly_minor=float(self.monthly_minor[row]) if has_money else None,
                because=self.because.get(row, ()),
                kept=None if kept is None else float(kept[row]),
            )
            for row in (self.listed if rows is None else rows).tolist()
        )

    def by_segment(self, listing: Listing, *, has_money: bool) -> tuple[SegmentAtRisk, ...]:
        """How many of each segment are expected to leave, and the first of them, by column and size."""
        rank, found = _rank(self, listing), []
        for column, values in self.segments.items():
            for value in np.unique(values.astype(str)).tolist():
                inside = values == value
                rows = _first(np.flatnonzero(inside & (self.gave_notice == 0)), rank, listing.segment_length)
                stake = float((self.chance * self.monthly_minor)[inside].sum()) if has_money else None
                found.append(
                    SegmentAtRisk(
                        column,
                        value,
                        int(inside.sum()),
                        float(self.chance[inside].sum()),
                        stake,
                        self.at_risk(has_money=has_money, contact=listing.contact, rows=rows),
                    )
                )
        order = {name: place for place, name in enumerate(self.segments)}
        return tuple(sorted(found, key=lambda one: (order[one.column], -one.customers, one.value)))


def score(
    panels: Iterable[SnapshotPanel],
    model: Fitted,
    typical: Mapping[str, float | str],
    listing: Listing,
) -> Scores:
    """The chances of all rows of the panels, each of one snapshot, and the list of those without notice."""
    parts = [_part(panel, model, typical, listing) for panel in panels]
    starts = np.cumsum([0, *(len(one.chance) for one in parts)]).tolist()
    told = {
        row + start: phrases
        for one, start in zip(parts, starts[:-1], strict=True)
        for row, phrases in one.because.items()
    }
    shared = [name for name in parts[0].segments if all(name in one.segments for one in parts)]
    found = replace(
        parts[0],
        customer_id=np.concatenate([one.customer_id for one in parts]),
        chance=np.concatenate([one.chance for one in parts]),
        monthly_minor=np.concatenate([one.monthly_minor for one in parts]),
        left=np.concatenate([one.left for one in parts]),
        gave_notice=np.concatenate([one.gave_notice for one in parts]),
        because=told,
        segments={name: np.concatenate([one.segments[name] for one in parts]) for name in shared},
    )
    rows = [one.listed + start for one, start in zip(parts, starts[:-1], strict=True)]
    return replace(found, listed=_first(np.concatenate(rows), _rank(found, listing), listing.length))


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
        because={},
        segments=_segments(panel, listing.without) if listing.by_segment else {},
    )
    open_to, rank = np.flatnonzero(found.gave_notice == 0), _rank(found, listing)
    listed = _first(open_to, rank, listing.length)
    if not listing.is_told:
        return replace(found, listed=listed)
    rows = np.unique(np.concatenate([listed, *_of_segments(found, open_to, rank, listing)]))
    told = because(model, frame.take(rows), typical)
    return replace(found, listed=listed, because=dict(zip(rows.tolist(), told, strict=True)))


def _segments(panel: SnapshotPanel, without: Sequence[str]) -> Mapping[str, NDArray[np.object_]]:
    """Columns that part customers: of those with very many values each is a name."""
    return {
        name: values
        for name, values in panel.segments.items()
        if name not in without and 1 < len(set(values.tolist())) <= MOST_SEGMENTS
    }


def _of_segments(
    scores: Scores, open_to: NDArray[np.int64], rank: Reals, listing: Listing
) -> Iterator[NDArray[np.int64]]:
    for values in scores.segments.values():
        for value in set(values.tolist()):
            yield _first(open_to[values[open_to] == value], rank, listing.segment_length)


def _first(rows: NDArray[np.int64], rank: Reals, length: int | None) -> NDArray[np.int64]:
    """The rows of highest rank, in order."""
    return rows[np.lexsort((rows, -rank[rows]))[:length]]


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
