"""Reads of the reasons: what a job last found, as the page shows it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.records.reason import why_of
from holdfast.report.why import SHOWN_IN_FULL, exit_text, facts
from holdfast.report.why_html import bar
from holdfast.service.theme_files import themes_version
from holdfast.values import dataclass
from holdfast.web.dataset import places
from holdfast.web.reasons.models import ReasonsLook

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.records.reason import Reason, WhyCustomersLeave
    from holdfast.report.why_html import Bar

_FIRST_WAIT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason as the page shows it.

    Attributes:
        reason: Its figures and quotes.
        facts: What is known of it besides, each in a sentence.
        bar: Where its difference and range lie on the scale of the page; None where it was not weighed.
    """

    reason: Reason
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
        exits: Reasons given on leaving, in words.
        are_themes_newer: Themes or confirmed texts were changed since the look.
    """

    look: ReasonsLook
    why: WhyCustomersLeave | None
    shown: tuple[ReasonLine, ...]
    rest: tuple[ReasonLine, ...]
    exits: tuple[str, ...]
    are_themes_newer: bool

    @property
    def has_churn(self) -> bool:
        """Something said who left."""
        return "subscriptions" in self.look.tables


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
        exits=tuple(map(exit_text, why.exits)) if why else (),
        are_themes_newer=look.looked_at is not None and _taught() != look.taught,
    )


def wait_for(look: ReasonsLook, now: datetime) -> str:
    """``no`` where nothing is waited for, ``yes``, or ``late`` where it takes longer than it should."""
    if look.asked_at is None or (look.tried_at is not None and look.tried_at >= look.asked_at):
        return "no"
    return "late" if now - look.asked_at > _FIRST_WAIT else "yes"


def _line(reason: Reason, why: WhyCustomersLeave) -> ReasonLine:
    return ReasonLine(reason, facts(reason, why.currency), bar(reason, why))


def _taught() -> str:
    """Of the themes as they are now; empty where they cannot be read."""
    try:
        return themes_version(places.folder())
    except HoldfastError:
        return ""
