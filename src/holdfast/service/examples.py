"""The library of example OKRs: found by words, trade and metric, and handed out ready to save."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.okr import write_okr
from holdfast.okr.example import Example, read_example

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILES = Path(__file__).parent / "example_files"

ExampleForm = Literal["yaml", "markdown", "text"]


def find_examples(
    words: str = "", *, domain: str | None = None, metric: str | None = None
) -> tuple[Example, ...]:
    """The example OKRs that fit, the best first; all of them by domain and title where nothing is asked.

    Args:
        words: What the OKR shall be about ("churn onboarding"). Forms of a word and synonyms count: "leave"
            finds churn. Examples that hold every word, or the most of them where none holds every one.
        domain: A trade, such as ``gyms``; None for all.
        metric: A catalogue name that a key result is measured by, such as ``logo_churn``; None for any.

    Raises:
        InputError: No example is of that domain, or none is measured by that metric; the nearest is named.
    """
    found = all_examples()
    if domain is not None:
        found = _only(found, "--domain", domain, {one: (one.domain,) for one in found})
    if metric is not None:
        found = _only(found, "--metric", metric, {one: one.metrics for one in found})
    if not words.strip():
        return found
    from holdfast.service.example_search import ranked  # noqa: PLC0415 - a list needs no reading of sentences

    return ranked(found, words)


def example_named(name: str) -> Example:
    """The example of that name.

    Raises:
        InputError: There is none; the nearest is named.
    """
    stem = name.removesuffix(".yaml")
    path = _FILES / f"{stem}.yaml"
    names = _names()
    if stem not in names:
        raise InputError(f"example '{name[:60]}'", "there is none of that name", "", _nearest(stem, names))
    return read_example(path.read_text(encoding="utf-8"), name=stem)


def example_in(example: Example, form: ExampleForm) -> str:
    """The example as an OKR file: YAML as it is kept, with its comments, or Markdown or plain text."""
    return example.text if form == "yaml" else write_okr(example.document, form=form)


@cache
def all_examples() -> tuple[Example, ...]:
    """Every example by domain and title, read once."""
    found = (example_named(name) for name in _names())
    return tuple(sorted(found, key=lambda one: (one.domain, one.title)))


def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FILES.glob("*.yaml")))


def _only(
    examples: Iterable[Example], option: str, asked: str, values: dict[Example, tuple[str, ...]]
) -> tuple[Example, ...]:
    """The examples with the value asked for.

    Raises:
        InputError: There is none.
    """
    wanted = asked.strip().lower()
    found = tuple(one for one in examples if wanted in values[one])
    if not found:
        known = sorted({value for group in values.values() for value in group})
        expected = f"one of {', '.join(known)}"
        raise InputError(option, f"no example has '{asked[:60]}'", expected, _nearest(wanted, known))
    return found


def _nearest(asked: str, known: Iterable[str]) -> str:
    near = get_close_matches(asked, list(known), 1, 0.5)
    return f"Did you mean '{near[0]}'" if near else "Type 'holdfast examples' for the list"
