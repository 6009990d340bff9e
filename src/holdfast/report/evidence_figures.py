"""The figures of an evidence record in words that somebody without statistics can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.evidence.wording import chance_text, size_text
from holdfast.records.words import column_words, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holdfast.records import Unit

Kind = Literal["value", "size", "chance", "share", "points", "count", "days", "times", "weeks"]

_WORDS: dict[tuple[str, str], tuple[str, Kind]] = {
    ("challenge", "target"): ("the target", "value"),
    ("challenge", "now"): ("the last final value", "value"),
    ("challenge", "best"): ("the best ever", "value"),
    ("challenge", "gain"): ("the biggest gain within three months", "size"),
    ("challenge", "target_at_60"): ("a target with a chance of 60 in 100", "value"),
    ("challenge", "target_at_25"): ("a target with a chance of 25 in 100", "value"),
    ("challenge", "target_at_5"): ("a target with a chance of 5 in 100", "value"),
    ("challenge", "final_values"): ("final values it rests on", "count"),
    ("challenge", "pending"): ("whose outcome is not known yet", "count"),
    ("noise", "wobble_of_one_value"): ("how far one value is off by luck", "size"),
    ("noise", "wobble"): ("your normal wobble from one period to the next", "size"),
    ("noise", "detectable"): ("what could be seen if luck were all", "size"),
    ("noise", "needed"): ("how many a period would have to count", "count"),
    ("noise", "weeks"): ("weeks until so many have come", "weeks"),
    ("noise", "one_customer"): ("what one alone changes", "size"),
    ("mix", "rates"): ("by what the segments did themselves", "points"),
    ("mix", "rates_low"): ("at least", "points"),
    ("mix", "rates_high"): ("at most", "points"),
    ("mix", "mix"): ("by their mix", "points"),
    ("link", "hidden"): ("what a hidden factor would change", "points"),
    ("link", "matters"): ("the smallest difference that would matter", "points"),
    ("link", "early_quits"): ("left before groups were formed", "count"),
    ("link", "immature"): ("left out, as it is too early to know", "count"),
    ("link", "not_yet_exposed"): ("for those who have not had it yet", "points"),
    ("link", "by_line"): ("reckoned in a simpler way", "points"),
    ("link", "doubling"): ("a hidden factor would have to raise both by", "times"),
    ("forecast", "target"): ("the target", "value"),
    ("forecast", "so_far"): ("so far", "value"),
    ("forecast", "a_week_ago"): ("the chance a week ago", "chance"),
    ("forecast", "when_frozen"): ("the chance when it was frozen", "chance"),
    ("forecast", "target_as_amended"): ("the target as amended", "value"),
    ("forecast", "as_amended"): ("the chance as amended", "chance"),
    ("forecast", "as_amended_a_week_ago"): ("the chance as amended, a week ago", "chance"),
    ("reach", "share"): ("customers of the objective that are touched", "share"),
    ("reach", "share_touched"): ("customers of the objective that are touched", "share"),
    ("reach", "without"): ("the chance that more stay, without it", "chance"),
    ("reach", "with"): ("the chance with it", "chance"),
    ("reach", "wobble"): ("your normal wobble", "points"),
    ("reach", "one_customer"): ("what one customer changes", "points"),
    ("reach", "among_those_touched"): ("to be expected among those touched", "points"),
    ("bet", "without"): ("the chance without it", "chance"),
    ("bet", "with"): ("the chance with it", "chance"),
    ("bet", "expected"): ("gain to be expected", "points"),
    ("bet", "at_most"): ("the largest gain that can be believed", "points"),
    ("bet", "share"): ("customers of the objective that are touched", "share"),
    ("bet", "now"): ("who stayed in the last period", "share"),
    ("leavers", "left"): ("left", "count"),
    ("leavers", "left_green"): ("of them green", "count"),
    ("leavers", "stayed"): ("stayed", "count"),
    ("leavers", "stayed_green"): ("of them green", "count"),
    ("whom", "late"): ("left late", "count"),
    ("whom", "left"): ("left", "count"),
    ("whom", "median_age"): ("half of them had been customers for longer than", "days"),
}
_SEGMENT: dict[str, tuple[str, Kind]] = {
    "now": ("now", "value"),
    "drawn": ("now, less luck", "value"),
    "chance": ("chance of the target", "chance"),
    "even": ("a target as hard for it", "value"),
}
_WRITTEN: dict[str, Callable[[float], str]] = {
    "chance": chance_text,
    "share": "{:.0%}".format,
    "points": lambda value: f"{round(100 * value, 1) + 0.0:.1f} points",  # and no -0.0
    "count": "{:,.0f}".format,
    "weeks": "{:,.0f}".format,
    "days": "{:,.0f} days".format,
    "times": "{:.1f} times".format,
}
_OWN = frozenset({"challenge", "noise", "mix", "link", "segments"})
"""Checks of whose figures only those with words are told: the others are for whoever reads the record."""


def figures_told(
    check: str, figures: Mapping[str, float | None], *, unit: Unit | None, currency: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Pairs of words and figure, those that have a value; in the record's order.

    Args:
        check: Which one.
        figures: Of its record.
        unit: Of the metric that it is about; None where it is not known, or there is none.
        currency: Of money.
    """
    return tuple(_told(check, figures, unit, currency))


def _told(
    check: str, figures: Mapping[str, float | None], unit: Unit | None, currency: str | None
) -> Iterator[tuple[str, str]]:
    for name, value in figures.items():
        if value is None:
            continue
        label, kind = _words(check, name)
        if kind is not None:
            yield label, _text(value, kind, unit, currency)
        elif check not in _OWN:
            yield column_words(name), f"{value:.4g}"


def _words(check: str, name: str) -> tuple[str, Kind | None]:
    if check == "segments":
        segment, _, what = name.rpartition(": ")
        label, kind = _SEGMENT.get(what, ("", None))
        return (f"{segment}: {label}", kind) if segment else ("", None)
    return _WORDS.get((check, name), ("", None))


def _text(value: float, kind: Kind, unit: Unit | None, currency: str | None) -> str:
    if kind in _WRITTEN:
        return _WRITTEN[kind](value)
    if unit is None:
        return f"{value:.4g}"
    write = value_text if kind == "value" else size_text
    return write(value, unit, currency=currency)
