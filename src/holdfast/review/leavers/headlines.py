"""The findings of a leavers' test as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.words import listed

if TYPE_CHECKING:
    from holdfast.review.leavers.model import LeaversTest, ReplayedLeaver

_CAVEAT = (
    "These are customers who left, as remembered. Nothing here says that one of them would have stayed, and "
    "those who stayed may look the same."
)


def headlines(test: LeaversTest) -> tuple[str, ...]:
    """The most important first: reasons no key result touches, customers with every key result green."""
    if not test.leavers:
        return ()
    said = (_reasons(test), *_replay(test), *_more_on_reasons(test))
    return tuple(sentence for sentence in said if sentence)


def notices(test: LeaversTest) -> tuple[str, ...]:
    """What holds of every such test, and of these key results."""
    leaving = [one.label for one in test.key_results if one.counts_leaving]
    listening = [one.label for one in test.key_results if one.listens]
    said = (
        f"{_counting(leaving, 'counts', 'count')} leaving itself, which each of these customers did: "
        "the replay leaves that out."
        if leaving
        else "",
        f"{_counting(listening, 'listens', 'listen')} to customers: a reason may be heard there, "
        "and hearing it removes none."
        if listening
        else "",
        _CAVEAT if test.leavers else "",
    )
    return tuple(sentence for sentence in said if sentence)


def _reasons(test: LeaversTest) -> str:
    untouched = len(test.reached("untouched"))
    placed = len(test.reached("touched")) + untouched
    if placed == 0:
        return "No reason could be held against the key results."
    if placed == 1:
        return f"The one reason is touched by {'no' if untouched else 'a'} key result."
    if untouched == 0:
        return f"Every one of the {placed} reasons is touched by a key result."
    return f"{untouched} of {placed} reasons {'is' if untouched == 1 else 'are'} touched by no key result."


def _more_on_reasons(test: LeaversTest) -> tuple[str, ...]:
    undecided, unknown, apart = (test.reached(one) for one in ("undecided", "unknown", "apart"))
    return (
        f"Of {_people(undecided)} the reason fits no theme: you decide." if undecided else "",
        f"Of {_people(unknown)} the reason is not known." if unknown else "",
        f"On {_people(apart)} nobody could have acted: counted apart." if apart else "",
    )


def _replay(test: LeaversTest) -> tuple[str, ...]:
    counted = [one for one in test.leavers if one.reach != "apart"]
    green, red, open_, untold = (test.replayed(one) for one in ("green", "red", "open", "untold"))
    if not counted:
        return ()
    if all(one.counts_leaving for one in test.key_results):
        return (
            "Every key result counts leaving itself: none could have been red before a customer was gone.",
        )
    if len(untold) == len(counted):
        return (
            "What the key results would have said of these customers is not known: no answers are given.",
        )
    first = f"For {len(green)} of {len(counted)} every key result would have been green, as far as told."
    rest = (
        f"For {len(red)} at least one would have been red" if red else "",
        f"for {len(open_)} none is known to be red and some answers are missing" if open_ else "",
        f"for {len(untold)} nothing is known" if untold else "",
    )
    others = "; ".join(part for part in rest if part)
    return (first, f"{_capital(others)}.") if others else (first,)


def _people(leavers: tuple[ReplayedLeaver, ...]) -> str:
    return f"{len(leavers)} ({listed(one.leaver.called for one in leavers)})"


def _counting(labels: list[str], one: str, several: str) -> str:
    """``Key results 1 and 3 count``."""
    is_one = len(labels) == 1
    return f"Key result{'' if is_one else 's'} {listed(labels)} {one if is_one else several}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
