"""The formats of reviews, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.review.run import Review

FORMATS = ("text", "prose", "json", "sarif", "github", "markdown")


class Paper(NamedTuple):
    """What a review is written on.

    Attributes:
        width: Columns, 40 at least.
        styled: Bold and colour as ANSI codes.
        ascii_only: It shows nothing but ASCII.
    """

    width: int
    styled: bool = False
    ascii_only: bool = False


def in_format(reviews: Sequence[Review], form: str, *, paper: Paper, is_list: bool) -> str:
    """Reviews in one of `FORMATS`; may be empty for formats of lines where nothing was found.

    Args:
        reviews: In the order in which the files were named.
        form: One of `FORMATS`.
        paper: For the formats that people read.
        is_list: Several files were asked for, so that JSON is a list whatever their number.
    """
    if form == "json":
        return _function("json")(*reviews, is_list=is_list)
    if form in _OF_PEOPLE:
        return "\n".join(
            _titled(review, len(reviews)) + _OF_PEOPLE[form](review, paper) for review in reviews
        )
    return _function(form)(*reviews)


def _function(form: str) -> Callable[..., str]:
    """``review_<form>`` of the module of that name: the format that is asked for loads, and no other."""
    found: Callable[..., str] = getattr(import_module(f"holdfast.report.{form}"), f"review_{form}")
    return found


def _titled(review: Review, number_of_reviews: int) -> str:
    name = "standard input" if review.document.name == "-" else review.document.name
    if number_of_reviews == 1:
        return ""
    from holdfast.report.lines import cells_width, readable  # noqa: PLC0415 - only several files have titles

    title = readable(name)
    return f"{title}\n{'=' * cells_width(title)}\n\n"


def _text(review: Review, paper: Paper) -> str:
    return _function("text")(review, width=paper.width, styled=paper.styled, ascii_only=paper.ascii_only)


def _prose(review: Review, paper: Paper) -> str:
    return _function("prose")(review, width=paper.width, ascii_only=paper.ascii_only)


_OF_PEOPLE: dict[str, Callable[[Review, Paper], str]] = {"text": _text, "prose": _prose}
