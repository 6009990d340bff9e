"""Examples ranked by the words one asks for: forms of a word and its synonyms find it too."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.review.reading import read_objective
from holdfast.review.reading.language import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.okr.example import Example

_HERE = Path(__file__).parent
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ations", "ation", "ment", "ings", "ing", "ers", "er", "ed", "al", "es", "e", "s")
_SHORTEST_STEM = 4
# What a word counts by where it stands; a synonym counts for less than the word itself.
_WEIGHTS = {
    "title": 6.0,
    "tags": 5.0,
    "domain": 4.0,
    "metrics": 4.0,
    "concepts": 3.0,
    "size": 2.0,
    "text": 1.0,
}
_SYNONYM = 0.5
_IGNORED = frozenset(
    {"a", "an", "the", "of", "for", "to", "in", "on", "and", "or", "with", "how", "our", "okr"}
)


def ranked(examples: Iterable[Example], words: str) -> tuple[Example, ...]:
    """The examples that hold all the words, the best first; if none does, those that hold the most of them.

    Args:
        examples: Any order.
        words: What one asks for; without any word to look for, all examples come back as they are.
    """
    asked = tuple(dict.fromkeys(word for word in _words(words) if word not in _IGNORED))
    if not asked:
        return tuple(examples)
    scored = [(one, [_score(word, _index(one)) for word in asked]) for one in examples]
    most = max((_hits(scores) for _, scores in scored), default=0)
    kept = [(one, scores) for one, scores in scored if most and _hits(scores) == most]
    return tuple(one for one, scores in sorted(kept, key=lambda pair: (-sum(pair[1]), pair[0].name)))


def metric_titles() -> dict[str, str]:
    """Catalogue names that examples may use, each with the words people use for it."""
    return tomllib.loads((_HERE / "example_metrics.toml").read_text(encoding="utf-8"))


def _hits(scores: list[float]) -> int:
    return sum(score > 0 for score in scores)


def _score(word: str, index: Mapping[str, frozenset[str]]) -> float:
    stem = stem_of(word)
    alike = _synonyms().get(stem, frozenset())
    exact = max((_WEIGHTS[field] for field, stems in index.items() if stem in stems), default=0.0)
    near = max((_WEIGHTS[field] for field, stems in index.items() if alike & stems), default=0.0)
    return max(exact, near * _SYNONYM)


@cache
def _index(example: Example) -> dict[str, frozenset[str]]:
    """The stems of an example by the field they stand in."""
    titles = metric_titles()
    statements = (one.text for one in example.key_results)
    initiatives = (one.text for one in example.objective.initiatives)
    fields = {
        "title": (example.title, example.name),
        "tags": example.tags,
        "domain": (example.domain,),
        "metrics": (*example.metrics, *(titles.get(metric, "") for metric in example.metrics)),
        "concepts": read_objective(example.objective.text).concepts,
        "size": (example.size, example.stage),
        "text": (example.note, example.objective.text, *statements, *initiatives),
    }
    return {name: frozenset(map(stem_of, _words(" ".join(parts)))) for name, parts in fields.items()}


def _words(text: str) -> list[str]:
    return [found.lower() for found in _WORD.findall(text.replace("-", " ").replace("_", " "))]


@cache
def stem_of(word: str) -> str:
    """The part of a word that its forms share: ``leav`` for leave, leaves, leaver and leaving.

    >>> stem_of("renewals") == stem_of("renewing")
    True
    """
    stem = lemma_of(word)
    ending = next(
        (end for end in _ENDINGS if stem.endswith(end) and len(stem) - len(end) >= _SHORTEST_STEM), ""
    )
    stem = stem[: len(stem) - len(ending)]
    is_doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in "aeiousz"
    return stem[:-1] if is_doubled else stem


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Stem to the stems of the words for the same thing."""
    raw = tomllib.loads((_HERE / "example_synonyms.toml").read_text(encoding="utf-8"))
    found: dict[str, frozenset[str]] = {}
    for group in raw["groups"]:
        stems = frozenset(map(stem_of, group))
        for stem in stems:
            found[stem] = found.get(stem, frozenset()) | stems
    return found
