"""English that rewriting needs: participles, singular and plural, articles, and classes of verbs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from holdfast.kept import toml_table

_PARTICIPLES = {
    "begin": "begun", "bring": "brought", "build": "built", "buy": "bought", "catch": "caught",
    "choose": "chosen", "come": "come", "cut": "cut", "do": "done", "draw": "drawn", "drive": "driven",
    "eat": "eaten", "feed": "fed", "find": "found", "get": "got", "give": "given", "go": "gone",
    "have": "had", "hear": "heard", "hold": "held", "keep": "kept", "know": "known", "lead": "led",
    "leave": "left", "lose": "lost", "make": "made", "meet": "met", "oversee": "overseen", "pay": "paid",
    "put": "put", "read": "read", "rebuild": "rebuilt", "rewrite": "rewritten", "ride": "ridden",
    "run": "run", "say": "said", "see": "seen", "seek": "sought", "sell": "sold", "send": "sent",
    "set": "set", "shoot": "shot", "show": "shown", "sit": "sat", "speak": "spoken", "spend": "spent",
    "stand": "stood", "take": "taken", "teach": "taught", "tell": "told", "think": "thought",
    "undertake": "undertaken", "understand": "understood", "win": "won", "write": "written",
}  # fmt: skip
_DOUBLING = frozenset(
    [
        "chat", "commit", "drop", "equip", "log", "map", "plan", "prep", "program", "refer", "scan",
        "ship", "spot", "stop", "submit", "swap", "tag", "transfer", "trim",
    ]
)  # fmt: skip
PEOPLE = frozenset(
    {
        "account", "admin", "advocate", "business", "buyer", "champion", "churner", "client", "company",
        "consumer", "contact", "customer", "donor", "guest", "leaver", "lead", "learner", "member",
        "merchant", "organisation", "organization", "partner", "patient", "player", "prospect", "reader",
        "respondent", "seller", "shopper", "sponsor", "stakeholder", "student", "subscriber", "supplier",
        "tenant", "user", "decision-maker", "influencer", "detractor", "promoter", "signup", "sign-up",
        "trialist", "household", "visitor", "logo", "owner",
    }
)  # fmt: skip
CADENCES = {
    "annual": "year", "annually": "year", "yearly": "year", "quarterly": "quarter", "monthly": "month",
    "weekly": "week", "daily": "day", "biweekly": "2 weeks", "bi-weekly": "2 weeks", "fortnightly": "2 weeks",
    "nightly": "day", "hourly": "hour",
}  # fmt: skip
NUMBERS = frozenset(
    {
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen",
        "twenty", "thirty", "fifty", "hundred", "all", "each", "every", "both",
    }
)  # fmt: skip
_AN_LETTERS = "AEFHILMNORSX"
_VOWEL_BUT_A = re.compile(r"(?i)(?:uni|use|usa|usu|euro|one\b|once|ubiq|uk\b)")
_IRREGULAR = {"analyses": "analysis", "people": "person", "children": "child", "women": "woman", "men": "man"}


class Shape:
    """A pattern that is compiled when it is first asked for: most reviews need few of them."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.text)


@cache
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text)


@cache
def _file() -> dict[str, Any]:
    return toml_table(Path(__file__).with_name("rewrite_en.toml"))


@cache
def listed(table: str, key: str) -> frozenset[str]:
    """One list of the lexicon: ``listed("verbs", "giving")``; empty for one that is not there."""
    entries = str(_file()[table].get(key, "")).replace("\n", ",").split(",")
    return frozenset(entry.strip() for entry in entries if entry.strip())


@cache
def _particles() -> dict[str, tuple[str, ...]]:
    return {
        verb: tuple(part.strip() for part in parts.split(",")) for verb, parts in _file()["particles"].items()
    }


def particle_of(verb: str, following: str) -> str | None:
    """The particle that belongs to the verb ("reach *out to* customers"), or None."""
    for particle in _particles().get(verb, ()):
        if f"{following.lower()} ".startswith(f"{particle} "):
            return particle
    return None


