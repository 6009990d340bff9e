"""From one rate of recurring money to another: whole minor units that add up, and a reason for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from tests.metrics.bridge.leading import assert_leads

from holdfast.errors import InputError
from holdfast.metrics import Request, measure
from holdfast.metrics.bridge import bridge
from holdfast.service.bridging import bridge_metric
from holdfast.service.demo import make_demo_company
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.metrics.conftest import Company

    from holdfast.service.workspace import Workspace

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
Rate = tuple[str, str]

RATES: tuple[Rate, ...] = (
    ("nrr", "standard"),
    ("nrr", "with_reactivation"),
    ("grr", "standard"),
    ("revenue_churn", "gross"),
    ("revenue_churn", "net"),
    ("revenue_churn", "net_of_expansion"),
)
PAIRS = [
    (one, other)
    for one, other in permutations(RATES, 2)
    # Another metric is met in its first variant.
    if one[0] == other[0] or other[1] in {"standard", "gross"}
]
WINDOWS: tuple[dict[str, int], ...] = ({}, {"trailing_months": 3}, {"trailing_days": 45})


def _asked(rate: Rate, **more: Any) -> Request:  # noqa: ANN401 - fields of a request
    metric, variant = rate
    given = {"as_of": date(2024, 8, 1), "start": date(2024, 5, 1), "end": date(2024, 6, 1), **more}
    return Request(
        metric=metric, **{**given, "parameters": {"variant": variant, **more.get("parameters", {})}}
    )


def _to(one: Rate, other: Rate) -> str:
    return other[1] if one[0] == other[0] else other[0]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("seed", range(2))
def test_sums_lead_from_every_rate_to_every_other_in_whole_minor_units(
    seed: int, window: dict[str, int], company: Company, world: MakeWorld
) -> None:
    """Prices of 1,007 for 12 months are no whole number by the month."""
    engine = company(_priced(world(seed, customers=40)))
    asked = {"time_zone": "Asia/Kathmandu", "parameters": window}

    for one, other in PAIRS:
        found = bridge(engine, _asked(one, **asked), _to(one, other))

        assert_leads(found)
        assert [found.second] == list(measure(engine, _asked(other, **asked)))


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("companies") / "Seed"
    make_demo_company(folder, company="Seed", customers=300, seed=11)
    with open_workspace(folder) as workspace:
        yield workspace


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " ".join("-".join(rate) for rate in pair))
def test_in_a_simulated_company_every_rate_leads_to_every_other(
    pair: tuple[Rate, Rate], simulated: Workspace
) -> None:
    one, other = pair
    as_of = simulated.as_of
    start = (as_of - timedelta(days=1)).replace(day=1)
    parameters: dict[str, int | str] = {"variant": one[1], "trailing_months": 12}

    found = bridge_metric(simulated, one[0], _to(one, other), start=start, end=as_of, parameters=parameters)

    assert_leads(found)
    assert found.first.denominator > 0


def test_a_filter_bridges_its_customers_only(company: Company, world: MakeWorld) -> None:
    engine = company(_priced(world(1, customers=40)))
    request = _asked(("revenue_churn", "gross"), filters={"size": ("large", "(none)")})

    found = bridge(engine, request, "net")

    assert_leads(found)
    [first] = measure(engine, request)
    assert found.first == first


def test_each_customer_has_a_reason_and_what_both_count(company: Company) -> None:
    engine = company({"subscriptions": SPANS})

    def lines(rate: Rate, to: str) -> dict[str, tuple[str, str, tuple[int, int], tuple[int, int]]]:
        found = bridge(engine, _asked(rate), to)
        assert_leads(found)
        return {one.customer_id: (one.reason, one.dates, one.first, one.second) for one in found.lines}

    grows = ("pays more than at the start", "last changed 2024-05-10")
    back = ("came back: had paid before, and not at the start", "last changed 2024-05-20")
    assert lines(("nrr", "standard"), "grr") == {"grows": (*grows, (1_000, 900), (900, 900))}
    assert lines(("nrr", "standard"), "with_reactivation") == {"back": (*back, (0, 0), (700, 0))}
    assert lines(("revenue_churn", "gross"), "net") == {
        "grows": (*grows, (0, 900), (-100, 900)),
        "back": (*back, (0, 0), (-700, 0)),
    }
    assert lines(("revenue_churn", "gross"), "nrr") == {
        "stays": ("pays the same", "", (0, 900), (900, 900)),
        "grows": (*grows, (0, 900), (1_000, 900)),
        "shrinks": ("pays less than at the start", "last changed 2024-05-15", (500, 1_400), (900, 1_400)),
        "leaves": ("no longer pays", "last changed 2024-05-30", (900, 900), (0, 900)),
    }


def test_customers_are_counted_and_not_listed_beyond_a_limit(company: Company) -> None:
    found = bridge(company({"subscriptions": SPANS}), _asked(("revenue_churn", "gross")), "net", most=1)

    assert (found.lines, found.unlisted) == ((), 2)
    assert sum(group.customers for group in found.groups) == 2


@pytest.mark.parametrize(
    ("asked", "to", "message"),
    [
        (("nrr", "standard"), "with_reactivatoin", "Did you mean 'with_reactivation'"),
        (("nrr", "standard"), "nrr", "nrr was given twice"),
        (("nrr", "standard"), "mrr", "bridge of mrr: its variants do not judge the same customers"),
        (("nrr", "standard"), "logo_churn", "bridge from nrr: logo_churn counts something else"),
        (("nrr", "standard"), "grr", "subscriptions are in 2 currencies"),
    ],
)
def test_what_cannot_be_bridged_is_refused(asked: Rate, to: str, message: str, company: Company) -> None:
    spans = [*SPANS, {**SPANS[0], "customer_id": "abroad", "currency": "USD"}]

    with pytest.raises(InputError, match=message):
        bridge(company({"subscriptions": spans}), _asked(asked), to)


def _priced(tables: World) -> World:
    """Prices and intervals that do not come out even by the month."""
    rows = [
        {**row, "amount_minor": row["amount_minor"] and 1000 + 7 * number}
        for number, row in enumerate(tables["subscriptions"])
    ]
    return {**tables, "subscriptions": rows}


def _span(customer: str, begins: str, ends: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - columns
    return {
        "subscription_id": f"{customer} {begins}",
        "customer_id": customer,
        "started_at": begins,
        "ended_at": ends,
        "state": "active",
        "amount_minor": 900,
        "interval_months": 1,
        "currency": "EUR",
        **more,
    }


SPANS = [
    _span("stays", "2023-05-01", None),
    _span("grows", "2023-05-01", "2024-05-10"),
    _span("grows", "2024-05-10", None, amount_minor=12_000, interval_months=12),
    _span("shrinks", "2023-05-01", None),
    _span("shrinks", "2023-05-02", "2024-05-15", amount_minor=1_500, interval_months=3),
    _span("leaves", "2023-05-01", "2024-05-30"),
    _span("back", "2023-01-01", "2023-06-01"),
    _span("back", "2024-05-20", None, amount_minor=700),
    _span("joins", "2024-05-08", None),
    _span("tries", "2024-05-08", None, state="trial"),
]
