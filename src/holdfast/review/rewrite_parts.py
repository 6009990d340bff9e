"""A "do" taken apart: what is done, to how many of what, with whom, how often, until when, what for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.review.reading.clause import read_clause
from holdfast.review.reading.language import load_language
from holdfast.review.reading.sentence import read_sentence
from holdfast.review.rewrite_cut import Frame, Part, cut_up
from holdfast.review.rewrite_deed import Deed, Deeds
from holdfast.review.rewrite_phrases import join, phrase_of
from holdfast.review.rewrite_row import NOUNS, Row
from holdfast.review.rewrite_things import COMMON
from holdfast.review.rewrite_words import CADENCES, is_class, listed, particle_of

if TYPE_CHECKING:
    from holdfast.review.reading.clause import Clause

MOST = 600
"""Characters of a statement that is still taken apart: no longer one is a sentence."""
Verb = tuple[str, str]
_OURS = frozenset({"we", "i", "our", "the", "team", "teams", "us", "my"})
_WILL = frozenset({"will", "to", "shall", "should", "must", "can"})
_CLAUSES = frozenset({"why", "how", "what", "whether", "where", "when", "which"})
_OPENS_CLAUSE = frozenset({"if", "when", "as", "that", "because", "which", "why", "how", "what", "who"})
_FINITE = frozenset({"is", "are", "was", "were"})
_PREFIXES = frozenset(
    {"co", "re", "pre", "cross", "cold", "double", "spot", "stress", "load", "fine", "user", "beta"}
)
_ADVERBS = frozenset(
    "up out on in off over back down through with to away into at for".split()  # noqa: SIM905 - read as a line
)
_COUPLES = frozenset({"and", "or", "&", "/"})


def take_apart(text: str) -> Deeds | None:
    """The deeds of one sentence, in order; None where it is not understood, or longer than `MOST`."""
    if len(text) > MOST:
        return None
    sentence = read_sentence(text, load_language())
    clause, row = read_clause(sentence), Row.of(sentence)
    if not row.words:
        return None
    label = text[: row.words[clause.start].start] if clause.start else ""
    head = _main_verb(row, clause)
    if head is None or (head == clause.start and row.opens_occasion(head)):
        deeds = _by_noun(row, clause.start)
    else:
        deeds = _by_verb(row, clause, head)
    return Deeds(label, deeds) if deeds else None


def _main_verb(row: Row, clause: Clause) -> int | None:
    """The verb that says what is done: "continue to *engage*", "start *calling*"."""
    head = clause.head if clause.head is not None else _hidden_verb(row, clause.start)
    while head is not None and row.words[head].verb in listed("verbs", "light"):
        further = _behind_light(row, head + max(1, row.words[head].length))
        if further is None:
            break
        head = further
    return head


def _behind_light(row: Row, following: int) -> int | None:
    """The verb that a verb such as "continue" leads to, or None."""
    if row.low(following - 1) == "to" and row.is_verb(following, "base"):
        return following
    if row.low(following) in {"to", "on", "with"} and row.is_verb(following + 1, "base", "ing"):
        return following + 1
    is_doing = row.is_verb(following, "ing") and not row.ends(following + 1)
    return following if is_doing and not row.words[following].tags & NOUNS else None


def _hidden_verb(row: Row, start: int) -> int | None:
    """A verb that could be a noun, if what follows needs a verb: "co-host …", "partner with …"."""
    second = row.at(start + 1)
    if second is not None and second.glued and row.low(start) in _PREFIXES:
        return start + 1 if row.is_verb(start + 1, "base") else None
    if not row.is_verb(start, "base"):
        return None
    is_led = particle_of(row.words[start].verb or "", row.cut(start + 1, start + 4)) is not None
    return start if is_led else None


def _by_verb(row: Row, clause: Clause, head: int) -> tuple[Deed, ...]:
    """The deeds from the first verb on; none where one of them is not understood."""
    deeds = list[Deed]()
    following: int | None = head
    while following is not None and following < len(row.words):
        deed, following = _deed(row, following)
        if _has_finite(deed):
            return ()
        deeds.append(deed)
    subject, manner = _who(row, clause, clause.head if clause.head is not None else head)
    return (replace(deeds[0], subject=subject, manner=manner or deeds[0].manner), *deeds[1:])


def _who(row: Row, clause: Clause, head: int) -> tuple[str, str]:
    """Who does it, where it is more than "we" or "our team", and an adverb before the verb."""
    opening = [word for word in row.words[clause.start : head] if word.lower not in _WILL]
    ours = all(word.lower in _OURS or word.tags & {"adverb", "modal"} for word in opening)
    manner = " ".join(word.lower for word in opening if ours and word.lower.endswith("ly"))
    if ours or clause.actor != "staff":
        return "", manner
    words = row.cut(clause.start, head).split()
    while words and words[-1].lower() in _WILL:
        words.pop()
    return " ".join(words), manner


def _has_finite(deed: Deed) -> bool:
    """A verb stands in the object that the sentence was not understood to have: "track times are tracked"."""
    words = join(deed.thing.noun if deed.thing else "", deed.place).lower().split()
    opening = (at for at, word in enumerate(words) if word in _OPENS_CLAUSE)
    return not _FINITE.isdisjoint(words[: next(opening, len(words))])


def _deed(row: Row, head: int) -> tuple[Deed, int | None]:
    """The deed whose verb stands there, and the verb of the next one."""
    verbs, start = _verbs(row, head)
    manner, particle = _adverb_before_particle(row, start, verbs[-1])
    if particle:
        verbs = (*verbs[:-1], (verbs[-1][0], particle))
        start += 1 + len(particle.split())
    parts, following = cut_up(row, start, _frame(row, head, verbs))
    return _in_common(_filled(Deed(verbs, manner=manner), row, parts)), following


def _adverb_before_particle(row: Row, start: int, verb: Verb) -> tuple[str, str]:
    """The adverb and the particle of "work closely with"."""
    adverb = row.low(start)
    if not adverb.endswith("ly") or adverb in CADENCES or verb[1]:
        return "", ""
    particle = particle_of(verb[0], row.cut(start + 1, len(row.words))) or ""
    return (adverb, particle) if particle else ("", "")


def _frame(row: Row, head: int, verbs: tuple[Verb, ...]) -> Frame:
    """What the verbs say of the words behind the object."""
    first = verbs[-1][0]
    return Frame(
        shape=row.words[head].shape or "base",
        supplies=any(is_class(*verb, "supplying") for verb in verbs),
        teaches=first in listed("verbs", "teaching"),
        tells=first in listed("verbs", "telling"),
        helps=first in {"help", "let"},
    )


def _in_common(deed: Deed) -> Deed:
    """What is done together with others is what "to" leads to: "work with product *to fix* bugs"."""
    verb, particle = deed.verbs[0]
    is_common = verb in COMMON and particle.endswith("with") and deed.purpose.startswith("to ")
    found = take_apart(deed.purpose[3:]) if is_common and deed.thing is not None else None
    if found is None or len(found.deeds) > 1 or found.deeds[0].thing is None or deed.thing is None:
        return deed
    inner = found.deeds[0]
    with_whom = f"with {deed.thing.as_written}"
    return replace(inner, place=join(with_whom, inner.place), time=join(deed.time, inner.time))


def _verbs(row: Row, head: int) -> tuple[tuple[Verb, ...], int]:
    """The verbs with their particles, "plan and run" being two, and the word after them."""
    verb, after = _verb(row, head)
    if (
        row.low(after) in _COUPLES
        and row.is_verb(after + 1, row.words[head].shape)
        and not row.ends(after + 2)
    ):
        other, behind = _verb(row, after + 1)
        if not row.is_verb(behind, "base") or row.is_noun(behind):
            return (verb, other), behind
    return (verb,), after


def _verb(row: Row, head: int) -> tuple[Verb, int]:
    """A verb with what belongs to it, and the word after it."""
    word = row.words[head]
    base = word.verb or word.lower
    if word.glued and head and row.low(head - 1) in _PREFIXES:
        base = f"{row.low(head - 1)}-{base}"
    particle = particle_of(base, row.cut(head + 1, head + 5))
    if particle:
        return (base, particle), head + 1 + len(particle.split())
    if base in _PREFIXES and (word.length > 1 or row.is_verb(head + 1, "base")):
        return (f"{base}-{row.low(head + 1)}", ""), head + 2
    if base == "have" and row.is_verb(head + 1, "ed"):
        return _verb(row, head + 1)
    further = [part.lower for part in row.words[head + 1 : head + word.length] if part.lower in _ADVERBS]
    return (" ".join([base, *further]), ""), head + 1 + len(further)


def _by_noun(row: Row, start: int) -> tuple[Deed, ...]:
    """A deed that a noun says: "weekly check-ins with …", "QBRs held with …"."""
    if row.low(start) in {"not", "no"}:
        return ()
    parts, _ = cut_up(row, start, Frame(by_noun=True))
    finite = next((part for part in parts if part.kind == "finite"), None)
    if finite is not None:
        if not row.is_verb(finite.start, "base") or row.words[finite.start].verb in {"be", "have", "do"}:
            return ()
        deed, _ = _deed(row, finite.start)
        return (replace(deed, subject=row.cut(start, finite.start)),)
    done = next((part for part in parts if part.kind == "done"), None)
    verbs = ((row.words[done.start].verb or "", ""),) if done else ()
    return (_filled(Deed(verbs, is_noun=True), row, [part for part in parts if part is not done]),)


def _filled(deed: Deed, row: Row, parts: list[Part]) -> Deed:
    """The deed with its parts in their places."""
    for part in parts:
        text = row.cut(part.start, part.end)
        if part.kind == "object" and text:
            deed = _with_object(deed, row, part)
        elif part.kind == "people":
            people = phrase_of(row.cut(part.start + 1, part.end))
            deed = replace(deed, link=row.low(part.start), people=people)
        elif part.kind == "cadence":
            deed = _recurring(deed, text)
        elif part.kind == "time":
            deed = replace(deed, time=join(deed.time, text))
        elif part.kind == "purpose":
            deed = replace(deed, purpose=text)
        else:
            deed = replace(deed, place=join(deed.place, "to" if part.kind == "infinitive" else "", text))
    return deed


def _with_object(deed: Deed, row: Row, part: Part) -> Deed:
    """The deed with the thing it is done to, or the clause it is about."""
    text = row.cut(part.start, part.end)
    if row.low(part.start) in _CLAUSES:
        return replace(deed, clause=text)
    lifted, cadence = _lifted(row, part)
    if deed.is_noun:
        text, lifted = row.without_capital(text), row.without_capital(lifted)
    deed = replace(deed, thing=phrase_of(lifted), as_written=phrase_of(text))
    return _recurring(deed, cadence) if cadence else deed


def _lifted(row: Row, part: Part) -> tuple[str, str]:
    """The object without a "weekly" before its noun, and that word."""
    words = row.words[part.start : part.end]
    bracket = next((place for place, word in enumerate(words) if word.lower == "("), len(words))
    place = next((place for place, word in enumerate(words[:bracket]) if "cadence" in word.tags), None)
    if place is None or len(words) == 1:
        return row.cut(part.start, part.end), ""
    at = part.start + place
    return join(row.cut(part.start, at), row.cut(at + 1, part.end)), words[place].lower


def _recurring(deed: Deed, text: str) -> Deed:
    """The deed with how often it is done."""
    words = text.lower().replace("/", "a ").split()
    last = words[-1].rstrip(",")
    if last in CADENCES:
        return replace(deed, cadence=last, unit=CADENCES[last])
    number = next((word for word in words if word.isdigit()), "")
    times = "twice" if words[0] == "twice" else " ".join(words[:2]) if "times" in words else ""
    unit = f"{number} {last}" if number and not times else last
    if "other" in words:
        unit = f"2 {last}s"
    return replace(deed, cadence=text, unit=unit, times=times)
