"""The error tree.

* HoldfastError
  * InputError      the user can mend it; exit status 2
    * GoneError     a file or table is not there: misnamed, or gone since it was last read
  * SourceError     the world failed (disk, database); exit status 3, may be tried again
    * RefusedError  it answered and said no (password, privilege): the same again fails until it is mended
    * CancelledError  somebody stopped it; nothing is wrong with what was asked

A finding is a value, not an error, and a bug is never wrapped.
"""

from __future__ import annotations

import re

_STANDARD_INPUT = re.compile(r"^-(?=$|, )")
"""A file of this name is what was piped in."""


class HoldfastError(Exception):
    """A sentence that says where, what was found, what was expected and what to do.

    Args:
        where: File, row, field or argument, as the user would look it up.
        found: What stands there.
        expected: What should stand there; may be empty.
        remedy: The next thing to do; may be empty.
    """

    exit_status = 1

    def __init__(self, where: str, found: str, expected: str = "", remedy: str = "") -> None:
        super().__init__(where, found, expected, remedy)
        self.where = where
        self.found = found
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        parts = [f"{_STANDARD_INPUT.sub('standard input', self.where)}: {self.found}."]
        if self.expected:
            parts.append(f"Expected {self.expected}.")
        if self.remedy:
            parts.append(self.remedy if self.remedy.endswith("?") else f"{self.remedy}.")
        return " ".join(parts)


class InputError(HoldfastError):
    """What the user gave cannot be used, and the user can mend it."""

    exit_status = 2


class GoneError(InputError):
    """A file or table that is named is not there: misnamed, or gone since it was last read."""


class SourceError(HoldfastError):
    """A file, database or service failed although what was asked is right."""

    exit_status = 3

    may_retry = True
    """The same again may go well although nobody mends anything: the last good figures stand until then."""


class RefusedError(SourceError):
    """A database or service answered and said no: wrong password, no privilege, no such database."""

    may_retry = False


class CancelledError(SourceError):
    """Somebody stopped the work in another thread; nothing is wrong with what was asked."""
