"""Bets as text: one when it is frozen, and the list of all."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from holdfast.evidence.guard_answers import frozen_range_text
from holdfast.records.words import day_text, period_text, value_text
from holdfast.report.evidence import evidence_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.evidence.frozen import FrozenBet, Wager
    from holdfast.records.evidence import EvidenceRecord


def frozen_text(name: str, bet: FrozenBet, *, width: int) -> str:
    """A bet as it was written down: its figures, when each is settled, and the digest."""
    lines = [f"Frozen: {name}", f"  {bet.objective}", *_wagers(bet), *_guards(bet), f"  Digest {bet.digest}"]
    return "".join(fill(line, width, subsequent_indent="    ") + "\n" for line in lines)


def bets_text(
    rows: Sequence[tuple[str, FrozenBet, str | None]], ledger: EvidenceRecord, *, width: int
) -> str:
    """Every bet with what became of it, and what can be said of all of them."""
    lines = [
        f"{name}: {verdict or 'open until ' + day_text(max(one.settles_on for one in bet.wagers))}"
        for name, bet, verdict in rows
    ]
    listed = "".join(fill(line, width, subsequent_indent="  ") + "\n" for line in lines)
    return listed + evidence_text([ledger], width=width)


def _wagers(bet: FrozenBet) -> Iterator[str]:
    for one in bet.key_results:
        said = f"{_value(one)} in {period_text(one.bet.period)}"
        yield f"  {one.name}: {said}, {_a_chance(one.chance)}, {_when(one)}"
    if bet.staying is not None:
        more = (
            f"more than {_value(bet.staying)} stay"
            if bet.staying.name == "Objective"
            else _value(bet.staying)
        )
        chances = _a_chance(bet.staying.chance)
        if bet.together is not None:
            chances = (
                f"a chance of {_chance(bet.without)} without the key results and of "
                f"{_chance(bet.together)} with all of them"
            )
        period = period_text(bet.staying.bet.period)
        yield f"  {bet.staying.name}: {more} in {period}, {chances}, {_when(bet.staying)}"


def _guards(bet: FrozenBet) -> Iterator[str]:
    for one in bet.guards:
        yield f"  Guard of {one.of.lower()}: {frozen_range_text(one)}"
    for lost in bet.unguarded:
        yield f"  No guard of {lost.of.lower()}: {lost.name}; {lost.reason}"


def _when(one: Wager) -> str:
    return f"settled from {day_text(one.settles_on)}"


def _chance(chance: float | None) -> str:
    from holdfast.evidence.wording import chance_text  # noqa: PLC0415 - one word of it

    return "its chance cannot be said" if chance is None else chance_text(chance)


def _a_chance(chance: float | None) -> str:
    said = _chance(chance)
    return said if chance is None else f"a chance of {said}"


def _value(one: Wager) -> str:
    return value_text(one.bet.target, one.history.unit, currency=one.history.currency)
