"""What the checks found, in sentences that somebody without statistics can follow.

Chances are told as so many in 100, ranges as from and to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.words import period_text, value_text

if TYPE_CHECKING:
    from holdfast.evidence.challenge import Bet, Challenge
    from holdfast.evidence.history import History
    from holdfast.evidence.noise import Noise
    from holdfast.evidence.reach import Reach
    from holdfast.records import Unit

SAME = 0.05
"""Chances that lie less far apart have not changed beyond their noise."""

BARELY = 0.10
"""A bet that raises the chance by less than so much barely moves its objective."""

LEAST_TOLD = 0.0005
"""Differences of shares below this round to 0.0 points, and would read as if there were none."""

LONGEST_WEEKS = 520
"""Nobody waits for ten years: how many weeks more it takes says nothing."""

_VOWELS = ("8", "11 ", "18 ")
"""How numbers begin that are spoken with a vowel."""

_MONTH_DAYS, _QUARTER_DAYS, _WEEK_DAYS = (28, 31), (89, 92), 7


def chance_text(chance: float) -> str:
    """A chance as ``7 in 100``; one that rounds to none or all as less than 1 or more than 99."""
    if chance < 0.005:  # noqa: PLR2004 - below half of one in 100
        return "less than 1 in 100"
    if chance > 0.995:  # noqa: PLR2004
        return "more than 99 in 100"
    return f"{100 * chance:.0f} in 100"


def size_text(size: float, unit: Unit, *, currency: str | None = None) -> str:
    """A difference as people write it: of two shares ``5.9 points``, else with its unit."""
    if unit == "share":
        return _points(size)
    return value_text(size, unit, currency=currency)


def challenge_sentence(history: History, bet: Bet, found: Challenge) -> str:
    """The chance, the best ever, and what would be easier or harder."""
    said = _Values(history)
    if found.chance is None:
        return f"Cannot say yet how hard {said(bet.target)} is: {found.reason}.{_best(history, found)}"
    opening = (
        f"If things carry on as they have been, there is {_a_chance(found.chance)} of reaching "
        f"{said(bet.target)} in {period_text(bet.period)}."
    )
    doubt = f" It cannot be said more firmly: {found.reason}." if found.reason else ""
    return f"{opening}{doubt}{_best(history, found)}{_odds(said, found)}"


def noise_sentence(history: History, found: Noise) -> str:
    """How the way to the target compares with the wobble, and what it takes to see it."""
    size = size_text(found.change, history.unit, currency=history.currency)
    if found.wobble is None:
        return f"Cannot say whether a change of {size} could be seen: how single values spread is not known."
    wobble = size_text(found.wobble.change, history.unit, currency=history.currency)
    seen = found.verdict if found.verdict.startswith("smaller") else f"would be {found.verdict}"
    opening = f"A change of {size} {'is ' if seen == found.verdict else ''}{seen}."
    is_counted = not _counts_money(history)
    counted = f", with {found.wobble.entities:,} counted in each" if is_counted else ""
    moves = (
        f" Your normal wobble is {wobble}: by up to that much it moves from one period to the next although "
        f"nothing happened{counted}."
    )
    return opening + moves + (_needed(found) + _one(history, found) if is_counted else "")


def reach_sentence(reach: Reach, *, wobble: float | None) -> str:
    """What part of the objective is touched, and what it can gain."""
    wobbles = "" if wobble is None else f" Your normal wobble is {_points(wobble)}."
    return (
        f"These key results touch {100 * reach.share:.0f}% of the customers in the objective. "
        f"Even if all are met, expect {_gain(reach)}.{wobbles}"
    )


def bet_sentence(without: float, together: float) -> str:
    """The chance that the objective improves, without and with all key results met."""
    said = f"Without it {chance_text(without)}, with it {chance_text(together)} that more customers stay."
    barely = " This OKR can succeed completely without its objective moving."
    return said + (barely if together - without < BARELY else "")


def signed_points(share: float) -> str:
    """A difference of shares as ``+0.2``, in points; ``0.0`` where it rounds to none."""
    points = round(100 * share, 1)
    return f"{points:+.1f}" if points else "0.0"


def _points(size: float) -> str:
    """A size in points, at least 0; one that rounds to none is less than 0.1."""
    return "less than 0.1 points" if 0 < size < LEAST_TOLD else f"{100 * size:.1f} points"


def _gain(reach: Reach) -> str:
    """``+0.1 points (at most +0.3)``; a gain that rounds to none is less than 0.1 points."""
    size, most = reach.expected, signed_points(reach.at_most)
    told = "less than 0.1 points" if abs(size) < LEAST_TOLD else f"{signed_points(size)} points"
    return told if most == "0.0" else f"{told} (at most {most})"


def _a_chance(chance: float) -> str:
    """``a 7 in 100 chance``, ``an 8 in 100 chance``, ``less than a 1 in 100 chance``."""
    text = chance_text(chance)
    for bound in ("less than ", "more than "):
        if text.startswith(bound):
            return f"{bound}a {text.removeprefix(bound)} chance"
    return f"{'an' if text.startswith(_VOWELS) else 'a'} {text} chance"


class _Values:
    """Values of one history in words."""

    def __init__(self, history: History) -> None:
        self._unit, self._currency = history.unit, history.currency

    def __call__(self, value: float) -> str:
        return value_text(value, self._unit, currency=self._currency)


def _best(history: History, found: Challenge) -> str:
    if found.best is None:
        return ""
    value, period = _Values(history)(found.best.value), period_text(found.best.period)
    return f" Your best {_span(found.best.period.days)} ever was {value} ({period})."


def _odds(said: _Values, found: Challenge) -> str:
    easy, hard, hardest = (said(target) for _, target in found.targets)
    return f" A target of {easy} would have a chance of 60 in 100, {hard} one of 25, and {hardest} one of 5."


def _span(days: int) -> str:
    if days == _WEEK_DAYS:
        return "week"
    if _MONTH_DAYS[0] <= days <= _MONTH_DAYS[1]:
        return "month"
    return "quarter" if _QUARTER_DAYS[0] <= days <= _QUARTER_DAYS[1] else "period"


def _needed(found: Noise) -> str:
    if found.needed is None or found.weeks is None or found.wobble is None:
        return ""
    if found.needed <= found.wobble.entities:
        return ""
    if found.weeks > LONGEST_WEEKS:
        return " To see it would take more than ten years."
    weeks = "1 week" if found.weeks == 1 else f"{found.weeks:,} weeks"
    return f" To see it, {found.needed:,} would have to be counted, which takes {weeks}."


def _counts_money(history: History) -> bool:
    """What a value rests on is an amount, and no number of customers: retained revenue."""
    return history.unit in {"share", "ratio"} and history.kind != "share"


def _one(history: History, found: Noise) -> str:
    if found.one_customer is None:
        return ""
    who = "customer" if history.unit == "share" else "answer"
    most = "" if history.unit == "share" else "up to "
    return f" One {who} is {most}{size_text(found.one_customer, history.unit)}."
