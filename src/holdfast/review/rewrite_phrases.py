"""Phrases of a sentence: how many of what, its noun, what stands behind the noun, and how it agrees."""

from __future__ import annotations

import re

from holdfast.review.reading.language import lemma_of, load_language
from holdfast.review.reading.sentence import read_sentence
from holdfast.review.rewrite_words import Shape, is_people, is_plural, listed, plural, singular, with_article
from holdfast.values import dataclass

_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred"
_COMPARATOR = (
    r"(?:(?:at least|at most|a minimum of|minimum of|min\.?|a total of|up to|more than|over|about|around"
    r"|>=?|≥|~)\s*)?"
)
_END = r"(?![-\w:/])"
_AMOUNT = (
    rf"(?:\d[\d,.]*\+?\s?%(?!\w)|\d[\d,.]*\+?[kKmM]?\+?{_END}(?:\s*(?:-|to|\u2013)\s*\d[\d,.]*\+?{_END})?"
    rf"|(?:{_NUMBER_WORDS}){_END}|\[[^\[\]]+\]\s?%?|\{{\w+\}}\s?%?|#|[XN]\b\s?%?|x\s?%?(?=\s))"
)
_OF = r"(?:\s+of\b)?"
_SHARE_IN_WORDS = rf"\d+ (?:in|of|out of) (?:every )?\d+{_OF}"
_RANK = r"top|first|last|next|most important|biggest|largest|bottom"
_QUANTIFIER = Shape(
    rf"(?i:{_COMPARATOR}(?:(?:the )?(?:{_RANK})[ -](?:\d+{_END}|(?:{_NUMBER_WORDS}){_END})|{_SHARE_IN_WORDS}"
    rf"|(?:(?:the|our|those|these) )?{_AMOUNT}{_OF}|all\b{_OF}|each\b{_OF}|every\b|both\b{_OF}|any\b)"
    r"(?:\s+(?:the|our|its|their|those|these)\b(?!\s+(?:\d|top\b)))?)\s*"
)
_MORE = frozenset({"more", "additional", "extra"})
_LOOSE = _MORE | {"some", "any", "regular", "regularly"}
_ARTICLE = Shape(
    r"(?i)(?:a|an|the|our|some|any|regular|regularly|its|their|more|additional|extra|those|these)\s+(?=\S)"
)
_BEHIND = Shape(
    r"(?i)\s(?=(?:of|to|from|in|on|at|by|for|with|within|over|under|above|below|per|across|among|between|about"
    r"|without|against|who|that|whose|which|where|due|up|worth|paying|having|using|aimed|based|related|such"
    r"|including|following|as|than|regarding|into|via|focused|covering|visible|available|accessible"
    r"|after|before|around|through|posted)\b"
    r"|[(<>≥≤]|\S+ed\s(?:by|at|to|with|for|in|on)\b)"
)
_PLACING = frozenset({"the", "our", "its", "their", "those", "these"})
_PEOPLE_TAGS = frozenset({"staff", "customer"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A thing or people.

    Attributes:
        quantifier: "95% of", "all", "20"; empty where it is not said how many.
        article: Article or the like that stood before, as written; empty for none.
        noun: The noun with what stands before it.
        behind: What stands behind the noun: "over $1m", "who left".
    """

    quantifier: str
    article: str
    noun: str
    behind: str

    @property
    def words(self) -> str:
        """The phrase without quantifier and article."""
        return join(self.noun, self.behind)

    @property
    def as_written(self) -> str:
        """The whole phrase."""
        return join(self.quantifier, self.article, self.words)

    @property
    def last(self) -> str:
        """The word that names it."""
        return self.noun.rpartition(" ")[2]

    @property
    def is_share(self) -> bool:
        """It says a share, not a number: "95% of", "all", "9 in 10"; and so does silence."""
        digits = re.findall(r"\d+", self.quantifier)
        counts = len(digits) == 1 or re.search(rf"(?i)\b(?:{_NUMBER_WORDS})\b", self.quantifier)
        return "%" in self.quantifier or not (counts or re.search(r"[XN#{\[]|x\b", self.quantifier))

    @property
    def is_count(self) -> bool:
        """It says a number of things."""
        return bool(self.quantifier) and not self.is_share

    @property
    def is_each(self) -> bool:
        """Each or every, which stand before a singular."""
        return re.fullmatch(r"(?i)(?:each|every|any)(?: of)?(?: \w+)?", self.quantifier) is not None

    @property
    def is_relative(self) -> bool:
        """A clause with a verb of its own stands behind the noun: "who leaves a review"."""
        return re.match(r"(?i)(?:who|that|which|whose)\b", self.behind) is not None

    @property
    def asks_for_more(self) -> bool:
        """More of it, without saying how many."""
        return self.article.lower() in _MORE

    @property
    def is_several(self) -> bool:
        """It takes the plural: have, are."""
        if self.is_each and not re.search(r"(?i)\bof\b", self.quantifier):
            return False
        if re.search(r"(?i)\b(?:one|1)$", self.quantifier) and "%" not in self.quantifier:
            return False
        if re.search(r"(?i)[a-z]\s(?:and|&)\s|, ", self.noun):
            return True
        return self.is_count or is_plural(self.last.strip("()")) or self.quantifier == "both"

    @property
    def have(self) -> str:
        """Have or has, as it agrees."""
        return "have" if self.is_several else "has"

    @property
    def are(self) -> str:
        """Are or is, as it agrees."""
        return "are" if self.is_several else "is"

    @property
    def have_of_people(self) -> str:
        """Have or has behind `whole_of` the people."""
        is_one = self.article.lower() in {"a", "an"} and not self.quantifier
        is_body = self.article.lower() in _PLACING and not self.quantifier and not self.is_several
        return "has" if is_one or is_body or (self.is_each and self.is_relative) else "have"


def phrase_of(text: str) -> Phrase:
    """The parts of a phrase as it was written."""
    found = _QUANTIFIER().match(text)
    quantifier, rest, article = "", text, ""
    if found and found[0].strip() and found.end() < len(text):
        quantifier, rest = found[0].strip(), text[found.end() :].strip()
    elif opened := _ARTICLE().match(text):
        article, rest = opened[0].strip(), text[opened.end() :].strip()
    behind = _BEHIND().search(rest)
    if behind is None or behind.start() == 0:
        return Phrase(quantifier, article, rest, "")
    return Phrase(quantifier, article, rest[: behind.start()], rest[behind.end() :])


def whole_of(phrase: Phrase) -> str:
    """Those people with how many of them, in the plural; a gap where it is not said how many."""
    if phrase.is_each and not phrase.is_relative:
        whole = re.sub(r"(?i)^(?:each|every|any)", "all", phrase.quantifier)
        return join(whole, plural(phrase.noun), phrase.behind)
    if phrase.quantifier:
        return join(phrase.quantifier, phrase.words)
    if phrase.article.lower() in {"a", "an"}:
        return join(phrase.article, phrase.words)
    article = phrase.article if phrase.article.lower() in _PLACING else ""
    if article and not is_plural(phrase.last):
        return join(article, phrase.words)
    return join("‹share› of", article, plural(phrase.noun), phrase.behind)


def one_of(phrase: Phrase) -> str:
    """One such thing, with its article: a review call."""
    noun = singular(phrase.noun)
    last = noun.rpartition(" ")[2].lower()
    is_mass = last in listed("nouns", "mass") or (
        last.endswith("ing") and last not in listed("nouns", "occasions")
    )
    return join(noun if is_mass else with_article(noun), phrase.behind)


def subject_of(phrase: Phrase, gap: str = "") -> str:
    """The thing at the head of a sentence: as written, with an article or a gap where it needs one."""
    if phrase.words.lower() in {"them", "they"}:
        return "they"
    if phrase.quantifier:
        return phrase.as_written
    if phrase.article.lower() in _LOOSE:
        return join(gap or "‹number›", plural(phrase.noun), phrase.behind)
    if phrase.article:
        return phrase.as_written
    if is_plural(phrase.last):
        return join(gap, phrase.words)
    return phrase.words if is_bare(phrase) else join("the", phrase.words)


def is_bare(phrase: Phrase) -> bool:
    """The noun stands without an article: pricing, customer satisfaction, Colossus latency."""
    last = phrase.last
    bare = {*listed("nouns", "mass"), *listed("nouns", "metrics"), "it"}
    return last.lower() in bare or last[:1].isupper() or last.endswith("ing") or not last.isalpha()


def is_of_people(phrase: Phrase) -> bool:
    """The phrase names people: customers or staff."""
    last = phrase.last
    return is_people(last) or bool(tags_of(last) & _PEOPLE_TAGS)


def is_measure(phrase: Phrase) -> bool:
    """The thing is a number one could move: the number of errors, response time."""
    lasts = {part for part in re.split("/", phrase.last) if part}
    return phrase.last.lower() in listed("nouns", "metrics") or any(
        "measure" in tags_of(one) for one in lasts
    )


def is_clause(text: str) -> bool:
    """Words with a verb of their own: "bugs get fixed", "every customer is called"."""
    words = read_sentence(text, load_language()).words[1:]
    return any(word.verb and word.shape in ("base", "s") and not word.tags for word in words) or any(
        word.lower in {"is", "are", "get", "gets", "can", "have", "has"} for word in words
    )


def is_level(text: str) -> bool:
    """Words that state a level of something measured: "90% adoption", "4+ App Store rating"."""
    sentence = read_sentence(text, load_language())
    before = [word.lower for word in sentence.words[:8]]
    bracket = before.index("(") if "(" in before else len(before)
    amounts = [word for word in sentence.words[:bracket] if word.amount is not None]
    measured = any(word.tags & {"measure", "won"} for word in sentence.words[:8]) or bool(sentence.metrics)
    return bool(amounts) and measured


def is_occasion(phrase: Phrase) -> bool:
    """People can have had one: a call, a review, a training session."""
    words = singular(phrase.noun).lower().split()
    known = listed("nouns", "occasions")
    return bool(words) and (words[-1] in known or " ".join(words[-2:]) in known)


def is_source(phrase: Phrase) -> bool:
    """Something is found out from it: surveys, calls, tickets, data."""
    return bool(tags_of(phrase.last) & {"event", "artefact", "ticket"}) or phrase.last.lower() in {
        "data", "feedback", "results", "usage",
    }  # fmt: skip


def tags_of(word: str) -> frozenset[str]:
    """Classes that the lexicon puts the word in."""
    return load_language().tags.get(lemma_of(word), frozenset())


def lowered(phrase: Phrase) -> str:
    """The phrase as written, within a sentence."""
    quantifier = phrase.quantifier
    is_slot = quantifier.isupper() and len(quantifier) == 1
    return join(quantifier if is_slot else quantifier.lower(), phrase.article.lower(), phrase.words)


def capital(sentence: str) -> str:
    """The sentence with a capital letter, but for names such as iOS."""
    first = sentence.split(" ", 1)[0]
    return sentence if any(letter.isupper() for letter in first) else sentence[:1].upper() + sentence[1:]


def join(*parts: str) -> str:
    """The parts that are there, with one blank between."""
    return " ".join(part for part in parts if part)
