"""Seeded generators, one for each cause and cell of customers."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np


@dataclass(frozen=True, slots=True)
class Streams:
    """Independent generators that depend on seed, company, cell and cause, and on nothing else.

    A cause that draws more or fewer numbers changes no other cause, and customers are the same however many
    of them are asked for: these are the common random numbers of the potential outcomes.

    Attributes:
        seed: The user's seed, at least 0.
        company: Name of the company.
        cell: Number of the cell of customers; -1 for what belongs to the company as a whole.
    """

    seed: int
    company: str
    cell: int

    def of(self, cause: str) -> np.random.Generator:
        """A fresh generator for the cause: asked for twice, it gives the same numbers twice."""
        key = (crc32(self.company.encode()), self.cell + 1, crc32(cause.encode()))
        return np.random.default_rng(np.random.SeedSequence(entropy=self.seed, spawn_key=key))
