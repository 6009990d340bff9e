"""Customers who left, and what a replay of an OKR on them says."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal

from holdfast.values import dataclass

Answer = Literal["green", "red", "silent", "unknown"]
Reach = Literal["touched", "untouched", "undecided", "apart", "unknown"]
Replay = Literal["green", "red", "open", "untold"]
Way = Literal["metric", "concept", "work", "names", "user"]


@dataclass(frozen=True, slots=True)
class Leaver:
    """A customer who left, as somebody remembers.

    Attributes:
        name: Name or initials; may be empty.
        reason: Why, in the customer's own words; empty where nobody knows.
        when: When, as written; None where not said.
        theme: The theme that the user names; None to have it found in the words.
        touched_by: Key results that the user says touch it, by label; empty for none, None where not said.
        answers: What each key result would have said, by label, as written ("yes", "9", "-").
        place: Where it stands, for messages ("row 3").
    """

    name: str
    reason: str
    when: str | None = None
    theme: str | None = None
    touched_by: tuple[str, ...] | None = None
    answers: tuple[tuple[str, str], ...] = ()
    place: str = field(default="", compare=False)

    @property
    def called(self) -> str:
        """The name, or where it stands for one without."""
        return self.name or self.place.rpartition(", ")[2] or "a customer without a name"


@dataclass(frozen=True, slots=True)
class ReplayedKeyResult:
    """A key result as the test sees it.

    Attributes:
        label: ``2``, or ``1.2`` where the file holds several objectives.
        text: The sentence.
        counts_leaving: It counts leaving itself, so that no customer who left could have been green.
        listens: It counts opinions or contact: it may hear of a reason, and removes none.
        asks: What its answer for one customer is: ``nps`` (0 to 10), ``rating`` (1 to 5), or ``state``.
    """

    label: str
    text: str
    counts_leaving: bool
    listens: bool
    asks: Literal["nps", "rating", "state"]


@dataclass(frozen=True, slots=True)
class Touch:
    """One key result that touches one theme.

    Attributes:
        label: Which key result.
        way: By its metric, by a concept it names, as work on it, by naming it, or because the user says so.
        why: "key result 2 counts first response time; the reason is slow or poor support".
    """

    label: str
    way: Way
    why: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A reason under a theme.

    Attributes:
        theme: Name in the data file, or what the user calls it.
        noun: The theme in words.
        words: The customer's words that it rests on; empty where the user named the theme.
        touches: Key results that touch it.
        leads: Sentences on key results that at most lead to it.
    """

    theme: str
    noun: str
    words: str
    touches: tuple[Touch, ...] = ()
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplayedLeaver:
    """One customer who left, beside the key results.

    Attributes:
        leaver: As told.
        themes: In the order of the words; the first is the one it is grouped by.
        reach: Whether a key result touches a reason of theirs; ``undecided`` where no theme fits,
            ``apart`` where nobody could have acted, ``unknown`` where no reason is known.
        hints: Sentences that help to decide where no theme fits.
        answers: By label of the key results that do not count leaving.
        replay: ``green`` where every answer is green or silent, ``red`` where one is red, ``open`` where
            none is red and some are not known, ``untold`` where none is known.
    """

    leaver: Leaver
    themes: tuple[Placed, ...]
    reach: Reach
    hints: tuple[str, ...]
    answers: tuple[tuple[str, Answer], ...]
    replay: Replay

    @property
    def touches(self) -> tuple[Touch, ...]:
        """Every key result that touches a reason of theirs, each pair once."""
        return tuple(dict.fromkeys(touch for placed in self.themes for touch in placed.touches))

    @property
    def group(self) -> str:
        """What it is grouped under; empty where no theme fits or no reason is known."""
        return self.themes[0].noun if self.themes else ""


@dataclass(frozen=True, slots=True)
class LeaversTest:
    """What a replay of an OKR on customers who left says. It describes: it never says who would have stayed.

    Attributes:
        okr: File name of the OKR.
        objectives: Their sentences.
        key_results: In the order of the file.
        leavers: In the order told.
        headlines: The findings as sentences, the most important first.
        notices: What was not used of the input, and what the test cannot say.
    """

    okr: str
    objectives: tuple[str, ...]
    key_results: tuple[ReplayedKeyResult, ...]
    leavers: tuple[ReplayedLeaver, ...]
    headlines: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())

    def reached(self, reach: Reach) -> tuple[ReplayedLeaver, ...]:
        """The customers of one reach."""
        return tuple(one for one in self.leavers if one.reach == reach)

    def replayed(self, replay: Replay) -> tuple[ReplayedLeaver, ...]:
        """The customers of one replay, without those set apart."""
        return tuple(one for one in self.leavers if one.replay == replay and one.reach != "apart")

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, with stable keys."""
        return {
            "okr": self.okr,
            "objectives": list(self.objectives),
            "headlines": list(self.headlines),
            "notices": list(self.notices),
            "counts": self._counts(),
            "key_results": [_key_result(one) for one in self.key_results],
            "leavers": [_leaver(one) for one in self.leavers],
        }

    def _counts(self) -> dict[str, int]:
        reaches: tuple[Reach, ...] = ("touched", "untouched", "undecided", "apart", "unknown")
        replays: tuple[Replay, ...] = ("green", "red", "open", "untold")
        counts = {"leavers": len(self.leavers)}
        counts |= {reach: len(self.reached(reach)) for reach in reaches}
        return counts | {replay: len(self.replayed(replay)) for replay in replays}


def _key_result(one: ReplayedKeyResult) -> dict[str, Any]:
    return {
        "label": one.label,
        "text": one.text,
        "counts_leaving": one.counts_leaving,
        "listens": one.listens,
    }


def _leaver(one: ReplayedLeaver) -> dict[str, Any]:
    return {
        "name": one.leaver.name,
        "when": one.leaver.when,
        "reason": one.leaver.reason,
        "reach": one.reach,
        "themes": [_placed(placed) for placed in one.themes],
        "hints": list(one.hints),
        "answers": dict(one.answers),
        "replay": one.replay,
    }


def _placed(placed: Placed) -> dict[str, Any]:
    return {
        "theme": placed.theme,
        "noun": placed.noun,
        "words": placed.words,
        "touched_by": [
            {"key_result": touch.label, "way": touch.way, "why": touch.why} for touch in placed.touches
        ],
        "leads": list(placed.leads),
    }
