"""Whom a key result is about, where it names some customers and not all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.model import Span
    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_BACK = 5
_TAIL = 12
_LEADS = frozenset({"for", "among", "amongst", "in", "from", "across", "with", "to", "by", "of", "on"})
_SCOPE_LEADS = frozenset({"for", "among", "across", "on"})
_TAIL_OPENERS = frozenset({"who", "that", "with", "over", "above", "under", "below", "due", "up", "whose", "in", "within", "of", ">", "<", "("})
_GROUPS = frozenset({"customer", "ticket", "won", "group", "staff", "artefact"})
_STOPS = frozenset({",", ";", ".", ")", ":", "—", "–", "->", "→"})


class Population(NamedTuple):
    """The named group and where it stands."""

    name: str
    span: Span


def read_population(frame: Frame) -> Population | None:
    """The named group of customers (or of their accounts and tickets), or None where everybody is meant."""
    return (
        _anchored(frame)
        or _sized(frame)
        or _named_group(frame)
        or _share_of(frame)
        or _segment(frame)
        or _specific(frame)
        or _region(frame)
        or _scope(frame)
    )


def _sized(frame: Frame) -> Population | None:
    """A group whose size or age is stated: accounts over $1m, deals with more than 100 employees."""
    for match in frame.spans.places["segment"]:
        first = frame.sentence.words[match.start]
        if first.tags & {"customer", "won"} and not first.tags & {"qualifier"}:
            end = match.end + (1 if _closes(frame, match.end) else 0)
            return _population(frame, _first_qualifier(frame.sentence.words, match.start), end)
    return None


def _closes(frame: Frame, end: int) -> bool:
    """The unit of a size stands behind it: over $50k ARR, more than 100 employees."""
    words = frame.sentence.words
    return end < len(words) and bool(words[end].tags & {"segment_size"})


def _share_of(frame: Frame) -> Population | None:
    """A group that a share is taken of, where a word narrows it: 60% of password tickets, all open roles."""
    words = frame.sentence.words
    for index, word in enumerate(words[:-1]):
        share = word.amount is not None and word.amount.kind in ("percent", "share") and words[index + 1].lower == "of"
        if not share and not ("all" in word.tags and word.lower in ("all", "every", "each")):
            continue
        start = index + (2 if share else 1)
        end = _phrase_end(frame, start)
        kept = [i for i in range(start, end) if not words[i].tags & {"determiner", "all", "adverb"} and words[i].amount is None]
        if len(kept) < 2 or index in frame.spans.taken:  # noqa: PLR2004  a noun and a word before it
            continue
        noun = next((i for i in kept if words[i].tags & _GROUPS and words[i].lemma != words[i].lower), None)
        narrowing = [words[i] for i in kept if noun is not None and i < noun and words[i].lemma not in frame.sentence.language.plain]
        if noun is not None and narrowing and not words[noun].tags & {"measure"}:
            return _population(frame, kept[0], noun + 1)
    return None


def _specific(frame: Frame) -> Population | None:
    """People named by what they are: members, prospects, donors, application engineers."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "specific" not in word.tags or _is_inside_function(words, index) or _is_target(frame, index, index):
            continue
        if _is_part_of_name(frame, index):
            continue
        if word.amount is None and not _is_counted(frame, index) and frame.form != "output":
            start = index - 1 if index and "specific" not in words[index - 1].tags and words[index].tags & {"staff"} and _narrowed(words, index) else index
            return _population(frame, start, index + 1)
    return None


def _is_part_of_name(frame: Frame, index: int) -> bool:
    """The word is part of a metric's name, of a compound, or stands for one of many ("per guest")."""
    words = frame.sentence.words
    inside = any(metric in ("nps", "csat", "other") and first <= index < last for metric, first, last in frame.sentence.metrics)
    before, following = words[index - 1] if index else None, words[index + 1] if index + 1 < len(words) else None
    singular = words[index].lower == words[index].lemma
    compound = singular and following is not None and following.text[0].isalpha() and not following.tags & {"measure", "preposition"}
    named = before is not None and before.lower in ("per", "team", "net")
    in_metric = any(first == index for _, first, _ in frame.sentence.metrics)
    return inside or named or (compound and not in_metric and not following_action(following))


def following_action(following: Word | None) -> bool:
    """A verb stands behind."""
    return following is not None and bool(following.action) and "measure" not in following.tags


