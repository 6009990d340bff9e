"""Parameters of a definition that are no numbers: a word of a few, a list of lengths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.declaration import unknown

if TYPE_CHECKING:
    from holdfast.metrics.declaration import Setting

_DIGITS = 10
_SEPARATOR = re.compile(r"[,\s]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words.

    Attributes:
        name: As the user writes it (``actor``).
        options: The words; the first is the default.
    """

    name: str
    options: tuple[str, ...]

    @property
    def default(self) -> str:
        """Used where the user gives none."""
        return self.options[0]

    def read(self, value: Setting) -> str:
        """The word that was given.

        Raises:
            InputError: It is none of the options; the message has the nearest.
        """
        if str(value) not in self.options:
            raise unknown(f"parameter {self.name}", str(value), self.options)
        return str(value)


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lengths of intervals that follow one another, written ``1, 3, 7``.

    Attributes:
        name: As the user writes it (``brackets``).
        default: Used where the user gives none.
        most: How many there may be.
        longest: Their greatest sum.
    """

    name: str
    default: str
    most: int
    longest: int

    def read(self, value: Setting) -> tuple[int, ...]:
        """The lengths that were given.

        Raises:
            InputError: One is no whole number from 1, there are none or too many, or they reach too far.
        """
        found = [part for part in _SEPARATOR.split(str(value).strip("[] ")) if part]
        lengths = tuple(
            int(part) for part in found if part.isascii() and part.isdigit() and len(part) < _DIGITS
        )
        is_list = len(found) == len(lengths) and 0 < len(lengths) <= self.most
        if not is_list or 0 in lengths or sum(lengths) > self.longest:
            raise InputError(
                f"parameter {self.name}",
                f"{str(value)[:60]!r} was given",
                f"1 to {self.most} whole numbers from 1, together at most {self.longest}",
                f"Write for example {self.name}={self.default}",
            )
        return lengths
