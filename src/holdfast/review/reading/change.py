"""Both ends of a change: from 62 to 78, 12%->28%, 80% (currently 45%), 2,500 (vs 800 baseline)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from holdfast.review.reading.comparators import approach_of
from holdfast.review.reading.model import Quantity
from holdfast.review.reading.patterns import match_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Amount, Word

_BETWEEN = 8
_CUE = 6
_NEAREST = 4
_ARROWS = frozenset({"->", "→", "=>", "-->"})
_PLAIN = frozenset({"plain", "slot", "score", "times", "points"})


def find_change(sentence: Sentence, figures: Sequence[int]) -> Quantity | None:
    """Quantity with both ends, or None where the sentence states one end only."""
    figures = [at for at in figures if not _is_whole(sentence.words, at)]
    for first, second in itertools.pairwise(figures):
        if _is_step(sentence, first, second):
            return _quantity(sentence, first, second)
    # A start belongs to the nearest of the few figures before it that it can be the start of.
    pairs = (
        (figures[n], figures[i])
        for n in range(len(figures))
        for i in range(n - 1, n - _NEAREST, -1)
        if i >= 0
    )
    for start, target in pairs:
        if _is_start(sentence, target, start):
            return _quantity(sentence, start, target)
    return _rhythm(sentence)


def _is_whole(words: Sequence[Word], at: int) -> bool:
    """The figure is what another one is counted out of, and no end: the 34 of "from 13 of 34 to 20 of 34"."""
    before = at - 1 if at and not words[at - 1].tags & {"article"} else at - 2
    if before < 1 or "of" not in words[before].roles:
        return False
    part, whole = words[before - 1].amount, words[at].amount
    return part is not None and whole is not None and part.kind == whole.kind == "plain"


def _is_step(sentence: Sentence, first: int, second: int) -> bool:
    """The first figure is the start and the second the end: from A to B, A -> B."""
    words = sentence.words
    if second - first > _BETWEEN or not _same_sort(words[first].amount, words[second].amount):
        return False
    between = words[first + 1 : second]
    if any(word.lower in ("(", ";", ".") for word in between):
        return False
    arrows = [i for i in range(first + 1, second) if match_at(sentence.language.patterns["arrow"], words, i)]
    if not arrows:
        return False
    if any(words[i].lower in _ARROWS for i in arrows):
        return True
    before = approach_of(sentence, first).before
    return before >= 0 and "from_sign" in words[before].roles


def _is_start(sentence: Sentence, target: int, start: int) -> bool:
    """The later figure is where the target starts: (currently 45%), (last quarter: 12), vs 800 baseline."""
    words = sentence.words
    if not _same_sort(words[target].amount, words[start].amount):
        return False
    following = words[start + 1] if start + 1 < len(words) else None
    if following is not None and "at_present" in following.roles:
        return True
    for at in range(max(target + 1, start - _CUE), start):
        match = match_at(sentence.language.patterns["baseline"], words, at)
        if (
            match
            and match.end <= start
            and all("change_fillers" in word.roles or word.shape == "ed" for word in words[match.end : start])
        ):
            return _is_state(words, at, match.end)
    return False


def _is_state(words: Sequence[Word], at: int, end: int) -> bool:
    """A bare verb or "vs" counts in brackets only; cues that name the present count anywhere."""
    if "bare_baseline" in words[at].roles:
        return any(word.lower == "(" for word in words[max(0, at - 6) : at + 1]) or end - at > 1
    return True


def _same_sort(one: Amount | None, other: Amount | None) -> bool:
    """Two figures that measure the same sort of thing; a bare figure takes the unit of the other."""
    if one is None or other is None:
        return False
    sorts = {one.kind, other.kind}
    return len(sorts) == 1 or bool(sorts & {"plain", "slot"}) or sorts <= _PLAIN


def _quantity(sentence: Sentence, first: int, second: int) -> Quantity:
    """Quantity from the two figures, in the smaller of their units."""
    start, end = sentence.words[first], sentence.words[second]
    one, other = start.amount, end.amount
    if one is None or other is None:
        return Quantity()
    baseline, target, unit = _in_one_unit(one, other, sentence.language.numbers["durations"])
    span = (min(start.start, end.start), max(start.end, end.end))
    return Quantity(kind="from_to", baseline=baseline, target=target, unit=unit or None, span=span)


def _in_one_unit(
    one: Amount, other: Amount, durations: dict[str, float]
) -> tuple[float | None, float | None, str]:
    """Both values in one unit: the smaller of two units of time; a scale written once holds for both."""
    unit = other.unit or one.unit
    if one.kind != "duration" or other.kind != "duration" or one.value is None or other.value is None:
        return one.value, other.value, unit
    if one.unit == other.unit:
        return one.value, other.value, one.unit
    small = min(one.unit, other.unit, key=lambda name: durations[name])
    factors = (durations[one.unit] / durations[small], durations[other.unit] / durations[small])
    return round(one.value * factors[0], 3), round(other.value * factors[1], 3), small


def _rhythm(sentence: Sentence) -> Quantity | None:
    """A rhythm that changes: weekly to daily is 1 to 7 a week."""
    words, rates = sentence.words, sentence.language.numbers["rhythms"]
    found = [i for i, word in enumerate(words) if word.lower in rates]
    for first, second in itertools.pairwise(found):
        between = words[first + 1 : second]
        arrow = any("to" in word.roles or word.lower in _ARROWS for word in between)
        if second - first <= _BETWEEN and arrow:
            low, high = sorted((rates[words[first].lower], rates[words[second].lower]))
            more = rates[words[second].lower] >= rates[words[first].lower]
            ends = (1.0, round(high / low, 3)) if more else (round(high / low, 3), 1.0)
            return Quantity(
                kind="from_to",
                baseline=ends[0],
                target=ends[1],
                unit="times",
                span=(words[first].start, words[second].end),
            )
    return None
