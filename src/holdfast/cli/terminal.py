"""What the terminal is like: its width, and whether it shows styles."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from typing import Protocol

    class Progress(Protocol):
        """Told how many are done, of how many, and which is next."""

        def __call__(self, done: int, of: int, what: str = "") -> None:
            """See the class."""


WIDEST = 100
NARROWEST = 40


def width() -> int:
    """Columns to write to: the terminal's, at most 100, at least 40."""
    return max(NARROWEST, min(WIDEST, _columns()))


def _columns() -> int:
    """As `shutil.get_terminal_size` finds them, whose module would load four ways to compress files."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        return int(stated)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns or WIDEST
    except (OSError, ValueError):
        return WIDEST


def shows_styles() -> bool:
    """Standard output is a terminal that was not asked to stay plain (NO_COLOR, TERM=dumb)."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def speaks_unicode() -> bool:
    """Standard output can show the signs that a review uses (angle quotes, arrows)."""
    try:
        "‹›“”→".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def say_progress(doing: str) -> Progress | None:
    """Tells how far a long work is, in one line of standard error; None where that is no terminal.

    Args:
        doing: What is being done (``Measuring``).
    """
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int, what: str = "") -> None:
        line = f"{doing} {done + 1} of {of} {what}"[: _columns() - 1]
        # The line is written over by the next one, and taken away by the last.
        sys.stderr.write(f"\r\x1b[K{line}" + ("\r\x1b[K" if done + 1 == of else ""))
        sys.stderr.flush()

    return tell


def tell(line: str) -> None:
    """Progress for people who wait, on standard error so that the review can be piped."""
    click.echo(f"{line} ...", file=sys.stderr)
