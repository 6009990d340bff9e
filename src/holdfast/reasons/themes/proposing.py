"""New themes, proposed from texts that fit nowhere: groups of like texts, named by the words they share."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.themes.stems import spelt, terms
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.themes.vectors import Matrix

    Places = NDArray[np.int64]
    Reals = NDArray[np.float64]

LEAST_TEXTS = 15
"""Of a proposal: fewer are told one by one."""
MOST_READ = 2_000
_MOST_PROPOSED = 12
_TEXTS_EACH = 40
_WORDS = 6
_TIGHT = 0.15
_SAME = 0.5
"""Cosine from which two groups are one: of one thing in two places people write with half the same words."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group of texts that no theme covers.

    Attributes:
        words: That they share and others do not, the most telling first.
        texts: How many there are.
        quotes: The three most like the group's middle.
    """

    words: tuple[str, ...]
    texts: int
    quotes: tuple[str, ...]


def propose(texts: Sequence[str], rows: Matrix, everywhere: Sequence[str]) -> tuple[Proposal, ...]:
    """Groups among texts that fit nowhere, the largest first; empty where they are too few or all unlike.

    The same for the same texts, in whatever order: they are sorted, and the beginning is seeded.

    Args:
        texts: That fit nowhere, masked.
        rows: Theirs.
        everywhere: All texts, against which a word is telling.

    Source:
        k-means++, Arthur & Vassilvitskii 2007, scikit-learn's; words by weighted log odds with an informed
        prior, Monroe, Colaresi & Quinn 2008, Political Analysis 16.
    """
    if len(texts) < LEAST_TEXTS:
        return ()
    from sklearn.cluster import KMeans  # noqa: PLC0415 - half a second
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    order = np.array(sorted(range(len(texts)), key=lambda place: texts[place]))
    order = order[:: max(1, len(order) // MOST_READ)]
    groups = int(np.clip(len(order) // _TEXTS_EACH, 1, 2 * _MOST_PROPOSED))
    with warnings.catch_warnings():
        # Where fewer texts differ than there are groups, some groups stay empty, and are no proposal.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = KMeans(groups, n_init=1, random_state=0).fit(rows[order])
    common = Counter(term for text in everywhere for term in set(terms(text)))
    labels = _joined(model.labels_, model.cluster_centers_)
    found = [
        _proposal(
            [texts[place] for place in order[labels == group]],
            _closeness(rows[order[labels == group]]),
            common,
            len(everywhere),
        )
        for group in np.unique(labels)
    ]
    kept = sorted((one for one in found if one), key=lambda one: (-one.texts, one.words))
    return tuple(kept[:_MOST_PROPOSED])


def _joined(labels: Places, centres: Reals) -> Places:
    """Labels in which each group has joined the largest that it is like, and none joins one that joined."""
    unit = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    heads: list[int] = []
    joins = np.arange(len(centres))
    for group in np.argsort(-np.bincount(labels, minlength=len(centres)), kind="stable").tolist():
        like = [head for head in heads if unit[head] @ unit[group] >= _SAME]
        joins[group] = like[0] if like else group
        heads += [] if like else [group]
    return joins[labels]


def _closeness(rows: Matrix) -> Reals:
    """Of each text to the middle of its group."""
    centre = np.asarray(rows.mean(axis=0)).ravel()
    return np.asarray(rows @ centre).ravel() / (float(np.linalg.norm(centre)) or 1.0)


def _proposal(texts: list[str], closeness: Reals, common: Counter[str], count: int) -> Proposal | None:
    """None for a group that is small, or not alike in itself."""
    if len(texts) < LEAST_TEXTS or float(closeness.mean()) < _TIGHT:
        return None
    own = Counter(term for text in texts for term in set(terms(text)))
    telling = {term: _telling(own[term], len(texts), common[term], count) for term in own}
    words = _shown(sorted(telling, key=lambda term: (-telling[term], term)), texts)
    middle = np.argsort(-closeness, kind="stable")
    quotes = tuple(dict.fromkeys(texts[place] for place in middle.tolist()))[:3]
    return Proposal(words, len(texts), quotes)


def _shown(ranked: list[str], texts: list[str]) -> tuple[str, ...]:
    """The first terms as people write them; one whose words stand there already is passed over."""
    words = spelt(texts)
    shown: list[str] = []
    seen: set[str] = set()
    for term in ranked:
        stems = term.split()
        if not seen.issuperset(stems):
            shown.append(" ".join(words.get(stem, stem) for stem in stems))
            seen.update(stems)
        if len(shown) == _WORDS:
            break
    return tuple(shown)


def _telling(own: int, texts: int, common: int, everywhere: int) -> float:
    """Log odds of a word in the group over all texts, in standard errors."""
    inside = np.log((own + 0.5) / (texts - own + 0.5))
    outside = np.log((common + 0.5) / (everywhere - common + 0.5))
    return float((inside - outside) / np.sqrt(1 / (own + 0.5) + 1 / (common + 0.5)))
