"""Teach the themes of a workspace: which texts to ask about, and what is kept of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.themes.confirming import least_sure
from holdfast.service.why import hear, themed
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.reasons.taxonomy.model import Theme
    from holdfast.service.why import Themed
    from holdfast.service.workspace import Workspace

_SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A text to be told by somebody who reads it.

    Attributes:
        words: Masked.
        suggested: Themes that fit it best, the best first.
    """

    words: str
    suggested: tuple[Theme, ...]


def theme_questions(workspace: Workspace, *, way: str = "tfidf", count: int = 20) -> tuple[Question, ...]:
    """Texts whose themes are least sure, of those that nobody has confirmed yet.

    Args:
        workspace: Open.
        way: ``tfidf`` or ``sentences``.
        count: How many at most.

    Raises:
        InputError: The way or a file of themes cannot be used, or there is nothing to read.
        SourceError: The engine failed.
    """
    with workspace.engine.snapshot():
        heard = hear(workspace)
    return questions_of(themed(workspace, heard, way=way), count=count)


def questions_of(read: Themed, *, count: int) -> tuple[Question, ...]:
    """The same of texts that were read and told already."""
    known = {one.words for one in read.confirmed}
    open_ = [place for place, words in enumerate(read.words) if words not in known]
    scores = read.assigned.scores[open_]
    asked = least_sure(scores, [read.words[place] for place in open_], count=count)
    return tuple(
        Question(read.words[open_[place]], _suggested(scores[place], read.assigned.themes)) for place in asked
    )


def _suggested(
    scores: np.ndarray[tuple[int], np.dtype[np.float64]], themes: tuple[Theme, ...]
) -> tuple[Theme, ...]:
    return tuple(themes[place] for place in np.argsort(-scores, kind="stable")[:_SUGGESTED].tolist())
