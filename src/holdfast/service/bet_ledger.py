"""The ledger of a workspace: what was said of its bets, and what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.evidence.ledger import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.service.bet_files import KeptBet


def entries_of(bets: Iterable[KeptBet]) -> tuple[Entry, ...]:
    """Every settled figure that had a chance: each key result, and the objective with all of them met."""
    return tuple(one for bet in bets for one in _entries(bet))


def _entries(kept: KeptBet) -> Iterator[Entry]:
    if kept.settled is None:
        return
    reached = kept.settled.get("reached", {})
    for wager in kept.bet.key_results:
        if wager.chance is not None and reached.get(wager.name) is not None:
            yield Entry(f"{kept.name}: {wager.name}", wager.chance, bool(reached[wager.name]), wager.chance)
    staying = kept.bet.staying
    was_tested = kept.settled.get("verdict") in {"bet paid", "bet lost", "too small to tell"}
    if staying is not None and kept.bet.together is not None and was_tested:
        came = bool(reached.get(staying.name))
        yield Entry(f"{kept.name}: {staying.name}", kept.bet.together, came, kept.bet.without)
