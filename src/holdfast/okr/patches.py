"""A file as it is on disk, and changes to stretches of it that leave every other byte alone."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from holdfast.okr.decode import decode
from holdfast.okr.model import Initiative

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_END = re.compile(r"\r\n|\r|\n")
_CODECS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_MARK = "\ufeff"


GAPS = Initiative("", owner="‹owner›", due="‹date›", expected_lift="‹x›")
"""What a new initiative still asks its author."""


class Patch(NamedTuple):
    """New words for the characters from start to end of a file's text; an insertion where they are equal."""

    start: int
    end: int
    text: str


class DiskFile(NamedTuple):
    """A file's text with its own line ends, and what is needed to write it back.

    Attributes:
        text: Without byte order mark.
        marks: The byte order marks before it.
        codec: The encoding, without a mark.
        starts: Offset of each line.
    """

    text: str
    marks: str
    codec: str
    starts: tuple[int, ...]

    @classmethod
    def from_bytes(cls, data: bytes, *, name: str) -> DiskFile:
        """The file in these bytes.

        Raises:
            InputError: The data are too large, binary, or in another encoding.
        """
        codec = _CODECS.get(data[:2], "utf-8")
        # As `decode` and `check_text` do it: at most one mark for each of them.
        text = decode(data, name=name).removeprefix(_MARK)
        whole = data.decode(codec)
        starts = (0, *(match.end() for match in _LINE_END.finditer(text)))
        return cls(text, whole[: len(whole) - len(text)], codec, starts)

    @property
    def line_end(self) -> str:
        """How the file ends its lines, as its first line does."""
        match = _LINE_END.search(self.text)
        return match.group() if match else "\n"

    def offset(self, line: int, column: int) -> int:
        """Offset in the text of a line and a column from 1."""
        return self.starts[line - 1] + column - 1

    def line(self, number: int) -> str:
        """The words of a line from 1, without its line end."""
        return self.text[self.starts[number - 1] : self.end_of_line(number)]

    def end_of_line(self, number: int) -> int:
        """Offset in the text of a line's end, before the characters that end it."""
        match = _LINE_END.search(self.text, self.starts[number - 1])
        return match.start() if match else len(self.text)

    def insertion(self, after: int, lines: Iterable[str]) -> Patch:
        """New lines below a line."""
        at = self.end_of_line(after)
        return Patch(at, at, "".join(self.line_end + line for line in lines))

    def patched(self, patches: Iterable[Patch]) -> bytes:
        """The bytes of the file after patches, which do not overlap."""
        parts: list[str] = [self.marks]
        at = 0
        for patch in sorted(patches):
            parts += [self.text[at : patch.start], patch.text]
            at = max(at, patch.end)
        return "".join([*parts, self.text[at:]]).encode(self.codec)
