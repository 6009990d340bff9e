"""Who was erased, as far as it is kept: digests of ids, and nothing that tells a person."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Kind = Literal["person", "customer"]
PSEUDONYM = "erased-"
"""Begins the id of somebody who was erased."""
SHOWN = 16
"""Letters of a digest in a pseudonym."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Whom to take out.

    Attributes:
        salt: Random; what stands before an id when its digest is made.
        people: Digests of ids of persons, SHA-256 as hexadecimal text.
        customers: Digests of ids of customers who are persons themselves, as in a shop.
    """

    salt: str = ""
    people: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.customers)

    def digest(self, kind: Kind, known_id: str) -> str:
        """What is kept of an id, which tells whether another one is the same and nothing else."""
        return sha256(f"{self.before(kind)}{known_id}".encode()).hexdigest()

    def of(self, kind: Kind) -> tuple[str, ...]:
        """Digests of a kind."""
        return self.people if kind == "person" else self.customers

    def pseudonym(self, kind: Kind, known_id: str) -> str:
        """The id that somebody erased has from then on: the same in every table."""
        return f"{PSEUDONYM}{self.digest(kind, known_id)[:SHOWN]}"

    def before(self, kind: Kind) -> str:
        """What stands before an id when its digest is made."""
        return f"{self.salt}:{kind}:"


NOBODY_ERASED = Erased()
