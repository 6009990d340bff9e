"""A "do" taken apart: what is done, to how many of what, with whom, how often, and until when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.review.rewrite_words import CADENCES, TIME_UNITS, is_people, particle_of

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading

_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred"
_COMPARATOR = r"(?:(?:at least|at most|a minimum of|minimum of|up to|more than|over|>=?|≥|~)\s*)?"
_AMOUNT = rf"(?:\d[\d,.]*\+?\s?%|\d[\d,.]*\+?[km]?\b|(?:{_NUMBER_WORDS})\b|\[\w+\]%?|[XN]\b%?)"
_OF = r"(?:\s+of\b)?"
_SHARE_IN_WORDS = rf"\d+ (?:in|of|out of) (?:every )?\d+{_OF}"
_QUANTIFIER = re.compile(
    rf"(?i:{_COMPARATOR}(?:(?:the )?top \d+|{_SHARE_IN_WORDS}|{_AMOUNT}{_OF}|all\b{_OF}|each\b{_OF}"
    r"|every\b|both\b|any\b)(?:\s+(?:the|our|its|their)\b)?)\s*"
)
_ARTICLE = re.compile(r"(?i:a|an|the|our|some|regular)\s+")
_PEOPLE_LINKS = {"with", "for", "to", "among", "across", "from"}
_ADJUNCTS = frozenset(
    [
        "within",
        "by",
        "before",
        "until",
        "during",
        "throughout",
        "per",
        "after",
        "upon",
        "following",
        "so",
        "using",
        "via",
        "on",
        "at",
        "about",
        "when",
        "from",
        "for",
        "to",
        "as",
        "and",
        "with",
        "where",
        "whenever",
        "through",
        "prior",
        "since",
        "no",
        "inside",
        "across",
        "without",
        "while",
    ]
)
_TIMES = re.compile(
    r"(?i)(?:in|over)\s+(?:the\b|less|under|q[1-4]\b|\d|h[12]\b|january|february|march|april"
    r"|may|june|july|august"
    r"|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|previous"
    r"|last|next|this|each"
    r"|every|20\d\d)"
)
_PEOPLE_STOPS = frozenset(
    [
        "who",
        "that",
        "in",
        "over",
        "under",
        "with",
        "from",
        "whose",
        "above",
        "below",
        "on",
        "at",
        "of",
        "due",
        "up",
        "for",
        "by",
        "within",
        "and",
        "or",
        "which",
        "between",
        "through",
        "to",
        "&",
    ]
)


@dataclass(frozen=True, slots=True)
class Task:
    """The parts of a "do", word for word.

    Attributes:
        verb: Base form, or None where only a noun says it ("monthly calls with …").
        particle: What belongs to the verb ("out to"), or None.
        quantifier: "95% of", "all", "20"; empty where it is not said how many.
        thing: What is done, without article, quantifier and cadence; empty where it is done to people.
        people: For or to whom, without the quantifier; empty where nobody is named.
        people_quantifier: How many of them; empty where it is not said.
        through: What stands between thing and people ("with", "to"), or None where the people are the object.
        cadence: Unit of time in which it recurs ("month"), or None.
        times: How often in that unit ("twice"), or empty.
        rest: Everything after, such as the window and the deadline.
    """

    verb: str | None
    particle: str | None
    quantifier: str
    thing: str
    people: str
    people_quantifier: str
    through: str | None
    cadence: str | None
    times: str
    rest: str


def take_apart(reading: KeyResultReading) -> Task | None:
    """The parts of the sentence; None where it is more than one plain sentence."""
    text = reading.text.strip().rstrip(".;,!").strip()
    if re.search(r"[.;!?]\s|\n|:\s", text):
        return None
    verb, particle, body = _after_verb(text, reading)
    phrase, rest = _split_rest(body)
    if re.search(r"(?i)\band\s+[a-z]+\b", rest) or not phrase:
        return None
    return _task(verb, particle, phrase, rest)


def _after_verb(text: str, reading: KeyResultReading) -> tuple[str | None, str | None, str]:
    """The verb, its particle, and what follows; leading words such as "We will" fall away."""
    if reading.verb is None:
        return None, None, text
    verb = reading.verb.split()[0]
    start = (reading.form_words or (0, 0))[0]
    end = start + len((text[start:].split() or [""])[0])
    if end > len(text) or re.search(r"\d", text[:start]):
        return None, None, text
    following = text[end:].strip()
    particle = particle_of(verb, following)
    return verb, particle, following[len(particle or "") :].strip()


def _split_rest(body: str) -> tuple[str, str]:
    """The thing and its people, and what comes after them."""
    words = body.split()
    for position in range(1, len(words)):
        if _starts_rest(words, position):
            return " ".join(words[:position]), " ".join(words[position:])
    return body, ""


def _starts_rest(words: list[str], position: int) -> bool:
    word, tail = words[position].lower(), words[position:]
    following = tail[1].lower().rstrip("s,") if len(tail) > 1 else ""
    if word in _PEOPLE_LINKS and _names_people(tail):
        return False
    if word in {"every", "each"}:
        return following in TIME_UNITS or following[:1].isdigit()
    if word.rstrip(",") in CADENCES:
        return len(tail) == 1 or following in _ADJUNCTS
    if word in {"in", "over"}:
        is_share = position == 1 and words[0].isdigit() and following[:1].isdigit()
        return not is_share and _TIMES.match(" ".join(tail)) is not None
    is_frequency = word in {"once", "twice"} or (following == "time" and word[:1].isdigit())
    return is_frequency or word in _ADJUNCTS or word.startswith("(")


def _names_people(tail: list[str]) -> bool:
    """A preposition that leads to people before anything else begins: "with all accounts over $1m"."""
    for word in tail[1:7]:
        if is_people(word):
            return True
        if word.lower() in _ADJUNCTS:
            return False
    return False


def _task(verb: str | None, particle: str | None, phrase: str, rest: str) -> Task:
    cadence, times, rest = _cadence_of(rest)
    phrase, inner = _lift_cadence(phrase)
    thing, through, people = _split_people(phrase)
    quantifier, thing = _quantified(thing)
    people_quantifier, people = _quantified(people)
    if through is None:
        thing, people, people_quantifier, quantifier = _direct_people(thing, quantifier)
    return Task(
        verb, particle, quantifier, thing, people, people_quantifier, through, inner or cadence, times, rest
    )


def _cadence_of(rest: str) -> tuple[str | None, str, str]:
    """How often, taken out of the words after the thing."""
    pattern = (
        r"(?i)^(?:(once|twice|\d+ times)\s+)?(?:a|per|every|each)\s+(day|week|month|quarter|year)\b,?\s*"
    )
    found = re.match(pattern, rest)
    if found:
        times = (found[1] or "").lower()
        return found[2].lower(), "" if times == "once" else times, rest[found.end() :]
    found = re.match(r"(?i)^every\s+(\d+)\s+(days|weeks|months)\b,?\s*", rest)
    if found:
        return f"{found[1]} {found[2].lower()}", "", rest[found.end() :]
    first, _, after = rest.partition(" ")
    unit = CADENCES.get(first.lower().rstrip(","))
    return (unit, "", after) if unit else (None, "", rest)


def _lift_cadence(phrase: str) -> tuple[str, str | None]:
    """The phrase without "monthly", and the unit: but not in "with all monthly donors", where it says who."""
    words = phrase.split()
    for position, word in enumerate(words):
        if word.lower() in _PEOPLE_LINKS:
            break
        following = words[position + 1] if position + 1 < len(words) else ""
        if word.lower() in CADENCES and (following == "business" or not is_people(following)):
            return " ".join(words[:position] + words[position + 1 :]), CADENCES[word.lower()]
    return phrase, None


def _split_people(phrase: str) -> tuple[str, str | None, str]:
    words = phrase.split()
    for position, word in enumerate(words):
        if position and word.lower() in _PEOPLE_LINKS and _names_people(words[position:]):
            return " ".join(words[:position]), word.lower(), " ".join(words[position + 1 :])
    return phrase, None, ""


def _quantified(phrase: str) -> tuple[str, str]:
    """The quantifier and what it counts; articles fall away."""
    found = _QUANTIFIER.match(phrase)
    if found and found[0].strip():
        return found[0].strip(), phrase[found.end() :].strip()
    return "", _ARTICLE.sub("", phrase, count=1) if _ARTICLE.match(phrase) else phrase


def _direct_people(noun: str, quantifier: str) -> tuple[str, str, str, str]:
    """Thing, people and whose quantifier it is, for an object such as "new customer onboarding calls"."""
    words = noun.split()
    for position, word in enumerate(words):
        if word.lower() in _PEOPLE_STOPS:
            break
        if is_people(word):
            after = words[position + 1] if position + 1 < len(words) else ""
            if not after or after.lower() in _PEOPLE_STOPS or word.endswith(","):
                return "", noun, quantifier, ""
            return " ".join(words[position + 1 :]), " ".join(words[: position + 1]), "", quantifier
    return noun, "", "", quantifier
