"""A share with the mix of segments held fixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request, fixed_mix, measure
from holdfast.metrics.fixed_mix import standardised
from holdfast.records import Measurement
from holdfast.stats.wilson import wilson_interval
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.metrics.conftest import Company

    from holdfast.records import FixedMix

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]
MONTHS = (1, 2, 3)


def _signed(counts: Mapping[tuple[int, str], tuple[int, int]]) -> dict[str, list[dict[str, Any]]]:
    """Customers who signed in a month of 2024, by size: how many, and how many were onboarded at once."""
    customers, engagements = [], []
    for (month, size), (signed, onboarded) in counts.items():
        for number in range(signed):
            who, at = f"{month}{size}{number}", datetime.fromisoformat(f"2024-0{month}-05 10:00")
            customers.append({"customer_id": who, "signed_at": at, "size": size})
            if number < onboarded:
                done = {"engagement_id": who, "customer_id": who, "kind": "onboarding"}
                engagements.append({**done, "completed_at": at + timedelta(days=1)})
    return {"customers": customers, "engagements": engagements}


# Every segment rises each month, and the total falls, since the small ones grow in number.
SIMPSON = {
    (1, "large"): (80, 64), (1, "small"): (20, 4),
    (2, "large"): (50, 42), (2, "small"): (50, 12),
    (3, "large"): (20, 18), (3, "small"): (80, 24),
}  # fmt: skip


def _mixed(counts: Mapping[tuple[int, str], tuple[int, int]], company: Company, **given: Any) -> FixedMix:  # noqa: ANN401 - the base
    request = Request(
        metric="onboarding_completed", start=date(2024, 1, 1), end=date(2024, 4, 1), as_of=date(2024, 6, 1)
    )
    return fixed_mix(company(_signed(counts)), request, "size", **given)


def test_the_total_falls_while_every_segment_and_the_fixed_mix_rise(company: Company) -> None:
    """Simpson's case, with the mix of January: 0.8 large and 0.2 small."""
    mix = _mixed(SIMPSON, company, base=date(2024, 1, 1))

    assert [row.raw.value for row in mix.rows] == [0.68, 0.54, 0.42]
    assert [row.value for row in mix.rows] == pytest.approx(
        [0.8 * 64 / 80 + 0.2 * 4 / 20, 0.8 * 42 / 50 + 0.2 * 12 / 50, 0.8 * 18 / 20 + 0.2 * 24 / 80]
    )
    assert [(one.segment, one.count) for one in mix.weights] == [("large", 80), ("small", 20)]
    assert mix.base == "2024-01-01"


def test_the_base_period_is_its_own_fixed_mix(company: Company) -> None:
    mix = _mixed(SIMPSON, company, base=date(2024, 1, 1))

    assert mix.rows[0].value == pytest.approx(mix.rows[0].raw.value)


def test_the_pooled_mix_is_that_of_all_final_periods(company: Company) -> None:
    mix = _mixed(SIMPSON, company)

    assert [(one.segment, one.count) for one in mix.weights] == [("large", 150), ("small", 150)]
    assert mix.rows[0].value == pytest.approx((64 / 80 + 4 / 20) / 2)


def test_a_segment_that_is_empty_in_a_final_period_is_left_out_of_all_and_named(company: Company) -> None:
    mix = _mixed({**SIMPSON, (1, "tiny"): (5, 0)}, company)

    assert [(one.segment, one.count) for one in mix.left_out] == [("tiny", 5)]
    assert mix.rows[0].value == pytest.approx((64 / 80 + 4 / 20) / 2)


def test_too_much_left_out_is_refused(company: Company) -> None:
    with pytest.raises(
        InputError, match="1 of 2 segments are empty, or too small to be shown, in some final"
    ):
        _mixed(
            {(1, "large"): (80, 64), (2, "small"): (20, 4), (3, "small"): (5, 4), (1, "small"): (5, 1)},
            company,
        )


def test_a_period_that_is_not_final_is_no_base_and_names_who_is_missing(company: Company) -> None:
    counts = {**SIMPSON, (4, "large"): (10, 2)}
    engine = company(_signed(counts))
    request = Request(metric="onboarding_completed", start=date(2024, 1, 1), as_of=date(2024, 4, 20))

    mix = fixed_mix(engine, request, "size")

    assert mix.rows[-1].empty == ("small",)
    assert mix.rows[-1].value is None
    assert [one.count for one in mix.weights] == [150, 150]
    with pytest.raises(InputError, match="no final period starts on 2024-04-01"):
        fixed_mix(engine, request, "size", base=date(2024, 4, 1))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"metric": "nps"}, "it is measured in points"),
        ({"by": ("size",)}, "one series"),
        ({"filters": {"size": ("large",)}}, "size is filtered"),
    ],
)
def test_what_has_no_fixed_mix_is_refused(given: dict[str, Any], message: str, company: Company) -> None:
    request = Request(**{"metric": "onboarding_completed", "as_of": date(2024, 6, 1), **given})

    with pytest.raises(InputError, match=message):
        fixed_mix(company(_signed(SIMPSON)), request, "size")


def test_without_data_there_is_a_row_without_value(company: Company) -> None:
    request = Request(metric="onboarding_completed", start=date(2024, 5, 1), as_of=date(2024, 6, 1))

    mix = fixed_mix(company({}), request, "owner")

    assert [(row.value, row.raw.value) for row in mix.rows] == [(None, None)]


@pytest.mark.parametrize("metric", ["event_retention", "logo_churn", "repeat_purchase_rate", "stickiness"])
def test_one_segment_is_the_raw_series(metric: str, company: Company, world: MakeWorld) -> None:
    tables = world(3)
    for row in tables["customers"]:
        row["all"] = "yes"
    known = {row["customer_id"] for row in tables["customers"]}
    tables = {name: [row for row in rows if row.get("customer_id") in known] for name, rows in tables.items()}
    engine = company(tables)
    request = Request(metric=metric, start=date(2024, 1, 1), as_of=date(2024, 6, 12))

    mix = fixed_mix(engine, request, "all")

    assert [row.value for row in mix.rows] == pytest.approx([one.value for one in measure(engine, request)])


def test_the_range_covers_the_truth_as_often_as_it_says() -> None:
    """Three segments of known shares, drawn 4,000 times: 95 % within the error of so many draws."""
    dice, weights = np.random.default_rng(7), (50, 30, 20)
    sizes, truth = (40, 25, 15), (0.9, 0.5, 0.1)
    aim = sum(w * p for w, p in zip(weights, truth, strict=True)) / 100

    hits = 0
    for _ in range(4_000):
        drawn = [_measured(int(dice.binomial(n, p)), n) for n, p in zip(sizes, truth, strict=True)]
        _, interval = standardised(drawn, weights)
        assert interval is not None
        hits += interval.low <= aim <= interval.high

    assert 0.935 <= hits / 4_000 <= 0.97


def _measured(reached: int, size: int) -> Measurement:
    return Measurement(
        metric="m",
        variant="standard",
        version="",
        period=Period(date(2024, 1, 1), date(2024, 2, 1)),
        segment=(),
        unit="share",
        value=reached / size,
        numerator=reached,
        denominator=size,
        interval=wilson_interval(reached, size),
        pending=0,
        is_mature=True,
        as_of=date(2024, 6, 1),
    )
