"""What a notice is told of, as plain values: words of people on one line, links whole."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 240
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls, and what turns the direction of a line: it shows what it holds, in the order of reading."""


class NotNeededError(Exception):
    """A notice has nothing to say any more; the reason is for the administrator, without names."""


@dataclass(frozen=True, slots=True)
class Told:
    """The content of a notice.

    Attributes:
        subject: One line.
        facts: What its template shows.
        link: Where it leads first.
        chat: One line for a chat, or empty.
    """

    subject: str
    facts: Mapping[str, object]
    link: str
    chat: str = ""


def line(text: str, *, longest: int = _LONGEST) -> str:
    """Somebody's words on one line, without hidden characters, cut with an ellipsis."""
    shown = "".join(" " if unicodedata.category(one) in _HIDDEN else one for one in text[: 4 * longest])
    kept = " ".join(shown.split())
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def link_to(name: str, *args: object) -> str:
    """The whole address of a page."""
    return settings.DEPLOYMENT.url + reverse(name, args=args)
