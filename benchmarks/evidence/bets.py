"""Bets whose truth is known: whether chances move by surprises alone, come true, and settle without luck."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.evidence.bet_answers import bet_records
from holdfast.evidence.challenge import Bet
from holdfast.evidence.frozen import FrozenBet, Wager
from holdfast.evidence.history import History, PastValue
from holdfast.evidence.on_course import course_of
from holdfast.evidence.reach import LinkEffect, Touch
from holdfast.evidence.segment_answers import mix_record
from holdfast.evidence.settlement import settle
from holdfast.records import Measurement
from holdfast.stats.mix_shift import Counted, mix_shift
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

MONTHS, AHEAD = 12, 3
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
LOOKS = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1))
DRIFTS = {"none": 0.0, "mild": 0.04, "strong": 0.10}


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Every line of simulated bets."""
    yield from _martingale(times, state)
    yield from _moved(times, state)
    yield from _chances(times, state)
    yield from _mix(times, state)


def _martingale(times: int, state: Path | None) -> Iterator[Line]:
    """Chances of a key result at the start and after each month."""
    paths = repeated("martingale", times, _path, state=state)
    steps = np.diff(np.array(paths), axis=1)
    mean = 100 * float(steps.mean())
    noise = 200 * float(steps.mean(axis=1).std()) / np.sqrt(len(paths))
    note = f"{len(paths)} bets, give or take {noise:.1f}"
    yield Line("mean change of a chance from look to look, points", Goal(-1, 1), figure=mean, note=note)
    first = np.array(paths)[:, 0]
    ratio = float((steps**2).sum() / (first * (1 - first)).sum())
    yield Line("squared changes against what was open at first", Goal(0.85, 1.15), figure=ratio, note=note)


def _path(number: int) -> list[float]:
    generator = np.random.default_rng([number, 1])
    wander, wobble = np.minimum(0.07 * np.abs(generator.standard_t(3, 2)), 0.4)
    level = generator.normal(0.3, 0.6) + np.cumsum(wander * generator.standard_normal(MONTHS + AHEAD))
    level += wobble * generator.standard_normal(MONTHS + AHEAD)
    count = int(generator.choice([40, 80, 300]))
    hits = generator.binomial(count, _share(level))
    history = _history(hits[:MONTHS], count)
    target = float(np.clip(hits[MONTHS - 1] / count + generator.uniform(-0.05, 0.1), 0.02, 0.98))
    wager = _wager("Key result 1", history, Bet(target, QUARTER))
    parts = [_measured(_month(MONTHS + n), int(hits[MONTHS + n]), count) for n in range(AHEAD)]
    looks = (course_of(wager, parts[:n], today=day, seed=number) for n, day in enumerate(LOOKS))
    return [one.chance or 0.0 for one in looks]


def _moved(times: int, state: Path | None) -> Iterator[Line]:
    """Nothing was done, and the key result was met: how often the objective is said to have moved."""
    every: list[bool] = []
    for name, drift in DRIFTS.items():
        for count in (70, 700, 7_000):
            found = repeated(
                f"moved-{name}-{count}", times, partial(_one_settled, drift=drift, count=count), state=state
            )
            every += found
            line = f"objective “moved” with nothing done, {name} drift, {count:,} a month"
            yield Line(line, Goal(0, 0.08), sum(found), len(found))
    yield Line("objective “moved” with nothing done, all together", Goal(0, 0.05), sum(every), len(every))


def _one_settled(number: int, drift: float, count: int) -> bool:
    generator = np.random.default_rng([number, count, round(1000 * drift)])
    level = generator.normal(1.8, 0.4) + np.cumsum(drift * generator.standard_normal(MONTHS + AHEAD))
    hits = generator.binomial(count, _share(level))
    history = _history(hits[:MONTHS], count)
    staying = _wager("Objective", history, Bet(history.now or 0.0, QUARTER))
    frozen = FrozenBet("They stay", date(2026, 1, 1), (), staying, None, None, None)
    kept = int(hits[MONTHS:].sum())
    values = {"Objective": _measured(QUARTER, kept, AHEAD * count)}
    found = settle(frozen, values, today=QUARTER.end, seed=number).staying
    return found is not None and (found.place or 0.0) >= 0.95


def _chances(times: int, state: Path | None) -> Iterator[Line]:
    """Key results met by doing what they count: whether more customers stay as often as was told."""
    told = {
        n: repeated(f"pays-{n}", times, partial(_one_paid, customers=n), state=state)
        for n in (200, 2_000, 20_000)
    }
    every = np.array([one for some in told.values() for one in some], dtype=float)
    yield Line("chance that the objective improves: Brier score", Goal(0, 0.205), figure=_brier(every))
    large = np.array(told[20_000], dtype=float)
    yield Line("the same, 20,000 customers", Goal(0, 0.17), figure=_brier(large))
    gap = 100 * float(every[:, 0].mean() - every[:, 1].mean())
    note = f"told {100 * every[:, 0].mean():.0f}, came {100 * every[:, 1].mean():.0f}"
    yield Line("the same: mean told less what came, points", Goal(-3, 3), figure=gap, note=note)
    nothing = [
        one[0]
        for one in repeated(
            "pays-nothing", times, partial(_one_paid, customers=2_000, effect=0.0), state=state
        )
    ]
    yield Line("chance told where the link is none, mean", Goal(0, 0.58), figure=float(np.mean(nothing)))


