"""Concepts of customer-retention objectives: which metrics measure and lead to them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from holdfast.kept import toml_table
from holdfast.values import dataclass

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that an objective can be about.

    Attributes:
        name: As the reading of objectives names it (``churn`` is ``retention`` here).
        rank: Place in the chain from first contact to money; causes have lower ranks than effects.
        measured_by: Metrics, coarse and of the catalogue, that move when the concept does.
        led_by: Metrics that usually move first and are not the concept.
        leads_to: Names of the concepts it is believed to carry.
        about: ``new`` or ``existing``: whose concept it is by definition; None for anyone's.
        keeps: It is about keeping, engaging, helping or pleasing customers.
        noun: ``retention``.
        state: ``customers stay``.
        fault: ``customers could still be leaving``: what may be true although every key result is met.
        key_result: A key result that measures it, with ‹gaps› and ``{who}``.
        signs: Words by which a result measures it, whatever metric they belong to.
    """

    name: str
    rank: int
    measured_by: frozenset[str]
    led_by: frozenset[str]
    leads_to: frozenset[str]
    about: str | None
    keeps: bool
    noun: str
    state: str
    fault: str
    key_result: str
    signs: tuple[str, ...] = ()

    def key_result_for(self, who: str | None) -> str:
        """A key result that would measure it, about the people in scope; no word twice in a row."""
        sentence = self.key_result.replace("{who}", who or "customers")
        return re.sub(r"\b(\w+) \1\b", r"\1", sentence, flags=re.IGNORECASE)


@cache
def vocabulary() -> dict[str, Any]:
    """The English words and phrases, as their file holds them; read once."""
    return toml_table(_HERE / "ontology_en.toml")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of the language by its name in ``patterns_en.toml``; compiled when it is first asked for."""
    raw = _patterns()
    filled = raw[name].replace("{people}", raw["people"]).replace("{money}", raw["money"])
    return re.compile(filled, re.IGNORECASE)


@cache
def words(*path: str | int) -> tuple[str, ...]:
    """A list of the vocabulary by its path: ``words("guard", "quality")``."""
    found: Any = vocabulary()
    for step in path:
        found = found[step]
    return tuple(found)


def concept(name: str) -> Concept | None:
    """The concept of this name, None for one that the ontology does not know."""
    return _concepts().get(name)


def all_concepts() -> tuple[Concept, ...]:
    """Every concept of the ontology once, in the order of its file."""
    return tuple(dict.fromkeys(_concepts().values()))


def known_concepts(names: tuple[str, ...]) -> tuple[Concept, ...]:
    """The known ones among the names, each once, in the order given."""
    found = (concept(name) for name in names)
    return tuple(dict.fromkeys(item for item in found if item is not None))


def carries(cause: str, effect: str) -> bool:
    """Whether one concept is believed to lead to the other, directly or by way of others."""
    reached, open_names = {cause}, [cause]
    while open_names:
        known = concept(open_names.pop())
        new = (known.leads_to if known else frozenset()) - reached
        reached |= new
        open_names.extend(new)
    return cause != effect and effect in reached


@cache
def _patterns() -> dict[str, str]:
    return toml_table(_HERE / "patterns_en.toml")


@cache
def _concepts() -> dict[str, Concept]:
    raw = toml_table(_HERE / "ontology.toml")
    phrases = vocabulary()["concept"]
    return {name: _concept(entry.get("same_as", name), raw, phrases) for name, entry in raw.items()}


def _concept(name: str, raw: dict[str, Any], phrases: dict[str, Any]) -> Concept:
    entry = raw[name]
    return Concept(
        name=name,
        rank=entry["rank"],
        measured_by=frozenset(entry["measured_by"]),
        led_by=frozenset(entry["led_by"]),
        leads_to=frozenset(entry["leads_to"]),
        about=entry.get("about"),
        keeps=entry.get("keeps", False),
        **phrases[name] | {"signs": tuple(phrases[name].get("signs", ()))},
    )
