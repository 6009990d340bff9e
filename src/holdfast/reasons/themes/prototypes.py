"""What each theme looks like: first by its name, then by the company's texts that are most like it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.taxonomy.model import Theme
    from holdfast.reasons.themes.vectors import Matrix, Vectors

    Reals = NDArray[np.float64]

ROUNDS = 3
NAME_SHARE = 0.4
"""What the name keeps beside the texts: 0.3 suits short questions, 0.5 long complaints, by a point."""
_FEW = 5.0
"""Texts of a theme with which they count half of what many do: two texts are no picture of a theme."""
_NAMED = 0.5
_TITLE = 2.0
"""What a title weighs beside a word; what it lists weighs as much again."""
_LISTED = re.compile(r"[,;/&()]|\b(?:and|or|und|oder|et|ou)\b", re.IGNORECASE)


def told(themes: Sequence[Theme], way: Vectors) -> Reals:
    """Prototypes by name, description and words alone; themes by columns of the way.

    The parts of a theme are made into rows one by one, and added up: a phrase does not drown in a long list.
    """
    parts = [_parts(theme) for theme in themes]
    rows = _dense(way.rows([text for some in parts for text, _ in some]))
    weights = [weight for some in parts for _, weight in some]
    owner = np.repeat(np.arange(len(themes)), [len(some) for some in parts])
    sums = np.zeros((len(themes), rows.shape[1]))
    np.add.at(sums, owner, rows * np.asarray(weights)[:, None])
    return unit(sums)


def learnt(rows: Matrix, first: Reals, way: Vectors) -> Reals:
    """Prototypes drawn towards the texts that they claim, a few rounds long.

    A text counts for a theme by how much better it fits there than elsewhere. It must be like it beyond the
    floor, and somewhat like the name too: else a theme of which few write takes up what others lack.

    Args:
        rows: Of the company's texts.
        first: By name, as `told` gives them.
        way: Whose floor and warmth hold.

    Source:
        Rocchio 1971, with the texts' own shares as the feedback; the same as one mixture of von Mises-Fisher
        parts (Banerjee et al. 2005, JMLR 6) held to its beginning.
    """
    prototypes = first
    named = likeness(rows, first) >= _NAMED * way.floor
    for _ in range(ROUNDS):
        shares = np.where(named, _shares(likeness(rows, prototypes), way), 0.0)
        centres = unit(np.asarray((rows.T @ shares).T))
        claimed = shares.sum(axis=0)[:, None]
        weight = (1 - NAME_SHARE) * claimed / (claimed + _FEW)
        prototypes = unit((1 - weight) * first + weight * centres)
    return prototypes


def likeness(rows: Matrix, prototypes: Reals) -> Reals:
    """Cosine of every text with every theme; texts by themes."""
    return np.asarray(rows @ prototypes.T, dtype=np.float64)


def unit(rows: Reals) -> Reals:
    """The same rows with length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float64)


def _shares(alike: Reals, way: Vectors) -> Reals:
    odds = np.exp((alike - alike.max(axis=1, keepdims=True)) / way.warmth)
    shares: Reals = odds / odds.sum(axis=1, keepdims=True)
    return np.where(alike >= way.floor, shares, 0.0)


def _parts(theme: Theme) -> list[tuple[str, float]]:
    phrases = _phrases(theme.title)
    listed = [(phrase, _TITLE / len(phrases)) for phrase in phrases] if len(phrases) > 1 else []
    parts = [(theme.title, _TITLE), *listed, (theme.description, 1.0), *((word, 1.0) for word in theme.words)]
    return [(text, weight) for text, weight in parts if text]


def _phrases(title: str) -> list[str]:
    """What a title lists: "Checking or savings account" is about either, and no text is about both."""
    return [phrase for part in _LISTED.split(title) if (phrase := part.strip())]


def _dense(rows: Matrix) -> Reals:
    return np.asarray(rows.toarray() if hasattr(rows, "toarray") else rows, dtype=np.float64)