def _brier(pairs: Reals) -> float:
    return float(((pairs[:, 0] - pairs[:, 1]) ** 2).mean())


def _one_paid(number: int, customers: int, effect: float | None = None) -> tuple[float, bool]:
    """A quarter in which the key result is met: what was told beforehand, and whether more stayed."""
    generator = np.random.default_rng([number, customers, 7])
    true = generator.normal(0.03, 0.06) if effect is None else effect
    touched, change = generator.uniform(0.3, 1.0), generator.uniform(0.1, 0.4)
    drift = 0.05 * abs(generator.standard_t(3))
    level = generator.normal(1.8, 0.3) + np.cumsum(drift * generator.standard_normal(MONTHS + AHEAD))
    share = _share(level)
    share[MONTHS:] = np.clip(share[MONTHS:] + touched * change * true, 0, 1)
    hits = generator.binomial(customers, share)
    # The link was tested on as many customers, those of a year: four standard errors of a share.
    error = float(np.sqrt(0.15 / max(customers, 400)) * 2)
    link = LinkEffect(true + generator.normal(0, error), error, 0.01)
    history = _history(hits[:MONTHS], customers)
    touches = [Touch("key result", touched, change, link)]
    told = bet_records(history, QUARTER, touches)[1].estimate or 0.0
    came = hits[MONTHS:].sum() / (AHEAD * customers) > (history.now or 0.0)
    return float(told), bool(came)


def _mix(times: int, state: Path | None) -> Iterator[Line]:
    """Rates stay and sizes change: how often it is called mix; and that both parts add up."""
    called = repeated("mix", times, _one_mix, state=state)
    yield Line("a change of sizes alone is called mix", Goal(0.85, 1), sum(called), len(called))
    apart = max(repeated("mix-adds", times, _apart, state=state))
    yield Line("both parts of a change less the change, at most", Goal(0, 1e-12), figure=apart)


def _one_mix(number: int) -> bool:
    generator = np.random.default_rng([number, 3])
    shares, was, became = np.array([0.5, 0.7, 0.9]), np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])
    pasts: dict[str, list[tuple[int, int]]] = {name: [] for name in "abc"}
    for month in range(6):
        sizes = generator.multinomial(800, was if month < AHEAD else became)
        hits = generator.binomial(sizes, shares)
        for place, name in enumerate(pasts):
            pasts[name].append((int(hits[place]), int(sizes[place])))
    histories = {name: _of_counts(counts) for name, counts in pasts.items()}
    quarters = [Period(_month(0).start, _month(2).end), Period(_month(3).start, _month(5).end)]
    record = mix_record(next(iter(histories.values())), {"size": histories}, quarters)
    return record is not None and record.verdict == "the change is mix, not improvement"


def _apart(number: int) -> float:
    generator = np.random.default_rng([number, 4])
    before, after = (_counted(generator) for _ in range(2))
    found = mix_shift(before, after, generator=generator)
    return abs(found.change - float(after.share - before.share))


def _counted(generator: np.random.Generator) -> Counted:
    sizes = generator.integers(0, 300, 8) + 1
    return Counted(generator.binomial(sizes, generator.random(8)).astype(float), sizes.astype(float))


def _history(hits: NDArray[np.int64], count: int) -> History:
    return _of_counts([(int(hit), count) for hit in hits])


def _of_counts(counts: list[tuple[int, int]]) -> History:
    values = tuple(PastValue(_month(n), hit / of, hit, of) for n, (hit, of) in enumerate(counts) if of)
    return History("share", "share", "share", "share", "up", 0, 1, values)


def _wager(name: str, history: History, bet: Bet) -> Wager:
    return Wager(name, "", "share", (), (), "1", history, bet, adds_up=True, window_days=0, chance=None)


def _measured(period: Period, hits: int, of: int) -> Measurement:
    return Measurement(
        "share",
        "standard",
        "1",
        period,
        (),
        "share",
        hits / of,
        hits,
        of,
        None,
        0,
        is_mature=True,
        as_of=period.end,
    )


def _month(place: int) -> Period:
    """The month so many months after January 2025."""
    first, after = divmod(place, 12), divmod(place + 1, 12)
    return Period(date(2025 + first[0], first[1] + 1, 1), date(2025 + after[0], after[1] + 1, 1))


def _share(log_odds: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-log_odds)))
