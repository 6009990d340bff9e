"""Small parts that stand hundreds of times on one page: each is made once for what it shows, and kept.

What they show is their whole question, a status or a name, so that nothing of one reader can reach another.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from heroicons.jinja import heroicon_mini, heroicon_outline
from markupsafe import Markup

if TYPE_CHECKING:
    from holdfast.web.objectives.standing import Standing

STATUS_ICONS = {
    "on track": "check-circle",
    "at risk": "exclamation-triangle",
    "off track": "x-circle",
    "stale": "clock",
    "no data": "minus-circle",
    "no verdict yet": "ellipsis-horizontal-circle",
    "closed": "lock-closed",
}
"""A status is never shown by its colour alone."""
_REACHED = {"at risk": "done behind", "off track": "done far"}
_WITHOUT_TODAY = frozenset({"closed", "no data"})


@lru_cache(maxsize=512)
def icon(name: str, size: int = 20) -> str:
    """An icon as inline SVG, hidden from screen readers: the word stands beside it."""
    draw = heroicon_mini if size <= 20 else heroicon_outline  # noqa: PLR2004 - the two sizes of the set
    return draw(name, size=size, **{"class": "icon", "aria-hidden": "true"})


@lru_cache(maxsize=64)
def status_mark(word: str) -> Markup:
    """A status as icon and word."""
    shown = Markup('<span class="status status-{}">{} {}</span>')
    return shown.format(word.replace(" ", "-"), icon(STATUS_ICONS[word], 16), word)


@lru_cache(maxsize=2048)
def avatar_mark(name: str) -> Markup:
    """The letters that stand for a person, hidden from screen readers: the name stands beside them."""
    return Markup('<span class="avatar" aria-hidden="true">{}</span>').format(initials(name))


@lru_cache(maxsize=2048)
def person_mark(name: str) -> Markup:
    """A person as letters and name."""
    return Markup('<span class="person">{} {}</span>').format(avatar_mark(name), name)


def bar_mark(standing: Standing) -> Markup:
    """How far it has come, with a tick where it should be today. Progress may be below 0 or above 1."""
    return way_mark(standing.score.progress, standing.expected, standing.status)


def way_mark(progress: float | None, expected: float, status: str) -> Markup:
    """The same of plain values."""
    words, done, tick = "no data", "", ""
    if progress is not None:
        words = f"{100 * progress:.0f}% of the way; {100 * expected:.0f}% expected today"
    if progress is not None and progress > 0:
        width, look = round(100 * min(1, progress), 1), _REACHED.get(status, "done")
        done = f'<rect class="{look}" x="0" y="5" width="{width}%" height="6" rx="3"></rect>'
    if status not in _WITHOUT_TODAY:
        at = round(100 * expected, 1)
        tick = (
            f'<svg x="{at}%" overflow="visible"><rect class="today" x="-1" y="0" width="2" height="16">'
            "</rect></svg>"
        )
    # Numbers and our own words alone: nothing in it was typed by anybody.
    return Markup(  # noqa: S704
        f'<svg class="bar" role="img" aria-label="{words}">'
        f'<rect class="way" x="0" y="5" width="100%" height="6" rx="3"></rect>{done}{tick}</svg>'
    )


def initials(name: str) -> str:
    """At most two letters that stand for a person."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
