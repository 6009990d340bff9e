"""Themes of reasons for leaving, and which of them a reason is about, in the customer's own words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from holdfast.review.words import MOST_READ, holds, spans_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.reading.model import Span

_CLAUSE = re.compile(
    r"(?i)[.;:!?,()\n]+(?!\d)|\s[-\u2013\u2014]\s"
    r"|\b(?:but|although|though|however|yet|while|instead|(?<!not )because)\b"
)
# Words that may stand between a thing and what is wrong with it ("the app that we bought crashed").
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Theme:
    """A reason for leaving that several customers may share; the lists are explained in themes.toml.

    Attributes:
        name: In the data file (``price``).
        noun: In words (``price or budget``).
        is_own: Somebody in the company could have acted.
        is_where: It says where customers went, and not why.
    """

    name: str
    noun: str
    words: tuple[str, ...]
    subjects: tuple[str, ...]
    things: tuple[str, ...]
    faults: tuple[str, ...]
    alone: tuple[str, ...]
    metrics: frozenset[str]
    concepts: frozenset[str]
    work: frozenset[str]
    named: tuple[str, ...]
    excepted: frozenset[str]
    is_own: bool
    is_where: bool


class Mention(NamedTuple):
    """A theme in a reason, and the characters that it rests on."""

    theme: Theme
    span: Span


@cache
def themes() -> dict[str, Theme]:
    """All themes by name, read once."""
    return {name: _theme(name, entry) for name, entry in _data()["theme"].items()}


def theme_named(name: str) -> Theme | None:
    """The theme that somebody calls so: by its name, its noun, or words of its own; None for a new one."""
    wanted = " ".join(name.lower().replace("_", " ").replace("-", " ").split())
    for one in themes().values():
        if wanted in {one.name.replace("_", " "), one.noun}:
            return one
    found = mentions(name)
    return found[0].theme if found else None


def mentions(reason: str) -> tuple[Mention, ...]:
    """The themes of a reason in the order of its words, each once; empty where none fits.

    Where customers went ("switched to …") counts only where nothing says why.
    """
    found = sorted(_all_mentions(reason[:MOST_READ]), key=lambda one: (one.span[0], -one.span[1]))
    outer = [one for one in found if not any(_is_inside(one.span, other.span) for other in found)]
    first = tuple({one.theme.name: one for one in reversed(outer)}.values())[::-1]
    whys = tuple(one for one in first if not one.theme.is_where)
    return tuple(sorted(whys or first, key=lambda one: one.span))


def _all_mentions(reason: str) -> Iterator[Mention]:
    bare = reason.strip().strip(".!").lower()
    for one in themes().values():
        if bare in one.alone:
            yield Mention(one, (0, len(reason)))
    for start, end in _clauses(reason):
        clause = reason[start:end]
        if holds(clause, _words("denials", "words")):
            continue
        is_praise = _is_praise(clause)
        for one in themes().values():
            for span in _in_clause(one, clause, is_praise=is_praise):
                yield Mention(one, (start + span[0], start + span[1]))


def _in_clause(theme: Theme, clause: str, *, is_praise: bool) -> Iterator[Span]:
    yield from spans_of(clause, theme.words)
    if not is_praise:
        yield from spans_of(clause, theme.subjects)
    yield from _faulty_things(theme, clause)


def _faulty_things(theme: Theme, clause: str) -> Iterator[Span]:
    """Where a thing and a fault stand a few words apart, in either order."""
    faults = tuple(spans_of(clause, theme.faults)) if theme.things else ()
    if not faults:
        return
    for thing in spans_of(clause, theme.things):
        for fault in faults:
            start, end = min(thing[0], fault[0]), max(thing[1], fault[1])
            between = clause[min(thing[1], fault[1]) : max(thing[0], fault[0])]
            if len(between.split()) <= _NEAR:
                yield (start, end)
                break


def _is_praise(clause: str) -> bool:
    """Whether a clause praises: "great support", and not "not so great support"."""
    return holds(clause, _words("denials", "praise")) and not holds(clause, _words("denials", "turns"))


def _clauses(text: str) -> Iterator[Span]:
    start = 0
    for cut in _CLAUSE.finditer(text):
        yield (start, cut.start())
        start = cut.end()
    yield (start, len(text))


def _is_inside(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1] and (other[1] - other[0]) > (span[1] - span[0])


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).parent / "themes.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def _words(table: str, key: str) -> tuple[str, ...]:
    return tuple(_data()[table][key])


def _theme(name: str, entry: dict[str, Any]) -> Theme:
    def words(key: str) -> tuple[str, ...]:
        return tuple(entry.get(key, ()))

    return Theme(
        name=name,
        noun=entry["noun"],
        words=words("words"),
        subjects=words("subjects"),
        things=words("things"),
        faults=words("faults"),
        alone=words("alone"),
        metrics=frozenset(words("metrics")),
        concepts=frozenset(words("concepts")),
        work=frozenset(words("work")),
        named=words("named"),
        excepted=frozenset(words("except")),
        is_own=entry.get("is_own", True),
        is_where=entry.get("is_where", False),
    )
