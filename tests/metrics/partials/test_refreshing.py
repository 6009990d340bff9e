"""A refresh reads what may have changed, and what is kept afterwards equals a full recount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.connect.store.partials import FilePartials
from holdfast.errors import SourceError
from holdfast.metrics import Request, cards, measure, metric
from holdfast.metrics.partials.refreshing import Refresher
from holdfast.metrics.partials.sources import LATE_DAYS, Sources
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.metrics.conftest import Company

    from holdfast.metrics import Engine
    from holdfast.metrics.partials.outcome import Refreshed
    from holdfast.records import Measurement

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
NOW = datetime(2024, 9, 1, tzinfo=UTC)
EARLY, LATER = date(2024, 4, 20), date(2024, 7, 3)
ALL = (date.min, date.max)
LATE = {name: LATE_DAYS[table.mutability] for name, table in TABLES.items()}


def _refreshed(  # noqa: PLR0913 - what differs between tests
    engine: Engine,
    folder: Path,
    name: str,
    *,
    as_of: date,
    digest: str = "same",
    is_full: bool = False,
    variant: str | None = None,
) -> Refreshed:
    sources = Sources(digest="files", customers=lambda _, __: digest, late_days=LATE)
    refresher = Refresher(
        engine,
        FilePartials(folder),
        segments=("size", "owner"),
        sources=sources,
        recorded_at=NOW,
        is_full=is_full,
    )
    return refresher.refresh(_request(name, as_of=as_of, variant=variant))


def _request(name: str, *, as_of: date, variant: str | None = None, **more: Any) -> Request:  # noqa: ANN401 - fields
    parameters = {"variant": variant} if variant else {}
    if variant and variant.endswith("business_hours"):
        parameters["business_hours"] = "Mon-Fri 09:00-17:00; not 2024-04-01"
    return Request(metric=name, as_of=as_of, parameters=parameters, time_zone="Europe/Berlin", **more)


def _latest(folder: Path, name: str, grain: str, by: tuple[str, ...]) -> list[Measurement]:
    """The latest revision of each value, in the order in which they are measured."""
    revisions = FilePartials(folder).revisions(name, grain=grain)  # type: ignore[arg-type]
    latest = {(one.measurement.period, one.measurement.segment): one.measurement for one in revisions}
    return [one for one in latest.values() if tuple(column for column, _ in one.segment) == by]


def _figures(measurements: Sequence[Measurement]) -> list[tuple[Any, ...]]:
    """What is comparable; a segment is recorded for the periods since it was first seen."""
    return sorted(astuple(replace(one, version="")) for one in measurements if one.denominator or one.pending)


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize("name", cards())
def test_two_refreshes_leave_what_one_full_count_leaves(
    name: str, seed: int, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    engine = company(world(seed))
    variant = metric(name).variants[-1]
    for as_of in (EARLY, LATER):
        second = _refreshed(engine, tmp_path / "twice", name, as_of=as_of, variant=variant)
    whole = _refreshed(engine, tmp_path / "once", name, as_of=LATER, variant=variant)

    twice, once = (FilePartials(tmp_path / folder) for folder in ("twice", "once"))

    assert whole.is_full
    assert second.is_full == (whole.read_from is None)  # of a kind of survey that nobody was sent
    assert twice.days(whole.family) == once.days(whole.family)
    assert twice.counts(whole.family, *ALL) == once.counts(whole.family, *ALL)


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize("name", cards())
def test_recorded_values_are_those_measured_live(
    name: str, seed: int, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    engine = company(world(seed))
    for as_of in (EARLY, LATER):
        _refreshed(engine, tmp_path, name, as_of=as_of)

    for by in ((), ("size",)):
        recorded = [replace(one, as_of=LATER) for one in _latest(tmp_path, name, "month", by)]

        live = measure(engine, _request(name, as_of=LATER, by=by))

        assert _figures(recorded) == _figures(live)


@pytest.mark.parametrize("name", ["nps", "repeat_purchase_rate", "first_response_time"])
def test_a_refresh_reads_no_day_that_is_frozen(
    name: str, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    engine = company(world(1))

    first = _refreshed(engine, tmp_path, name, as_of=date(2024, 6, 20))
    again = _refreshed(engine, tmp_path, name, as_of=LATER)

    assert first.is_full
    assert first.read_from is not None
    assert again.read_from is not None
    assert again.read_from > first.read_from


def test_a_late_row_makes_a_new_revision_and_the_old_one_stays(
    company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(1)
    _refreshed(company(tables), tmp_path, "nps", as_of=date(2024, 6, 20))
    before = FilePartials(tmp_path).revisions("nps", grain="month")
    tables["surveys"].append(
        {
            "survey_id": "late",
            "customer_id": "c1",
            "person_id": "new one",
            "kind": "nps",
            "sent_at": datetime.fromisoformat("2024-05-03 08:00"),
            "answered_at": datetime.fromisoformat("2024-05-04 08:00"),
            "score": 10,
        }
    )

    found = _refreshed(company(tables), tmp_path, "nps", as_of=date(2024, 6, 25))

    [restated] = [one for one in found.restated if one.grain == "month" and not one.measurement.segment]
    assert restated.number == 2
    assert restated.measurement.period.start == date(2024, 5, 1)
    after = FilePartials(tmp_path).revisions("nps", grain="month")
    assert [one for one in after if one in before] == list(before)


def test_trap_15_a_late_merge_of_two_persons_makes_a_new_revision_and_the_old_one_stays(
    company: Company, tmp_path: Path
) -> None:
    """p1 condemns, p2 praises two days later; in June it turns out that they are one."""
    answers: list[dict[str, Any]] = [
        {
            "survey_id": f"v{number}",
            "person_id": f"p{number}",
            "customer_id": "c1",
            "kind": "nps",
            "sent_at": "2024-02-01",
            "answered_at": f"2024-02-0{2 * number}",
            "score": score,
        }
        for number, score in ((1, 0), (2, 10))
    ]
    merged = [{**row, "person_id": "p1"} for row in answers]
    customers = [{"customer_id": "c1", "signed_at": "2023-01-01", "size": "large", "owner": "o"}]
    _refreshed(company({"customers": customers, "surveys": answers}), tmp_path, "nps", as_of=EARLY)

    later = company({"customers": customers, "surveys": merged})
    _refreshed(later, tmp_path, "nps", as_of=LATER, is_full=True)

    february = [
        (one.number, one.measurement.value, one.measurement.denominator)
        for one in FilePartials(tmp_path).revisions("nps", grain="month")
        if one.measurement.period.start == date(2024, 2, 1) and not one.measurement.segment
    ]
    assert february == [(1, 0, 2), (2, 100, 1)]


@pytest.mark.parametrize("name", ["repeat_purchase_rate", "onboarding_rescheduled", "resolution_time"])
def test_nothing_new_adds_no_revision(name: str, company: Company, world: MakeWorld, tmp_path: Path) -> None:
    engine = company(world(1))
    _refreshed(engine, tmp_path, name, as_of=LATER)

    again = _refreshed(engine, tmp_path, name, as_of=LATER)

    assert again.revisions == ()


def test_customers_whose_segment_changed_are_counted_anew(
    company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(1)
    _refreshed(company(tables), tmp_path, "repeat_purchase_rate", as_of=EARLY)
    for row in tables["customers"]:
        row["size"] = "large"

    found = _refreshed(company(tables), tmp_path, "repeat_purchase_rate", as_of=LATER, digest="another")

    assert found.is_full
    counts = FilePartials(tmp_path).counts(found.family, *ALL)
    position = found.family.segments.index("size")
    assert {row.segment[position] for row in counts if row.segment} == {"large"}


def test_a_full_refresh_reads_everything(company: Company, world: MakeWorld, tmp_path: Path) -> None:
    engine = company(world(1))
    first = _refreshed(engine, tmp_path, "nps", as_of=EARLY)

    found = _refreshed(engine, tmp_path, "nps", as_of=LATER, is_full=True)

    assert (found.is_full, found.read_from) == (True, first.read_from)


def test_a_database_that_fails_half_way_leaves_what_was_kept(
    company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    engine = company(world(1))
    first = _refreshed(engine, tmp_path, "nps", as_of=EARLY)
    kept = FilePartials(tmp_path).days(first.family), FilePartials(tmp_path).revisions("nps", grain="month")
    run = engine.rows
    asked: list[str] = []

    def failing(sql: str) -> Any:  # noqa: ANN401 - what the engine returns
        asked.append(sql)
        if len(asked) > 1:
            raise SourceError("DuckDB", "the disk is gone")
        return run(sql)

    engine.rows = failing  # type: ignore[method-assign]
    with pytest.raises(SourceError):
        _refreshed(engine, tmp_path, "nps", as_of=LATER)

    store = FilePartials(tmp_path)
    assert kept == (store.days(first.family), store.revisions("nps", grain="month"))


def test_too_many_segments_are_kept_for_everybody_only(
    company: Company, world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.metrics.batch.measuring.MOST_CELLS", 2)

    found = _refreshed(company(world(1)), tmp_path, "nps", as_of=EARLY)

    assert found.family.segments == ()


def test_a_segment_that_is_gone_is_recorded_as_empty(
    company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(1)
    _refreshed(company(tables), tmp_path, "nps", as_of=EARLY)
    for row in tables["customers"]:
        row["size"] = "large"

    _refreshed(company(tables), tmp_path, "nps", as_of=EARLY, digest="another")

    small = [one for one in _latest(tmp_path, "nps", "month", ("size",)) if one.segment[0][1] == "small"]
    assert small
    assert {(one.value, one.denominator) for one in small} == {(None, 0)}
