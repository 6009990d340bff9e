"""A simulated company: its tables in a stream, its truth, and every customer's other fates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.simulate.chunk import Chunk
from holdfast.simulate.growth import rows
from holdfast.simulate.outcomes import outcomes
from holdfast.simulate.rows.cell import tables
from holdfast.simulate.rows.money import calendar_events, marketing
from holdfast.simulate.streams import Streams
from holdfast.simulate.truth import Tally
from holdfast.simulate.world import make_clocks, make_world

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.simulate.arrays import Column
    from holdfast.simulate.causes import Causes
    from holdfast.simulate.outcomes import PotentialOutcomes
    from holdfast.simulate.setting import Setting
    from holdfast.simulate.world import Clocks, World

# Customers of one cell. Part of the seed's meaning: another size is another company.
CELL = 2048
_COMPANY = -1
_LISTED = 10_000


@dataclass(frozen=True, slots=True)
class Company:
    """A company composed of causes, the same for the same seed.

    Customers are simulated in cells of fixed size, each with its own generators, so that memory does not grow
    with their number, the block size changes no row, and a smaller company is the beginning of a larger one
    (but for the costs of no customer).

    Attributes:
        setting: Time zone, currency, dates and segments.
        causes: What is at work.
        seed: The seed of all that is random.
    """

    setting: Setting
    causes: Causes
    seed: int

    @property
    def rows(self) -> int:
        """Rows of the table `customers`: everyone who ever pays, and the free accounts."""
        return rows(self.causes.growth, self.setting.customers)

    def chunks(self, *, cells: int = 4) -> Iterator[Chunk]:
        """Every table in pieces; each piece holds the rows of at most `cells` cells of customers.

        A block's tables come in the order of `tables.md`; the first block has all of them, later ones only
        those with rows. The rows are the same for every number of cells.
        """
        worlds = self.worlds()
        first = True
        while block := [tables(world) for world in islice(worlds, cells)]:
            yield from self._block(block, first=first)
            first = False

    def worlds(self) -> Iterator[World]:
        """What happens to the customers, cell by cell: the source of tables and truth alike."""
        clocks = self._clocks()
        for cell in range(-(-self.rows // CELL)):
            numbers = np.arange(cell * CELL, min((cell + 1) * CELL, self.rows), dtype=np.int64)
            streams = Streams(self.seed, self.setting.name, cell)
            yield make_world(self.causes, self.setting, clocks=clocks, streams=streams, numbers=numbers)

    def potential_outcomes(self) -> Iterator[PotentialOutcomes]:
        """For each cell and cause, when its customers leave without and with the exposure."""
        for world in self.worlds():
            yield from outcomes(world)

    def truth(self) -> dict[str, Any]:
        """What is true of this company, fit for JSON; simulated anew, so that it needs no streaming before.

        Shares are in 0..1, effects are differences of shares. Memory does not grow with the customers, but
        for the list of leavers, which is left out above 10,000 rows of `customers`.
        """
        tally = Tally(self.setting, self.causes, listed=self.rows <= _LISTED)
        for world in self.worlds():
            tally.add(world)
        return {"company": self.setting.name, "seed": self.seed, **tally.result()}

    def _clocks(self) -> Clocks:
        return make_clocks(self.causes, self.setting, Streams(self.seed, self.setting.name, _COMPANY))

    def _block(self, block: list[dict[str, Mapping[str, Column]]], *, first: bool) -> Iterator[Chunk]:
        for table in block[0]:
            parts = [cell[table] for cell in block]
            if first and table == "costs":
                streams = Streams(self.seed, self.setting.name, _COMPANY)
                parts = [marketing(self.setting, streams.of("marketing")), *parts]
            chunk = Chunk(table, {name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
            if first or chunk.rows:
                yield chunk
        if first:
            yield Chunk("calendar_events", calendar_events(self.causes, self.setting))
