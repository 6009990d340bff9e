"""Words and patterns of one language, read from the folder ``languages/<name>``.

A file holds tables of words; a list is one string, its entries parted by commas or new lines. Another
language is another folder with the same keys.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from holdfast.kept import kept
from holdfast.review.reading.inflection import Inflection, inflection_of, verb_forms
from holdfast.review.reading.patterns import Patterns, compile_patterns
from holdfast.review.reading.words import NOTHING
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
FOLDER = Path(__file__).parent / "languages"
FILES = ("inflection", "verbs", "nouns", "grammar", "numbers", "patterns", "metrics", "doubts", "concepts")

Phrase = tuple[tuple[str, ...], str]
Roles = dict[str, frozenset[str]]
Phrases = dict[str, tuple[Phrase, ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """The lexicon of one language, ready to be asked.

    Attributes:
        verbs: Written form to base form and shape (``base``, ``s``, ``ed``, ``ing``).
        participles: Base form to past participle, for irregular verbs.
        actions: First word of a verb, in its base form, to its further words and its class.
        tags: Single word to its classes.
        phrases: First word of a phrase to its words and its class; the class is given to the last word.
        metrics: First word to the words of a metric's name and the metric.
        patterns: Name of a group of patterns (``deadline``, ``window``) to the patterns.
        numbers: Table of number words, units and signs.
        doubts: Words that read two ways, with the reason and what defines them.
        concepts: First word to the words of a concept of an objective.
        lower_is_better: Metrics that are better when they fall.
        burdens: Nouns of further measures that are better when they fall (time, cost, errors).
        plain: Words before a group that do not narrow it (support tickets, customer calls).
        goals: Verbs and nouns that tell a goal from a deliverable: ``concrete``, ``soft``, ``lofty``.
        words: Small words and verbs by their part in a sentence (``assuring``, ``clause_openers``).
        roles: Roles of the grammar by written form, by singular and by base form of a verb.
        inflection: Rules of its nouns and verbs.
        workforce: People of the team's own firm (employee, new hire).
        segments: Words that name a group of customers by themselves (enterprise, mid-market).
    """

    verbs: dict[str, tuple[str, str]]
    participles: dict[str, str]
    actions: Phrases
    tags: dict[str, frozenset[str]]
    phrases: Phrases
    metrics: Phrases
    patterns: dict[str, Patterns]
    numbers: dict[str, dict[str, Any]]
    doubts: Phrases
    doubt_reasons: dict[str, dict[str, str]]
    concepts: Phrases
    lower_is_better: frozenset[str]
    burdens: frozenset[str]
    workforce: frozenset[str]
    segments: frozenset[str]
    plain: frozenset[str]
    goals: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]
    roles: tuple[Roles, Roles, Roles]
    inflection: Inflection

    def __hash__(self) -> int:
        """By identity: a language is loaded once, and its tables are too large to hash for each sentence."""
        return id(self)

    @property
    def decimal(self) -> str:
        """Sign before the decimals of a figure: a point or a comma."""
        return str(self.numbers["format"].get("decimal", "."))

    def lemma(self, text: str) -> str:
        """Singular of a word in small letters."""
        return self.inflection.lemma(text)

    def roles_of(self, lower: str, lemma: str, verb: str | None) -> frozenset[str]:
        """Parts that a word may play in the grammar, by its spelling, its singular and its base form."""
        written, nouns, verbs = self.roles
        found = written.get(lower, NOTHING) | nouns.get(lemma, NOTHING)
        return found | verbs.get(verb, NOTHING) if verb else found


def entries(text: str) -> list[str]:
    """Entries of a word list: parted by commas and new lines, without the empty ones."""
    return [entry for part in text.replace("\n", ",").split(",") if (entry := part.strip())]


def _phrases(table: dict[str, str], lemma: Callable[[str], str]) -> Phrases:
    """Entries of several lists by their first word, the longest first; a key names the class."""
    found: dict[str, list[Phrase]] = {}
    for name, text in table.items():
        for entry in entries(text):
            words = tuple(map(lemma, entry.replace("-", " ").split()))
            found.setdefault(words[0], []).append((words, name))
    return {first: tuple(sorted(group, key=lambda one: -len(one[0]))) for first, group in found.items()}


def _roles(table: dict[str, str]) -> Roles:
    """Words to the names of the lists they stand in."""
    found: dict[str, set[str]] = {}
    for name, text in table.items():
        for word in entries(text):
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _actions(table: dict[str, str]) -> Phrases:
    """Verbs by their first word in its base form; further words stay as written."""
    found: dict[str, list[Phrase]] = {}
    for name, text in table.items():
        for entry in entries(text):
            words = tuple(entry.replace("-", " ").split())
            found.setdefault(words[0], []).append((words, name))
    return {first: tuple(sorted(group, key=lambda one: -len(one[0]))) for first, group in found.items()}


def _tags(phrases: Phrases) -> dict[str, frozenset[str]]:
    """Classes of the single words among the phrases."""
    return {
        first: frozenset(name for words, name in group if len(words) == 1)
        for first, group in phrases.items()
        if any(len(words) == 1 for words, _ in group)
    }


def _longer(phrases: Phrases) -> Phrases:
    """The phrases of two words and more."""
    found = {first: tuple(one for one in group if len(one[0]) > 1) for first, group in phrases.items()}
    return {first: group for first, group in found.items() if group}


def lemma_of(text: str) -> str:
    """Singular of an English word in small letters."""
    return load_language().lemma(text)


def load_language(name: str = "en", *, folder: Path = FOLDER) -> Language:
    """The language in the folder of that name, read once.

    Args:
        name: Short name of the language, which is its folder's.
        folder: Where the folders of languages lie.

    Raises:
        FileNotFoundError: A file of the language is missing.
    """
    return _load(name, folder)


class _Given(dict[str, T]):
    """A table of a language; what it does not list is empty."""

    def __init__(self, table: dict[str, T], empty: T) -> None:
        super().__init__(table)
        self._empty = empty

    def __missing__(self, key: str) -> T:
        """What stands for a list that the language does not have."""
        return self._empty


@cache
def _load(name: str, folder: Path) -> Language:
    """The language of that folder, from its files or from what was made of the same files before."""
    lists = [folder / name / f"{file}.toml" for file in FILES]
    code = [Path(__file__).with_name(f"{module}.py") for module in ("language", "patterns", "inflection")]
    return kept([*lists, *code], lambda: _made(folder / name))


def _made(folder: Path) -> Language:
    """The language of a folder, from its files."""
    import tomllib  # noqa: PLC0415 - not needed where the language was made before

    texts = {file: (folder / f"{file}.toml").read_text(encoding="utf-8") for file in FILES}
    files = {file: _Given(tomllib.loads(text), {}) for file, text in texts.items()}
    groups = _Given(files["nouns"]["groups"], "")
    inflection = inflection_of(files["inflection"])
    # The same words stand in hundreds of phrases, and every start pays for them.
    lemma = cache(inflection.lemma)
    actions, nouns = _actions(files["verbs"]["actions"]), _phrases(files["nouns"]["tags"], lemma)
    irregular = {
        words[0]: tuple(words[1:])
        for line in entries(files["verbs"].get("irregular", ""))
        if (words := line.split())
    }
    return Language(
        verbs=verb_forms(tuple(actions), irregular, inflection),
        participles={base: others[-1] for base, others in irregular.items()},
        actions=actions,
        tags=_tags(nouns),
        phrases=_longer(nouns),
        metrics=_phrases({name: table["words"] for name, table in files["metrics"].items()}, lemma),
        patterns=_Given({name: compile_patterns(text) for name, text in files["patterns"].items()}, {}),
        numbers=files["numbers"],
        doubts=_phrases({name: table["words"] for name, table in files["doubts"].items()}, lemma),
        doubt_reasons=files["doubts"],
        concepts=_phrases(files["concepts"]["concepts"], lemma),
        lower_is_better=frozenset(
            n for n, table in files["metrics"].items() if table.get("better") == "down"
        ),
        burdens=frozenset(entries(groups["burden"])),
        plain=frozenset(entries(groups["plain"])),
        goals=_Given(
            {name: frozenset(entries(text)) for name, text in files["verbs"]["goals"].items()}, NOTHING
        ),
        inflection=inflection,
        roles=(
            _roles(files["grammar"]["lower"]),
            _roles(files["grammar"]["lemma"]),
            _roles(files["grammar"]["verb"]),
        ),
        words=_Given(
            {name: frozenset(entries(text)) for name, text in files["grammar"]["words"].items()}, NOTHING
        ),
        workforce=frozenset(entries(groups["workforce"])),
        segments=frozenset(entries(groups["segment"])),
    )
