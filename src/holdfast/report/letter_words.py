"""The wordings of a letter, and small forms of English that put them together."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@cache
def wordings() -> dict[str, Any]:
    """The file of wordings, by section and key."""
    import tomllib  # noqa: PLC0415 - only a letter needs it

    text = (files("holdfast.report") / "letter.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def turn(variants: Sequence[str] | str, time: int) -> str:
    """The wording for the n-th time, from 0; they go round."""
    return variants if isinstance(variants, str) else variants[time % len(variants)]


def number(count: int) -> str:
    """``four``; figures above ten."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``; empty of none."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def numbers_text(numbers: Sequence[int]) -> str:
    """``key result 2``, ``key results 1, 2 and 4``, ``key results 2 to 5``."""
    if len(numbers) == 1:
        return f"key result {numbers[0]}"
    is_run = list(numbers) == list(range(numbers[0], numbers[-1] + 1))
    if is_run and len(numbers) > 2:  # noqa: PLR2004 - two numbers are a pair and no run
        return f"key results {numbers[0]} to {numbers[-1]}"
    return f"key results {listed([str(one) for one in numbers])}"


def capital(sentence: str) -> str:
    """The sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def lower(sentence: str) -> str:
    """The sentence as it stands after a colon; an abbreviation and the word I keep their capitals."""
    is_word = sentence[1:2].islower() or (sentence[:1] == "A" and sentence[1:2] == " ")
    return sentence[:1].lower() + sentence[1:] if is_word else sentence


def ended(sentence: str) -> str:
    """The sentence with a sign at its end."""
    trimmed = sentence.strip()
    return (
        trimmed
        if not trimmed or trimmed[-1] in ".?!:…" or trimmed[-2:] in {".”", "?”", "!”"}
        else f"{trimmed}."
    )
