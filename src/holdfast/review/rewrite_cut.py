"""A row of words cut into what is done to, with whom, where, how often, until when and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.rewrite_row import NOUNS
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.review.rewrite_row import Row

_RELATIVES = frozenset({"who", "that", "whose", "which", "where", "including", "e"})
_LINKS = frozenset({"with", "to", "for", "among", "amongst", "across", "from", "between"})
_TO_NOUNS = frozenset(
    {
        "improvement",
        "change",
        "access",
        "update",
        "contribution",
        "solution",
        "barrier",
        "answer",
        "migration",
        "move",
    }
)
_LINKS_BEHIND_PLACES = frozenset({"to", "for"})
_ON_PLANS = frozenset(
    {"plan", "tier", "subscription", "package", "trial", "contract", "list", "free", "team", "board"}
)
_BEHIND_THINGS = frozenset(
    {"of", "for", "from", "about", "against", "versus", "without", "towards", "with", "between"}
)
_BEHIND_PEOPLE = frozenset({"of", "in", "from", "with", "at", "without", "between"})
_SIZES = frozenset({"over", "under", "above", "below", "worth", ">", "<", "≥", "≤"})
_NARROWING = frozenset(
    {
        "based",
        "aimed",
        "related",
        "focused",
        "dedicated",
        "tailored",
        "regarding",
        "concerning",
        "visible",
        "available",
        "accessible",
    }
)
_ASKING = frozenset({"why", "how", "what", "whether", "where"})
_AWAY = frozenset({"before", "after", "ahead", "prior", "in"})
_WANTING = frozenset({"want", "fail", "try", "plan", "agree", "start", "decide", "need", "forget", "refuse"})
_CONDITIONS = frozenset({"if", "when", "whenever", "once", "unless", "because", "while", "as"})
_DEGREES = frozenset({"more", "better", "faster", "earlier", "less", "together", "well", "again", "further"})
_BEFORE_SHARES = frozenset({"no", "at", "more", "less", "over", "under", "up", "for"})
_BEFORE_AMOUNTS = frozenset({"over", "under", "up", "about", "around"})
_LEAST = frozenset({("at", "least"), ("at", "most"), ("up", "to")})


class Part(NamedTuple):
    """Words from one to before another, and what they say.

    Attributes:
        kind: ``object``, ``people``, ``place``, ``infinitive``, ``time``, ``cadence``, ``purpose``, ``done``
            or ``finite``.
    """

    kind: str
    start: int
    end: int


class Frame(NamedTuple):
    """What the words before the object say of those behind it.

    Attributes:
        shape: Of the verb, which a further one has to share.
        by_noun: No verb stands before.
        supplies: What stands behind "with" belongs to the verb, not to the people.
        teaches: So does what stands behind "in".
        tells: So does what stands behind "of".
        helps: What people are helped to do may follow them.
    """

    shape: str = "base"
    by_noun: bool = False
    supplies: bool = False
    teaches: bool = False
    tells: bool = False
    helps: bool = False


@dataclass(slots=True)
class _Scan:
    """Where a scan stands: the part that is open, and what was seen."""

    kind: str
    start: int
    has_people: bool = False
    is_relative: bool = False


def cut_up(row: Row, start: int, frame: Frame) -> tuple[list[Part], int | None]:
    """The parts of a deed from its object on, and the verb of the next deed, or None."""
    parts, scan, place = list[Part](), _Scan("object", start), start
    while place < len(row.words):
        if row.low(place) == "(":
            place = _behind_bracket(row, place)
            continue
        verb = row.next_verb(place, frame.shape) if place > start and not frame.by_noun else None
        if verb is not None:
            return _filled([*parts, Part(scan.kind, scan.start, place)]), verb
        kind, length = _opening(row, place, scan, frame)
        if kind:
            parts.append(Part(scan.kind, scan.start, place))
            goes_on = kind == "place" and scan.is_relative
            scan = _Scan(kind, place, scan.has_people or kind == "people", goes_on)
        place += length
    return _filled([*parts, Part(scan.kind, scan.start, len(row.words))]), None


def _filled(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.start < part.end]


def _behind_bracket(row: Row, place: int) -> int:
    closing = (further + 1 for further in range(place, len(row.words)) if row.low(further) == ")")
    return next(closing, len(row.words))


def _opening(row: Row, place: int, scan: _Scan, frame: Frame) -> tuple[str, int]:
    """The kind of part that opens there, or nothing, and how many words to go on."""
    _mark_place(row, place, scan, frame)
    when = _time(row, place)
    if when[0] and not (when[0] == "cadence" and scan.is_relative):
        return when
    if scan.kind == "purpose" or place == scan.start:
        return ("", 1)
    if row.opens_purpose(place) and not (scan.is_relative and _is_wanted(row, place)):
        return ("purpose", 1)
    if place in row.rolling:
        return ("" if scan.is_relative else "time", row.rolling[place] - place)
    return ("" if scan.is_relative else _other_opening(row, place, scan, frame), 1)


def _is_wanted(row: Row, place: int) -> bool:
    """What those behind "who" want or do with it: "who want *to cancel*", not "who left, to learn why"."""
    before = row.words[place - 1]
    return row.low(place) == "to" and (before.shape != "ed" or before.verb in _WANTING)


def _other_opening(row: Row, place: int, scan: _Scan, frame: Frame) -> str:
    """A predicate, a clause or a phrase that opens there."""
    said = _predicate(row, place) if frame.by_noun else ""
    return said or _clause(row, place, scan, frame) or _phrase(row, place, scan, frame)


def _mark_place(row: Row, place: int, scan: _Scan, frame: Frame) -> None:
    """An object that opens with a preposition is a place: "post *on social media*"."""
    if place == scan.start and scan.kind == "object" and not frame.by_noun:
        is_number_of_times = "times" in row.words[place].tags and row.words[place].amount is not None
        if is_number_of_times:
            scan.kind = "place"
        is_amount = row.low(place) in _BEFORE_AMOUNTS or (row.low(place), row.low(place + 1)) in _LEAST
        if "preposition" in row.words[place].tags and not is_amount:
            scan.kind = "place"


def _time(row: Row, place: int) -> tuple[str, int]:
    """A window, a deadline or a rhythm that opens there."""
    word = row.words[place]
    if place in row.times:
        return ("time", row.times[place] - place)
    if word.lower in {"within", "in", "inside"} and place + 1 in row.cadences:
        return ("time", row.cadences[place + 1] - place)
    if place in row.cadences and not _is_before_noun(row, place):
        return ("cadence", row.cadences[place] - place)
    is_away = word.amount is not None and "duration" in word.tags and row.low(place + 1) in _AWAY
    return ("time", 2) if is_away else ("", 1)


def _clause(row: Row, place: int, scan: _Scan, frame: Frame) -> str:
    """A clause that opens there and goes on to the end, or that narrows the noun before it."""
    if frame.helps and row.names_people(place - 1) and row.is_verb(place, "base"):
        return "infinitive"
    is_phrase = scan.kind in {"object", "people"}
    if _opens_condition(row, place) or (row.low(place) in _ASKING and is_phrase):
        scan.is_relative = True
        return "place"
    if row.words[place].text in _RELATIVES or (is_phrase and _is_narrowing(row, place)):
        scan.is_relative = True
    return ""


def _opens_condition(row: Row, place: int) -> bool:
    """Such as "if we exclude …", "when they ask", "at least 90% of the time"."""
    if row.low(place) in _CONDITIONS and place + 1 < len(row.words):
        return True
    near = range(place, min(len(row.words), place + 4))
    shares = [further for further in near if "percent" in row.words[further].tags]
    led = row.words[place].amount is not None or row.low(place) in _BEFORE_SHARES
    return bool(shares) and led and row.cut(shares[0] + 1, shares[0] + 4).lower() == "of the time"


def _phrase(row: Row, place: int, scan: _Scan, frame: Frame) -> str:
    """A preposition that leads to people, or to something that does not belong to the noun before it."""
    if scan.kind == "object" and _is_manner(row, place):
        return "place"
    if scan.is_relative or not _parts(row, place, scan, frame):
        return ""
    is_free = not scan.has_people and not _is_direct(row, place, scan)
    links = _LINKS if scan.kind != "place" else _LINKS_BEHIND_PLACES
    if row.low(place) in links and is_free and row.leads_to_people(place):
        return "people"
    if scan.kind in {"object", "people"}:
        return "" if _belongs(row, place, frame) else "place"
    return "place" if scan.kind in {"time", "cadence", "done"} else ""


def _parts(row: Row, place: int, scan: _Scan, frame: Frame) -> bool:
    """A preposition that may open another part: not "at least", "of", "per", "over $1m"."""
    word = row.words[place]
    if "preposition" not in word.tags or word.glued or (word.lower, row.low(place + 1)) in _LEAST:
        return False
    if word.lower == "to" and row.is_verb(place + 1, "base") and row.words[place + 1].text[0].isupper():
        return False  # a name: Great Place to Work
    is_told = word.lower == "of" and scan.kind == "object" and frame.tells
    return is_told or (word.lower not in {"of", "per"} and word.lower not in _SIZES)


def _is_manner(row: Row, place: int) -> bool:
    """An adverb behind the object: personally, more, together."""
    word = row.words[place]
    is_adverb = word.lower.endswith("ly") and ("adverb" in word.tags or row.ends(place + 1))
    return is_adverb or (word.lower in _DEGREES and row.ends(place + 1))


def _is_direct(row: Row, place: int, scan: _Scan) -> bool:
    """The object itself is people."""
    return scan.kind == "object" and any(row.is_people_head(before) for before in range(scan.start, place))


def _belongs(row: Row, place: int, frame: Frame) -> bool:
    """The preposition belongs to the noun before it."""
    word = row.low(place)
    if word == "with" and frame.supplies:
        return False
    if not row.is_people_head(place - 1):
        return word in _BEHIND_THINGS or (word == "to" and row.words[place - 1].lemma in _TO_NOUNS)
    if word == "of" and frame.tells:
        return False
    if word == "on":
        near = row.words[place : place + 5]
        return any(one.lemma in _ON_PLANS for one in near)
    following = row.at(place + 1)
    is_subject = frame.teaches and following is not None and not following.text[0].isupper()
    is_learned = is_subject or row.low(place + 1) == "person" or row.is_verb(place + 1, "ing")
    return word in _BEHIND_PEOPLE and not (word == "in" and is_learned)


def _is_before_noun(row: Row, place: int) -> bool:
    """A "weekly" before its noun, not one that stands alone."""
    following = row.at(place + 1)
    if "cadence" not in row.words[place].tags or following is None or not following.text[0].isalnum():
        return False
    small = following.tags & {"preposition", "conjunction", "adverb", "modal", "amount", "determiner"}
    is_doing = following.shape == "ing" and not row.is_noun(place + 1)
    return not small and not is_doing and place + 1 not in row.times


def _is_narrowing(row: Row, place: int) -> bool:
    """A participle behind the noun says which ones: "campaigns aimed at dormant users"."""
    word, before, following = row.words[place], row.words[place - 1], row.at(place + 1)
    if word.lower in _NARROWING:
        return True
    follows_noun = not before.tags & {"preposition", "determiner", "all", "adverb", "conjunction"}
    led = following is not None and following.tags & {"preposition", "adverb"}
    is_participle = word.shape == "ed" or (word.shape == "ing" and not word.tags & NOUNS)
    return is_participle and follows_noun and before.amount is None and bool(led)


def _predicate(row: Row, place: int) -> str:
    """What a noun's sentence says is done ("held with …"), or that it has a verb of its own."""
    word, following = row.words[place], row.at(place + 1)
    is_verb = bool(word.action) and not word.tags & NOUNS
    if word.verb in ("be", "have") or (is_verb and word.shape == "s"):
        return "finite"
    if is_verb and word.shape == "base" and row.names_people(place - 1):
        return "finite"
    small = {"preposition", "adverb", "cadence"}
    closes = following is None or following.tags & small or not following.text[0].isalpha()
    is_done = word.shape == "ed" and word.action and closes and "qualifier" not in word.tags
    return "done" if is_done else ""
