"""What a page shows of a question: what is known of it, whether a job is at it, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.company import has_workspace
from holdfast.web.computing.asking import Wait, looked_at, question_of, wait_for
from holdfast.web.computing.models import Computed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with what is known of it.

    Attributes:
        kind: What is asked.
        asked: What is asked, as JSON.
        row: What is known.
        waits: Whether a job is at it.
        refused: Why it cannot be asked so, or not now; empty where it can.
        is_set_up: There are data, or there were.
    """

    kind: str
    asked: Mapping[str, Any]
    row: Computed
    waits: Wait
    refused: str
    is_set_up: bool


def shown(
    kind: str,
    read: Callable[[Mapping[str, str]], dict[str, Any]],
    given: Mapping[str, str],
    *,
    now: datetime,
) -> Shown:
    """What is known of what an address asks; asked for where that is nothing, or is a day old.

    Args:
        kind: What is asked.
        read: From what an address says to the question.
        given: What it says.
        now: The instant.

    Raises:
        InputError: It cannot be asked so, and there is no usual question to show in its place.
    """
    refused = ""
    try:
        asked = read(given)
    except InputError as error:
        asked, refused = read({}), str(error)
    known = Computed.objects.filter(kind=kind, question=question_of(asked)).first()
    row = known or Computed(kind=kind, content=asked)
    is_set_up = row.found_at is not None or has_workspace()
    if is_set_up:
        try:
            row = looked_at(kind, asked, now=now)
        except InputError as error:
            refused = refused or str(error)
    return Shown(kind, asked, row, wait_for(row, now), refused, is_set_up)
