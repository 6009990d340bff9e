"""Asks for the customers who left, one question a line, and keeps what was typed when it is interrupted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from holdfast.review.leavers.answers import answer_of, expected
from holdfast.review.leavers.model import Leaver
from holdfast.review.leavers.replay import is_placed, replayed_key_results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.model import OkrDocument
    from holdfast.review.leavers.model import ReplayedKeyResult

MOST = 10
_WELCOME = (
    "The last ten customers who left, and why. An empty name ends the list; an empty answer: not known.\n"
    "Ctrl-C stops at any time, and what is typed is kept.\n"
)
_YES = frozenset({"y", "yes"})


class Console(Protocol):
    """A person at a terminal."""

    def ask(self, question: str) -> str:
        """One line of answer without its line feed.

        Raises:
            EOFError: There will be no more answers.
            KeyboardInterrupt: The person wants to stop.
        """

    def tell(self, text: str) -> None:
        """Show some lines."""


@dataclass(slots=True)
class Talk:
    """What was typed so far; it outlives an interruption.

    Attributes:
        leavers: In the order typed; the last one may still lack its reason.
    """

    leavers: list[Leaver] = field(default_factory=list)


def hold(talk: Talk, console: Console, document: OkrDocument) -> None:
    """Ask for customers and reasons, for the theme of reasons that fit none, and for the answers.

    Raises:
        EOFError: The input ended; `talk` holds what was typed.
        KeyboardInterrupt: The person stopped; `talk` holds what was typed.
    """
    console.tell(_WELCOME)
    for number in range(1, MOST + 1):
        if not _ask_leaver(talk, console, number):
            break
    _ask_themes(talk, console)
    counted = [one for one in replayed_key_results(document) if not one.counts_leaving]
    if talk.leavers and counted:
        _ask_answers(talk, console, counted)


def _ask_leaver(talk: Talk, console: Console, number: int) -> bool:
    """False where the list is ended."""
    name = console.ask(f"{number:>2}  Who left (name or initials)? ")
    if not name:
        return False
    talk.leavers.append(Leaver(name, "", place=f"customer {number}"))
    when = console.ask("    When? ")
    talk.leavers[-1] = replace(talk.leavers[-1], when=when or None)
    reason = console.ask("    Why, in their own words? ")
    talk.leavers[-1] = replace(talk.leavers[-1], reason=reason)
    return True


def _ask_themes(talk: Talk, console: Console) -> None:
    for place, leaver in enumerate(talk.leavers):
        if is_placed(leaver):
            continue
        console.tell(f"{leaver.name}: no theme fits “{leaver.reason}”.")
        theme = console.ask("    Which theme is it (price, support … or your own; Enter leaves it open)? ")
        talk.leavers[place] = replace(leaver, theme=theme or None)


def _ask_answers(talk: Talk, console: Console, key_results: list[ReplayedKeyResult]) -> None:
    wanted = console.ask("Do you remember what each key result would have said of them? (y/N) ")
    if wanted.lower() not in _YES:
        return
    console.tell("\n".join(_explained(key_results)))
    for place, leaver in enumerate(talk.leavers):
        talk.leavers[place] = replace(leaver, answers=_answers_for(leaver, console, key_results))


def _explained(key_results: list[ReplayedKeyResult]) -> Iterator[str]:
    for one in key_results:
        yield f"  {one.label}  {one.text}"
        yield f"     {expected(one)}"
    labels = " ".join(one.label for one in key_results)
    yield f"For each customer, the answers to {labels} in this order, with blanks between; Enter: not known."


def _answers_for(
    leaver: Leaver, console: Console, key_results: list[ReplayedKeyResult]
) -> tuple[tuple[str, str], ...]:
    """Answers for one customer; asked again until each is understood."""
    while True:
        written = console.ask(f"    {leaver.name}? ").replace(",", " ").split()
        if not written:
            return ()
        if len(written) != len(key_results):
            console.tell(
                f"    {len(written)} answers for {len(key_results)} key results; write ? where not known."
            )
            continue
        pairs = list(zip(key_results, written, strict=True))
        wrong = next(((one, word) for one, word in pairs if answer_of(word, one) is None), None)
        if wrong is None:
            return tuple((one.label, word) for one, word in pairs)
        console.tell(f"    Key result {wrong[0].label}: “{wrong[1]}” is none of {expected(wrong[0])}.")
