"""Guards as evidence records: which left their range, which are within it, and which nobody can watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash, seed_of
from holdfast.records.evidence import EvidenceRecord
from holdfast.records.words import period_text, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.evidence.frozen import FrozenBet
    from holdfast.evidence.guards import Guard, Unguarded, Watched
    from holdfast.units import Period

CHECK = "guards"
ALARM, NO_ALARM, TOO_EARLY, NONE = "alarm", "no alarm", "too early", "nothing to watch by"


def guard_records(
    bet: FrozenBet, watched: Sequence[Watched], *, today: date
) -> tuple[tuple[str, EvidenceRecord], ...]:
    """What the guards show: the name of each key result that has or should have some, and its record.

    Args:
        bet: As frozen.
        watched: Of all its guards.
        today: Data before this day were used.
    """
    every = (name for one in bet.guards for name in (one.of, *one.also))
    names = {*every, *(one.of for one in bet.unguarded)}
    ordered = [one.name for one in bet.wagers if one.name in names]
    return tuple((name, _record(bet, name, watched, today)) for name in ordered)


def guarded_by(record_of: str, watched: Sequence[Watched]) -> tuple[Watched, ...]:
    """Those that guard one key result, alone or with others."""
    return tuple(one for one in watched if record_of in {one.guard.of, *one.guard.also})


def alarms_text(watched: Sequence[Watched]) -> str:
    """The guards that raise an alarm, one sentence each; empty where none does."""
    return " ".join(guard_text(one) for one in watched if one.state == "alarm")


def frozen_range_text(guard: Guard) -> str:
    """A guard with its range at the end of the bet: ``Revenue per account, 90 in 100 times USD 1 to 2``."""
    return f"{guard.name}, in 90 of 100 cases {_range(guard, len(guard.looks) - 1)}"


def guard_text(one: Watched) -> str:
    """What one guard shows, in a sentence."""
    guard = one.guard
    if one.told is None:
        if one.reason:
            return f"{guard.name}: cannot say, {one.reason}."
        return f"{guard.name}: nothing of it is known yet. Frozen range {_range(guard, 0)}."
    value = _value(guard, one.told.value)
    span = f"{_value(guard, one.told.look.low)} to {_value(guard, one.told.look.high)}"
    opening = f"{guard.name}: {value} {_when(one.told.look.period)}, frozen range {span}"
    match one.state:
        case "alarm":
            return f"{opening}: further out than luck takes one of so many guards. {_capital(guard.why)}."
        case "outside its range":
            return f"{opening}: a little outside, as luck takes some of so many guards."
        case _:
            return f"{opening}."


def _record(bet: FrozenBet, name: str, watched: Sequence[Watched], today: date) -> EvidenceRecord:
    own = guarded_by(name, watched)
    lost = tuple(one for one in bet.unguarded if one.of == name)
    alarms = [one for one in own if one.state == "alarm"]
    known = [one for one in own if one.told is not None]
    inputs = inputs_hash(CHECK, [one.guard for one in own], [one.seen for one in own])
    return EvidenceRecord(
        check=CHECK,
        verdict=_verdict(own, alarms, known),
        sentence=_sentence(name, own, alarms, known),
        estimate=min((seen.chance for one in own for seen in one.seen), default=None),
        n=len(own),
        n_events=len(alarms),
        as_of=today,
        seed=seed_of(inputs),
        inputs_hash=inputs,
        engine_version=ENGINE_VERSION,
        figures=tuple(_figures(own)),
        notes=tuple(_notes(own, lost)),
    )


def _verdict(own: Sequence[Watched], alarms: Sequence[Watched], known: Sequence[Watched]) -> str:
    if alarms:
        return f"{ALARM}: {'; '.join(one.guard.name for one in alarms)}"
    if not own:
        return NONE
    return NO_ALARM if known else TOO_EARLY


def _sentence(name: str, own: Sequence[Watched], alarms: Sequence[Watched], known: Sequence[Watched]) -> str:
    if alarms:
        return " ".join([f"{name} may be reached the wrong way.", *map(guard_text, alarms)])
    if not own:
        return f"{name}: nothing that would show it to be reached the wrong way can be measured."
    if not known:
        return f"{name}: nothing of its {_counted(len(own))} is known yet."
    read = f"{len(known)} of {_counted(len(own))} can be read so far"
    return f"{name}: {read}, and none left its range by more than luck explains."


def _counted(count: int) -> str:
    return f"{count} guard" if count == 1 else f"{count} guards"


def _figures(own: Sequence[Watched]) -> Iterator[tuple[str, float | None]]:
    for one in own:
        look = one.told.look if one.told else (one.guard.looks[0] if one.guard.looks else None)
        yield f"{one.guard.name}: value", one.told.value if one.told else None
        yield f"{one.guard.name}: low", look.low if look else None
        yield f"{one.guard.name}: high", look.high if look else None
        yield f"{one.guard.name}: chance", one.told.chance if one.told else None


def _notes(own: Sequence[Watched], lost: Sequence[Unguarded]) -> Iterator[str]:
    yield from map(guard_text, own)
    for one in lost:
        yield f"Not watched: {one.name}. {_capital(one.reason)}."


def _range(guard: Guard, place: int) -> str:
    look = guard.looks[place]
    return f"{_value(guard, look.low)} to {_value(guard, look.high)}"


def _value(guard: Guard, value: float) -> str:
    return value_text(value, guard.history.unit, currency=guard.history.currency)


def _when(period: Period) -> str:
    """``in Apr 2026``, ``from 1 Apr 2026 to 12 May 2026``."""
    text = period_text(period)
    return f"from {text}" if " to " in text else f"in {text}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
