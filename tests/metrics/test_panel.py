"""The panel of a share is what the share counts, entity by entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request, cards, measure, metric
from holdfast.metrics.forms.model import Condition
from holdfast.metrics.panel import PANEL_KINDS, Covariate, panel

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
AS_OF = date(2024, 6, 12)
SHARES = [name for name in cards() if metric(name).form.kind in PANEL_KINDS]


def _request(name: str, **more: Any) -> Request:  # noqa: ANN401 - fields
    return Request(metric=name, as_of=AS_OF, start=date(2024, 1, 1), time_zone="Europe/Berlin", **more)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", SHARES)
def test_its_outcomes_add_up_to_the_series(name: str, seed: int, company: Company, world: MakeWorld) -> None:
    engine = company(world(seed))
    request = _request(name, by=("size",))

    found = panel(engine, request)

    months = {one.anchored_on.replace(day=1) for one in found.rows}
    for one in measure(engine, request):
        rows = [
            row
            for row in found.rows
            if row.anchored_on.replace(day=1) == one.period.start and row.segment == (one.segment[0][1],)
        ]
        known = Counter(row.outcome for row in rows if row.outcome is not None)
        # Of two instants, who may still leave is in the denominator too.
        everybody = one.denominator + (0 if metric(name).form.kind == "standing" else one.pending)
        assert len(rows) == everybody
        if not one.pending:
            assert known[True] == one.numerator
    assert months
    assert found.entities == len(found.rows)
    assert found.sampled_share == 1.0


@pytest.mark.parametrize("name", SHARES)
def test_a_sample_is_a_part_of_the_whole_and_of_a_larger_sample(
    name: str, company: Company, world: MakeWorld
) -> None:
    engine = company(world(1, customers=300))
    whole = panel(engine, _request(name))

    half = panel(engine, _request(name), most_rows=max(1, whole.entities // 2))
    fifth = panel(engine, _request(name), most_rows=max(1, whole.entities // 5))

    assert set(fifth.rows) <= set(half.rows) <= set(whole.rows)
    assert half.entities == whole.entities
    assert 0 < half.sampled_share <= 0.5
    drawn = {row.customer_id for row in half.rows}
    # A customer is in with all of its entities, or not at all.
    assert [row for row in whole.rows if row.customer_id in drawn] == list(half.rows)


def test_a_covariate_counts_what_was_known_before_the_landmark(company: Company) -> None:
    engine = company(
        {
            "customers": [{"customer_id": "a", "signed_at": datetime(2024, 1, 10)}],  # noqa: DTZ001 - UTC by contract
            "tickets": [
                {"ticket_id": str(number), "customer_id": "a", "opened_at": moment, "channel": channel}
                for number, (moment, channel) in enumerate(
                    (
                        ("2024-01-09 10:00", "mail"),
                        ("2024-01-10 10:00", "mail"),
                        ("2024-01-14 22:59", "chat"),
                        ("2024-01-14 23:00", "mail"),
                        ("2024-02-01 10:00", "mail"),
                    )
                )
            ],
        }
    )
    tickets = Covariate("tickets", "tickets", "opened_at")
    mails = replace(tickets, name="mails", where=(Condition("channel", "in", ("mail",)),))

    counts = {
        days: panel(engine, _request("onboarding_scheduled"), covariates=(tickets, mails), landmark_days=days)
        .rows[0]
        .covariates
        for days in (0, 1, 5)
    }

    # 23:00 UTC of the 14th is the 15th in Berlin, the fifth day after the signing.
    assert counts == {0: (1, 1), 1: (2, 2), 5: (3, 2)}


def test_an_outcome_that_may_still_come_is_unknown(company: Company) -> None:
    engine = company(
        {
            "customers": [
                {"customer_id": name, "signed_at": moment}
                for name, moment in (
                    ("old", "2024-06-06 10:00"),
                    ("young", "2024-06-07 10:00"),
                    ("met", "2024-06-10"),
                )
            ],
            "engagements": [
                {
                    "engagement_id": "e",
                    "customer_id": "met",
                    "kind": "onboarding",
                    "scheduled_at": "2024-06-11 08:00",
                }
            ],
        }
    )

    found = {
        row.customer_id: (row.outcome, row.days)
        for row in panel(engine, _request("onboarding_scheduled")).rows
    }

    assert found == {"old": (False, 5), "young": (None, 4), "met": (True, 1)}


def test_a_metric_that_is_no_share_of_entities_is_refused(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))

    with pytest.raises(InputError, match="it is no share of entities"):
        panel(engine, _request("nps"))
    with pytest.raises(InputError, match="counts more than who stands"):
        panel(engine, _request("logo_churn", parameters={"variant": "stripe"}))
    with pytest.raises(InputError, match="has no column 'customer_id'"):
        panel(engine, _request("logo_churn"), covariates=(Covariate("n", "nothing", "at"),))
