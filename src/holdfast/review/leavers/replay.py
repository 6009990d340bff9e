"""The leavers' test on typed reasons: an OKR replayed on customers who already left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.review.leavers import headlines
from holdfast.review.leavers.answers import answer_of, expected, replay_of
from holdfast.review.leavers.model import (
    Leaver,
    LeaversTest,
    Placed,
    ReplayedKeyResult,
    ReplayedLeaver,
    Touch,
)
from holdfast.review.leavers.themes import mentions, theme_named
from holdfast.review.leavers.touching import (
    ReadKeyResult,
    counts_leaving,
    leads,
    listens,
    naming,
    shared_words,
    touch,
)
from holdfast.review.reading import read_key_result
from holdfast.review.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.okr.model import OkrDocument
    from holdfast.review.leavers.model import Answer, Reach
    from holdfast.review.leavers.themes import Theme

_RATINGS = frozenset({"csat", "ces", "review_rating"})


def replay(document: OkrDocument, leavers: Iterable[Leaver], *, notices: tuple[str, ...] = ()) -> LeaversTest:
    """The leavers' test of a document; nothing is said about who would have stayed.

    Args:
        document: At least one objective with a key result.
        leavers: In any number; none gives a test without findings.
        notices: What was not used of the input, to be said.

    Raises:
        InputError: An answer is not understood, or names a key result that is not there.
    """
    read = read_key_results(document)
    replayed = tuple(_key_result(item) for item in read)
    told = tuple(_leaver(one, read, replayed) for one in leavers)
    objectives = tuple(one.text for one in document.objectives)
    test = LeaversTest(document.name, objectives, replayed, told)
    said = (*notices, *headlines.notices(test))
    return LeaversTest(document.name, objectives, replayed, told, headlines.headlines(test), said)


def replayed_key_results(document: OkrDocument) -> tuple[ReplayedKeyResult, ...]:
    """The key results as the test sees them, so that one can ask about each."""
    return tuple(_key_result(item) for item in read_key_results(document))


def read_key_results(document: OkrDocument) -> tuple[ReadKeyResult, ...]:
    """All key results of a document, numbered from 1, or 1.1 where there are several objectives."""
    is_only = len(document.objectives) == 1
    return tuple(
        ReadKeyResult(
            str(number) if is_only else f"{place}.{number}",
            read_key_result(one.text, objective=objective.text),
            None if one.binding is None else one.binding.metric,
        )
        for place, objective in enumerate(document.objectives, start=1)
        for number, one in enumerate(objective.key_results, start=1)
    )


def is_placed(leaver: Leaver) -> bool:
    """A theme fits the reason, or the user has decided, or no reason is known."""
    has_said = leaver.theme is not None or leaver.touched_by is not None or not leaver.reason.strip()
    return has_said or bool(mentions(leaver.reason))


def _key_result(item: ReadKeyResult) -> ReplayedKeyResult:
    rated = bool(item.metrics & _RATINGS)
    asks = "nps" if "nps" in item.metrics else "rating" if rated else "state"
    return ReplayedKeyResult(
        item.label,
        item.reading.text,
        counts_leaving=counts_leaving(item),
        listens=listens(item),
        asks=asks,  # type: ignore[arg-type]
    )


def _leaver(
    leaver: Leaver, read: tuple[ReadKeyResult, ...], replayed: tuple[ReplayedKeyResult, ...]
) -> ReplayedLeaver:
    placed, is_own = _placed(leaver, read)
    answers = _answers(leaver, replayed)
    return ReplayedLeaver(
        leaver=leaver,
        themes=placed,
        reach=_reach(leaver, placed, is_own=is_own),
        hints=() if placed or leaver.touched_by is not None else _hints(leaver, read),
        answers=answers,
        replay=replay_of(tuple(answer for _, answer in answers)),
    )


def _placed(leaver: Leaver, read: tuple[ReadKeyResult, ...]) -> tuple[tuple[Placed, ...], bool]:
    """The reason under its themes, and whether somebody could have acted."""
    if leaver.theme is not None:
        known = theme_named(leaver.theme)
        if known is None:
            return (_own_theme(leaver, leaver.theme, read),), True
        return (_under(known, "", leaver, read),), known.is_own
    found = mentions(leaver.reason)
    placed = tuple(_under(one.theme, leaver.reason[slice(*one.span)], leaver, read) for one in found)
    return placed, all(one.theme.is_own for one in found)


def _under(theme: Theme, quoted: str, leaver: Leaver, read: tuple[ReadKeyResult, ...]) -> Placed:
    if leaver.touched_by is not None:
        return Placed(theme.name, theme.noun, quoted, _said(leaver.touched_by, theme.noun))
    touches = tuple(found for item in read if (found := touch(item, theme)) is not None)
    touching = {found.label for found in touches}
    near = (leads(item, theme) for item in read if item.label not in touching)
    return Placed(theme.name, theme.noun, quoted, touches, tuple(one for one in near if one is not None))


def _own_theme(leaver: Leaver, name: str, read: tuple[ReadKeyResult, ...]) -> Placed:
    if leaver.touched_by is not None:
        return Placed(name, name, "", _said(leaver.touched_by, name))
    found = (naming(item, name, leaver.reason) for item in read)
    return Placed(name, name, "", tuple(one for one in found if one is not None))


def _said(labels: tuple[str, ...], noun: str) -> tuple[Touch, ...]:
    return tuple(Touch(label, "user", f"you say that key result {label} touches {noun}") for label in labels)


def _reach(leaver: Leaver, placed: tuple[Placed, ...], *, is_own: bool) -> Reach:
    if leaver.touched_by is not None and not placed:
        return "touched" if leaver.touched_by else "untouched"
    if not placed:
        return "undecided" if leaver.reason.strip() else "unknown"
    if not is_own:
        return "apart"
    return "touched" if any(one.touches for one in placed) else "untouched"


def _hints(leaver: Leaver, read: tuple[ReadKeyResult, ...]) -> tuple[str, ...]:
    """Key results that share words with a reason under no theme: a person has to say what that means."""
    shared = ((item, shared_words(item, leaver.reason)) for item in read)
    return tuple(
        f"key result {item.label} also says {listed(f'“{word}”' for word in common)}"
        for item, common in shared
        if common
    )


def _answers(leaver: Leaver, replayed: tuple[ReplayedKeyResult, ...]) -> tuple[tuple[str, Answer], ...]:
    given = dict(leaver.answers)
    known = [one.label for one in replayed]
    for label in (*given, *(leaver.touched_by or ())):
        if label not in known:
            raise InputError(
                f"{leaver.place or leaver.called}, key result {label}",
                "there is no key result of that number",
                f"one of {', '.join(known)}",
                "Correct the number",
            )
    return tuple(
        (one.label, _answer(leaver, given.get(one.label, ""), one))
        for one in replayed
        if not one.counts_leaving
    )


def _answer(leaver: Leaver, written: str, key_result: ReplayedKeyResult) -> Answer:
    found = answer_of(written, key_result)
    if found is None:
        raise InputError(
            f"{leaver.place or leaver.called}, key result {key_result.label}",
            f"the answer is '{written[:40]}'",
            expected(key_result),
            "Write one of these",
        )
    return found