def _narrowed(words: Sequence[Word], index: int) -> bool:
    """The word before belongs to the name."""
    return words[index - 1].text[0].isalpha() and not words[index - 1].tags & {"preposition", "determiner", "all", "conjunction"}


def _is_counted(frame: Frame, index: int) -> bool:
    """A figure counts these people and they are won: "25k subscribers"."""
    words, head = frame.sentence.words, frame.clause.head
    before = words[index - 1].amount if index else None
    if before is not None and before.kind == "plain":
        return head is not None
    won = head is not None and frame.clause.action in ("up", "reach", "make") and index <= head + 3
    following = words[index + 1] if index + 1 < len(words) else None
    is_adjective = following is not None and following.tags & {"measure"}
    return won and not is_adjective


def _is_inside_function(words: Sequence[Word], index: int) -> bool:
    """The word opens the name of a field of work: customer service."""
    return index + 1 < len(words) and "function" in words[index + 1].tags


def _scope(frame: Frame) -> Population | None:
    """A part of the product or of the customers behind a measure: "for core modules", "on support interactions"."""
    words = frame.sentence.words
    if frame.form != "outcome" or not frame.sentence.metrics:
        return None
    measured = frame.sentence.metrics[0][2]
    for index in range(measured, len(words) - 1):
        if words[index].lower == "(":
            return None
        if words[index].lower not in _SCOPE_LEADS or index in frame.spans.taken:
            continue
        if words[index - 1].tags & {"customer"} or words[index - 1].action:
            return None
        end = _phrase_end(frame, index + 1)
        start = next((i for i in range(index + 1, end) if not words[i].tags & {"determiner", "all"} and words[i].amount is None), end)
        if end - start >= 2 and not any(words[i].tags & {"measure"} or i in frame.spans.taken for i in range(start, end)):  # noqa: PLR2004
            return _population(frame, start, end)
    return None


def _phrase_end(frame: Frame, start: int) -> int:
    """Word after a noun with what stands before it."""
    words, end = frame.sentence.words, start
    while end < len(words) and words[end].lower not in _STOPS and not words[end].tags & {"preposition", "conjunction", "modal"}:
        end += 1
    return end


def _is_group(word: Word) -> bool:
    """The word names customers, tickets or contracts."""
    return bool(word.tags & {"customer", "group", "ticket"}) and word.amount is None


def _named_group(frame: Frame) -> Population | None:
    """Customers with a word before them that narrows them, or with a clause behind."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "ticket" in word.tags and not word.tags & {"customer"} and words[index - 1].lower in ("new", "support"):
            continue
        if not _is_group(word) or _is_inside_metric(frame, index) or _is_inside_function(words, index):
            continue
        if _in_brackets(words, index):
            continue
        start = _first_qualifier(words, index)
        end = _clause_end(frame, index)
        if (start < index or end > index + 1) and not _is_target(frame, start, index):
            return _population(frame, start, end)
    return None


def _in_brackets(words: Sequence[Word], index: int) -> bool:
    """The word stands in an explanation in brackets."""
    return sum((w.lower == "(") - (w.lower == ")") for w in words[max(0, index - 10) : index]) > 0


def _is_inside_metric(frame: Frame, index: int) -> bool:
    """The noun is part of a metric's name: customer satisfaction, active users, new customers won."""
    return any(first <= index < last and last > index + 1 for _, first, last in frame.sentence.metrics)


def _first_qualifier(words: Sequence[Word], index: int) -> int:
    """First of the words before a noun that say which customers are meant."""
    start, at, seen = index, index - 1, 0
    while at >= 0 and seen < _BACK:
        word = words[at]
        if word.tags & {"qualifier", "region", "rank", "cadence", "number_name"} and word.lower not in _LEADS:
            start = at
        elif not (word.tags & {"customer"} or word.lower in ("and", "or", "/", "&", "tier") or word.glued or words[at + 1].glued):
            break
        at, seen = at - 1, seen + 1
    return start


def _clause_end(frame: Frame, index: int) -> int:
    """Word after a clause that narrows a group: "over $1m", "who cancelled", "with a health score under 60"."""
    words, spans = frame.sentence.words, frame.spans
    for match in spans.places["segment"]:
        if match.start == index:
            return match.end
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None or following.lower not in ("who", "whose", "due", "up", "with", "that") or not _narrows(words, index + 1):
        return index + 1
    end = index + 2
    while end < min(len(words), index + _TAIL) and words[end].lower not in _STOPS and not _opens_predicate(words, end):
        end += 1
    return end


