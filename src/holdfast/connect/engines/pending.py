"""Tables whose rows are looked at when the first query mentions them, for every engine over files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable


class PreparedOnMention:
    """Calls what was registered for a table once, before the first query that mentions it.

    Attributes:
        strings: How the engine writes a text, so that a name inside one is no mention.
    """

    strings: ClassVar[re.Pattern[str]]

    def __init__(self) -> None:
        self._pending: dict[str, Callable[[], None]] = {}

    def register(self, table: str, prepare: Callable[[], None]) -> None:
        """Call `prepare` once, before the first query that mentions the table."""
        self._pending[table] = prepare

    def prepare(self, table: str) -> None:
        """Prepare a registered table now; does nothing for any other.

        Raises:
            InputError: It holds values that cannot be used; a later call tries again.
        """
        prepare = self._pending.pop(table, None)
        if prepare is None:
            return
        try:
            # Taken out first: preparing asks questions that mention the table.
            prepare()
        except BaseException:
            self._pending[table] = prepare
            raise

    def prepare_mentioned(self, sql: str) -> None:
        """Prepare every registered table that a query mentions.

        Raises:
            InputError: As for `prepare`.
        """
        if not self._pending:
            return
        # Words, not a parsed tree: a table prepared without need costs time, one missed costs truth.
        words = set(re.findall(r"\w+", self.strings.sub("''", sql)))
        for table in [name for name in self._pending if name in words]:
            self.prepare(table)
