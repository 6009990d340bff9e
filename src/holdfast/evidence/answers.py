"""Checks as evidence records: verdict, sentence, figures, and what to find the answer again with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from holdfast.evidence.challenge import CHALLENGING_FROM, ON_THE_WAY_FROM, USUAL_FROM, challenge
from holdfast.evidence.noise import noise_of
from holdfast.evidence.wording import challenge_sentence, chance_text, noise_sentence
from holdfast.records.evidence import EvidenceRecord
from holdfast.records.words import length_text, period_text, value_text

if TYPE_CHECKING:
    from datetime import date

    from holdfast.evidence.challenge import Bet, Challenge
    from holdfast.evidence.history import History

ENGINE_VERSION = "1"
"""Raised whenever the same inputs may give another answer."""

_NEAR = 0.1
_GATES = (CHALLENGING_FROM, USUAL_FROM, ON_THE_WAY_FROM)


def inputs_hash(*inputs: object) -> str:
    """A name for inputs, 16 hexadecimal digits: the same for the same, whatever machine and order of keys."""
    text = json.dumps([ENGINE_VERSION, *map(plain, inputs)], sort_keys=True, allow_nan=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def seed_of(name: str) -> int:
    """The seed that belongs to such a name: nobody can choose one that suits."""
    return int(name[:12], 16)


def target_records(
    history: History, bet: Bet, *, as_of: date | None = None
) -> tuple[EvidenceRecord, EvidenceRecord]:
    """How hard a target is, and whether the way to it can be told from noise, by one look at the past.

    Raises:
        InputError: There is no final value, or see `challenge`.
    """
    name = inputs_hash("challenge", history, bet)
    found = challenge(history, bet, seed=seed_of(name))
    return (
        _challenge_record(history, bet, found, name=name, as_of=as_of),
        _noise_record(history, bet, found, name=name, as_of=as_of),
    )


def _challenge_record(
    history: History, bet: Bet, found: Challenge, *, name: str, as_of: date | None
) -> EvidenceRecord:
    forecast = found.forecast
    low, high, low80, high80 = (
        (None if forecast is None else forecast.quantile(share)) for share in (0.025, 0.975, 0.1, 0.9)
    )
    return EvidenceRecord(
        check="challenge",
        verdict=found.verdict,
        reason=found.reason,
        sentence=challenge_sentence(history, bet, found),
        estimate=found.chance,
        low=low,
        high=high,
        low80=low80,
        high80=high80,
        n=found.entities,
        as_of=as_of,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=_figures(history, bet, found),
        notes=_notes(history, bet, found),
    )


def _noise_record(
    history: History, bet: Bet, challenged: Challenge, *, name: str, as_of: date | None
) -> EvidenceRecord:
    found = noise_of(history, bet.target, found=challenged, days=bet.period.days)
    wobble = found.wobble
    return EvidenceRecord(
        check="noise",
        verdict=found.verdict,
        sentence=noise_sentence(history, found),
        estimate=found.change,
        n=wobble.entities if wobble else None,
        as_of=as_of,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(
            ("wobble_of_one_value", wobble.alone if wobble else None),
            ("wobble", wobble.change if wobble else None),
            ("detectable", wobble.detectable if wobble else None),
            ("needed", found.needed),
            ("weeks", found.weeks),
            ("one_customer", found.one_customer),
        ),
    )


def _figures(history: History, bet: Bet, found: Challenge) -> tuple[tuple[str, float | None], ...]:
    return (
        ("target", bet.target),
        ("now", history.now),
        ("best", found.best.value if found.best else None),
        ("gain", found.gain.size if found.gain else None),
        *((f"target_at_{100 * odds:.0f}", target) for odds, target in found.targets),
        ("final_values", float(len(history.values))),
        ("pending", float(history.pending)),
        ("wander", found.wander),
        ("wobble", found.wobble),
    )


def _notes(history: History, bet: Bet, found: Challenge) -> tuple[str, ...]:
    length = length_text(history.metric, bet.period)
    notes = [length] if length else []
    if found.jump is not None:
        value = value_text(found.jump.value, history.unit, currency=history.currency)
        where = period_text(found.jump.period)
        notes.append(
            f"The value of {where} ({value}) lies far off what came before. Was something defined otherwise "
            "from then on, or filled in later? If so, give the day, and what came before is left out."
        )
    near = [] if found.chance is None else [one for one in _GATES if abs(found.chance - one) <= _NEAR * one]
    notes.extend(f"It is close: the next verdict begins at {chance_text(one)}." for one in near)
    if history.pending:
        notes.append(f"{history.pending:,} whose outcome is not known yet {_are(history.pending)} left out.")
    return tuple(notes)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def plain(value: object) -> object:
    """A value as JSON has it: tuples as lists, dataclasses and mappings by name, dates in ISO 8601."""
    if value is None or isinstance(value, int | float | str):  # most of them: nothing else to look at
        return value
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}
    return str(value)


@lru_cache(maxsize=64)
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))
