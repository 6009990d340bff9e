"""OKR documents to text: plain text, Markdown or YAML, such that reading gives the same document again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr.cleaning import escaped
from holdfast.okr.ignores import write_ignore
from holdfast.okr.parse import OkrForm, parse_okr
from holdfast.okr.positions import statements
from holdfast.okr.write_paste import MARKDOWN, TEXT, write_paste

if TYPE_CHECKING:
    from holdfast.okr.model import OkrDocument

_COMMENTS: dict[OkrForm, str] = {"text": "<!-- {} -->", "markdown": "<!-- {} -->", "yaml": "# {}"}


def write_okr(document: OkrDocument, *, form: OkrForm) -> str:
    """The document in one form, ending with a line feed.

    What is written is read again before it is returned: a file that says something else is never handed out.

    Raises:
        InputError: The document has no objective or key result, or holds what the form cannot hold
            (a statement of two lines).
    """
    text = _with_ignores(_written(document, form), document, form)
    read = parse_okr(text, name=document.name, form=form)
    if read != document or sorted(_wishes(read), key=str) != sorted(_wishes(document), key=str):
        raise InputError(
            document.name,
            f"words that {form} cannot hold without loss",
            "statements on one line",
            "Put each statement on one line, or write YAML"
            if form != "yaml"
            else "Put each statement on one line",
        )
    return text


def _written(document: OkrDocument, form: OkrForm) -> str:
    if form == "yaml":
        from holdfast.okr.write_yaml import write_yaml  # noqa: PLC0415 (PyYAML only where YAML is written)

        return write_yaml(document)
    return escaped(write_paste(document, MARKDOWN if form == "markdown" else TEXT))


def _with_ignores(text: str, document: OkrDocument, form: OkrForm) -> str:
    """The text with what its author asked not to hear: at the top, or at the end of a statement's line."""
    wishes = _wishes(document)
    if not wishes:
        return text
    lines = text.split("\n")
    places = _places(parse_okr(text, name=document.name, form=form))
    for about, wish in wishes:
        if about is not None:
            lines[places[about] - 1] += "  " + _COMMENTS[form].format(wish)
    return "\n".join([*(_COMMENTS[form].format(wish) for about, wish in wishes if about is None), *lines])


def _wishes(document: OkrDocument) -> list[tuple[int | None, str]]:
    """Each wish with the number of its statement from 0; None for those about the whole file."""
    numbers = {line: number for number, line in reversed(list(enumerate(_places(document))))}
    return [
        (numbers.get(ignore.applies_to) if ignore.applies_to is not None else None, write_ignore(ignore))
        for ignore in document.ignores
        if ignore.applies_to is None or ignore.applies_to in numbers
    ]


def _places(document: OkrDocument) -> list[int]:
    return [part.place.line if part.place else 0 for part in statements(document.objectives)]