def past_participle(verb: str) -> str:
    """The past participle of a base form: complete → completed, hold → held, plan → planned."""
    head, _, last = verb.rpartition("-")
    if head in {"co", "cold", "double", "spot", "stress", "load", "fine", "user", "beta", "cross", "e"}:
        return verb + "ed" if head == "e" else f"{head}-{past_participle(last)}"
    if verb in _PARTICIPLES:
        return _PARTICIPLES[verb]
    if verb in _DOUBLING:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def predicate(verb: str, particle: str | None) -> str:
    """What those have, to whom it was done: been contacted, become partners, been set up."""
    whole = f"{verb} {particle}" if particle else verb
    said = _file()["predicates"].get(whole)
    if said is not None:
        return str(said)
    head, _, further = verb.partition(" ")
    parts = (past_participle(head), further, particle)
    return " ".join(["been", *(part for part in parts if part)])


def nominal(verb: str) -> str | None:
    """What there has been when somebody did it, as a clause: speak → "a talk has been given"; or None."""
    said = _file()["nominal"].get(verb)
    return None if said is None else str(said)


@cache
def goals() -> tuple[tuple[Shape, str], ...]:
    """Words of a sentence, and what a doing with them is for; the last one fits every sentence."""
    return tuple((Shape(entry["signs"]), entry["goal"]) for entry in _file()["goals"])


def there(verb: str, particle: str | None) -> str | None:
    """How a thing is there once the verb is done to it: fix → "gone"; None for verbs that leave it in use."""
    whole = f"{verb} {particle}" if particle else verb
    return next((state for state in _file()["there"] if whole in listed("there", state)), None)


def event_verb(noun: str) -> str:
    """What is done with an event: visits are made, mails sent, interviews conducted; others are held."""
    last = singular(noun.lower()).rpartition(" ")[2]
    return known_event_verb(last) or "held"


def known_event_verb(noun: str) -> str | None:
    """The same for the events of the lexicon only; None for another noun."""
    last = singular(noun.lower()).rpartition(" ")[2]
    return next((done for done in _file()["events"] if last in listed("events", done)), None)


def is_class(verb: str, particle: str | None, *classes: str) -> bool:
    """The verb, with what belongs to it, is of one of the classes of the lexicon."""
    whole = f"{verb} {particle}" if particle else verb
    return any(whole in listed("verbs", name) for name in classes)


def singular(phrase: str) -> str:
    """The phrase with its last word in the singular."""
    head, _, last = phrase.rpartition(" ")
    return f"{head} {_one(last)}".strip()


def plural(phrase: str) -> str:
    """The phrase with its last word in the plural."""
    head, _, last = phrase.rpartition(" ")
    last = last.removesuffix("'s").removesuffix("’s").rstrip("'’")
    return f"{head} {_many(last)}".strip()


def is_people(word: str) -> bool:
    """The word is a noun for those a company serves, in the singular or plural."""
    bare = word.lower().strip(",.;:()").removesuffix("'s").removesuffix("’s").rstrip("'’")
    return _one(bare) in PEOPLE or bare in PEOPLE


def with_article(phrase: str) -> str:
    """The phrase after "a" or "an", by its sound."""
    first = phrase.split(" ", 1)[0]
    if first.isupper() and len(first) > 1:
        sounds_open = first[0] in _AN_LETTERS
    else:
        sounds_open = first[:1].lower() in "aeiou" and not _VOWEL_BUT_A.match(first)
    return f"{'an' if sounds_open else 'a'} {phrase}"


def is_plural(noun: str) -> bool:
    """The noun stands for several: calls, people; not analysis, news, process."""
    lower = noun.lower()
    return lower in listed("nouns", "plural") or (lower not in listed("nouns", "mass") and _one(noun) != noun)


def _one(word: str) -> str:
    if word.lower() in _IRREGULAR:
        return _IRREGULAR[word.lower()]
    if word.isupper() or word.lower() in {"sales", "news", "series", "analytics", "saas", "ops", "kudos"}:
        return word
    if re.search(r"[^aeiou]ies$", word):
        return f"{word[:-3]}y"
    if re.search(r"(?:ss|sh|ch|x)es$", word):
        return word[:-2]
    return word[:-1] if re.search(r"[^sui]s$|[^aeiou]is$", word) and not word.endswith("sis") else word


def _many(word: str) -> str:
    if _one(word) != word or word.lower() in listed("nouns", "plural"):
        return word
    if word.isupper():
        return f"{word}s"
    if word.endswith("sis"):
        return f"{word[:-2]}es"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|sh|ch|x)$", word) else f"{word}s"
