"""Base forms of words by a language's rules: the singular of a noun, and every written form of a verb.

The rules are data (``inflection.toml``). A rule for nouns is ``ending, letters to take off, letters to
add, shortest word``. A rule for verbs names the endings of the base form it is for, and the changes that make
each shape: ``1 {}ied`` takes a letter off and adds three, ``{-}`` is the last letter that is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Change = tuple[int, str]
SHAPES = ("s", "ed", "ing")


class NounRule(NamedTuple):
    """How a plural ends, what its singular has instead, and how long such a word is at least."""

    ending: str
    cut: int
    added: str
    shortest: int


class VerbRule(NamedTuple):
    """Endings of base forms (empty: any), and the changes that make each shape."""

    endings: tuple[str, ...]
    changes: tuple[tuple[str, Change], ...]


class Inflection(NamedTuple):
    """The rules of one language.

    Attributes:
        irregular: Singular of nouns that follow no rule.
        unchanged: Words that look like plurals and are none.
        kept: Endings of such words.
        nouns: Rules for plurals, the first that fits counts.
        plurals: Endings of all these rules.
        possessives: Endings of a genitive, taken off first.
        plural_mark: What acronyms in capitals take in small letters (``APIs``), or empty.
        verbs: Rules for verbs, the first that fits counts.
        vowels: A verb with one of them takes the later of two participles (planned).
    """

    irregular: Mapping[str, str]
    unchanged: frozenset[str]
    kept: tuple[str, ...]
    nouns: tuple[NounRule, ...]
    plurals: tuple[str, ...]
    possessives: tuple[str, ...]
    plural_mark: str
    verbs: tuple[VerbRule, ...]
    vowels: str

    def lemma(self, text: str) -> str:
        """Singular of a word in small letters; an acronym in capitals keeps its S (``NPS``)."""
        lower = text.lower()
        if lower in self.irregular:
            return self.irregular[lower]
        mark = self.plural_mark
        if mark and text.endswith(mark) and text[: -len(mark)].isupper():
            return lower[: -len(mark)] if len(text) > len(mark) + 1 else lower
        if lower in self.unchanged or text.isupper():
            return lower
        if lower.endswith(self.possessives):
            ending = next(ending for ending in self.possessives if lower.endswith(ending))
            lower = lower[: -len(ending)]
        ends = lower.endswith(self.plurals) and not lower.endswith(self.kept)
        return self._singular(lower) if ends else lower

    def _singular(self, lower: str) -> str:
        """The word by the first rule that fits it."""
        for rule in self.nouns:
            if len(lower) >= rule.shortest and lower.endswith(rule.ending):
                return lower[: len(lower) - rule.cut] + rule.added
        return lower

    def forms(self, base: str) -> list[tuple[str, str]]:
        """Shape and spelling of the regular forms of a verb."""
        for rule in self.verbs:
            if not rule.endings or base.endswith(rule.endings):
                return [(shape, _changed(base, change)) for shape, change in rule.changes]
        return []

    def participle(self, base: str, irregular: Mapping[str, str]) -> str:
        """Past participle of a verb: scheduled, held; a short verb doubles its last letter (planned)."""
        if base in irregular:
            return irregular[base]
        regular = [written for shape, written in self.forms(base) if shape == "ed"]
        if not regular:
            return base
        return regular[-1] if sum(letter in self.vowels for letter in base) == 1 else regular[0]


def _changed(base: str, change: Change) -> str:
    """A form of a verb."""
    cut, made = change
    stem = base[: len(base) - cut]
    return made.replace("{-}", stem[-1:]).replace("{}", stem)


def verb_forms(
    bases: tuple[str, ...], irregular: Mapping[str, tuple[str, ...]], inflection: Inflection
) -> dict[str, tuple[str, str]]:
    """Written form to base form and shape, for every base and its regular and irregular forms."""
    forms: dict[str, tuple[str, str]] = {}
    for base in bases:
        for shape, written in inflection.forms(base):
            forms.setdefault(written, (base, shape))
    for base, others in irregular.items():
        for written in others:
            forms[written] = (base, "ed")
    for base in bases:
        forms[base] = (base, "base")
    return forms


def inflection_of(table: dict[str, Any]) -> Inflection:
    """The rules of a language from its file."""
    nouns, verbs = table["nouns"], table["verbs"]
    rules = tuple(_noun_rule(entry) for entry in _listed(nouns["rules"]))
    return Inflection(
        irregular=dict(entry.split() for entry in _listed(nouns["irregular"])),
        unchanged=frozenset(_listed(nouns["unchanged"])),
        kept=tuple(_listed(nouns["kept"])),
        nouns=rules,
        plurals=tuple(rule.ending for rule in rules),
        possessives=tuple(nouns["possessives"].split()),
        plural_mark=nouns["acronym"],
        verbs=tuple(_verb_rule(rule) for rule in verbs["rules"]),
        vowels=verbs["vowels"],
    )


def _listed(text: str) -> list[str]:
    """Entries parted by commas and new lines."""
    return [entry for part in text.replace("\n", ",").split(",") if (entry := part.strip())]


def _noun_rule(entry: str) -> NounRule:
    """A rule such as ``ies 3 y 5``; a hyphen adds nothing."""
    ending, cut, added, shortest = entry.split()
    return NounRule(ending, int(cut), "" if added == "-" else added, int(shortest))


def _verb_rule(rule: dict[str, str]) -> VerbRule:
    """A rule for verbs from its table."""
    changes = [
        (shape, (int(cut), made))
        for shape in SHAPES
        for entry in _listed(rule.get(shape, ""))
        for cut, made in [entry.split()]
    ]
    return VerbRule(tuple(rule.get("endings", "").split()), tuple(changes))
