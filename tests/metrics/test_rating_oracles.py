"""Scores by several answers of each customer against their meaning in plain Python, and their traps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.metrics import Request, measure, measure_all, metric

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

Row = dict[str, Any]
World = dict[str, list[Row]]
MakeWorld = Callable[..., World]
AS_OF = date(2024, 6, 12)

# Variant: table, anchor, sending, score, kind, scale, and the boxes that count (None: the sum of scores).
RATINGS: Mapping[str, tuple[str, str, str, str, str | None, tuple[int, int], tuple[int, int] | None]] = {
    "csat standard": ("surveys", "answered_at", "sent_at", "score", "csat", (1, 5), (4, 5)),
    "csat mean": ("surveys", "answered_at", "sent_at", "score", "csat", (1, 5), None),
    "csat tickets": ("tickets", "opened_at", "opened_at", "csat", None, (1, 5), (4, 5)),
    "ces standard": ("surveys", "answered_at", "sent_at", "score", "ces", (1, 7), (5, 7)),
    "ces mean": ("surveys", "answered_at", "sent_at", "score", "ces", (1, 7), None),
    "ces effort_mean": ("surveys", "answered_at", "sent_at", "score", "ces", (1, 5), None),
    "ces effort_share": ("surveys", "answered_at", "sent_at", "score", "ces", (1, 5), (4, 5)),
}


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", RATINGS)
def test_a_rating_counts_what_its_oracle_counts(
    name: str, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    if name.startswith("ces"):
        tables["surveys"] = [
            {**row, "kind": "ces" if row["kind"] == "nps" else row["kind"]} for row in tables["surveys"]
        ]
    request = Request(
        metric=name.split(maxsplit=1)[0],
        as_of=AS_OF,
        start=date(2024, 1, 1),
        time_zone=zone,
        by=("size",),
        parameters={"variant": name.split()[1], "response_days": 10},
    )

    found = {}
    for one in measure(company(tables), request):
        details = dict(one.details)
        counts = [one.numerator, one.denominator, one.pending]
        counts += [int(details[key]) for key in ("outside_scale", "sent", "answered")]
        found[one.period.start, one.segment[0][1]] = counts

    wanted = _wanted(name, tables, ZoneInfo(zone))
    assert {key: counts for key, counts in found.items() if any(counts)} == wanted


def _wanted(name: str, tables: World, zone: ZoneInfo) -> Mapping[tuple[date, str], list[int]]:
    """Numerator, denominator, pending, answers on another scale, sent and answered, by month and size."""
    table, at, sent_at, score, kind, scale, boxes = RATINGS[name]
    sizes = {row["customer_id"]: row["size"] or "(none)" for row in tables["customers"]}
    cells: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0] * 6)
    for row in tables[table]:
        if kind and row["kind"] != kind:
            continue
        size, given = sizes.get(row["customer_id"], "(none)"), row[score]
        sent = _day(row[sent_at], zone)
        is_answered = row[at] is not None and _day(row[at], zone) < AS_OF and given is not None
        if date(2024, 1, 1) <= sent < AS_OF:
            cell = cells[sent.replace(day=1), size]
            cell[2] += not is_answered and sent + timedelta(days=10) >= AS_OF
            cell[4] += 1
            cell[5] += is_answered
        if is_answered and date(2024, 1, 1) <= _day(row[at], zone):
            cell = cells[_day(row[at], zone).replace(day=1), size]
            if scale[0] <= given <= scale[1]:
                cell[0] += (boxes[0] <= given <= boxes[1]) if boxes else given
                cell[1] += 1
            else:
                cell[3] += 1
    return cells


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


def test_trap_20_better_is_the_direction_of_the_question_that_was_asked() -> None:
    directions = {
        variant: metric("ces").as_asked({"variant": variant}).card.better
        for variant in metric("ces").variants
    }

    assert directions == {"standard": "up", "mean": "up", "effort_mean": "down", "effort_share": "down"}


def test_trap_20_answers_of_the_other_effort_question_are_seen_to_be_so(company: Company) -> None:
    answers = [_answer(number, "ces", score) for number, score in enumerate((6, 7, 7, 2))]

    found = _january(company, answers, "ces", variant="effort_mean")

    assert dict(found.details)["outside_scale"] == 3
    assert found.value == 2


def test_trap_20_a_mean_score_and_a_share_of_top_boxes_are_never_one_number(company: Company) -> None:
    answers = [_answer(number, "csat", score) for number, score in enumerate((5, 4, 3, 1))]

    share, mean = (_january(company, answers, "csat", variant=variant) for variant in ("standard", "mean"))

    assert (share.value, share.unit) == (0.5, "share")
    assert (mean.value, mean.unit) == (3.25, "points")
    assert share.version != mean.version


def test_trap_19_a_score_comes_with_its_count_its_range_and_its_response_rate(company: Company) -> None:
    answers = [_answer(number, "nps", score) for number, score in enumerate((10, 9, 3))]
    silent = [{**_answer(9, "nps", 0), "answered_at": None, "score": None}]

    found = _january(company, [*answers, *silent], "nps")

    details = dict(found.details)
    assert (found.denominator, details["response_rate"]) == (3, 0.75)
    assert found.interval is not None
    assert found.interval.high - found.interval.low > 90
    assert (details["lowest"], details["highest"]) == (0, 50)


def test_trap_19_a_period_is_not_final_while_its_questions_may_still_be_answered(company: Company) -> None:
    silent = [{**_answer(1, "nps", 0), "sent_at": "2024-01-25", "answered_at": None, "score": None}]
    engine = company({"surveys": silent})

    by_day = {
        day: measure(engine, Request(metric="nps", as_of=date(2024, 2, day), start=date(2024, 1, 1)))[0]
        for day in (8, 9)
    }

    assert (by_day[8].pending, by_day[8].is_mature) == (1, False)
    assert (by_day[9].pending, by_day[9].is_mature) == (0, True)


def test_trap_19_of_several_answers_of_one_person_the_latest_counts(company: Company) -> None:
    answers = [
        {**_answer(number, "nps", score), "person_id": "p1"} for number, score in enumerate((0, 5, 10))
    ]

    found = _january(company, answers, "nps")

    assert (found.value, found.denominator) == (100, 1)


@pytest.mark.parametrize(
    ("filters", "expected"), [({}, (-1, 1)), ({"size": ("large",)}, (0, 0)), ({"size": ("small",)}, (-1, 1))]
)
def test_trap_19_whoever_answers_for_two_customers_has_one_latest_answer_in_every_cut(
    filters: Mapping[str, tuple[str, ...]], expected: tuple[int, int], company: Company
) -> None:
    """A consultant praises the large customer on the 4th, and condemns the small one on the 5th."""
    engine = company(
        {
            "customers": [
                {"customer_id": "c1", "signed_at": "2023-01-01", "size": "large"},
                {"customer_id": "c2", "signed_at": "2023-01-01", "size": "small"},
            ],
            "surveys": [
                {**_answer(1, "nps", 10), "person_id": "p1"},
                {**_answer(2, "nps", 0), "person_id": "p1"},
            ],
        }
    )
    request = Request(
        metric="nps", as_of=date(2024, 3, 1), start=date(2024, 1, 1), end=date(2024, 2, 1), filters=filters
    )

    [alone] = measure(engine, request)
    of_all, *_ = measure_all(engine, [request, replace(request, filters={})])
    of_cut, *_ = measure_all(engine, [request, replace(request, filters={"size": ("large", "nobody")})])

    assert (alone.numerator, alone.denominator) == expected
    assert [list(of_all.series), list(of_cut.series)] == [[alone], [alone]]


def _january(company: Company, answers: list[Row], name: str, **parameters: str) -> Any:  # noqa: ANN401 - a measurement
    request = Request(
        metric=name,
        as_of=date(2024, 3, 1),
        start=date(2024, 1, 1),
        end=date(2024, 2, 1),
        parameters=parameters,
    )
    [found] = measure(company({"surveys": answers}), request)
    return found


def _answer(number: int, kind: str, score: int) -> Row:
    return {
        "survey_id": f"v{number}",
        "customer_id": f"c{number}",
        "kind": kind,
        "sent_at": "2024-01-02",
        "answered_at": f"2024-01-0{number + 3}",
        "score": score,
    }
