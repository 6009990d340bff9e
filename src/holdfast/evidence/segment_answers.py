"""Segments and mix as evidence records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash, seed_of
from holdfast.evidence.mix import NOT_IMPROVEMENT, mix_of
from holdfast.evidence.segments import FITS_SOME, UNKNOWN, apart_of, fits_among
from holdfast.evidence.wording import chance_text, signed_points, size_text
from holdfast.records.evidence import EvidenceRecord
from holdfast.records.words import column_words, period_text, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from holdfast.evidence.challenge import Bet
    from holdfast.evidence.history import History
    from holdfast.evidence.mix import Mix, QuarterMix
    from holdfast.evidence.segments import SegmentFit, SegmentFits
    from holdfast.units import Period

    Pasts = Mapping[str, Mapping[str, History]]

MANY = 12
LISTED = 6


def segments_record(
    history: History, pasts: Pasts, bet: Bet, *, as_of: date | None = None
) -> EvidenceRecord | None:
    """Whether one target fits the segments, by the column whose segments lie furthest beyond chance.

    Args:
        history: Of everybody, for unit and words.
        pasts: Column to segment to its own final values.
        bet: The target of all.
        as_of: Up to when data were used.

    Returns:
        None where no column has two segments with values.
    """
    name = inputs_hash("segments", pasts, bet)
    chosen = _furthest(pasts, bet, seed_of(name))
    if chosen is None:
        return None
    return EvidenceRecord(
        check="segments",
        verdict=_verdict(chosen),
        reason="" if chosen.verdict != UNKNOWN else "fewer than two segments have four final values",
        sentence=segments_sentence(history, bet, chosen),
        estimate=chosen.chance,
        n=sum(one.entities for one in chosen.segments),
        as_of=as_of,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=tuple(_figures(chosen)),
        notes=tuple(_notes(chosen)),
    )


def _furthest(pasts: Pasts, bet: Bet, seed: int) -> SegmentFits | None:
    """Of the column that fits some and lies furthest apart; of the furthest where none does.

    Every segment's own chance takes milliseconds: none is looked at that cannot be told.
    """
    apart = [one for column, own in pasts.items() if (one := apart_of(column, own, seed=seed)) is not None]
    apart.sort(key=lambda one: (one.spread.chance, -one.spread.between))
    first = None
    for one in apart:
        if first is not None and not one.is_beyond_chance(len(pasts)):
            break
        fits = fits_among(one, pasts[one.column], bet, seed=seed, looks=len(pasts))
        if fits.verdict == FITS_SOME:
            return fits
        first = first or fits
    return first


def mix_record(
    history: History, pasts: Pasts, quarters: Sequence[Period], *, as_of: date | None = None
) -> EvidenceRecord | None:
    """Whether the last change was one of the mix, by the column whose mix did most.

    Args:
        history: Of everybody, for words.
        pasts: Column to segment to its own final values.
        quarters: In order of time.
        as_of: Up to when data were used.

    Returns:
        None where no two quarters have final counts.
    """
    name = inputs_hash("mix", pasts, quarters)
    found = [
        mix for column, one in pasts.items() if (mix := mix_of(column, one, quarters, seed=seed_of(name)))
    ]
    if not found:
        return None
    chosen = max(found, key=lambda one: (one.verdict == NOT_IMPROVEMENT, abs(one.last.shift.mix)))
    shift, largest = chosen.last.shift, _told(found)
    return EvidenceRecord(
        check="mix",
        verdict=chosen.verdict,
        sentence=mix_sentence(history, chosen),
        estimate=shift.change,
        as_of=as_of,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(
            ("rates", shift.rates),
            ("rates_low", shift.rates_range[0]),
            ("rates_high", shift.rates_range[1]),
            ("mix", shift.mix),
            ("mix_low", shift.mix_range[0]),
            ("mix_high", shift.mix_range[1]),
            ("largest_mix", largest.shift.mix if largest else None),
        ),
        notes=_notes_of_mix(history, largest, chosen),
    )


def segments_sentence(history: History, bet: Bet, found: SegmentFits) -> str:
    """What the target means for each segment, and what would be as hard for each."""
    target = value_text(bet.target, history.unit, currency=history.currency)
    column = column_words(found.column)
    if found.verdict != FITS_SOME:
        means = "is about as hard for every" if found.verdict != UNKNOWN else "cannot be held against every"
        return f"{target} {means} {column}: {_listed(history, found)}."
    opening = f"{target} is harder for one {column} than for another: {_listed(history, found)}."
    evens = [(one.name, one.even) for one in found.segments[:LISTED] if one.even is not None]
    said = ", ".join(
        f"{value_text(even, history.unit, currency=history.currency)} ({name})" for name, even in evens
    )
    return (
        f"{opening} Targets that are as hard for each and make {target} of all together: {said}."
        if len(evens) > 1
        else opening
    )


def mix_sentence(history: History, found: Mix) -> str:
    """The last change in its two parts."""
    shift = found.last.shift
    way = "rose" if shift.change >= 0 else "fell"
    moved = f"{way} by {size_text(abs(shift.change), history.unit)}"
    if signed_points(shift.change) == "0.0":
        moved = "stayed where it was"
    opening = (
        f"From {period_text(found.last.before)} to {period_text(found.last.after)} it {moved}: "
        f"{signed_points(shift.rates)} by what the segments "
        f"did themselves (range {' to '.join(map(signed_points, shift.rates_range))}), "
        f"{signed_points(shift.mix)} by the mix of {column_words(found.column)}."
    )
    against = " Every segment moved the other way." if shift.is_reversed else ""
    return opening + against


def _verdict(found: SegmentFits) -> str:
    return f"{FITS_SOME}: {', '.join(found.odd)}" if found.verdict == FITS_SOME else found.verdict


def _listed(history: History, found: SegmentFits) -> str:
    listed = [_said(history, one) for one in found.segments[:LISTED]]
    left = len(found.segments) - len(listed)
    more = f" and {left} more" if left else ""
    return "; ".join(listed) + more


def _said(history: History, one: SegmentFit) -> str:
    now = value_text(one.now, history.unit, currency=history.currency)
    chance = "" if one.chance is None else f", a chance of {chance_text(one.chance)}"
    return f"{one.name} is at {now}{chance}"


def _figures(found: SegmentFits) -> Iterator[tuple[str, float | None]]:
    yield "between", found.between
    yield "even_chance", found.even_chance
    for one in found.segments:
        yield f"{one.name}: now", one.now
        yield f"{one.name}: drawn", one.drawn
        yield f"{one.name}: chance", one.chance
        yield f"{one.name}: even", one.even


def _notes(found: SegmentFits) -> Iterator[str]:
    if len(found.segments) > MANY:
        yield (
            f"{len(found.segments)} segments are many: the order of small ones is mostly luck, and they are "
            "ranked by values drawn towards that of all."
        )


def _told(found: Sequence[Mix]) -> QuarterMix | None:
    """The change in which any column's mix did most."""
    largest = [one.largest for one in found if one.largest is not None]
    return max(largest, key=lambda one: abs(one.shift.mix), default=None)


def _notes_of_mix(history: History, largest: QuarterMix | None, chosen: Mix) -> tuple[str, ...]:
    if largest is None or abs(largest.shift.mix) <= abs(chosen.last.shift.mix):
        return ()
    size = size_text(abs(largest.shift.change), history.unit)
    span = f"from {period_text(largest.before)} to {period_text(largest.after)}"
    part = signed_points(largest.shift.mix)
    return (f"In the past year the mix did most {span}: {part} points while the whole moved by {size}.",)
