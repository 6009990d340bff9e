"""What can lead to staying, one file each: how it is said, why it should, and what guards it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from holdfast.values import dataclass

Who = Literal["new", "existing"]


@dataclass(frozen=True, slots=True)
class Lead:
    """A metric that may lead to staying, as a key result says it.

    Attributes:
        metric: Catalogue name; the file is called after it.
        who: Whom it follows: new customers, or those who are there.
        means: What customers do or get, after "customers stay because they".
        sentence: The key result, with ``{customers}``, ``{baseline}``, ``{target}`` and parameters.
        because: Why it should lead to staying, as a sentence one can doubt.
        reasons: Names and words of reasons to leave that it answers, in small letters.
        guards: Metrics that get worse where it is reached the wrong way, the aptest first.
        initiative: What to do first.
    """

    metric: str
    who: Who
    means: str
    sentence: str
    because: str
    reasons: tuple[str, ...]
    guards: tuple[str, ...]
    initiative: str

    def answers(self, reason: str) -> bool:
        """Whether it is an answer to a reason of this name: one holds the other's words."""
        asked = set(_words(reason))
        return any(set(_words(one)) <= asked or asked <= set(_words(one)) for one in self.reasons) and bool(
            asked
        )


@cache
def leads() -> tuple[Lead, ...]:
    """All of them, by the name of their metric."""
    places = sorted(files(__name__).iterdir(), key=lambda one: one.name)
    return tuple(
        _lead(place.name.removesuffix(".toml"), tomllib.loads(place.read_text(encoding="utf-8")))
        for place in places
        if place.name.endswith(".toml")
    )


def _lead(metric: str, read: dict[str, object]) -> Lead:
    lists = {key: tuple(value) for key, value in read.items() if isinstance(value, list)}
    return Lead(metric=metric, **{**read, **lists})  # type: ignore[arg-type]  # a test reads every file


def _words(text: str) -> list[str]:
    return text.casefold().replace("-", " ").split()
