"""Teach the themes of a workspace: which texts to ask about, and what is kept of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.themes.assigning import assign
from holdfast.reasons.themes.confirming import least_sure
from holdfast.reasons.themes.vectors import vectors
from holdfast.service.theme_files import confirmed_texts, themes_of
from holdfast.service.why import hear
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.reasons.taxonomy.model import Theme
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
    folder = workspace.path.parent
    themes, confirmed = themes_of(folder), confirmed_texts(folder)
    with workspace.engine.snapshot():
        heard = hear(workspace)
    known = {one.words for one in confirmed}
    texts = [one for one in dict.fromkeys(text.words for text in heard.reading.texts) if one not in known]
    assigned = assign(texts, themes, vectors(way), confirmed=confirmed)
    asked = least_sure(assigned.scores, texts, count=count)
    return tuple(Question(texts[place], _suggested(assigned.scores[place], themes)) for place in asked)


def _suggested(
    scores: np.ndarray[tuple[int], np.dtype[np.float64]], themes: tuple[Theme, ...]
) -> tuple[Theme, ...]:
    return tuple(themes[place] for place in np.argsort(-scores, kind="stable")[:_SUGGESTED].tolist())
