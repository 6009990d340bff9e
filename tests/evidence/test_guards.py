"""Guards: luck alone raises hardly an alarm, however many there are; a key result that is gamed does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.evidence.conftest import month

from holdfast.evidence.frozen import FrozenBet, Wager, frozen_json, read_frozen
from holdfast.evidence.guard_answers import guard_records
from holdfast.evidence.guards import Guard, Unguarded, looks_of, months_within, watch
from holdfast.evidence.history import History, PastValue
from holdfast.records import Measurement
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.evidence.conftest import BetAfter

    from holdfast.evidence.guard_chances import Bad
    from holdfast.evidence.guards import Watched

QUARTER = Period(month(13).start, month(15).end)
NAMES = ("early leavers", "answers", "issues", "steps", "tickets", "moved dates")


def measured(place: int, hits: int, of: int, *, pending: int = 0, version: str = "1") -> Measurement:
    return Measurement(
        "m",
        "standard",
        version,
        month(place),
        (),
        "share",
        hits / of if of else None,
        hits,
        of,
        None,
        pending,
        not pending,
        date(2026, 6, 1),
    )


def guard_of(name: str, past: Sequence[Measurement], *, bad: Bad = "up", least: float = 0.0) -> Guard:
    values = tuple(PastValue(m.period, m.value or 0.0, m.numerator, m.denominator) for m in past)
    history = History("m", name, "share", "share", "up" if bad == "down" else "down", 0, 1, values)
    looks = looks_of(history, QUARTER, pooled=True, ends=months_within(QUARTER))
    return Guard(
        "Key result 1", name, "it is gamed", "m", (), (), "1", "value", bad, least, history, True, looks, 0
    )


def months(
    generator: np.random.Generator, *, level: float, customers: int, gamed: float = 0.0
) -> list[Measurement]:
    """Fifteen months of a share whose log odds wander by 0.05 a month; in the last three it is gamed."""
    odds = np.log(level / (1 - level)) + np.cumsum(generator.normal(0, 0.05, 15))
    shares = 1 / (1 + np.exp(-odds))
    shares[12:] = np.clip(shares[12:] + gamed, 0.001, 0.999)
    hits = generator.binomial(customers, shares)
    return [measured(place, int(one), customers) for place, one in enumerate(hits, start=1)]


def bet_watched(
    generator: np.random.Generator, *, gamed: float = 0.0, customers: int = 80
) -> tuple[Watched, ...]:
    """Six guards of one bet, of which only the first is gamed."""
    worlds = {
        name: months(generator, level=level, customers=customers, gamed=gamed if name == NAMES[0] else 0.0)
        for name, level in zip(NAMES, (0.05, 0.3, 0.7, 0.4, 0.8, 0.2), strict=True)
    }
    guards = [guard_of(name, one[:12]) for name, one in worlds.items()]
    return watch(guards, {one.key: worlds[one.name][12:] for one in guards})


def test_luck_raises_an_alarm_in_at_most_one_bet_of_twenty() -> None:
    generator = np.random.default_rng(11)

    alarmed = sum(any(one.state == "alarm" for one in bet_watched(generator)) for _ in range(80))

    # Of 80 bets 4 may have one. Nine and more would come by luck once in fifty times.
    assert alarmed <= 8


def test_four_times_as_many_early_leavers_are_found_among_six_guards() -> None:
    generator = np.random.default_rng(12)

    found = sum(
        next(one for one in bet_watched(generator, gamed=0.15) if one.guard.name == NAMES[0]).state == "alarm"
        for _ in range(30)
    )

    assert found >= 24


def test_a_movement_the_good_way_is_no_alarm() -> None:
    past = [measured(place, 24, 80) for place in range(1, 13)]
    [down] = watch(
        [guard_of("answers", past, bad="down")], {("Key result 1", "answers"): [measured(13, 60, 80)]}
    )
    [up] = watch([guard_of("answers", past)], {("Key result 1", "answers"): [measured(13, 60, 80)]})

    assert down.state == "within its range"
    assert up.state == "alarm"


def test_a_look_waits_for_all_of_its_outcomes() -> None:
    past = [measured(place, 24, 80) for place in range(1, 13)]
    guard = guard_of("answers", past)
    parts = [measured(13, 25, 80), measured(14, 20, 60, pending=20)]

    [one] = watch([guard], {guard.key: parts})
    [nothing] = watch([guard], {guard.key: parts[1:]})

    assert [seen.look.period.end for seen in one.seen] == [month(13).end]
    assert (nothing.state, nothing.seen) == ("too early", ())


def test_looks_take_in_those_before_them() -> None:
    past = [measured(place, 24, 80) for place in range(1, 13)]
    guard = guard_of("answers", past)

    [one] = watch([guard], {guard.key: [measured(13, 30, 80), measured(14, 20, 80), measured(15, 40, 80)]})

    assert [seen.entities for seen in one.seen] == [80, 160, 240]
    assert one.seen[-1].value == pytest.approx(90 / 240)
    assert [look.high - look.low for look in guard.looks] == sorted(
        (look.high - look.low for look in guard.looks), reverse=True
    )


def test_few_customers_of_a_quarter_are_held_against_few() -> None:
    past = [measured(place, 24, 80) for place in range(1, 13)]
    guard = guard_of("answers", past)

    [few] = watch([guard], {guard.key: [measured(13, 4, 8)]})
    [many] = watch([guard], {guard.key: [measured(13, 400, 800)]})

    assert few.state == "outside its range"
    assert many.state == "alarm"
    assert few.seen[0].chance > 0.1 > many.seen[0].chance


def test_a_drift_of_less_than_a_fifth_is_none() -> None:
    past = [measured(place, 4000, 10_000) for place in range(1, 13)]
    small = guard_of("left out", past, bad="either", least=0.2)

    [slight] = watch([small], {small.key: [measured(13, 4500, 10_000)]})
    [large] = watch([small], {small.key: [measured(13, 5200, 10_000)]})
    [below] = watch([small], {small.key: [measured(13, 3000, 10_000)]})

    assert slight.state == "within its range"
    assert (large.state, below.state) == ("alarm", "alarm")


def test_a_metric_that_was_defined_anew_says_nothing() -> None:
    guard = guard_of("answers", [measured(place, 24, 80) for place in range(1, 13)])

    [one] = watch([guard], {guard.key: [measured(13, 60, 80, version="2")]})

    assert one.state == "cannot say"
    assert "defined anew" in one.reason


def test_a_past_of_three_months_has_no_range() -> None:
    guard = guard_of("answers", [measured(place, 24, 80) for place in range(10, 13)])

    assert guard.looks == ()


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        (QUARTER, [month(13).end, month(14).end, month(15).end]),
        (month(3), [month(3).end]),
        (Period(date(2026, 1, 5), date(2026, 1, 12)), [date(2026, 1, 12)]),
    ],
)
def test_a_period_is_looked_at_month_by_month(period: Period, ends: list[date]) -> None:
    assert list(months_within(period)) == ends


@pytest.fixture
def frozen(bet_after: BetAfter) -> FrozenBet:
    past = [measured(place, 24, 80) for place in range(1, 13)]
    history = guard_of("answers", past).history
    wager = Wager("Key result 1", "", "nps", (), (), "1", history, bet_after(12, 0.5), True, 0, 0.1)
    return FrozenBet(
        "They stay",
        QUARTER.start - timedelta(days=1),
        (wager,),
        None,
        None,
        None,
        None,
        guards=(guard_of("answers", past), guard_of("issues", past, bad="down")),
        unguarded=(Unguarded("Key result 1", "How long a call lasts", "no table tells it"),),
    )


def test_guards_are_frozen_with_the_bet_and_their_range_cannot_be_changed(frozen: FrozenBet) -> None:
    read = read_frozen(frozen_json(frozen), where="a")
    wider = replace(frozen.guards[0], looks=(replace(frozen.guards[0].looks[0], high=0.9),))

    assert read == frozen
    assert replace(frozen, guards=(wider,)).digest != frozen.digest


def test_a_bet_that_was_frozen_before_there_were_guards_keeps_its_digest(frozen: FrozenBet) -> None:
    text = frozen_json(replace(frozen, guards=(), unguarded=()))

    assert '"guards"' not in text
    assert read_frozen(text, where="a").guards == ()


def test_a_record_names_the_guard_that_left_its_range_and_those_that_nobody_can_watch(
    frozen: FrozenBet,
) -> None:
    first, second = frozen.guards
    seen = watch(frozen.guards, {first.key: [measured(13, 60, 80)], second.key: [measured(13, 24, 80)]})

    [(of, record)] = guard_records(frozen, seen, today=date(2026, 2, 1))
    [(_, early)] = guard_records(frozen, watch(frozen.guards, {}), today=date(2026, 1, 1))

    assert of == "Key result 1"
    assert record.verdict == "alarm: answers"
    assert "75.0% in Jan 2026" in record.sentence
    assert record.notes[-1] == "Not watched: How long a call lasts. No table tells it."
    assert record.figure("answers: value") == 0.75
    assert early.verdict == "too early"
    assert "nothing of its 2 guards is known yet" in early.sentence
