"""Reads of the reasons: what a job last found, as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.records.reason import why_of
from holdfast.records.words import value_text
from holdfast.report.why import SHOWN_IN_FULL, course_facts
from holdfast.report.why_html import bar
from holdfast.service.theme_files import themes_version
from holdfast.service.why import TEXTS
from holdfast.values import dataclass
from holdfast.web.dataset import places
from holdfast.web.reasons.models import ReasonsLook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records.reason import Reason, WhyCustomersLeave
    from holdfast.report.why_html import Bar


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason as the page shows it.

    Attributes:
        reason: Its figures and quotes.
        figures: What was lost and how often they left: words, figure, and what stands beside it.
        facts: What is known of it besides, each in a sentence.
        bar: Where its difference and range lie on the scale of the page; None where it was not weighed.
    """

    reason: Reason
    figures: tuple[tuple[str, str, str], ...]
    facts: tuple[str, ...]
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    """All of the page.

    Attributes:
        look: The last one.
        why: What it found; None where there was nothing to read, or nobody has looked.
        shown: Reasons that go with leaving, and those that cannot be told apart.
        rest: What else is written about.
        are_themes_newer: Themes or confirmed texts were changed since the look.
    """

    look: ReasonsLook
    why: WhyCustomersLeave | None
    shown: tuple[ReasonLine, ...]
    rest: tuple[ReasonLine, ...]
    are_themes_newer: bool

    @property
    def lacks(self) -> tuple[str, ...]:
        """Tables of texts that were not there to read."""
        return tuple(name for name in TEXTS if name not in self.look.tables)

    @property
    def says_who_left(self) -> bool:
        """Spans in which customers pay were there, or the orders of a shop."""
        return not {"subscriptions", "orders"}.isdisjoint(self.look.tables)

    @property
    def is_weighed(self) -> bool:
        """Some theme was held against leaving."""
        return any(one.reason.difference is not None for one in (*self.shown, *self.rest))


def last_look() -> ReasonsLook:
    """The last look, or one that never was. One query."""
    return ReasonsLook.objects.filter(pk=1).first() or ReasonsLook()


def reasons_page_of(look: ReasonsLook) -> ReasonsPage:
    """The page by a look; no query."""
    why = why_of(look.content) if look.content else None
    lines = tuple(_line(one, why) for one in why.reasons) if why else ()
    return ReasonsPage(
        look=look,
        why=why,
        shown=tuple(one for one in lines if one.reason.verdict in SHOWN_IN_FULL),
        rest=tuple(one for one in lines if one.reason.verdict not in SHOWN_IN_FULL),
        are_themes_newer=look.looked_at is not None and _taught() != look.taught,
    )


def _line(reason: Reason, why: WhyCustomersLeave) -> ReasonLine:
    figures = tuple(_figures(reason, why.currency))
    return ReasonLine(reason, figures, course_facts(reason), bar(reason, why))


def _figures(reason: Reason, currency: str | None) -> Iterator[tuple[str, str, str]]:
    """Of a reason that was weighed; below 0 nothing was lost."""
    if reason.difference is None:
        return
    if reason.verdict == "goes with leaving":
        lost = (reason.customers_lost, reason.lost_low, reason.lost_high)
        at, low, high = (f"{max(one or 0.0, 0.0):,.0f}" for one in lost)
        yield "Customers lost", f"about {at}", f"{low} to {high}"
        if reason.revenue_lost is not None:
            paid = (reason.revenue_lost, reason.revenue_low, reason.revenue_high)
            money = [value_text(max(one or 0.0, 0.0), "money", currency=currency) for one in paid]
            yield "Revenue lost a month", f"about {money[0]}", f"{money[1]} to {money[2]}"
    yield "Left in a month, who wrote about it", value_text(reason.churn_with, "share"), ""
    yield "Customers like them", value_text(_share(reason.churn_without), "share"), ""
    ends = f"{_points(reason.low)} to {_points(reason.high)}"
    yield "Difference", f"{_points(reason.difference)} points", ends


def _points(share: float | None) -> str:
    return "not known" if share is None else f"{100 * share:+.1f}"


def _share(share: float | None) -> float | None:
    """A share that was reckoned from others may fall a little below 0."""
    return None if share is None else max(share, 0.0)


def _taught() -> str:
    """Of the themes as they are now; empty where they cannot be read."""
    try:
        return themes_version(places.folder())
    except HoldfastError:
        return ""
