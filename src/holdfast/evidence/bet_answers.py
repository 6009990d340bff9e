"""The bet of an OKR: what its key results reach, and whether its objective moves once they are met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash, seed_of
from holdfast.evidence.challenge import Bet, challenge
from holdfast.evidence.noise import noise_of
from holdfast.evidence.reach import believed, chances, reach_of
from holdfast.evidence.wording import BARELY, bet_sentence, reach_sentence, signed_points
from holdfast.records.evidence import EvidenceRecord
from holdfast.records.words import period_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.evidence.history import History
    from holdfast.evidence.noise import Wobble
    from holdfast.evidence.reach import Reach, Touch
    from holdfast.units import Period

    Reals = NDArray[np.float64]

HALF = 0.5
PAYS, BARELY_MOVES = "the bet can pay", "the objective would barely move"
FEW, MANY = "touches few", "touches many"


def bet_records(
    staying: History,
    period: Period,
    touches: Sequence[Touch],
    *,
    untied: Sequence[str] = (),
    as_of: date | None = None,
) -> tuple[EvidenceRecord, EvidenceRecord]:
    """What key results reach, and the chance that more customers stay without them and with all of them met.

    Args:
        staying: The objective's own past: a share of customers who stay, at least one final value.
        period: For which the bet is made.
        touches: What each key result can reach; at least one.
        untied: Key results of which it is not known whom they touch, with the reason: they count for nothing.
        as_of: Up to when data were used.

    Raises:
        InputError: There is no final value of staying, or a share is none.
    """
    name = inputs_hash("bet", staying, period, touches)
    reach = reach_of(touches, seed=seed_of(name))
    alone, wobble = _if_things_carry_on(staying, period, seed=seed_of(name))
    without, together = chances(reach, alone)
    return (
        _reach_record(staying, touches, reach, wobble, name=name, as_of=as_of, untied=untied),
        _bet_record(staying, touches, (without, together), reach, name=name, as_of=as_of, period=period),
    )


def _reach_record(  # noqa: PLR0913 - what is told of a reach
    staying: History,
    touches: Sequence[Touch],
    reach: Reach,
    wobble: Wobble | None,
    *,
    name: str,
    as_of: date | None,
    untied: Sequence[str],
) -> EvidenceRecord:
    change = wobble.change if wobble else None
    return EvidenceRecord(
        check="reach",
        verdict=FEW if reach.share < HALF else MANY,
        sentence=reach_sentence(reach, wobble=change),
        estimate=reach.expected,
        high=reach.at_most,
        n=staying.values[-1].denominator,
        as_of=as_of,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(("share", reach.share), ("wobble", change), ("among_those_touched", _among(touches))),
        notes=(*_how(touches), *_left_out(untied)),
    )


def _bet_record(  # noqa: PLR0913 - what is told of a bet
    staying: History,
    touches: Sequence[Touch],
    chance: tuple[float, float],
    reach: Reach,
    *,
    name: str,
    as_of: date | None,
    period: Period,
) -> EvidenceRecord:
    without, together = chance
    gain = together - without
    return EvidenceRecord(
        check="bet",
        verdict=PAYS if gain >= BARELY else BARELY_MOVES,
        sentence=bet_sentence(without, together),
        estimate=together,
        n=staying.values[-1].denominator,
        as_of=as_of,
        step=0 if all(one.link is None for one in touches) else 2,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(
            ("without", without),
            ("with", together),
            ("expected", reach.expected),
            ("at_most", reach.at_most),
            ("share", reach.share),
            ("now", staying.now),
        ),
        notes=(
            *(() if gain >= BARELY else _ways_out(touches)),
            f"These are chances for {period_text(period)}, when those who sign within the cycle count too.",
        ),
    )


def _if_things_carry_on(staying: History, period: Period, *, seed: int) -> tuple[Reals, Wobble | None]:
    """Draws of how the share of those who stay changes by itself, and what is known of its wobble."""
    now = staying.now or 0.0
    found = challenge(staying, Bet(now, period), seed=seed)
    noise = noise_of(staying, now, found=found, days=period.days)
    if found.forecast is not None:
        return found.forecast.values - now, noise.wobble
    deviation = noise.wobble.deviation if noise.wobble else 0.0
    return deviation * np.random.default_rng(seed + 1).standard_normal(4000), noise.wobble


def _among(touches: Sequence[Touch]) -> float:
    """The gain to expect among the customers of the key result that does most for its own."""
    return max((one.change * believed(one.link)[0] for one in touches), key=abs, default=0.0)


def _how(touches: Sequence[Touch]) -> Iterator[str]:
    """The arithmetic of each key result, so that everybody can do it again."""
    for one in touches:
        effect = believed(one.link)[0]
        worth = (
            f"what it is worth to each: {signed_points(effect)} points, drawn towards 0 by how unsure it is"
            if one.link is not None
            else "what it is worth to each: nobody has tested it, 0 give or take 2 points"
        )
        share, change = f"{100 * one.share:.0f}% of the customers", f"{signed_points(one.change)} points"
        how = f" ({one.how})" if one.how else ""
        yield f"{one.name}: {share}, times {change} more of them{how}, times {worth}."


def _left_out(untied: Sequence[str]) -> Iterator[str]:
    for name in untied:
        yield f"{name}; it counts for nothing here."


def _ways_out(touches: Sequence[Touch]) -> Iterator[str]:
    """What would make it a bet: an objective about those who are touched, or key results about more."""
    best = _among(touches)
    if any(one.share < HALF for one in touches):
        gain = f" (there, expect {signed_points(best)} points)" if round(100 * best, 1) else ""
        yield (
            f"Make the objective one about the customers whom the key results touch{gain}, or add a key "
            "result about the others."
        )
    if all(one.link is None for one in touches):
        yield "Test whether what the key results count goes together with staying: test its link."