def _narrows(words: Sequence[Word], at: int) -> bool:
    """ "up for renewal", "due in Q4", "who ...": the clause says which ones."""
    following = words[at + 1].lower if at + 1 < len(words) else ""
    if words[at].lower == "with" and any(word.lemma in ("share", "percentage", "proportion", "portion") for word in words[max(0, at - 4) : at]):
        return False
    if words[at].lower in ("who", "whose", "with", "that"):
        return words[at - 1].lemma not in ("service", "support")
    return following in ("for", "in", "this", "to")


def _opens_predicate(words: Sequence[Word], at: int) -> bool:
    """The words behind the clause go on with what these customers do, or with a figure."""
    if words[at].verb in ("have", "be") and at and words[at].lower != "having":
        return True
    return words[at].lower in ("from", "by", "to") and at + 1 < len(words) and words[at + 1].amount is not None


def _is_target(frame: Frame, start: int, index: int) -> bool:
    """The group is what is counted and won: "40 new customers", "Reach 50K active users"."""
    words = frame.sentence.words
    before = words[start - 1] if start else None
    head = frame.clause.head
    qualifiers = {word.lower for word in words[start:index]}
    if frame.form == "activity":
        return False
    if before is not None and before.amount is not None and before.amount.kind in ("plain", "slot"):
        return bool(qualifiers <= {"new", "monthly", "active", "qualified", "happy", "satisfied", "paid"})
    won = frame.clause.action in ("reach", "up", "down") and head is not None and start <= head + 2
    return won and bool(qualifiers <= {"new", "qualified", "active", "monthly", "weekly", "daily", "inbound", "returning", "happy", "paid", "major", "high"})


def _anchored(frame: Frame) -> Population | None:
    """Customers whose time limit runs from signing are the newly signed ones, whether or not the sentence calls them new."""
    words = frame.sentence.words
    for match in frame.spans.places["window"]:
        anchored = any(word.lower in ("signing", "signup", "signature", "joining") for word in words[match.start : match.end + 2])
        group = next((i for i, w in enumerate(words[: match.start]) if w.lemma in ("customer", "client", "account")), None)
        if anchored and group is not None and _first_qualifier(words, group) == group:
            group_word = words[group]
            return Population(f"newly signed {_plural(group_word.lower)}", group_word.span)
    return None


def _plural(noun: str) -> str:
    """Plural of a noun for a group."""
    return noun if noun.endswith("s") else noun + "s"


def _segment(frame: Frame) -> Population | None:
    """A group named without a noun for people: "in the mid-market segment", "from free to paid", "enterprise"."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        follows_lead = index and words[index - 1].lower in _LEADS
        is_name = word.tags & {"qualifier"} and (word.text.isupper() or word.lower in frame.sentence.language.segments)
        if is_name and (follows_lead or not _is_inside_metric(frame, index)) and word.lower not in ("us", "free", "trial", "paid"):
            return _population(frame, _first_qualifier(words, index), index + 1)
        if "rank" in word.tags:
            end = index + 2 if index + 1 < len(words) and not words[index + 1].tags & {"preposition"} else index + 1
            return _population(frame, index, end)
        if word.lower in ("free", "trial") and _names_conversion(words, index):
            return Population("free users" if word.lower == "free" else "trials", word.span)
    return None


def _names_conversion(words: Sequence[Word], index: int) -> bool:
    """ "free to paid", "free-to-paid conversion"."""
    return [word.lower for word in words[index + 1 : index + 3]] == ["to", "paid"]


def _region(frame: Frame) -> Population | None:
    """A part of the world behind "in" or at the head of the sentence."""
    words = frame.sentence.words
    for index, word in enumerate(words):
        if "region" in word.tags and word.text[:1].isupper() and word.text != "Us":
            return _population(frame, index, index + 1)
    return None


def _population(frame: Frame, start: int, end: int) -> Population:
    """The group from one word to before another."""
    words = frame.sentence.words
    span = (words[start].start, words[end - 1].end)
    name = frame.sentence.text[span[0] : span[1]]
    last = words[end - 1]
    if last.lower == last.lemma and last.lemma in ("customer", "account", "client", "user", "member") and not last.text.isupper():
        name = _plural(name)
    return Population(name, span)
