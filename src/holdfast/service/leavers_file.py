"""Leavers from a text: CSV with a header, YAML or JSON, or one line each ("Acme: too expensive")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.service.leavers_fields import FieldNames, leaver_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.leavers.model import Leaver

LeaversForm = Literal["csv", "yaml", "lines"]

_SUFFIXES: dict[str, LeaversForm] = {
    "csv": "csv",
    "tsv": "csv",
    "yaml": "yaml",
    "yml": "yaml",
    "json": "yaml",
    "txt": "lines",
    "md": "lines",
}
MOST_LEAVERS = 10_000
_LIST_MARK = re.compile(r"^\s*(?:[-*•]\s+|\(?\d{1,4}[.)]\s+)?")
_NAMED = re.compile(r"^(?P<name>[^:\t]{1,80}?)(?:\s*[:\t]\s*|\s+[-\u2013\u2014]\s+)(?P<reason>\S.*)$")
_DATED = re.compile(r"^(?P<name>.*?)\s*[(\[](?P<when>[^()\[\]]*\d[^()\[\]]*)[)\]]$")


def read_leavers(text: str, *, name: str) -> tuple[tuple[Leaver, ...], tuple[str, ...]]:
    """The leavers of a text in the order written, and what of it was not used.

    Args:
        text: As read or pasted.
        name: File name, for messages and for telling the form; ``-`` for standard input.

    Raises:
        InputError: Nothing there, more than 10,000, no column with reasons, a row or a field that is not
            understood; with row, field and what to write.
    """
    if not text.strip():
        return _checked((), name=name), ()
    form = _SUFFIXES.get(name.rpartition(".")[2].lower()) or _guess(text)
    if form == "csv":
        from holdfast.service.leavers_csv import read_csv  # noqa: PLC0415 - each form loads its own reader

        leavers, notices = read_csv(text, name=name)
    elif form == "yaml":
        from holdfast.service.leavers_yaml import read_yaml  # noqa: PLC0415 - each form loads its own reader

        leavers, notices = read_yaml(text, name=name), ()
    else:
        leavers, notices = _lines(text, name=name), ()
    return _checked(leavers, name=name), notices


def _checked(leavers: Sequence[Leaver], *, name: str) -> tuple[Leaver, ...]:
    if not leavers:
        raise InputError(
            name,
            "no customer who left",
            "one line each, such as 'Acme: too expensive', or CSV, YAML or JSON with name and reason",
            "Write who left and why",
        )
    if len(leavers) > MOST_LEAVERS:
        raise InputError(
            name, f"{len(leavers):,} customers", f"at most {MOST_LEAVERS:,}", "Take the last who left"
        )
    return tuple(leavers)


def _guess(text: str) -> LeaversForm:
    """The form that the content shows: JSON, YAML by its keys, CSV by a header that names the reason."""
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if first.lstrip().startswith(("{", "[")) or re.match(r"^\s*(?:leavers\s*:|-\s*\w+\s*:\s)", first):
        is_known = re.match(r"^\s*-\s*(\w+)\s*:", first)
        if is_known is None or FieldNames.of(is_known[1]) is not None:
            return "yaml"
    cells = [cell.strip(" \"'") for cell in re.split(r"[,;\t]", first)]
    is_header = len(cells) > 1 and any(FieldNames.of(cell) == "reason" for cell in cells)
    return "csv" if is_header else "lines"


def _lines(text: str, *, name: str) -> list[Leaver]:
    """One customer a line: "Acme (May 2026): too expensive"; a line without a name is a reason."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        body = _LIST_MARK.sub("", line, count=1).strip()
        if body and not body.startswith("#"):
            found.append(_line(body, place=f"{name}, line {number}"))
    return found


def _line(body: str, *, place: str) -> Leaver:
    named = _NAMED.match(body)
    if named is None:
        return leaver_of({"reason": body}, place=place)
    dated = _DATED.match(named["name"])
    fields = {"name": dated["name"] if dated else named["name"], "reason": named["reason"]}
    return leaver_of(fields | ({"when": dated["when"]} if dated else {}), place=place)
