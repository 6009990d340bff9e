"""Frozen bets and what became of them, as files in the workspace's folder ``bets``."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from holdfast.connect.writing import write_document
from holdfast.errors import InputError
from holdfast.evidence.frozen import frozen_json, read_frozen
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from holdfast.evidence.frozen import FrozenBet

FOLDER = "bets"

SETTLED = ".settled.json"
"""What follows a bet's name in the file that says what became of it."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_WORDS = 5


@dataclass(frozen=True, slots=True)
class KeptBet:
    """One bet of a workspace: its name, the bet, and what became of it as JSON, or None."""

    name: str
    bet: FrozenBet
    settled: Mapping[str, Any] | None


def keep_bet(folder: Path, bet: FrozenBet) -> KeptBet:
    """Write a bet down; one that is there already stays as it is.

    Args:
        folder: The workspace's.
        bet: As frozen.

    Raises:
        SourceError: The disk refuses.
    """
    name = bet_name(bet)
    place = folder / FOLDER / f"{name}.json"
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        write_document(place, frozen_json(bet))
    return kept_bet(folder, name)


def bet_name(bet: FrozenBet) -> str:
    """Period, first words and digest: ``2026-10-customers-stay-1f3a9c2e``."""
    start = min(one.bet.period.start for one in bet.wagers)
    words = re.findall(r"[a-z0-9]+", bet.objective.lower())[:_WORDS]
    return "-".join([f"{start:%Y-%m}", *words, bet.digest[:8]])


def kept_bet(folder: Path, name: str) -> KeptBet:
    """A bet by its name, or by the beginning of it where that is the only one.

    Raises:
        InputError: There is none, or several; or the file was changed.
    """
    names = _names(folder)
    found = [name] if name in names else [one for one in names if name and one.startswith(name)]
    if len(found) != 1:
        listed = ", ".join(found or names) or "none yet"
        given = f"{name!r} is the beginning of {len(found)}" if found else f"there is no {name!r}"
        raise InputError("bet", given, f"one of: {listed}", "Freeze one with holdfast bets freeze FILE")
    place = folder / FOLDER / f"{found[0]}.json"
    settled = folder / FOLDER / f"{found[0]}{SETTLED}"
    bet = read_frozen(place.read_text(encoding="utf-8"), where=str(place))
    return KeptBet(found[0], bet, _read(settled) if settled.exists() else None)


def kept_bets(folder: Path) -> tuple[KeptBet, ...]:
    """Every bet of a workspace, by name.

    Raises:
        InputError: A file was changed since it was frozen.
    """
    return tuple(kept_bet(folder, name) for name in _names(folder))


def keep_settlement(folder: Path, name: str, told: Mapping[str, Any]) -> None:
    """Write down what became of a bet; the first settlement stands.

    Raises:
        InputError: It is settled already, otherwise.
        SourceError: The disk refuses.
    """
    place = folder / FOLDER / f"{name}{SETTLED}"
    if place.exists():
        if _read(place).get("verdict") == told.get("verdict"):
            return
        raise InputError(
            str(place), "it was settled already, otherwise", "one settlement", "The first one stands"
        )
    write_document(place, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(_listed(folder / FOLDER))


def _listed(place: Path) -> Iterator[str]:
    for one in sorted(place.glob("*.json")):
        if not one.name.endswith(SETTLED) and _NAME.match(one.stem):
            yield one.stem


def _read(place: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(str(place), f"it is no JSON ({error})", "what holdfast settle wrote") from error
    if not isinstance(told, dict):
        raise InputError(str(place), "it holds no settlement", "what holdfast settle wrote")
    return told
