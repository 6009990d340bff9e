"""English forms that rewriting needs: participles, singular and plural, articles."""

from __future__ import annotations

import re

_PARTICIPLES = {
    "begin": "begun", "bring": "brought", "build": "built", "catch": "caught", "choose": "chosen",
    "come": "come",
    "cut": "cut", "do": "done", "draw": "drawn", "drive": "driven", "feed": "fed", "find": "found",
    "get": "got",
    "give": "given", "hold": "held", "keep": "kept", "lead": "led", "make": "made", "meet": "met",
    "oversee": "overseen",
    "put": "put", "read": "read", "rewrite": "rewritten", "run": "run", "see": "seen", "sell": "sold",
    "send": "sent",
    "set": "set", "shoot": "shot", "speak": "spoken", "spend": "spent", "take": "taken", "teach": "taught",
    "tell": "told", "think": "thought", "undertake": "undertaken", "win": "won", "write": "written",
}  # fmt: skip
_DOUBLING = frozenset(
    [
        "chat",
        "commit",
        "drop",
        "equip",
        "log",
        "map",
        "plan",
        "prep",
        "program",
        "refer",
        "scan",
        "ship",
        "stop",
        "submit",
        "swap",
        "tag",
        "transfer",
        "trim",
    ]
)
_PARTICLES = {
    "ask": ("for",), "call": ("back",), "carry": ("out",), "check": ("in with", "in on", "up on"),
    "chat": ("with", "to"), "connect": ("with",), "consult": ("with",), "engage": ("with",),
    "fill": ("in", "out"),
    "follow": ("up with", "up on"), "get": ("in touch with",), "listen": ("to",), "meet": ("up with", "with"),
    "reach": ("out to",), "reply": ("to",), "respond": ("to",), "roll": ("out",), "set": ("up",),
    "sit": ("down with",),
    "speak": ("with", "to"), "talk": ("with", "to"), "touch": ("base with",), "visit": ("with",),
    "work": ("with",),
}  # fmt: skip
_SAID_OTHERWISE = {
    "check in with": "contacted", "check in on": "contacted", "check up on": "contacted",
    "chat with": "spoken to",
    "chat to": "spoken to", "connect with": "contacted", "follow up with": "contacted again",
    "get in touch with": "contacted",
    "meet up with": "met", "meet with": "met", "reach out to": "contacted", "reply to": "answered",
    "respond to": "answered", "sit down with": "met", "speak with": "spoken to", "talk with": "spoken to",
    "touch base with": "contacted", "visit with": "visited", "work with": "worked with",
    "consult with": "consulted",
    "engage with": "contacted",
}  # fmt: skip
ARRANGING = {
    "agree",
    "arrange",
    "book",
    "calendar",
    "diarise",
    "organise",
    "organize",
    "plan",
    "schedule",
    "set up",
}
GIVING = {"deliver", "email", "give", "issue", "mail", "offer", "provide", "send", "share"}
PEOPLE = {
    "account", "admin", "advocate", "business", "buyer", "champion", "churner", "client", "company",
    "consumer",
    "contact", "customer", "donor", "guest", "leaver", "lead", "learner", "member", "merchant",
    "organisation",
    "organization", "partner", "patient", "player", "prospect", "reader", "respondent", "seller",
    "shopper", "sponsor",
    "stakeholder", "student", "subscriber", "supplier", "tenant", "user", "decision-maker", "influencer",
    "detractor",
    "promoter", "signup", "sign-up", "trialist", "household", "visitor", "logo", "owner",
}  # fmt: skip
CADENCES = {
    "annual": "year", "annually": "year", "yearly": "year", "quarterly": "quarter", "monthly": "month",
    "weekly": "week", "daily": "day", "biweekly": "2 weeks", "bi-weekly": "2 weeks", "fortnightly": "2 weeks",
}  # fmt: skip
TIME_UNITS = {
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "fortnight",
    "sprint",
    "half",
    "half-year",
    "working",
    "business",
}
_AN_LETTERS = "AEFHILMNORSX"
_VOWEL_BUT_A = re.compile(r"(?i)(?:uni|use|usa|usu|euro|one\b|once)")


def past_participle(verb: str) -> str:
    """The past participle of a base form: complete → completed, hold → held, plan → planned."""
    if verb in _PARTICIPLES:
        return _PARTICIPLES[verb]
    if verb in _DOUBLING:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def particle_of(verb: str, following: str) -> str | None:
    """The particle that belongs to the verb ("reach *out to* customers"), or None."""
    for particle in _PARTICLES.get(verb, ()):
        if following.lower().startswith(f"{particle} "):
            return particle
    return None


def done(verb: str, particle: str | None) -> str:
    """What has been done, said of the one it was done to: contacted, met, set up."""
    if particle is None:
        return past_participle(verb)
    whole = f"{verb} {particle}"
    return _SAID_OTHERWISE.get(whole, f"{past_participle(verb)} {particle}")


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


def _one(word: str) -> str:
    if re.search(r"[^aeiou]ies$", word):
        return f"{word[:-3]}y"
    if re.search(r"(?:ss|sh|ch|x)es$", word):
        return word[:-2]
    return word[:-1] if re.search(r"[^su]s$", word) else word


def _many(word: str) -> str:
    if _one(word) != word:
        return word
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|sh|ch|x)$", word) else f"{word}s"
