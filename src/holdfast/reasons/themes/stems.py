"""Words without their endings, so that "exports" and "exporting" are one."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_READ = 1500
"""Characters: what is said first is what it is about."""

_WORD = re.compile(r"[^\W\d_]{2,}|[\u3040-\u30ff\u4e00-\u9fff]")
_ENDINGS = (
    ("isation", "is"),
    ("ization", "is"),
    ("izing", "is"),
    ("ising", "is"),
    ("ations", "at"),
    ("ation", "at"),
    ("ating", "at"),
    ("ated", "at"),
    ("ates", "at"),
    ("ate", "at"),
    ("ise", "is"),
    ("ize", "is"),
    ("ies", "y"),
    ("ied", "y"),
    ("ings", ""),
    ("ing", ""),
    ("edly", ""),
    ("ed", ""),
    ("ly", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)
_LEAST_STEM = 3
# Small words of English that say nothing of a theme alone; "how", "where", "not" and "too" do.
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "the an and or of to in on at for with from by as is are was were be been it its this that these"
        " those we our us you your my me they their he she his her has have had do does did will would could"
        " should can may might am if but so than then there here just also very any some all please hi hello"
        " dear team thanks thank regards hey good morning since again",
    )
)


def terms(text: str) -> list[str]:
    """Stems and pairs of neighbouring stems, in the order of the text.

    >>> terms("The exports are failing again")
    ['export', 'fail', 'export fail']
    """
    words = [_stem(word) for word in _WORD.findall(text[:MOST_READ].lower()) if word not in _SMALL]
    return words + [f"{one} {other}" for one, other in pairwise(words)]


def spelt(texts: Iterable[str]) -> dict[str, str]:
    """For each stem the word that has it most often.

    >>> spelt(["Exports fail", "the export", "export"])["export"]
    'export'
    """
    counts = Counter(word for text in texts for word in _WORD.findall(text[:MOST_READ].lower()))
    ranked = sorted(counts, key=lambda word: (counts[word], word))
    return {_stem(word): word for word in ranked}


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return next(_cut(word), word)


def _cut(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _LEAST_STEM and not word.endswith("ss"):
            doubled = (
                not instead and len(stem) > _LEAST_STEM and stem[-1] == stem[-2] and stem[-1] not in "lsz"
            )
            yield (stem[:-1] if doubled else stem) + instead
