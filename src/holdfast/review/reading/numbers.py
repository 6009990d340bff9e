"""Figures as people write them: from pieces of a sentence to amounts with their units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.signs import DASHES
from holdfast.review.reading.words import NOTHING, Amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.language import Language
    from holdfast.review.reading.tokens import Token

_CURRENCIES = "$€£¥"
_SCORE_SCALES = (4, 5, 6, 7, 10, 100)
_RANGE_SIGNS = ("-", *DASHES)
_ORDINAL_SUFFIXES = ("st", "nd", "rd", "th")
_SHORT_SCALE = 10
_SLOT_LETTERS = 3


class Figure(NamedTuple):
    """An amount and the pieces it takes: from the first piece to the one after the last."""

    amount: Amount
    end: int


def figure_at(tokens: Sequence[Token], index: int, language: Language) -> Figure | None:
    """The figure that starts at a piece, or None: a number, a number word, a slot, a part of a whole."""
    token = tokens[index]
    if token.kind == "number":
        return _number(tokens, index, language)
    if token.kind == "slot":
        return _slot(tokens, index, language)
    return _spelled(tokens, index, language) if token.kind == "word" else None


def _plain(token: Token) -> float:
    """Value of the digits of a piece."""
    digits = token.text.lstrip("US" + _CURRENCIES + " ").replace(",", "")
    return float(digits.replace(".000", "000") if digits.endswith(".000") else digits)


def _lower(tokens: Sequence[Token], index: int) -> str:
    """Small letters of a piece, empty past the end."""
    return tokens[index].text.lower() if index < len(tokens) else ""


def _plays(tokens: Sequence[Token], index: int, role: str, language: Language) -> bool:
    """The piece plays that part in the grammar of the language."""
    return role in language.roles[0].get(_lower(tokens, index), NOTHING)


def _number(tokens: Sequence[Token], index: int, language: Language) -> Figure | None:
    """A figure in digits with what belongs to it."""
    token, suffix = tokens[index], tokens[index].suffix.lower()
    if suffix in _ORDINAL_SUFFIXES:
        return Figure(Amount(_plain(token), "ordinal"), index + 1)
    if suffix == "x":
        return Figure(Amount(_plain(token), "times", "times"), index + 1)
    scale = language.numbers["suffixes"].get(suffix)
    if (
        suffix
        and not scale
        and suffix not in language.numbers["duration_words"]
        and suffix not in language.numbers["point_words"]
    ):
        return None
    pair = None if suffix else _pair(tokens, index, language)
    if pair:
        return pair
    value, end = _plain(token) * (scale or 1), index + 1
    high, value, end = (
        _range(tokens, end, value, language) if not _unit_suffix(suffix, language) else (None, value, end)
    )
    return _with_unit(tokens, index, end, Amount(value, "plain", high=high), language)


def _unit_suffix(suffix: str, language: Language) -> bool:
    """The letters behind the figure are its unit, not a multiplier."""
    return bool(suffix) and suffix not in language.numbers["suffixes"]


def _range(
    tokens: Sequence[Token], end: int, value: float, language: Language
) -> tuple[float | None, float, int]:
    """Upper end of a range such as 12-15, with the value and the piece after it."""
    if end + 1 >= len(tokens) or tokens[end].text not in _RANGE_SIGNS or tokens[end + 1].kind != "number":
        return (None, value, end)
    if tokens[end].start == tokens[end - 1].end and tokens[end + 1].start == tokens[end].end:
        scale = language.numbers["suffixes"].get(tokens[end + 1].suffix.lower(), 1)
        high = _plain(tokens[end + 1]) * scale
        lifted = value * scale if value * scale <= high else value
        return (high, lifted, end + 2) if high > value else (None, value, end)
    return (None, value, end)


def _pair(tokens: Sequence[Token], index: int, language: Language) -> Figure | None:
    """Two figures that are one: 8.5/10, 2/3, 3:1, 4 out of 5, 1 in 3. Round-the-clock 24/7 is none."""
    value, sign = _plain(tokens[index]), _lower(tokens, index + 1)
    out_of = _plays(tokens, index + 1, "out", language) and _plays(tokens, index + 2, "of", language)
    at = index + (3 if out_of else 2)
    if at >= len(tokens) or tokens[at].kind != "number" or tokens[at].suffix:
        return None
    other = _plain(tokens[at])
    if sign == ":":
        return Figure(Amount(value / other if other else value, "ratio", f":{other:g}"), at + 1)
    if at == index + 3 and _lower(tokens, at + 1).endswith("s") and 0 < value < other:
        return Figure(Amount(round(100 * value / other), "share", "%"), at + 1)
    if sign == "/" or at == index + 3:
        return _fraction(value, other, at + 1)
    is_share = _plays(tokens, index + 1, "in", language) and 0 < value < other <= _SHORT_SCALE
    return Figure(Amount(round(100 * value / other), "share", "%"), at + 1) if is_share else None


def _fraction(value: float, other: float, end: int) -> Figure | None:
    """A score out of its scale, or a part of a whole."""
    if other in _SCORE_SCALES and value <= other and (value > 1 or other > _SHORT_SCALE):
        return Figure(Amount(value, "score", "score"), end)
    if 0 < value < other <= _SHORT_SCALE:
        return Figure(Amount(round(100 * value / other), "share", "%"), end)
    return Figure(Amount(None, "name"), end)


def _with_unit(tokens: Sequence[Token], index: int, end: int, amount: Amount, language: Language) -> Figure:
    """The amount with the unit that stands behind (or before) it."""
    token, suffix = tokens[index], tokens[index].suffix.lower()
    currency = next((sign for sign in token.text if sign in _CURRENCIES), "")
    amount, end = _scaled(tokens, end, amount, language)
    if currency:
        amount = amount._replace(kind="money", unit=currency)
    elif _unit_suffix(suffix, language):
        unit = language.numbers["duration_words"].get(suffix) or language.numbers["point_words"][suffix]
        amount = amount._replace(
            kind="duration" if suffix in language.numbers["duration_words"] else "points", unit=unit
        )
    else:
        amount, end = _unit_behind(tokens, end, amount, language)
    return _plus(tokens, end, amount, language)


def _scaled(tokens: Sequence[Token], end: int, amount: Amount, language: Language) -> tuple[Amount, int]:
    """The amount times a scale word behind it: 2 million."""
    scale = language.numbers["scales"].get(language.lemma(tokens[end].text)) if end < len(tokens) else None
    if scale is None or amount.value is None:
        return amount, end
    return amount._replace(value=amount.value * scale), end + 1


def _plus(tokens: Sequence[Token], end: int, amount: Amount, language: Language) -> Figure:
    """A plus sign behind the figure: 50+, 25%+, 4.5+ stars."""
    if end < len(tokens) and tokens[end].text == "+" and tokens[end].start == tokens[end - 1].end:
        amount, end = amount._replace(floor=True), end + 1
        if amount.kind == "plain":
            amount, end = _unit_behind(tokens, end, amount, language)
    return Figure(amount, end)


def _unit_behind(tokens: Sequence[Token], end: int, amount: Amount, language: Language) -> tuple[Amount, int]:
    """The amount with a unit among the next pieces: %, percentage points, business days, euros."""
    at = end + 1 if _is_glue(tokens, end) else end
    word = _lower(tokens, at)
    if _plays(tokens, at, "per", language) and _plays(tokens, at + 1, "cent", language):
        return amount._replace(kind="percent", unit="%"), at + 2
    if (
        _plays(tokens, at, "percent_of_points", language)
        and language.lemma(_lower(tokens, at + 1)) in language.numbers["point_words"]
    ):
        return amount._replace(kind="points", unit="points"), at + 2
    if word in language.numbers["percent_words"]:
        return amount._replace(kind="percent", unit="%"), at + 1
    found = _other_unit(tokens, at, amount, language)
    return found or (amount, end)


def _other_unit(
    tokens: Sequence[Token], at: int, amount: Amount, language: Language
) -> tuple[Amount, int] | None:
    """Points, money in words, times, spans of time; None where no unit follows."""
    lemma = language.lemma(tokens[at].text) if at < len(tokens) else ""
    if lemma in language.numbers["point_words"]:
        return amount._replace(kind="points", unit=language.numbers["point_words"][lemma]), at + 1
    if lemma in language.numbers["currency_words"]:
        return amount._replace(kind="money", unit=language.numbers["currency_words"][lemma]), at + 1
    if lemma in language.numbers["times_words"]:
        return amount._replace(kind="times", unit="times"), at + 1
    if lemma in language.numbers["duration_adjectives"]:
        at, lemma = at + 1, language.lemma(_lower(tokens, at + 1))
    if lemma in language.numbers["duration_words"] and len(lemma) > 1:
        return amount._replace(kind="duration", unit=language.numbers["duration_words"][lemma]), at + 1
    return None


def _is_glue(tokens: Sequence[Token], at: int) -> bool:
    """A hyphen that joins a figure to its unit: 30-day."""
    return (
        0 < at < len(tokens) - 1
        and tokens[at].text == "-"
        and tokens[at].start == tokens[at - 1].end
        and tokens[at + 1].start == tokens[at].end
        and tokens[at + 1].kind == "word"
    )


def _slot(tokens: Sequence[Token], index: int, language: Language) -> Figure | None:
    """A place to fill in, where it stands for a number: X%, N customers, $M."""
    text = tokens[index].text
    currency = text[0] if text[0] in _CURRENCIES else ""
    if text.lstrip(_CURRENCIES)[:1] in ("[", "{") and not _names_a_number(text, language):
        return None
    amount = Amount(None, "money" if currency else "slot", currency)
    if index + 1 < len(tokens) and not currency:
        amount, end = _unit_behind(tokens, index + 1, amount, language)
        return _plus(tokens, end, amount, language)
    return Figure(amount, index + 1)


def _names_a_number(text: str, language: Language) -> bool:
    """What stands in the brackets of a slot is a letter, a sign of a number, or a word for one: [target]."""
    inside = text.strip(_CURRENCIES + "[]{}kKmM ")
    is_short = len(inside) <= _SLOT_LETTERS or any(sign in inside for sign in "#%0123456789")
    return is_short or inside.lower() in language.numbers["slot_words"]


def _spelled(tokens: Sequence[Token], index: int, language: Language) -> Figure | None:
    """A number in words: twelve, twenty-five, two thirds, half of, two hundred."""
    word = _lower(tokens, index)
    value = None if _stands_for_a_noun(tokens, index, language) else language.numbers["values"].get(word)
    article = _plays(tokens, index, "article", language)
    part = (
        language.numbers["fractions"].get(language.lemma(_lower(tokens, index + 1)))
        if article or value
        else None
    )
    if part is not None and not (
        _plays(tokens, index + 1, "quarter_part", language) and not _plays(tokens, index + 2, "of", language)
    ):
        return Figure(Amount(round(100 * (value or 1) * part), "share", "%"), index + 2)
    behind_half = _plays(tokens, index + 1, "behind_half", language) or index + 1 == len(tokens)
    if _plays(tokens, index, "half", language) and behind_half:
        return Figure(Amount(50, "share", "%"), index + 1)
    if article and _lower(tokens, index + 1) in language.numbers["scales"]:
        value = 1
    return None if value is None else _spelled_value(tokens, index, float(value), language)


def _stands_for_a_noun(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """A number word that stands for a noun named before: each one, if a relevant one comes up."""
    if language.numbers["values"].get(_lower(tokens, index)) != 1 or not index:
        return False
    reach = language.numbers["before_pronouns"]
    further = index > 1 and reach.get(_lower(tokens, index - 2), 1) > 1
    return _lower(tokens, index - 1) in reach or further


def _spelled_value(tokens: Sequence[Token], index: int, value: float, language: Language) -> Figure:
    """The number in words with its further words and its unit."""
    end = index + 1
    joined = end + 1 if _is_glue(tokens, end) else end
    following = language.numbers["values"].get(_lower(tokens, joined))
    if value >= 2 * _SHORT_SCALE and following is not None and following < _SHORT_SCALE:
        value, end = value + following, joined + 1
    out_of = _plays(tokens, end, "out", language) and _plays(tokens, end + 1, "of", language)
    at = end + (2 if out_of else 1)
    whole = language.numbers["values"].get(_lower(tokens, at), 0)
    if (out_of or _plays(tokens, end, "in", language)) and whole > value > 0:
        return Figure(Amount(round(100 * value / whole), "share", "%"), at + 1)
    amount, end = _scaled(tokens, end, Amount(value, "plain"), language)
    amount, end = _unit_behind(tokens, end, amount, language)
    return Figure(amount, end)
