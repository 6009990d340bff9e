"""Event retention against its meaning in plain Python, over its variants, entries, grains and zones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from tests.metrics.event_oracle import Log, Retention

from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]
VARIANTS = ("calendar", "windows_24h", "unbounded", "bracket")
START = date(2024, 1, 1)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("grain", ["day", "week", "month"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_each_cell_counts_what_its_meaning_counts(
    variant: str, grain: str, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(VARIANTS.index(variant))
    engine = company(tables)
    as_of = date(2024, 5, 6)

    for entry, denominator, at in product(
        ("recurring", "first_time", "first_ever"), ("fixed", "relative"), (0, 1, 2)
    ):
        log = Log.of(tables, as_of=as_of, zone=zone, grain=grain, person=at == 1)
        wanted = Retention(
            log,
            start=("login",),
            back=("login", "report") if at else (),
            variant=variant,
            entry=entry,
            denominator=denominator,
            brackets=(2, 3),
        )
        found = _measured(engine, wanted, at)

        assert found == _asked(wanted.cells(at)), (entry, denominator, at)


@pytest.mark.parametrize("variant", ["calendar", "windows_24h", "unbounded"])
def test_a_minimum_of_occurrences_counts_events_of_one_interval(
    variant: str, company: Company, world: MakeWorld
) -> None:
    tables = world(9)
    log = Log.of(tables, as_of=date(2024, 5, 6), zone="Europe/Berlin", grain="month")
    wanted = Retention(log, variant=variant, least=2)

    assert _measured(company(tables), wanted, 1) == _asked(wanted.cells(1))


def _measured(engine: Any, wanted: Retention, at: int) -> dict[Any, tuple[int, int, int]]:  # noqa: ANN401 - an engine
    log = wanted.log
    request = Request(
        metric="event_retention",
        as_of=log.as_of,
        start=START,
        grain=log.grain,  # type: ignore[arg-type]  # one of the grains
        time_zone=log.zone,
        by=("size",),
        parameters={
            "variant": wanted.variant,
            "entry": wanted.entry,
            "denominator": wanted.denominator,
            "at": at,
            "minimum_occurrences": wanted.least,
            "brackets": ", ".join(str(length) for length in wanted.brackets),
            "start_event": ",".join(wanted.start),
            "return_event": ",".join(wanted.back),
            "actor": "person" if log.person else "customer",
        },
    )
    cells = {
        (one.period.start, one.segment[0][1]): (one.numerator, one.denominator, one.pending)
        for one in measure(engine, request)
    }
    return {key: cell for key, cell in cells.items() if any(cell)}


def _asked(cells: dict[Any, tuple[int, int, int]]) -> dict[Any, tuple[int, int, int]]:
    return {key: cell for key, cell in cells.items() if any(cell) and key[0] >= START}
