"""What an import would do: values that the page shows, and that are then done."""

from __future__ import annotations

from dataclasses import field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.okr.model import Binding
    from holdfast.web.exchange.entries import Kind, Refusal, Said
    from holdfast.web.objectives.stated import StatedKeyResult, StatedObjective

Becomes = Literal["new", "here already", "refused"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose for an import.

    Attributes:
        cycle: Id of the cycle for rows that name none.
        team: Id of the team likewise; None for the company as a whole.
        owners: Names in small letters to ids of people, or None for nobody.
    """

    cycle: int | None = None
    team: int | None = None
    owners: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row becomes.

    Attributes:
        under: Sentence of the objective that it belongs to; empty for an objective.
        owner: As written in the file.
        here: Id of the objective that is here already, or None.
        result: What is understood of a key result, or None.
        where: Where it stands, in words, if it is one of several files; empty else.
    """

    row: int
    kind: Kind
    becomes: Becomes
    text: str
    under: str = ""
    owner: str = ""
    here: int | None = None
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    result: StatedKeyResult | None = None
    where: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return self.where or f"row {self.row}"


@dataclass(frozen=True, slots=True)
class NewObjective:
    """An objective to make.

    Attributes:
        key: Under which it is found again; `result_keys` likewise, in the order of its key results.
        above: Keys of objectives of the same import that it supports; those here are in `stated.supports`.
        said: Check-ins of each key result.
        bindings: What measures each, or None.
    """

    key: str
    cycle: int
    stated: StatedObjective
    result_keys: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    said: tuple[tuple[Said, ...], ...] = ()
    bindings: tuple[Binding | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import would do.

    Attributes:
        outcomes: One for each row, in the order of the file.
        new: What would be made.
        unknown_owners: As written, each once.
    """

    outcomes: tuple[Outcome, ...]
    new: tuple[NewObjective, ...]
    unknown_owners: tuple[str, ...]

    def count(self, kind: Kind, becomes: Becomes = "new") -> int:
        """Rows of a kind that become something."""
        return sum(one.kind == kind and one.becomes == becomes for one in self.outcomes)

    @property
    def digest(self) -> str:
        """Of all that it would do: whoever says yes to one plan says nothing of another."""
        return sha256(repr((self.outcomes, self.new)).encode("utf-8", "replace")).hexdigest()

    def number(self, becomes: Becomes) -> int:
        """Rows of any kind that become something."""
        return sum(one.becomes == becomes for one in self.outcomes)
