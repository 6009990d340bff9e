"""Texts to themes: several a text, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.themes.confirming import taught
from holdfast.reasons.themes.passages import passages
from holdfast.reasons.themes.prototypes import learnt, likeness, told
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.taxonomy.model import Theme
    from holdfast.reasons.themes.confirming import Confirmed
    from holdfast.reasons.themes.vectors import Matrix, Vectors

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]

_SURE = 0.5
"""Chance from which on a theme that was taught needs no likeness to its prototype."""
_NEAR_TAUGHT = 0.5


@dataclass(frozen=True, slots=True)
class Assigned:
    """What texts are about.

    Attributes:
        themes: In the order of the columns.
        scores: How well each text fits each theme, texts by themes; 0 to 1.
        about: Whether it is about it.
        rows: Their first passages as rows of the way, for what is asked of them next.
    """

    themes: tuple[Theme, ...]
    scores: Reals
    about: Bools
    rows: Matrix

    @property
    def fits_nowhere(self) -> Bools:
        """Texts about none of the themes."""
        nowhere: Bools = np.logical_not(self.about.any(axis=1))
        return nowhere


def assign(
    texts: Sequence[str], themes: Sequence[Theme], way: Vectors, *, confirmed: Sequence[Confirmed] = ()
) -> Assigned:
    """Which of the themes each text is about.

    By name, description and words first; then by what the company's own texts of a theme have in common; and
    by the confirmed texts where there are any. The same for the same texts, in whatever order.

    Args:
        texts: Masked; each once, since a text sent often is not more of a kind.
        themes: At least one.
        way: How texts become rows.
        confirmed: Texts whose themes somebody has confirmed; names that are no theme are passed over.
    """
    way.fit([*sorted(texts), *(part for theme in themes for part in (theme.title, *theme.words))])
    pieces, first = passages(texts, way.passage)
    rows = way.rows(pieces)
    prototypes = learnt(rows, told(themes, way), way)
    alike = _best(np.maximum(likeness(rows, prototypes), 0.0), first)
    places = {theme.name: place for place, theme in enumerate(themes)}
    known = [one for one in confirmed if not one.themes or places.keys() & set(one.themes)]
    if not known or not texts:
        return Assigned(tuple(themes), alike, _about(alike, alike, way.near, way), rows[first])
    own = [[places[name] for name in one.themes if name in places] for one in known]
    sure = way.rows([one.words for one in known])
    chances = _best(taught(rows, confirmed=sure, themes=own, prototypes=prototypes), first)
    return Assigned(tuple(themes), chances, _about(chances, alike, _NEAR_TAUGHT, way), rows[first])


def _best(scores: Reals, first: Ints) -> Reals:
    """For each text the best score of its passages."""
    return np.maximum.reduceat(scores, first, axis=0) if len(first) else scores


def _about(scores: Reals, alike: Reals, near: float, way: Vectors) -> Bools:
    """The best theme and those that come near it, as far as they are alike at all or were taught."""
    best = scores.max(axis=1, keepdims=True, initial=0.0)
    fits = (alike >= way.floor) | (scores >= _SURE)
    about: Bools = (scores >= near * best) & fits & (best > 0)
    return about
