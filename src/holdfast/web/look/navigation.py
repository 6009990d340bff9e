"""The pages that every page leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.look.addresses import address
from holdfast.web.owed.queries import owed_now
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the side: its name in `urls`, title and icon, whether only administrators have it.

    `begins` draws a line above it: the pages below belong to something else than those above. `also` are
    pages that are part of it, and stand on its own row of tabs.
    """

    name: str
    title: str
    icon: str
    of_administrators: bool = False
    begins: bool = False
    also: tuple[str, ...] = ()


PAGES = (
    Page("quarter", "Quarter", "chart-bar-square"),
    Page("owed", "What I owe", "inbox"),
    Page("check-ins", "My check-ins", "clipboard-document-check"),
    Page("draft", "Draft and review", "pencil-square"),
    Page("meetings", "Meetings", "presentation-chart-line"),
    Page("alignment", "Alignment", "share"),
    Page("celebrations", "Celebrations", "trophy"),
    Page("metrics", "Metrics", "variable", begins=True),
    Page(
        "reasons",
        "Why customers leave",
        "chat-bubble-left-right",
        also=("drivers", "survival", "risk", "worth"),
    ),
    Page("holdouts", "Holdouts", "beaker"),
    Page("data", "Data", "circle-stack", of_administrators=True),
    Page("persons", "Erase a person", "user-minus", of_administrators=True),
    Page("people", "People", "user-group"),
    Page("exchange", "Import and export", "arrows-up-down"),
    Page("notifications", "Notifications", "envelope", begins=True),
    Page("tokens", "Tokens", "key"),
    Page("webhooks", "Webhooks", "bell", of_administrators=True),
    Page("settings", "Settings", "cog-6-tooth", of_administrators=True),
    Page("operations", "Operations", "wrench-screwdriver", of_administrators=True),
    Page("audit-log", "Audit log", "eye", of_administrators=True),
)
"""The quarter in the order of a week, what it rests on, what is set up once. A page of a noun adds a line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the side shows it; `count` is what is due on it."""

    title: str
    icon: str
    address: str
    is_here: bool
    count: int = 0
    begins: bool = False


def navigation(request: HttpRequest) -> tuple[Entry, ...]:
    """The pages that the person who asks may open."""
    is_administrator = can(request.user, "administer")
    shown = (page for page in PAGES if is_administrator or not page.of_administrators)
    owed = owed_now(request)
    counts = {"owed": len(owed.due), "check-ins": owed.count("check-in")}
    return tuple(_entry(page, request.path, counts.get(page.name, 0)) for page in shown)


def _entry(page: Page, path: str, count: int) -> Entry:
    place = address(page.name)
    places = (place, *map(address, page.also))
    is_here = any(path == one or path.startswith(f"{one}/") for one in places)
    return Entry(page.title, page.icon, place, is_here, count, page.begins)
