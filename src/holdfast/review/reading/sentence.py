"""A sentence as a row of words with their base forms, classes, verbs and amounts."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.numbers import figure_at
from holdfast.review.reading.signs import HYPHENS, MINUS
from holdfast.review.reading.tokens import Token, tokenise
from holdfast.review.reading.words import Amount, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.language import Language, Phrases

_NOTHING: frozenset[str] = frozenset()
_AMOUNT_TAGS = {
    kind: frozenset({"amount", kind})
    for kind in (
        "percent",
        "points",
        "money",
        "duration",
        "times",
        "score",
        "share",
        "ratio",
        "plain",
        "slot",
    )
}
_LONG = 4  # letters of a verb behind a syllable
_SHORT = 600  # characters
_MOST_READ = 20_000  # characters
_SMALL = frozenset({"preposition", "conjunction", "adverb", "modal"})
# A longer name says better than its last word what a thing is: a code review is no customer's review.
_THINGS = frozenset({"event", "artefact", "won", "ticket"})
_FIRST_YEAR, _LAST_YEAR = 2010, 2049
_LAST_VERSION = 30


class Named(NamedTuple):
    """The name of a metric: the metric, the first word of the name and the word after its last."""

    name: str
    start: int
    end: int


class Sentence(NamedTuple):
    """A text, its words with all their keys, and where names of metrics stand: in order, and by word."""

    text: str
    words: tuple[Word, ...]
    metrics: tuple[Named, ...]
    covered: dict[int, Named]
    language: Language
    keys: frozenset[str]

    def metric_at(self, index: int) -> Named | None:
        """The metric whose name covers that word, or None."""
        return self.covered.get(index)


def read_sentence(text: str, language: Language) -> Sentence:
    """The words of a text with all that the lexicon knows of each; of its first 20,000 characters only.

    No sentence is that long: the limit keeps a pasted file from costing more than a moment. A short text is
    remembered for a while, since rules and rewrites come back to the sentence that was read.
    """
    return _remembered(text, language) if len(text) <= _SHORT else _read(text, language)


def _read(text: str, language: Language) -> Sentence:
    words = _words(tokenise(text[:_MOST_READ], decimal=language.decimal), language)
    words = _tag_phrases(_join_compounds(words), language.phrases)
    words = [_with_keys(_with_action(words, index, language)) for index in range(len(words))]
    metrics = tuple(_metrics(words, language.metrics))
    covered = {index: named for named in metrics for index in range(named.start, named.end)}
    keys = _NOTHING.union(*(word.keys for word in words))
    return Sentence(text, tuple(words), metrics, covered, language, keys)


_remembered = lru_cache(maxsize=256)(_read)


def _words(tokens: list[Token], language: Language) -> list[Word]:
    """Pieces become words; figures with their units become one word each."""
    words: list[Word] = []
    index, glued, sign = 0, False, ""
    while index < len(tokens):
        token = tokens[index]
        if token.text in HYPHENS and _joins(tokens, index):
            glued, index = True, index + 1
            continue
        sign = _sign_before(tokens, index)
        figure = figure_at(tokens, index, language)
        if figure and figure.amount.kind != "name" and not _is_name(words, figure.amount, token):
            end = tokens[figure.end - 1].end
            amount = figure.amount._replace(sign=sign) if sign else figure.amount
            words.append(_figure(token, end, amount, language, glued=glued))
            index = figure.end
        else:
            words.append(_word(token, language, glued=glued))
            index += 1
        glued = False
    return words


def _joins(tokens: Sequence[Token], index: int) -> bool:
    """The hyphen joins the pieces at its sides."""
    if not 0 < index < len(tokens) - 1:
        return False
    before, here, after = tokens[index - 1 : index + 2]
    return before.end == here.start and here.end == after.start and "sign" not in (before.kind, after.kind)


def _sign_before(tokens: Sequence[Token], index: int) -> str:
    """A plus or minus written directly before a figure and apart from what stands before."""
    if not index or tokens[index].kind not in ("number", "slot"):
        return ""
    sign = tokens[index - 1]
    apart = index == 1 or tokens[index - 2].end < sign.start
    return sign.text if sign.text in ("+", "-", MINUS) and sign.end == tokens[index].start and apart else ""


def _is_name(words: Sequence[Word], amount: Amount, token: Token) -> bool:
    """The figure is part of a name or a date: Tier 2, step 3, 2025."""
    if not words or amount.kind not in ("plain", "slot") or amount.floor:
        return False
    before = words[-1]
    if amount.kind == "slot":
        return "with" in before.roles or "ordinary" in before.tags
    if before.text == "." and len(words) > 1 and "numbered" in words[-2].tags:
        return True  # No. 1
    if "numbered" in before.tags and (token.kind == "number" or "ranked" in before.tags):
        return True
    is_list = (
        ("joins_ranks" in before.roles or before.lower == ",")
        and len(words) > 1
        and "number_name" in words[-2].tags
    )
    value = amount.value or 0
    if _is_version(before, len(words), value, token):
        return True
    is_year = _FIRST_YEAR <= value <= _LAST_YEAR and len(token.text) == len("2025") and not token.suffix
    return is_list or (is_year and ("before_year" in before.roles or before.lower == ","))


def _is_version(before: Word, place: int, value: float, token: Token) -> bool:
    """A small number behind a name inside the sentence is its version: React 19, Windows 11."""
    named = place > 1 and before.text[:1].isupper() and before.text[1:].islower() and not before.tags
    return named and not before.verb and value <= _LAST_VERSION and token.text.isdigit() and not token.suffix


def _figure(token: Token, end: int, amount: Amount, language: Language, *, glued: bool) -> Word:
    """A figure as a word; an ordinal is none of the amounts."""
    tags = _AMOUNT_TAGS.get(amount.kind, frozenset({amount.kind}))
    text = token.text
    lower = text.lower()
    roles = language.roles_of(lower, lower, None)
    return Word(text, lower, lower, None, "", "", 0, tags, token.start, end, glued, amount, roles=roles)


def _word(token: Token, language: Language, *, glued: bool) -> Word:
    """A word with its base forms and the classes of its single form."""
    lower, lemma = token.text.lower(), language.lemma(token.text)
    verb, shape = language.verbs.get(lower, (None, ""))
    tags = language.tags.get(lemma, _NOTHING)
    if verb is None and not tags and token.kind == "word":
        verb, shape = _prefixed(lower, language)
    if lower != lemma:
        tags = tags | language.tags.get(lower, _NOTHING)
    if token.kind == "date" or (token.kind == "slot" and token.text[0] == "["):
        tags = tags | {"date" if token.kind == "date" else "blank"}
    if token.kind == "number":
        tags = tags | {"number_name"} | ({"year"} if len(token.text) == len("2025") else _NOTHING)
    roles = language.roles_of(lower, lemma, verb)
    place = (token.start, token.end, glued)
    return Word(token.text, lower, lemma, verb, shape, "", 0, tags, *place, None, roles=roles)


def _prefixed(lower: str, language: Language) -> tuple[str | None, str]:
    """Base form and shape of a known verb with a syllable before it: renegotiate, redeployed."""
    for prefix in language.words["prefixes"]:
        if lower.startswith(prefix) and len(lower) - len(prefix) >= _LONG:
            base, shape = language.verbs.get(lower[len(prefix) :], (None, ""))
            if base is not None and len(base) > _LONG:
                return prefix + base, shape
    return None, ""


def _join_compounds(words: list[Word]) -> list[Word]:
    """Small words inside a compound such as "at-risk" lose their own classes."""
    for index in range(len(words) - 1):
        if words[index + 1].glued and words[index].tags & _SMALL:
            words[index] = words[index]._replace(tags=words[index].tags - _SMALL)
        elif words[index + 1].glued and "particle" in words[index + 1].roles and words[index].verb:
            words[index + 1] = words[index + 1]._replace(tags=words[index + 1].tags - _SMALL)
    return words


def _tag_phrases(words: list[Word], phrases: Phrases) -> list[Word]:
    """Words with the classes of the phrases that end at them."""
    for index, word in enumerate(words):
        for parts, name in phrases.get(word.lemma, ()):
            end = index + len(parts)
            if end <= len(words) and all(_same(words[index + k], part) for k, part in enumerate(parts)):
                last = words[end - 1]
                own = last.tags - _THINGS if name in _THINGS and len(parts) > 1 else last.tags
                words[end - 1] = last._replace(tags=own | {name})
    return words


def _same(word: Word, part: str) -> bool:
    """The word is that part of a phrase."""
    return part in (word.lemma, word.lower)


def _with_action(words: list[Word], index: int, language: Language) -> Word:
    """The word with the class of the verb that starts at it, the longest first."""
    word = words[index]
    for parts, action in language.actions.get(word.verb or "", ()):
        rest = words[index + 1 : index + len(parts)]
        if len(rest) == len(parts) - 1 and all(w.lower == p for w, p in zip(rest, parts[1:], strict=True)):
            return word._replace(action=action, length=len(parts))
    if word.verb and word.verb not in language.actions:
        base = next(
            (
                p
                for p in language.words["prefixes"]
                if word.verb[len(p) :] in language.actions and word.verb.startswith(p)
            ),
            "",
        )
        single = [
            action for parts, action in language.actions.get(word.verb[len(base) :], ()) if len(parts) == 1
        ]
        return word._replace(action=single[0], length=1) if base and single else word
    return word


def _with_keys(word: Word) -> Word:
    """The word with all that patterns may know it by; the last step, once its tags are settled."""
    spellings = (word.lower, word.lemma, word.verb or word.lower)
    return word._replace(keys=frozenset((*spellings, *map(_key_of, word.tags))))


@cache
def _key_of(tag: str) -> str:
    return f"<{tag}>"


def _metrics(words: list[Word], metrics: Phrases) -> list[Named]:
    """Names of metrics in order, the longest at each place, without overlaps."""
    found: list[Named] = []
    index = 0
    while index < len(words):
        hit = next(
            (
                Named(name, index, index + len(parts))
                for parts, name in metrics.get(words[index].lemma, ())
                if index + len(parts) <= len(words)
                and all(_same(words[index + k], part) for k, part in enumerate(parts))
            ),
            None,
        )
        if hit:
            found.append(hit)
        index = hit.end if hit else index + 1
    return found
