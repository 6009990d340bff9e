"""Regular expressions that are compiled when they are first used: a start pays only for those it needs."""

from __future__ import annotations

import re
from typing import cast


class _Late:
    """Stands in for a compiled pattern until one of its methods is asked for."""

    __slots__ = ("_flags", "_text", "_whole")

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags
        self._whole: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> object:
        if self._whole is None:
            self._whole = re.compile(self._text, self._flags)
        return getattr(self._whole, name)


def late(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern with the methods of ``re.compile(text, flags)``, compiled at the first of them.

    Raises:
        re.error: At first use, where the text is no regular expression.
    """
    return cast("re.Pattern[str]", _Late(text, flags))
