"""Reads of themes: the list, how well each is taught, what is found of it, and which texts are asked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.http import Http404

from holdfast.errors import HoldfastError
from holdfast.records.reason import why_of
from holdfast.service.theme_files import confirmed_texts, themes_of
from holdfast.values import dataclass
from holdfast.web.dataset import places
from holdfast.web.measurements.measuring import told
from holdfast.web.reasons.models import AskedText
from holdfast.web.reasons.queries import last_look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from holdfast.reasons.taxonomy.model import Theme
    from holdfast.reasons.themes.confirming import Confirmed
    from holdfast.records.reason import ProposedTheme, Reason, WhyCustomersLeave
    from holdfast.web.reasons.models import ReasonsLook

WANTED = 10
"""Confirmed texts of a theme that make most of the difference (docs/decisions/0019-reasons.md)."""
_LATELY = 3


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme as the page shows it.

    Attributes:
        theme: As the list has it.
        confirmed: Texts that somebody has confirmed for it.
        reason: What was last found of it, or None.
    """

    theme: Theme
    confirmed: tuple[Confirmed, ...]
    reason: Reason | None

    @property
    def progress(self) -> str:
        """How well it is taught: ``7 of 10 confirmed``."""
        count = len(self.confirmed)
        return f"{count} of {WANTED} confirmed" if count < WANTED else f"{count} confirmed"

    @property
    def share(self) -> int:
        """Of the texts wanted, in per cent."""
        return min(100, 100 * len(self.confirmed) // WANTED)


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """All of the page.

    Attributes:
        lines: In the order of the list.
        others: Confirmed texts of none of these themes.
        proposed: Groups of texts that fit nowhere.
        asked: Texts that wait to be confirmed.
        look: The last one.
        error: Why the list or the confirmed texts cannot be read; empty where they can.
    """

    lines: tuple[ThemeLine, ...]
    others: tuple[Confirmed, ...]
    proposed: tuple[ProposedTheme, ...]
    asked: int
    look: ReasonsLook
    error: str


@dataclass(frozen=True, slots=True)
class Asking:
    """The text that is asked about now.

    Attributes:
        row: The text; None where none is left.
        suggested: Themes that fit it best, by key.
        others: All other themes.
        left: How many texts wait, this one included.
        passed: How many were left to others.
        lately: The last texts that were confirmed, the latest first.
        titles: Of all themes, by name.
        look: The last one.
        error: Why the list or the confirmed texts cannot be read; empty where they can.
    """

    row: AskedText | None
    suggested: tuple[tuple[int, Theme], ...]
    others: tuple[Theme, ...]
    left: int
    passed: int
    lately: tuple[Confirmed, ...]
    titles: Mapping[str, str]
    look: ReasonsLook
    error: str


def themes_page_of() -> ThemesPage:
    """The page: two queries and two files."""
    themes, confirmed, error = _files()
    look = last_look()
    why = why_of(look.content) if look.content else None
    names = {one.name for one in themes}
    return ThemesPage(
        lines=_lines(themes, confirmed, why),
        others=tuple(one for one in confirmed if names.isdisjoint(one.themes)),
        proposed=why.proposed if why else (),
        asked=waiting_texts().count(),
        look=look,
        error=error,
    )


def asking() -> Asking:
    """The next text to ask about: two queries and two files."""
    themes, confirmed, error = _files()
    by_name = {one.name: one for one in themes}
    rows = list(AskedText.objects.filter(answered_at=None))
    waiting = [one for one in rows if one.passed_at is None]
    row = waiting[0] if waiting and not error else None
    suggested = [by_name[name] for name in row.suggested if name in by_name] if row else []
    return Asking(
        row=row,
        suggested=tuple(enumerate(suggested, start=1)),
        others=tuple(one for one in themes if one not in suggested),
        left=len(waiting),
        passed=len(rows) - len(waiting),
        lately=tuple(reversed(confirmed[-_LATELY:])),
        titles={one.name: one.title for one in themes},
        look=last_look(),
        error=error,
    )


def readable_themes() -> tuple[ThemeLine, ...]:
    """The themes, in the order of the list.

    Raises:
        InputError: The list or the confirmed texts cannot be used.
        SourceError: The disk failed.
    """
    content = last_look().content
    why = why_of(content) if content else None
    return _lines(themes_of(places.folder()), confirmed_texts(places.folder()), why)


def waiting_texts() -> QuerySet[AskedText]:
    """Texts that nobody has answered or passed, in the order of asking."""
    return AskedText.objects.filter(answered_at=None, passed_at=None)


def theme_named(name: str) -> Theme:
    """A theme of the list.

    Raises:
        Http404: There is none of that name.
        InputError: The list cannot be used.
        SourceError: The disk failed.
    """
    found = next((one for one in themes_of(places.folder()) if one.name == name), None)
    if found is None:
        raise Http404
    return found


def _lines(
    themes: Sequence[Theme], confirmed: Sequence[Confirmed], why: WhyCustomersLeave | None
) -> tuple[ThemeLine, ...]:
    found = {one.theme: one for one in why.reasons} if why else {}
    known: defaultdict[str, list[Confirmed]] = defaultdict(list)
    for one in confirmed:
        for name in one.themes:
            known[name].append(one)
    return tuple(ThemeLine(one, tuple(known[one.name]), found.get(one.name)) for one in themes)


def _files() -> tuple[tuple[Theme, ...], tuple[Confirmed, ...], str]:
    """The themes and the confirmed texts; none, and why, where one of them cannot be read."""
    try:
        return themes_of(places.folder()), confirmed_texts(places.folder()), ""
    except HoldfastError as error:
        return (), (), told(error)
