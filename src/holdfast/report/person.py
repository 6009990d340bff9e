"""Where one person was found, and what became of it, as text."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records.person import PersonFound, Place


def person_text(found: PersonFound, *, erased: bool, width: int) -> str:
    """Whom it is about, one line for each place, and what a reader must know.

    Args:
        found: What was found, before anything was taken out.
        erased: It was taken out; else it says how.
        width: Of a line.
    """
    lines = _lines(found, erased=erased)
    return "".join(fill(line, width, subsequent_indent="  ") + "\n" if line else "\n" for line in lines)


def _lines(found: PersonFound, *, erased: bool) -> Iterator[str]:
    who = [f"person {one}" for one in found.people] + [f"customer {one}" for one in found.customers]
    accounts = f" of {', '.join(found.accounts)}" if found.accounts else ""
    yield f"{found.asked}: {', '.join(who) or 'in no table'}{accounts}"
    yield ""
    if not found.places:
        yield "Nothing of them was found."
    for place in found.places:
        verb = "" if erased or place.is_left else "would be "
        yield f"- {place.name}: {_many(place)}; {verb}{place.done}"
    yield ""
    yield from found.notes
    if not erased:
        yield "Nothing was changed. To do it, say it again with --yes."


def _many(place: Place) -> str:
    return f"{place.count:,} {place.what}{'' if place.count == 1 else 's'}"
