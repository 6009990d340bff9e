"""A published word-list check, run as its source states it, to compare the reading with."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class WordLists:
    """Words of activities, of impact, and verbs of outputs."""

    activity: tuple[str, ...]
    impact: tuple[str, ...]
    outputs: tuple[str, ...]

    def is_outcome(self, text: str) -> bool:
        """An activity word without an impact word, or an output verb with fewer than two numbers, is none."""
        lower = text.lower()
        has_impact = any(_stands(word, lower) for word in self.impact)
        if any(_stands(word, lower) for word in self.activity) and not has_impact:
            return False
        is_output = any(_stands(word, lower) for word in self.outputs)
        return not (is_output and len(_NUMBER.findall(text)) < 2)


def has_digit(text: str) -> bool:
    """The simplest check for a measurable key result."""
    return any(sign.isdigit() for sign in text)


def load_word_lists(path: Path) -> WordLists:
    """The lists of a file with ``activity_words``, ``impact_words`` and ``output_verbs``."""
    lists = json.loads(path.read_text(encoding="utf-8"))
    return WordLists(
        tuple(lists["activity_words"]), tuple(lists["impact_words"]), tuple(lists["output_verbs"])
    )


def _stands(word: str, lower: str) -> bool:
    """The word, or its plural, stands in the text."""
    return re.search(rf"\b{re.escape(word)}s?\b", lower) is not None
