"""Review OKRs from their text alone: no workspace, no data, nothing heavy loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.okr import read_okr_bytes
from holdfast.review.run import ANY_DAY, review_document

if TYPE_CHECKING:
    from holdfast.review.ignoring import FileIgnore
    from holdfast.review.rule import Occasion, Rule
    from holdfast.review.run import Review


def review_bytes(
    data: bytes,
    *,
    name: str,
    rules: tuple[Rule, ...] | None = None,
    occasion: Occasion = ANY_DAY,
    file_ignores: tuple[FileIgnore, ...] = (),
) -> Review:
    """The review of one OKR file.

    Args:
        data: The file as it is on disk: plain text, Markdown or YAML, in UTF-8 or with a byte-order mark.
        name: File name, for messages and for guessing the form; ``-`` for standard input.
        rules: Which rules run; None for those that run by default.
        occasion: The day and the purpose of the review.
        file_ignores: What the settings set aside in this file.

    Raises:
        InputError: The bytes are not text, or the text is not an OKR.
    """
    document = read_okr_bytes(data, name=name)
    return review_document(document, rules=rules, occasion=occasion, file_ignores=file_ignores)
