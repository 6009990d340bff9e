"""A rule's page as terminal text: what it finds, why, from where, and its examples with the words marked."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from holdfast.report.lines import cells_width, in_ascii
from holdfast.report.rules import standing
from holdfast.report.text import plain_ink, styled_ink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.report.text import Ink
    from holdfast.review.rule import Rule

# Private signs in place of the asterisks, so that wrapping sees marked words as words.
_OPEN, _CLOSE = "\ue000", "\ue001"
_NARROWEST = 40
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^\s*][^*]*)\*(?![\w*])")
_ITEM = re.compile(r"^(?P<indent> *)- (?P<text>.*)$")


def rule_page_text(rule: Rule, page: str, *, width: int, styled: bool, ascii_only: bool = False) -> str:
    """The page in lines of at most `width` columns (40 at least), ending with a newline.

    Args:
        rule: Whose page it is.
        page: Its Markdown.
        width: Columns of the terminal.
        styled: Marked words are shown by style; without it a line of ^ below them does.
        ascii_only: For terminals that show nothing else.
    """
    writer = _Writer(max(width, _NARROWEST), styled_ink() if styled else plain_ink, styled=styled)
    head = writer.ink(f"{rule.code}  {rule.name}", "heading")
    facts = writer.facts(rule)
    text = "\n".join((head, *facts, *writer.page(page.splitlines()[1:]))).rstrip("\n") + "\n"
    return in_ascii(text) if ascii_only else text


class _Writer:
    """Lines of a page for one width and one ink."""

    def __init__(self, width: int, ink: Ink, *, styled: bool) -> None:
        self.ink = ink
        self._width = width
        self._styled = styled

    def facts(self, rule: Rule) -> Iterator[str]:
        yield from self._wrapped(f"{rule.summary} ({standing(rule)} by default).", first="  ")
        if rule.aliases:
            yield from self._wrapped(f"Earlier names: {', '.join(rule.aliases)}.", first="  ")

    def page(self, lines: list[str]) -> Iterator[str]:
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if line.startswith("```"):
                end = next((i for i in range(at, len(lines)) if lines[i].startswith("```")), len(lines))
                yield from self._block(lines[at:end], line.removeprefix("```"))
                at = end + 1
            elif line.startswith("#"):
                yield from ("", self.ink(line.lstrip("# ").upper(), "heading"))
            elif item := _ITEM.match(line):
                yield from self._item(item)
            elif line.strip():
                end = next((i for i in range(at, len(lines)) if not _goes_on(lines[i])), len(lines))
                yield ""
                yield from self._prose(" ".join((line, *lines[at:end])))
                at = end

    def _block(self, lines: list[str], kind: str) -> Iterator[str]:
        yield ""
        if kind == "data":
            yield self.ink("  With these data:", "quiet")
        for line in filter(str.strip, lines):
            yield from self._marked(f"    {_signs(line)}")

    def _item(self, item: re.Match[str]) -> Iterator[str]:
        remark, colon, words = item["text"].partition(": ")
        if item["indent"] and colon:
            yield from self._wrapped(words, first=f"      {remark}: ", style="quiet")
            return
        yield from self._wrapped(item["text"], first="  - ")

    def _prose(self, text: str) -> Iterator[str]:
        source = text.removeprefix("**Source:**")
        if source != text:
            yield from self._wrapped(source.strip(), first="  Source: ", style="quiet")
        else:
            yield from self._wrapped(text, first="  ")

    def _wrapped(self, text: str, *, first: str, style: str = "") -> Iterator[str]:
        rest = " " * len(first)
        clean = _EMPHASIS.sub(r"\1", _LINK.sub(r"\1", _signs(text))).replace("`", "")
        is_marked = False
        for line in textwrap.wrap(clean, self._width, initial_indent=first, subsequent_indent=rest):
            shown = rest + _OPEN + line[len(rest) :] if is_marked else line
            is_marked = shown.rfind(_OPEN) > shown.rfind(_CLOSE)
            yield from self._marked(shown + _CLOSE if is_marked else shown, style)

    def _marked(self, line: str, style: str = "") -> Iterator[str]:
        """The line with its marked words in a style, or with signs below them."""
        if not self._styled:
            yield line.translate({ord(_OPEN): None, ord(_CLOSE): None})
            yield from _below(line)
            return
        pieces = re.split(f"{_OPEN}(.*?){_CLOSE}", line)
        yield "".join(self._inked(piece, "problem" if i % 2 else style) for i, piece in enumerate(pieces))

    def _inked(self, text: str, style: str) -> str:
        return self.ink(text, style) if style else text


def _signs(text: str) -> str:
    return _BOLD.sub(f"{_OPEN}\\1{_CLOSE}", text)


def _goes_on(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("#", "```", "- ", "**Source"))


def _below(line: str) -> Iterator[str]:
    """A line of ^ under the marked words, where there are any."""
    if _OPEN not in line:
        return
    signs, sign = "", " "
    for character in line:
        if character in {_OPEN, _CLOSE}:
            sign = "^" if character == _OPEN else " "
        else:
            signs += sign * cells_width(character)
    yield signs.rstrip()
