"""Key results held against the reason for which most customers were lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.metrics import metric
from holdfast.metrics.request import Request
from holdfast.okr import read_okr_bytes
from holdfast.records.reason import Quote, Reason, WhyCustomersLeave
from holdfast.review.run import KeyResultData, review_document
from holdfast.service.key_results import Asked, MeasuredOne
from holdfast.service.reasons_touched import with_reasons

if TYPE_CHECKING:
    from holdfast.records.evidence import EvidenceRecord

QUOTE = Quote("We get sync error 409 again.", date(2026, 9, 7), "ticket", has_left=True)


def why(*reasons: Reason) -> WhyCustomersLeave:
    return WhyCustomersLeave(
        as_of=date(2026, 10, 1),
        sentence="",
        customers=1_000,
        left=90,
        wrote=600,
        texts=4_000,
        currency="USD",
        way="tfidf",
        confirmed=0,
        reasons=reasons,
        exits=(),
        proposed=(),
        notes=(),
    )


def reason(title: str, verdict: str = "goes with leaving") -> Reason:
    return Reason(
        theme=title.casefold(),
        title=title,
        verdict=verdict,  # type: ignore[arg-type]
        sentence="",
        customers=417,
        texts=900,
        leavers=60,
        difference=0.02,
        customers_lost=47.3,
        quotes=(QUOTE,),
    )


def judged(key_result: str, told: WhyCustomersLeave, *, bound: str | None = None) -> EvidenceRecord | None:
    document = read_okr_bytes(_okr("Customers stay with us", key_result), name="okr.md")
    card = metric(bound).card if bound else None
    asked = Asked((1, 1), card, Request(metric=card.name, as_of=told.as_of), None, ()) if card else None
    found = with_reasons(document, [MeasuredOne((1, 1), KeyResultData(), asked=asked)], told)
    records = [record for one in found if one.place == (1, 0) for record in one.data.evidence]
    return records[0] if records else None


def _okr(objective: str, key_result: str) -> bytes:
    return f"Objective: {objective}\n\nKey results:\n\n1. {key_result}\n".encode()


def test_a_set_about_something_else_touches_it_not() -> None:
    found = judged(
        "Share of new customers onboarded within 10 days from 58% to 80%",
        why(reason("Integrations and sync")),
    )

    assert found is not None
    assert found.verdict == "touched by none"
    assert found.sentence.startswith(
        "“Integrations and sync” is what most customers were lost over: about 47 more left"
    )
    assert found.notes == ("“We get sync error 409 again.”",)


@pytest.mark.parametrize(
    "key_result",
    [
        "Share of customers with a sync fault open for more than 5 days from 9% to 2%",
        "Share of customers whose integration runs without a fault from 60% to 80%",
    ],
)
def test_a_key_result_with_its_words_touches_it(key_result: str) -> None:
    found = judged(key_result, why(reason("Integrations and sync")))

    assert found is not None
    assert found.verdict == "touched"
    assert found.sentence.endswith("Key result 1 is about it.")


def test_a_key_result_bound_to_what_answers_it_touches_it() -> None:
    words = "Share of issues resolved within 14 days from 60% to 75%"
    told = why(reason("Integrations and sync"))

    bound, unbound = judged(words, told, bound="issues_resolved"), judged(words, told)

    assert bound is not None
    assert unbound is not None
    assert (bound.verdict, unbound.verdict) == ("touched", "touched by none")


def test_small_words_of_a_title_are_no_touch() -> None:
    found = judged(
        "Share of customers and partners without a visit from 50% to 20%",
        why(reason("Calls and meetings without results")),
    )

    assert found is not None
    assert found.verdict == "touched by none"


def test_the_first_reason_that_goes_with_leaving_counts() -> None:
    found = judged(
        "NPS from 30 to 40", why(reason("Price", "no sign"), reason("Outages"), reason("Delivery"))
    )

    assert found is not None
    assert "“Outages”" in found.sentence


def test_where_no_reason_goes_with_leaving_nothing_is_said() -> None:
    assert judged("NPS from 30 to 40", why(reason("Price", "no sign"))) is None


def test_an_objective_about_something_else_is_not_asked() -> None:
    document = read_okr_bytes(
        _okr("Win new markets in the north", "Revenue of the north from 1m to 2m"), name="okr.md"
    )

    assert with_reasons(document, [], why(reason("Outages"))) == ()


def test_the_reviewer_names_it_and_asks_no_longer_why_customers_leave() -> None:
    document = read_okr_bytes(_okr("Customers stay with us", "NPS from 30 to 40"), name="okr.md")
    measured = {one.place: one.data for one in with_reasons(document, [], why(reason("Outages")))}

    told, alone = review_document(document, measured=measured), review_document(document)

    assert {"D410"} == {one.rule for one in told.findings if one.rule in {"D410", "S310"}}
    assert {"S310"} == {one.rule for one in alone.findings if one.rule in {"D410", "S310"}}
