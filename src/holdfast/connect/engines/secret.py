"""Text that must not be shown, such as an address with a password."""

from __future__ import annotations


class Secret:
    """A text that only `reveal` gives; messages and logs get its origin instead.

    Args:
        text: The text.
        origin: Where it was given (``HOLDFAST_DATABASE_URL``).
    """

    __slots__ = ("_text", "origin")

    def __init__(self, text: str, *, origin: str) -> None:
        self._text = text
        self.origin = origin

    def reveal(self) -> str:
        """The text, for the driver alone."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret(origin={self.origin!r})"
