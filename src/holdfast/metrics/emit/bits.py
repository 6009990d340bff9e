"""Sets of positions as bits of whole numbers, and what can be made of them with shifts.

A set is a row of words of 63 positions, the first 0 to 62; the 64th bit is a sign in every engine. None
stands for a word without any position, so that what is known to be empty costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = 63
_Word = exp.Expr | None


@dataclass(frozen=True, slots=True)
class Bits:
    """A set of positions, each word an expression or None where it is empty.

    Attributes:
        words: Position p is bit ``p % 63`` of word ``p // 63``.
        last: The last position, or -1; None where it is not kept.
    """

    words: tuple[_Word, ...]
    last: exp.Expr | None = None

    def after(self, steps: int) -> Bits:
        """Position p where the set has p + steps: what comes that many positions later."""
        whole, rest = divmod(steps, WORD)
        return self._each(
            lambda place: _either(
                _right(self._word(place + whole), rest),
                _left(self._word(place + whole + 1), WORD - rest) if rest else None,
            )
        )

    def before(self, steps: int) -> Bits:
        """Position p where the set has p - steps: what came that many positions earlier."""
        whole, rest = divmod(steps, WORD)
        return self._each(
            lambda place: _either(
                _left(self._word(place - whole), rest),
                _right(self._word(place - whole - 1), WORD - rest) if rest else None,
            )
        )

    def and_(self, other: Bits) -> Bits:
        """Positions in both sets."""
        return self._each(lambda place: _both(self._word(place), other._word(place)))

    def or_(self, other: Bits) -> Bits:
        """Positions in either set."""
        return self._each(lambda place: _either(self._word(place), other._word(place)))

    def without(self, other: Bits) -> Bits:
        """Positions of this set that the other does not have."""
        return self._each(lambda place: _less(self._word(place), other._word(place)))

    def within(self, first: int, end: int) -> Bits:
        """Positions from one up to and without another."""
        return self._each(lambda place: _masked(self._word(place), first - place * WORD, end - place * WORD))

    def lowest(self) -> Bits:
        """The first position alone; empty where the set is."""
        return self._each(self._lowest_word)

    def leading_to_last(self, steps: int) -> Bits:
        """Every position from which so many steps lead to the set's last or not as far; needs it kept."""
        last = self.last if self.last is not None else sql.whole(-1)
        return self._each(lambda place: _filled(last, place * WORD + steps))

    def _each(self, word: Callable[[int], _Word]) -> Bits:
        return Bits(tuple(word(place) for place in range(len(self.words))))

    def _word(self, place: int) -> _Word:
        word = self.words[place] if 0 <= place < len(self.words) else None
        return None if word is None else word.copy()

    def _lowest_word(self, place: int) -> _Word:
        word = self._word(place)
        if word is None:
            return None
        lowest = sql.lowest_bit(word)
        earlier = [_is_zero(found) for found in self.words[:place] if found is not None]
        return sql.case((sql.all_of(*earlier), lowest), default=sql.whole(0)) if earlier else lowest


def _filled(last: exp.Expr, first: int) -> exp.Expr:
    """The lowest bits, as many as lie from a position to the last; more than a word has are all of it."""
    bits = exp.Sub(this=last.copy(), expression=sql.whole(first - 1))
    some = sql.paren(exp.Sub(this=sql.paren(sql.bit(bits)), expression=sql.whole(1)))
    return sql.paren(
        sql.case(
            (exp.LT(this=last.copy(), expression=sql.whole(first)), sql.whole(0)),
            (exp.GTE(this=last.copy(), expression=sql.whole(first + WORD - 1)), sql.whole((1 << WORD) - 1)),
            default=some,
        )
    )


def _right(word: _Word, steps: int) -> _Word:
    return word if word is None or not steps else _down(word, steps)


def _left(word: _Word, steps: int) -> _Word:
    """Bits that would leave the word are taken off first: an engine may refuse to lose them."""
    if word is None or not steps:
        return word
    kept = sql.both(word, sql.whole((1 << (WORD - steps)) - 1))
    return sql.shifted_up(kept, sql.whole(steps))


def _masked(word: _Word, first: int, end: int) -> _Word:
    low, high = max(first, 0), min(end, WORD)
    if word is None or low >= high:
        return None
    mask = (1 << high) - (1 << low)
    return word if (low, high) == (0, WORD) else sql.both(word, sql.whole(mask))


def _both(one: _Word, other: _Word) -> _Word:
    return None if one is None or other is None else sql.both(one, other)


def _either(one: _Word, other: _Word) -> _Word:
    if one is None or other is None:
        return other if one is None else one
    return sql.either(one, other)


def _less(one: _Word, other: _Word) -> _Word:
    return one if one is None or other is None else sql.less(one, other)


def _down(word: exp.Expr, steps: int) -> exp.Expr:
    return sql.paren(sql.shifted_down(word, sql.whole(steps)))


def _is_zero(word: exp.Expr) -> exp.Expr:
    return exp.EQ(this=word.copy(), expression=sql.whole(0))
