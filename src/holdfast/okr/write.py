"""OKR documents to text: plain text, Markdown or YAML, such that reading gives the same document again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr.parse import OkrForm, parse_okr
from holdfast.okr.write_paste import MARKDOWN, TEXT, write_paste

if TYPE_CHECKING:
    from holdfast.okr.model import OkrDocument


def write_okr(document: OkrDocument, *, form: OkrForm) -> str:
    """The document in one form, ending with a line feed.

    What is written is read again before it is returned: a file that says something else is never handed out.

    Raises:
        InputError: The document has no objective or key result, or holds what the form cannot hold
            (a statement of two lines).
    """
    text = _written(document, form)
    if parse_okr(text, name=document.name, form=form) != document:
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
    return write_paste(document, MARKDOWN if form == "markdown" else TEXT)
