"""OKR documents from text or bytes: plain text as people paste it, Markdown, YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.okr.decode import check_text, decode
from holdfast.okr.paste import read_paste

if TYPE_CHECKING:
    from holdfast.okr.model import OkrDocument

OkrForm = Literal["text", "markdown", "yaml"]

_SUFFIXES: dict[str, OkrForm] = {
    "yaml": "yaml",
    "yml": "yaml",
    "json": "yaml",
    "md": "markdown",
    "markdown": "markdown",
    "txt": "text",
}
_YAML_KEY = re.compile(r"^[ \t]*(?:- )?(?:\{? ?\"?key_results\"?|objectives)[ \t]{0,9}:", re.MULTILINE)
_JSON = re.compile(r"\s*(?:\[\s*)?\{\s*\"[^\"\n]{1,40}\"\s*:")
_SINGLE = (
    "Add a line 'Objective: …' above the key results, or have single sentences read by "
    "'holdfast read --kind key-result'"
)
_EXAMPLE = "Write a line 'Objective: …', a line 'Key results:', and one numbered line for each key result"


def parse_okr(text: str, *, name: str, form: OkrForm | None = None) -> OkrDocument:
    """The objectives and key results of a text; at least one of each.

    Args:
        text: As pasted or read, at most 2,000,000 characters.
        name: File name for messages and for telling the form; ``-`` for standard input.
        form: Told from the name's ending, else from the content, where None.

    Raises:
        InputError: Empty, too long, binary, no objective, no key result, not an OKR; in YAML also what is
            not understood, with its line.
    """
    clean = check_text(text, name=name)
    chosen = form or guess_form(clean, name=name)
    if chosen == "yaml":
        from holdfast.okr.yaml_form import read_yaml  # noqa: PLC0415 (PyYAML only where YAML is read)

        return _checked(read_yaml(clean, name=name), has_labels=True)
    return _checked(read_paste(clean, name=name), has_labels=_mentions_key_results(clean))


def read_okr_bytes(data: bytes, *, name: str) -> OkrDocument:
    """The OKR document in the bytes of a file: UTF-8, or UTF-16 with its byte order mark.

    Raises:
        InputError: As `parse_okr`; also another encoding, with the offset and line of the first bad byte.
    """
    return parse_okr(decode(data, name=name), name=name)


def guess_form(text: str, *, name: str) -> OkrForm:
    """The form that a file's ending says, else the one its content shows; plain text where in doubt.

    JSON is told by its content in a file of plain text too.
    """
    _, dot, suffix = name.rpartition(".")
    form = _SUFFIXES.get(suffix.lower()) if dot else None
    if form and not (form == "text" and _JSON.match(text)):
        return form
    if _JSON.match(text) or _YAML_KEY.search(text):
        return "yaml"
    return "markdown" if re.search(r"^(?:#{1,6} |\*\*)", text, re.MULTILINE) else "text"


def _mentions_key_results(text: str) -> bool:
    return re.search(r"\bkey results?\b|\bKRs?\d*\b", text, re.IGNORECASE) is not None


def _checked(document: OkrDocument, *, has_labels: bool) -> OkrDocument:
    if not document.objectives:
        if has_labels:
            raise InputError(
                document.name,
                "key results without an objective",
                "a line 'Objective: …' above them",
                _SINGLE,
            )
        raise InputError(
            document.name, "nothing that reads as an objective or a key result", "an OKR", _SINGLE
        )
    if not any(objective.key_results for objective in document.objectives):
        place = document.objectives[0].place
        where = f"{document.name}, line {place.line}" if place else document.name
        raise InputError(
            where, "an objective without key results", "at least one key result under it", _EXAMPLE
        )
    return document
