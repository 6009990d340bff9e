"""What holds of every metric on any data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.errors import InputError
from holdfast.metrics import NONE, Request, cards, compile_sql, measure, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
AS_OF = date(2024, 6, 12)
SEEDS = range(2)
_WAITS = {"first_response_time", "resolution_time", "time_to_value"}
"""Who can yet move a median depends on the median of its segment."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("metric", cards())
def test_segments_add_up_to_the_total(metric: str, seed: int, company: Company, world: MakeWorld) -> None:
    engine = company(world(seed))
    request = Request(metric=metric, as_of=AS_OF, start=date(2024, 1, 1), time_zone="Europe/Berlin")

    total = {one.period: (one.numerator, one.denominator) for one in measure(engine, request)}

    sums: defaultdict[object, list[int]] = defaultdict(lambda: [0, 0])
    for one in measure(engine, _with(request, by=("size",))):
        sums[one.period][0] += one.numerator
        sums[one.period][1] += one.denominator
    assert {period: tuple(values) for period, values in sums.items()} == total


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("metric", cards())
def test_a_filter_gives_what_its_segment_gives(
    metric: str, seed: int, company: Company, world: MakeWorld
) -> None:
    engine = company(world(seed))
    request = Request(metric=metric, as_of=AS_OF, start=date(2024, 1, 1), time_zone="Europe/Berlin")
    segments = measure(engine, _with(request, by=("size",)))

    # Not the customers of null: those of no table at all belong to the segment and pass no filter.
    for size in {one.segment[0][1] for one in segments} - {NONE}:
        filtered = measure(engine, _with(request, filters={"size": (size,)}))

        assert [_figures(one) for one in filtered] == [
            _figures(one) for one in segments if one.segment[0][1] == size
        ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("metric", cards())
def test_what_happens_from_the_as_of_date_on_changes_nothing(
    metric: str, seed: int, company: Company, world: MakeWorld
) -> None:
    later = world(seed)
    earlier = {
        table: _before(rows, datetime.fromisoformat("2024-06-11 22:00:00")) for table, rows in later.items()
    }
    request = Request(
        metric=metric, as_of=AS_OF, start=date(2024, 1, 1), time_zone="Europe/Berlin", by=("size",)
    )

    found = [_figures(one) for one in measure(company(earlier), request) if any(_figures(one)[2:4])]

    assert found == [_figures(one) for one in measure(company(later), request) if any(_figures(one)[2:4])]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("metric", cards())
def test_shifting_data_and_zone_together_changes_nothing(
    metric: str, seed: int, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    shifted = {table: [_shifted(row, hours=5) for row in rows] for table, rows in tables.items()}
    request = Request(metric=metric, as_of=AS_OF, start=date(2024, 1, 1), by=("size",))

    # Etc/GMT+5 is five hours behind UTC.
    found = measure(company(shifted), _with(request, time_zone="Etc/GMT+5"))

    assert [_figures(one) for one in found] == [_figures(one) for one in measure(company(tables), request)]


@pytest.mark.parametrize("metric", cards())
def test_who_is_waited_for_is_counted_once_among_all(metric: str, company: Company, world: MakeWorld) -> None:
    engine = company(world(0))
    request = Request(metric=metric, as_of=AS_OF, start=date(2024, 1, 1), time_zone="Europe/Berlin")

    total = {one.period: (one.pending, one.entities) for one in measure(engine, request)}

    sums: defaultdict[object, list[int]] = defaultdict(lambda: [0, 0])
    for one in measure(engine, _with(request, by=("size",))):
        assert 0 <= one.pending <= one.entities
        sums[one.period][0] += one.pending
        sums[one.period][1] += one.entities
    assert all(pending <= entities for pending, entities in total.values())
    if metric not in _WAITS:
        assert {period: tuple(values) for period, values in sums.items()} == total


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("metric", cards())
def test_a_final_value_never_changes(metric: str, seed: int, company: Company, world: MakeWorld) -> None:
    """Without events at midnight: an end at the very instant of the as-of date is not known at it."""
    engine = company(world(seed, midnights=False))
    request = Request(
        metric=metric, as_of=date(2024, 4, 1), start=date(2024, 1, 1), time_zone="Asia/Kathmandu"
    )
    final = {one.period: one for one in measure(engine, request) if one.is_mature}

    later = {one.period: one for one in measure(engine, _with(request, as_of=date(2024, 8, 1)))}

    assert {period: later[period].value for period in final} == {p: one.value for p, one in final.items()}


@pytest.mark.parametrize("metric", cards())
def test_an_empty_company_has_no_periods_without_a_start(metric: str, company: Company) -> None:
    engine = company({})

    assert measure(engine, Request(metric=metric, as_of=AS_OF)) == ()
    assert all(
        one.value is None and one.interval is None and one.denominator == 0
        for one in measure(engine, Request(metric=metric, as_of=AS_OF, start=date(2024, 1, 1)))
    )


@pytest.mark.parametrize("metric", cards())
def test_a_period_that_data_or_as_of_date_cut_off_is_not_final(
    metric: str, company: Company, world: MakeWorld
) -> None:
    found = measure(company(world(3)), Request(metric=metric, as_of=AS_OF))

    assert not found[0].is_mature
    assert not found[-1].is_mature
    assert found[0].period.start.day == 1
    assert found[-1].period.end == date(2024, 7, 1)


def test_rows_come_by_period_and_then_by_segment(company: Company, world: MakeWorld) -> None:
    request = Request(metric="nps", as_of=AS_OF, start=date(2024, 1, 1), by=("size", "owner"))

    found = [(one.period.start, one.segment) for one in measure(company(world(2)), request)]

    assert found == sorted(found)


def test_segment_values_with_quotes_come_back_as_they_are(company: Company, world: MakeWorld) -> None:
    odd = 'it\'s "odd"'
    request = Request(
        metric="nps", as_of=AS_OF, start=date(2024, 1, 1), filters={"size": (odd,)}, by=("size",)
    )

    found = measure(company(world(2)), request)

    assert {one.segment for one in found} == {(("size", odd),)}


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"as_of": date(2024, 7, 1)}, True),
        ({"grain": "week"}, True),
        ({"by": ("size",)}, True),
        ({"parameters": {"within_days": 5}}, True),
        ({"parameters": {"within_days": 6}}, False),
        ({"time_zone": "Europe/Berlin"}, False),
        ({"filters": {"size": ("large",)}}, False),
        ({"metric": "onboarding_completed", "parameters": {"within_days": 5}}, False),
    ],
)
def test_the_version_changes_with_what_determines_the_number(
    change: Mapping[str, Any], is_same: bool, company: Company, world: MakeWorld
) -> None:
    engine = company(world(1))
    request = Request(metric="onboarding_scheduled", as_of=AS_OF)

    versions = {
        one.version for asked in (request, _with(request, **change)) for one in measure(engine, asked)
    }

    assert len(versions) == (1 if is_same else 2)


