"""A frozen bet: everything that settles it, written down before it is known, with a digest of all of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.evidence.answers import plain
from holdfast.evidence.challenge import Bet
from holdfast.evidence.guards import Guard, Look, Unguarded
from holdfast.evidence.history import History, PastValue
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM = 1
"""Of the file: raised where another reader is needed."""

_LATER = frozenset({"guards", "unguarded"})


@dataclass(frozen=True, slots=True)
class Wager:
    """One figure that is bet on.

    Attributes:
        name: ``Key result 1``, or ``Objective``.
        text: As its author wrote it.
        metric: Catalogue name.
        parameters: Pairs of name and value.
        filters: Pairs of segment column and the values let through.
        version: Of the metric's definition: another one settles another bet.
        history: Final values on the day of the freeze.
        bet: Target and period; the target of an objective is its value of that day, to be improved.
        adds_up: Parts of the period make up the whole.
        window_days: Until an outcome is known after the period; 0 where that is at once.
        chance: Of what is enough, if things carry on; or None below four final values.
        enough: The value at which it counts as met, where less than the target is enough of an aspirational
            one; None is the target.
    """

    name: str
    text: str
    metric: str
    parameters: tuple[tuple[str, Any], ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    version: str
    history: History
    bet: Bet
    adds_up: bool
    window_days: int
    chance: float | None
    enough: float | None = None

    @property
    def judged(self) -> Bet:
        """What its chance is of, and what settles it."""
        return self.bet if self.enough is None else replace(self.bet, target=self.enough)

    @property
    def settles_on(self) -> date:
        """The first day on which every outcome can be known."""
        return self.bet.period.end + timedelta(days=self.window_days)


@dataclass(frozen=True, slots=True)
class FrozenBet:
    """An objective with its key results as they were bet on.

    Attributes:
        objective: As its author wrote it.
        frozen_on: Day up to which data were known.
        key_results: Those that can be measured and have a target.
        staying: The objective's own figure, or None where it has none.
        without: Chance that it improves without the key results, or None likewise.
        together: The same with all of them met.
        at_most: The largest gain that can be believed, a share.
        evidence: The records that it rests on, as JSON has them.
        guards: What would show that a key result is reached the wrong way.
        unguarded: What should be watched and cannot.
    """

    objective: str
    frozen_on: date
    key_results: tuple[Wager, ...]
    staying: Wager | None
    without: float | None
    together: float | None
    at_most: float | None
    evidence: tuple[Mapping[str, Any], ...] = ()
    guards: tuple[Guard, ...] = ()
    unguarded: tuple[Unguarded, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the content in canonical JSON: no figure of it can be changed unnoticed."""
        return sha256(_canonical(_told(self)).encode()).hexdigest()

    @property
    def wagers(self) -> tuple[Wager, ...]:
        """The key results, and the objective's own figure after them."""
        return (*self.key_results, *((self.staying,) if self.staying else ()))

    @property
    def is_untied(self) -> bool:
        """The objective has no target of its own, and nothing says what the key results can do for it."""
        own = self.staying
        return self.at_most is None and own is not None and own.bet.target == own.history.now


def frozen_json(bet: FrozenBet) -> str:
    """The bet as a file has it, ended by a line feed."""
    told = {"form": FORM, "digest": bet.digest, "bet": _told(bet)}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_frozen(text: str, *, where: str) -> FrozenBet:
    """A bet as it was frozen.

    Args:
        text: Of the file.
        where: Its name, for messages.

    Raises:
        InputError: It is no frozen bet, or was changed since it was frozen.
    """
    try:
        told = json.loads(text)
        bet = _bet(told["bet"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        found = f"it is no frozen bet ({type(error).__name__}: {error})"
        raise InputError(where, found, "a file that holdfast bets freeze wrote", "Freeze it again") from error
    if bet.digest != told.get("digest"):
        raise InputError(
            where,
            "it was changed since it was frozen: its digest is another one",
            "the bet as it was frozen",
            "Take the file from a backup; a bet that was changed afterwards is none",
        )
    return bet


def _bet(told: Mapping[str, Any]) -> FrozenBet:
    return FrozenBet(
        **{
            **told,
            "frozen_on": date.fromisoformat(told["frozen_on"]),
            "key_results": tuple(map(_wager, told["key_results"])),
            "staying": _wager(told["staying"]) if told["staying"] else None,
            "evidence": tuple(told["evidence"]),
            "guards": tuple(map(_guard, told.get("guards", ()))),
            "unguarded": tuple(Unguarded(**one) for one in told.get("unguarded", ())),
        }
    )


def _wager(told: Mapping[str, Any]) -> Wager:
    bet = told["bet"]
    return Wager(**{**told, **_asked(told), "bet": Bet(**{**bet, "period": _period(bet["period"])})})


def _guard(told: Mapping[str, Any]) -> Guard:
    looks = (Look(**{**one, "period": _period(one["period"])}) for one in told["looks"])
    also = tuple(told.get("also", ()))
    return Guard(**{**told, **_asked(told), "looks": tuple(looks), "also": also})


def _asked(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is measured, of whom, and its past."""
    history = told["history"]
    return {
        "parameters": tuple((name, _setting(value)) for name, value in told["parameters"]),
        "filters": tuple((name, tuple(values)) for name, values in told["filters"]),
        "history": History(**{**history, "values": tuple(map(_value, history["values"]))}),
    }


def _setting(value: Any) -> Any:  # noqa: ANN401 - a number, a word, or words
    return tuple(value) if isinstance(value, list) else value


def _value(told: Mapping[str, Any]) -> PastValue:
    return PastValue(**{**told, "period": _period(told["period"])})


def _period(told: Mapping[str, str]) -> Period:
    return Period(date.fromisoformat(told["start"]), date.fromisoformat(told["end"]))


def _told(bet: FrozenBet) -> dict[str, Any]:
    """As JSON has it, without what came to the form later where it is empty: earlier digests stay true."""
    told = plain(bet)
    if not isinstance(told, dict):
        raise TypeError(type(told))
    for wager in (*told["key_results"], *((told["staying"],) if told["staying"] else ())):
        if wager["enough"] is None:
            del wager["enough"]
    return {name: value for name, value in told.items() if value or name not in _LATER}


def _canonical(plain: object) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
