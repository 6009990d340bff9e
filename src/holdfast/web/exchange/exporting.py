"""An export as an answer: its content in pieces, and the name that a browser saves it under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse

from holdfast.errors import InputError
from holdfast.web.exchange.actions import record_export
from holdfast.web.exchange.cells import csv_lines
from holdfast.web.exchange.okr_file import ENDINGS, okr_file
from holdfast.web.exchange.reading import seen_by
from holdfast.web.exchange.tables import TABLES
from holdfast.web.exchange.whole import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.http.response import HttpResponseBase

    from holdfast.okr.parse import OkrForm
    from holdfast.web.audit.actions import Actor
    from holdfast.web.exchange.reading import Asked
    from holdfast.web.people.models import Person

OKR_FORMS: dict[str, OkrForm] = {"okr-yaml": "yaml", "okr-markdown": "markdown", "okr-text": "text"}
FORMS: dict[str, str] = {
    "okr-yaml": "OKR file (YAML)",
    "okr-markdown": "OKR file (Markdown)",
    "okr-text": "OKR file (plain text)",
    "json": "JSON: everything",
    **{name: f"CSV: {table.title.lower()}" for name, table in TABLES.items()},
}
"""Name of each form in addresses, with its title."""
_PLACE = re.compile(r"[^\w-]+", re.ASCII)
_TYPES = {"yaml": "application/yaml", "md": "text/markdown", "txt": "text/plain"}
_AT_ONCE = 64
"""Lines that are sent together: one at a time would cost more than what they say."""


def exported(actor: Actor, person: Person, form: str, asked: Asked, cycle_name: str) -> HttpResponseBase:
    """Objectives in one form, as a file to save.

    Args:
        actor: Who, and when.
        person: The same person, who reads.
        form: A name of `FORMS`.
        asked: Which objectives.
        cycle_name: Stands in the file's name; empty for all cycles.

    Raises:
        InputError: There is no such form, or it cannot hold these objectives.
    """
    if form not in FORMS:
        raise InputError("the form", repr(form[:40]), f"one of {', '.join(FORMS)}", "Choose one of them")
    seen = seen_by(person, asked)
    answer: HttpResponseBase
    if form in OKR_FORMS:
        ending = ENDINGS[OKR_FORMS[form]]
        text = okr_file(seen, OKR_FORMS[form])
        answer = HttpResponse(text, content_type=f"{_TYPES[ending]}; charset=utf-8")
    elif form == "json":
        ending = "json"
        answer = StreamingHttpResponse(_together(whole(seen, at=actor.at)), content_type="application/json")
    else:
        ending = "csv"
        lines = csv_lines(TABLES[form].header, TABLES[form].rows(seen))
        answer = StreamingHttpResponse(_together(lines), content_type="text/csv; charset=utf-8")
    record_export(actor, form, seen)
    name = _file_name(form, cycle_name, actor.at.date(), ending)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _together(pieces: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) == _AT_ONCE:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def _file_name(form: str, cycle_name: str, on: date, ending: str) -> str:
    place = _PLACE.sub("-", cycle_name).strip("-") or "all"
    what = "okrs" if form in OKR_FORMS else "everything" if form == "json" else form
    return f"holdfast-{place}-{what}-{on}.{ending}"