def test_the_text_shown_for_an_engine_has_the_start_of_its_data(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    request = Request(metric="nps", as_of=AS_OF)

    assert compile_sql(request, engine=engine) == compile_sql(resolve(engine, request), dialect="duckdb")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"metric": "npss"}, "Did you mean 'nps'"),
        ({"parameters": {"within_day": 5}}, "Did you mean 'within_days'"),
        ({"parameters": {"within_days": -1}}, "parameter within_days: -1 was given"),
        ({"parameters": {"within_days": 2.5}}, "a whole number from 0 to 3650"),
        ({"parameters": {"within_days": "soon"}}, "'soon' was given"),
        ({"parameters": {"variant": "standart"}}, "Did you mean 'standard'"),
        ({"by": ("siez",)}, "Did you mean 'size'"),
        ({"by": ("customer_id",)}, "'customer_id' is not known"),
        ({"filters": {"siez": ("large",)}}, "Did you mean 'size'"),
        ({"filters": {"size": ()}}, "filter size: no value was given"),
        ({"time_zone": "Europe/Berlim"}, "time zone: 'Europe/Berlim' is not known"),
        ({"time_zone": "../etc/passwd"}, "an IANA name"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(
    given: Mapping[str, Any], message: str, company: Company, world: MakeWorld
) -> None:
    asked = {"metric": "onboarding_scheduled", "as_of": AS_OF, **given}

    with pytest.raises(InputError) as raised:
        measure(company(world(1)), Request(**asked))

    assert message in str(raised.value)


def test_a_missing_table_or_column_is_named(company: Company) -> None:
    engine = company({})
    engine.execute("ALTER TABLE tickets DROP COLUMN first_public_reply_at")
    engine.execute("DROP TABLE surveys")

    with pytest.raises(InputError, match="no table 'surveys'"):
        measure(engine, Request(metric="nps", as_of=AS_OF))
    with pytest.raises(InputError, match="no column 'first_public_reply_at'"):
        measure(engine, Request(metric="first_response_time", as_of=AS_OF))


def _with(request: Request, **change: Any) -> Request:  # noqa: ANN401 - fields of a request
    fields = {name: getattr(request, name) for name in Request.__slots__}
    return Request(**{**fields, **change})


def _figures(one: Measurement) -> tuple[Any, ...]:
    guests = {"guest_orders", "guest_rows"}
    details = tuple(pair for pair in one.details if pair[0] not in guests)
    return (one.period.start, one.value, one.numerator, one.denominator, one.pending, one.is_mature, details)


def _before(rows: list[dict[str, Any]], moment: datetime) -> list[dict[str, Any]]:
    """The rows as a file of that moment has them: later rows not there, later instants not filled in."""
    anchors = {"ordered_at", "started_at", "sent_at", "opened_at"}
    return [
        {
            name: None if isinstance(value, datetime) and value >= moment else value
            for name, value in row.items()
        }
        for row in rows
        if not any(_is_late(row.get(anchor), moment) for anchor in anchors)
    ]


def _is_late(value: object, moment: datetime) -> bool:
    return isinstance(value, datetime) and value >= moment


def _shifted(row: dict[str, Any], *, hours: int) -> dict[str, Any]:
    return {
        name: value + timedelta(hours=hours) if isinstance(value, datetime) else value
        for name, value in row.items()
    }
