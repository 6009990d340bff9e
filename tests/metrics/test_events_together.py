"""Metrics of events counted together: one scan gives each what it counts alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.metrics import Request, metric
from holdfast.metrics.emit import event_bits
from holdfast.metrics.emit.rendering import render, text_of
from holdfast.metrics.emit.together import render_together
from holdfast.metrics.plan import plan_of

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

    from holdfast.metrics import Grain

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]


def test_several_metrics_over_one_scan_count_what_each_counts_alone(
    company: Company, world: MakeWorld
) -> None:
    engine = company(world(7))
    asked: dict[str, Any] = {"start": date(2024, 1, 1), "as_of": date(2024, 5, 6), "by": ("size",)}
    cases: tuple[tuple[str, dict[str, Any]], ...] = (
        ("event_retention", {"at": 1}),
        ("event_retention", {"at": 2, "variant": "unbounded"}),
        ("event_retention", {"at": 2, "variant": "bracket"}),
        ("event_retention", {"at": 1, "entry": "first_ever", "start_event": "login"}),
        ("lifecycle", {}),
        ("active_customers", {"event": "report"}),
        ("stickiness", {}),
        ("stickiness", {"variant": "dau_mau"}),
    )
    requests = [Request(metric=name, parameters=parameters, **asked) for name, parameters in cases]
    plans = [plan_of(request.declared, request) for request in requests]

    counted = [
        import_module(f"holdfast.metrics.emit.{plan.metric.form.kind}").counting(plan, plan.metric.form)
        for plan in plans
    ]
    rows = engine.rows(text_of(event_bits.together(plans[0], counted, "duckdb"), "duckdb"))

    assert event_bits.can_share(counted)
    for number, plan in enumerate(plans):
        own = [
            (str(part).partition(":")[2], *row) for part, *row in rows if str(part).startswith(f"{number}:")
        ]
        assert sorted(own, key=str) == sorted(engine.rows(render(plan, "duckdb")), key=str), requests[number]


@pytest.mark.parametrize(
    ("grain", "interval", "zone"),
    [("month", "day", "Europe/Berlin"), ("week", "day", "America/New_York"), ("quarter", "week", "UTC")],
)
def test_periods_are_read_off_the_intervals_that_they_are_made_up_of(
    grain: Grain, interval: str, zone: str, company: Company, world: MakeWorld
) -> None:
    engine = company(world(11))
    asked: dict[str, Any] = {"start": date(2024, 1, 1), "as_of": date(2024, 5, 20), "time_zone": zone}
    cases: tuple[tuple[str, dict[str, Any]], ...] = (
        ("stickiness", {"interval": interval}),
        ("event_retention", {"at": 1, "variant": "unbounded"}),
        ("lifecycle", {}),
    )
    plans = [
        plan_of(request.declared, request)
        for name, parameters in cases
        for request in [Request(metric=name, grain=grain, parameters=parameters, **asked)]
    ]

    text = render_together(plans, "duckdb")

    assert "position_0" in text
    assert "position_1" not in text  # an event is put among the cuts of the intervals only
    rows = engine.rows(text)
    for number, plan in enumerate(plans):
        own = [
            (str(part).partition(":")[2], *row) for part, *row in rows if str(part).startswith(f"{number}:")
        ]
        assert sorted(own, key=str) == sorted(engine.rows(render(plan, "duckdb")), key=str), plan.request


def test_a_minimum_of_events_does_not_share_a_scan_with_other_periods() -> None:
    asked: dict[str, Any] = {"start": date(2024, 1, 1), "as_of": date(2024, 5, 6)}
    monthly = plan_of(
        metric("event_retention"),
        Request(metric="event_retention", parameters={"minimum_occurrences": 2}, **asked),
    )
    daily = plan_of(metric("stickiness"), Request(metric="stickiness", **asked))

    counted = [
        import_module(f"holdfast.metrics.emit.{plan.metric.form.kind}").counting(plan, plan.metric.form)
        for plan in (monthly, daily)
    ]

    assert not event_bits.can_share(counted)
    assert event_bits.can_share(counted[:1])
