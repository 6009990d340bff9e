"""A metric that is written in TOML equals the catalogue's of the same definition, integer for integer."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.metrics import Request, catalogue, measure, measure_all
from holdfast.metrics.expression.scope import scope_of
from holdfast.metrics.own.declaring import declare

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

MakeWorld = Callable[..., Any]
AS_OF = date(2024, 6, 12)

DEFINITIONS = {
    "onboarding_completed": """
        form = "share"
        better = "up"
        window = { days = 10 }
        [population]
        table = "customers"
        at = "signed_at"
        where = "free_since is null or free_since <> signed_at"
        [outcome]
        table = "engagements"
        at = "completed_at"
        where = "kind = 'onboarding'"
        since = "ever"
    """,
    "issues_resolved": """
        form = "share"
        better = "up"
        population = { table = "issues", at = "raised_at" }
        outcome = { at = "resolved_at" }
        window = { days = 14 }
    """,
    "survey_response_rate": """
        form = "share"
        better = "up"
        population = { table = "surveys", at = "sent_at" }
        outcome = { at = "answered_at", of = "row" }
        window = { days = 14 }
    """,
    "repeat_purchase_rate": """
        form = "share"
        better = "up"
        population = { table = "orders", at = "ordered_at", where = "kind = 'sale' and amount_minor >= 1" }
        outcome = { again = "day" }
        window = { days = 90 }
    """,
    "logo_churn": """
        form = "state"
        better = "down"
        outcome = { until = "ended_at" }
        [population]
        table = "subscriptions"
        at = "started_at"
        where = "state in ('active', 'past_due', 'ended') and amount_minor > 0"
    """,
    "first_response_time": """
        form = "duration"
        better = "down"
        population = { table = "tickets", at = "opened_at" }
        outcome = { until = "first_public_reply_at" }
        window = { hours = 24 }
    """,
    "nps": """
        form = "score"
        better = "up"
        outcome = { value = "score" }
        [population]
        table = "surveys"
        at = "answered_at"
        where = "score between 0 and 10"
        asked = "kind = 'nps'"
        asked_at = "sent_at"
    """,
    "csat": """
        form = "score"
        better = "up"
        population = { table = "surveys", at = "answered_at", asked = "kind = 'csat'", asked_at = "sent_at" }
        outcome = { value = "score", scale = [1, 5], boxes = [4, 5] }
    """,
}


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_definition_in_toml_counts_what_the_catalogue_counts(
    name: str, seed: int, company: Company, world: MakeWorld
) -> None:
    engine, own = company(world(seed)), _own(name)
    request = Request(metric=name, as_of=AS_OF, start=date(2024, 1, 1), time_zone="Europe/Berlin")

    for asked in (
        request,
        replace(request, by=("size",), grain="week"),
        replace(request, filters={"size": ("large",)}),
    ):
        found = measure(engine, replace(asked, metric="own", catalogue=own))

        wanted = measure(engine, asked)
        assert [_figures(one) for one in found] == [_figures(one) for one in wanted]
    assert sum(one.denominator for one in measure(engine, request)) > 0


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_card_says_what_the_catalogue_says(name: str) -> None:
    card, wanted = _own(name).metric("own").card, catalogue().metric(name).card

    same = ("unit", "low", "high", "better", "window_days", "tables")
    assert [getattr(card, field) for field in same] == [getattr(wanted, field) for field in same]


def test_by_order_is_again_with_another_id(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    request = Request(metric="repeat_purchase_rate", as_of=AS_OF, parameters={"variant": "by_order"})
    text = DEFINITIONS["repeat_purchase_rate"].replace('again = "day"', 'again = "order_id"')

    found = measure(engine, replace(request, metric="own", parameters={}, catalogue=_declared(text)))

    assert [_figures(one) for one in found] == [_figures(one) for one in measure(engine, request)]


def test_own_metrics_share_a_query_with_the_catalogues_and_answer_the_same(
    company: Company, world: MakeWorld
) -> None:
    engine = company(world(2))
    requests = [
        Request(metric="own", as_of=AS_OF, start=date(2024, 1, 1), by=by, catalogue=_own(name))
        for name in DEFINITIONS
        for by in ((), ("size",))
    ]

    answers = measure_all(engine, requests)

    assert [answer.series for answer in answers] == [measure(engine, request) for request in requests]


def test_what_is_written_elsewhere_in_the_definition_changes_the_version_only_with_the_meaning(
    company: Company,
) -> None:
    engine = company({})
    text = DEFINITIONS["issues_resolved"]
    same = text + 'title = "Another title"\nsource = "the board"'
    other = text.replace("days = 14", "days = 15")

    first, second, third = (
        measure(engine, Request(metric="own", as_of=AS_OF, start=date(2024, 5, 1), catalogue=_declared(one)))[
            0
        ].version
        for one in (text, same, other)
    )

    assert first == second != third


def _own(name: str) -> Any:  # noqa: ANN401 - a catalogue
    return _declared(DEFINITIONS[name])


def _declared(text: str) -> Any:  # noqa: ANN401 - a catalogue
    definitions = {"own": tomllib.loads(_flat(text))}
    known = catalogue().metrics
    return catalogue().with_own(declare(definitions, known=known, place=".".join, scopes=scope_of))


def _flat(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def _figures(one: Measurement) -> tuple[object, ...]:
    return (
        one.period,
        one.segment,
        one.value,
        one.numerator,
        one.denominator,
        one.interval,
        one.pending,
        one.is_mature,
        one.details,
    )
