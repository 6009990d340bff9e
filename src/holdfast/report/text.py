"""A review as terminal text that reads like the expert's, the one thing first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from holdfast.report.lines import NARROWEST, in_ascii, wrapped
from holdfast.report.outline import (
    LEVEL_WORDS,
    ONCE_TITLE,
    KeyResultOutline,
    ObjectiveOutline,
    about_words,
    headline,
    outlines,
    quoted,
)
from holdfast.report.remarks import remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.run import Review

_INDENT = "  "


class Ink(Protocol):
    """Puts one line of text in a style: ``heading``, ``lead``, ``quiet`` or a level of finding."""

    def __call__(self, text: str, style: str) -> str:
        """The text, with or without what makes a terminal show the style."""


def review_text(review: Review, *, width: int, styled: bool, ascii_only: bool = False) -> str:
    """The review as lines of at most `width` columns (40 at least), ending with a newline.

    Args:
        review: At least one objective.
        width: Columns of the terminal.
        styled: Bold and colour as ANSI codes; without it the text is plain and Rich is not loaded.
        ascii_only: For terminals that show nothing else: typographic signs become plain ones, others ``?``.
    """
    ink = styled_ink() if styled else plain_ink
    writer = _Writer(max(width, NARROWEST), ink)
    parts = outlines(review)
    sections = [line for one in parts for line in writer.objective(one, is_only=len(parts) == 1)]
    sections += writer.remarks(remarks(review))
    text = "\n".join(sections).strip("\n") + "\n"
    return in_ascii(text) if ascii_only else text


def plain_ink(text: str, style: str) -> str:  # noqa: ARG001  one of the two inks
    """The text as it is."""
    return text


def styled_ink() -> Ink:
    """The ink of terminals that show styles. Loads Rich."""
    from rich.style import Style  # noqa: PLC0415  loaded only where a terminal shows it

    styles = {
        "heading": Style(bold=True),
        "lead": Style(bold=True, color="cyan"),
        "quiet": Style(dim=True),
        "strength": Style(color="green"),
        "question": Style(color="blue"),
        "nit": Style(dim=True),
        "suggestion": Style(color="yellow"),
        "problem": Style(color="red", bold=True),
    }
    return lambda text, style: styles[style].render(text) if text else text


class _Writer:
    """Lines of an outline for one width and one ink."""

    def __init__(self, width: int, ink: Ink) -> None:
        self._width = width
        self._ink = ink

    def objective(self, one: ObjectiveOutline, *, is_only: bool) -> Iterator[str]:
        yield from self._heading("Objective" if is_only else f"Objective {one.number}")
        yield from self._wrapped(one.text, first=_INDENT)
        if one.facts:
            yield from self._wrapped("; ".join(one.facts), first=_INDENT, style="quiet")
        yield from self._one_thing(one)
        yield from self._strengths(one)
        for key_result in one.key_results:
            yield from self._key_result(key_result)
        yield from self._whole(one)
        yield from self._closing(one)
        yield ""

    def remarks(self, lines: tuple[str, ...]) -> Iterator[str]:
        for line in lines:
            yield from self._wrapped(line, first="", style="quiet")

    def _one_thing(self, one: ObjectiveOutline) -> Iterator[str]:
        if one.one_thing is None:
            return
        yield from self._heading("The one thing", style="lead")
        first, rest = headline(one.one_thing.message)
        words = f"{one.one_thing_about}{first} [{one.one_thing.rule}]"
        yield from self._wrapped(words, first=_INDENT, style="heading")
        yield from self._wrapped(rest, first=_INDENT)
        yield from self._rest_of(one.one_thing, indent=_INDENT)

    def _strengths(self, one: ObjectiveOutline) -> Iterator[str]:
        if one.strengths:
            yield from self._heading("What is good")
        for strength in one.strengths:
            yield from self._wrapped(f"{strength.sentence} [{strength.rule}]", first=f"{_INDENT}+ ")

    def _key_result(self, key_result: KeyResultOutline) -> Iterator[str]:
        yield from self._heading(f"Key result {key_result.number}")
        yield from self._wrapped(key_result.text, first=_INDENT)
        for line in key_result.measured:
            yield from self._wrapped(line, first=f"{_INDENT}> ", style="lead")
        for finding in key_result.findings:
            yield from self._finding(finding, quoted(finding, key_result.text))
        for finding in key_result.also:
            yield ""
            yield from self._wrapped(f"Here too: {finding.message} [{finding.rule}]", first=_INDENT)
            yield from self._wrapped(finding.rewrite or "", first=f"{_INDENT * 2}Instead: ")

    def _whole(self, one: ObjectiveOutline) -> Iterator[str]:
        if one.whole or one.assumption:
            yield from self._heading("Back to the objective")
        for finding in one.whole:
            words = quoted(finding, one.text) if finding.target.part == "objective" else ""
            yield from self._finding(finding, words)
        if one.assumption:
            code = f" [{one.assumption_rule}]" if one.assumption_rule else ""
            if one.whole:
                yield ""
            yield from self._wrapped(f"What has to be true: {one.assumption}{code}", first=_INDENT)

    def _closing(self, one: ObjectiveOutline) -> Iterator[str]:
        if one.once:
            yield from self._heading(ONCE_TITLE)
            lines = tuple(f"{line.sentence} [{line.rule}]" for line in one.once)
            yield from self._list(lines, marks=["- "] * len(lines))
        if one.folded_line:
            yield ""
            yield from self._wrapped(one.folded_line, first="", style="quiet")
        if one.questions:
            yield from self._heading("Questions to take to the team")
            yield from self._list(one.questions, marks=[f"{i}. " for i in range(1, len(one.questions) + 1)])
        if one.conclusion:
            yield from self._heading("Conclusion")
            yield from self._wrapped(" ".join(one.conclusion), first=_INDENT)

    def _list(self, lines: tuple[str, ...], *, marks: list[str]) -> Iterator[str]:
        for line, mark in zip(lines, marks, strict=True):
            yield from self._wrapped(line, first=_INDENT + mark)

    def _finding(self, finding: Finding, words: str) -> Iterator[str]:
        level = LEVEL_WORDS[finding.level].capitalize()
        quote = about_words(words, finding.message).replace("“", '"').replace("”", '"')
        yield ""
        yield from self._wrapped(
            f"{level}. {quote}{finding.message} [{finding.rule}]", first=_INDENT, style=finding.level
        )
        yield from self._rest_of(finding, indent=_INDENT * 2)

    def _rest_of(self, finding: Finding, *, indent: str) -> Iterator[str]:
        if finding.why:
            yield from self._wrapped(finding.why, first=indent)
        for label, figure in finding.figures_told:
            yield from self._wrapped(f"{label}: {figure}", first=f"{indent}- ")
        for mark, words in _ways_out(finding):
            yield from self._wrapped(words, first=f"{indent}{mark}: ")

    def _heading(self, text: str, style: str = "heading") -> Iterator[str]:
        yield ""
        yield self._ink(text.upper(), style)

    def _wrapped(self, text: str, *, first: str, style: str = "") -> Iterator[str]:
        """The text in lines that start under each other, the first one after `first`."""
        for line in wrapped(text, self._width, first=first):
            yield self._ink(line, style) if style else line


def _ways_out(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.rewrite:
        yield "Instead", finding.rewrite
    for alternative in finding.alternatives:
        yield "Or", alternative
    if finding.question:
        yield "Ask", finding.question
