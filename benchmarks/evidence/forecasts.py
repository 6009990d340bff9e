"""Forecasts of series whose truth is known: how often ranges hold it, and whether chances are true."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.evidence.challenge import Bet, challenge
from holdfast.evidence.history import History, PastValue
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

AHEAD = 3
BANDS = ((0.0, 0.05), (0.05, 0.4), (0.4, 0.8), (0.8, 1.01))


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """Every line of simulated metrics."""
    every: list[tuple[float, float, bool]] = []
    for months in (6, 12, 24):
        for count in (40, 200, 2_000):
            found = _answers(months, count, times, state)
            every += found
            inside = sum(0.1 < one[0] < 0.9 for one in found)
            name = f"80 % ranges from {months} months of {count:,}: hold what came"
            yield Line(name, Goal(0.76, 0.84), inside, len(found))
    inside = sum(0.1 < one[0] < 0.9 for one in every)
    yield Line("80 % ranges, all together: hold what came", Goal(0.78, 0.82), inside, len(every))
    brier = float(np.mean([(one[1] - one[2]) ** 2 for one in every]))
    usual = float(np.mean([one[2] for one in every]))
    note = f"always {usual:.2f}: {usual * (1 - usual):.3f}"
    yield Line("Brier score of the chances", Goal(0, 0.175), figure=brier, note=note)
    for low, high in BANDS:
        said = [one for one in every if low <= one[1] < high]
        gap = 100 * float(np.mean([one[2] for one in said]) - np.mean([one[1] for one in said]))
        yield Line(
            f"chances of {100 * low:.0f} to {100 * min(high, 1):.0f} in 100: points off",
            Goal(-5, 5),
            figure=gap,
            note=f"{len(said)} of them",
        )


def _answers(months: int, count: int, times: int, state: Path | None) -> list[tuple[float, float, bool]]:
    def run(number: int) -> tuple[float, float, bool]:
        return _one(np.random.default_rng([number, months, count]), months, count, number)

    return repeated(f"forecast-{months}-{count}", times, run, state=state)


def _one(generator: np.random.Generator, months: int, count: int, seed: int) -> tuple[float, float, bool]:
    """A share whose level drifts, wobbles and, now and then, has a season; three months later."""
    wander, wobble = np.minimum(0.07 * np.abs(generator.standard_t(3, 2)), 0.4)
    season = generator.choice([0.0, 0.1]) * generator.standard_normal(12)
    steps = generator.normal(generator.normal(0, 0.01), wander, months + AHEAD)
    level = generator.normal(0.5, 1.0) + np.cumsum(steps)
    level += season[np.arange(months + AHEAD) % 12] + wobble * generator.standard_normal(months + AHEAD)
    hits = generator.binomial(count, 1 / (1 + np.exp(-level)))
    past = tuple(
        PastValue(_month(place), hit / count, int(hit), count) for place, hit in enumerate(hits[:months])
    )
    history = History("share", "share", "share", "share", "up", 0, 1, past)
    target = float(np.clip((hits[months - 1] + count * generator.uniform(-0.03, 0.12)) / count, 0, 1))
    found = challenge(history, Bet(target, _month(months + AHEAD - 1), count), seed=seed)
    came = hits[-1] / count
    draws = found.forecast.values if found.forecast else np.array([came])
    place = np.mean(draws < came) + generator.random() * np.mean(draws == came)
    return float(place), float(found.chance or 0), bool(came >= target)


def weekly(folder: Path) -> Iterator[Line]:
    """Weekly series of the M4 competition, three weeks ahead."""
    train, test = (_rows(folder / f"Weekly-{part}.csv") for part in ("train", "test"))
    for weeks in (12, 24, 36):
        inside = total = 0
        for name, values in train.items():
            past, came = values[-weeks:], test[name][2]
            draws = _weeks_ahead(past)
            total += 1
            inside += bool(np.quantile(draws, 0.1) <= came <= np.quantile(draws, 0.9))
        yield Line(
            f"M4 weekly, {weeks} weeks, third week after: in the 80 % range", Goal(0.76, 0.9), inside, total
        )


def _weeks_ahead(past: Reals) -> Reals:
    values = tuple(PastValue(_week(place), float(one), 1, 1) for place, one in enumerate(past))
    history = History("m4", "m4", "money", "amount", "up", None, None, values)
    found = challenge(history, Bet(float(past[-1]), _week(len(past) + 2), 1), seed=1)
    return found.forecast.values if found.forecast else past


def _rows(path: Path) -> dict[str, Reals]:
    with path.open(newline="") as file:
        read = list(csv.reader(file))[1:]
    return {row[0]: np.array([float(one) for one in row[1:] if one]) for row in read}


def _month(place: int) -> Period:
    first, after = 2020 * 12 + place, 2020 * 12 + place + 1
    return Period(date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1))


def _week(place: int) -> Period:
    start = date(2024, 1, 1) + timedelta(weeks=place)
    return Period(start, start + timedelta(weeks=1))
