"""The leavers' test as text: the findings first, then the reasons by theme, then each customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.lines import in_ascii, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.review.leavers.model import LeaversTest, Reach, ReplayedLeaver

_INDENT = "  "
_MARKS = {"green": "green", "red": "red", "silent": "-", "unknown": "?"}
_TITLES: tuple[tuple[Reach, str], ...] = (
    ("untouched", "Touched by no key result"),
    ("touched", "Touched by a key result"),
    ("undecided", "You decide"),
    ("unknown", "Reason not known"),
    ("apart", "Counted apart: nobody could have acted"),
)
_DECIDE = (
    "Write a theme beside the reason (theme: price, support, onboarding … or one of your own), or the key "
    "results that touch it (touched_by: 2, or none), and run the test again."
)


def leavers_text(test: LeaversTest, *, width: int, ascii_only: bool = False) -> str:
    """The test as lines of at most `width` columns, ending with a line feed.

    Args:
        test: At least one leaver.
        width: Columns of the terminal.
        ascii_only: For terminals that show nothing else.
    """
    writer = _Writer(width)
    lines = [
        *writer.heading("The leavers' test"),
        *(line for objective in test.objectives for line in writer.wrapped(objective)),
        "",
        *(line for said in test.headlines for line in writer.wrapped(said)),
    ]
    for reach, title in _TITLES:
        lines += writer.reasons(title, test.reached(reach), reach)
    lines += writer.answers(test)
    lines += writer.notices(test.notices)
    text = "\n".join(lines).strip("\n") + "\n"
    return in_ascii(text) if ascii_only else text


class _Writer:
    """Lines for one width."""

    def __init__(self, width: int) -> None:
        self._width = width

    def heading(self, title: str) -> Iterator[str]:
        yield ""
        yield title.upper()

    def wrapped(self, text: str, *, first: str = _INDENT) -> Iterator[str]:
        yield from wrapped(text, self._width, first=first)

    def reasons(self, title: str, leavers: Sequence[ReplayedLeaver], reach: Reach) -> Iterator[str]:
        """The customers of one reach by theme: shared themes first, then reasons given once."""
        if not leavers:
            return
        yield from self.heading(f"{title} ({len(leavers)})")
        groups = _grouped(leavers)
        for noun, members in groups:
            if noun:
                yield from self.wrapped(f"{noun} ({len(members)})")
            for one in members:
                yield from self._leaver(one)
            yield from self._whys(members)
        if reach == "undecided":
            yield from self.wrapped(_DECIDE)

    def _leaver(self, one: ReplayedLeaver) -> Iterator[str]:
        when = f", {one.leaver.when}" if one.leaver.when else ""
        said = f": “{one.leaver.reason}”" if one.leaver.reason else ""
        yield from self.wrapped(f"{one.leaver.called}{when}{said}", first=f"{_INDENT * 2}- ")
        for hint in one.hints:
            yield from self.wrapped(f"{hint}: does it touch this reason?", first=_INDENT * 4)

    def _whys(self, members: Iterable[ReplayedLeaver]) -> Iterator[str]:
        """Why the reasons of one theme count as touched, each sentence once; else what may lead there."""
        placed = tuple(one for member in members for one in member.themes)
        touches = tuple(dict.fromkeys(touch.why for one in placed for touch in one.touches))
        untouched = tuple(dict.fromkeys(one.noun for one in placed if not one.touches)) if touches else ()
        leads = () if touches else tuple(dict.fromkeys(lead for one in placed for lead in one.leads))
        for why in (*touches, *(f"nothing touches {noun}, which is said too" for noun in untouched), *leads):
            yield from self.wrapped(why, first=f"{_INDENT * 3}> ")

    def answers(self, test: LeaversTest) -> Iterator[str]:
        """What each key result would have said of each customer, where anything is known."""
        known = [one for one in test.leavers if one.replay != "untold"]
        if not known:
            return
        yield from self.heading("What the key results would have said")
        for result in test.key_results:
            if not result.counts_leaving:
                yield from self.wrapped(f"{result.label}  {result.text}")
        for one in known:
            said = "; ".join(f"{label} {_MARKS[answer]}" for label, answer in one.answers)
            end = {"green": ": every key result green", "open": ": none red, as far as known"}.get(
                one.replay, ""
            )
            yield from self.wrapped(f"{one.leaver.called}: {said}{end}", first=f"{_INDENT * 2}- ")

    def notices(self, notices: Sequence[str]) -> Iterator[str]:
        if not notices:
            return
        yield from self.heading("Mind")
        for notice in notices:
            yield from self.wrapped(notice, first=f"{_INDENT}- ")


def _grouped(leavers: Sequence[ReplayedLeaver]) -> list[tuple[str, list[ReplayedLeaver]]]:
    """Customers by theme: themes of several first, by size; then those named once, in the order told."""
    groups: dict[str, list[ReplayedLeaver]] = {}
    for one in leavers:
        groups.setdefault(one.group, []).append(one)
    return sorted(groups.items(), key=lambda group: -len(group[1]))
