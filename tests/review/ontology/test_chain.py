"""The assumption is spelled out from what the key results bring about to what the objective promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.chain import what_has_to_be_true

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.review.rule import Case
    from holdfast.review.run import Review


def test_the_chain_of_the_reviewed_okr_is_the_experts(review: Callable[..., Review]) -> None:
    chain = what_has_to_be_true(review().objectives[0].case)

    assert chain is not None
    assert chain.sentence == (
        "If customers are onboarded quickly, we check up on them regularly and NPS rises, "
        "then customers engage more, and then customers stay."
    )
    assert chain.links == (
        "When customers are onboarded quickly, customers engage more.",
        "When we check up on them regularly, customers engage more.",
        "When NPS rises, customers engage more.",
        "When customers engage more, customers stay.",
    )


def test_the_order_of_the_key_results_does_not_change_the_chain(case_of: Callable[..., Case]) -> None:
    one = case_of("Reduce churn", "NPS from 30 to 40", "Hold a weekly call with all new customers")
    other = case_of("Reduce churn", "Hold a weekly call with all new customers", "NPS from 30 to 40")

    assert what_has_to_be_true(one) == what_has_to_be_true(other)


def test_a_fall_is_told_as_a_fall(case_of: Callable[..., Case]) -> None:
    chain = what_has_to_be_true(case_of("Reduce churn", "Reduce support tickets by 20%"))

    assert chain is not None
    assert chain.steps == ("customers need support less often",)


def test_where_the_objective_is_measured_the_others_lead_to_it(case_of: Callable[..., Case]) -> None:
    chain = what_has_to_be_true(case_of("Reduce churn", "Churn from 5% to 3%", "CSAT from 80% to 90%"))

    assert chain is not None
    assert chain.sentence == "If customers rate us higher, then customers stay."


def test_what_is_not_understood_is_quoted_and_the_chain_is_not_clear(case_of: Callable[..., Case]) -> None:
    chain = what_has_to_be_true(case_of("Reduce churn", "Hire 2 designers"))

    assert chain is not None
    assert chain.steps == ("“Hire 2 designers” is met",)
    assert not chain.is_clear


def test_there_is_no_chain_to_an_unknown_end_or_from_nothing(case_of: Callable[..., Case]) -> None:
    assert what_has_to_be_true(case_of("Paint the office", "Hold 3 workshops")) is None
    assert what_has_to_be_true(case_of("Reduce churn")) is None
    assert what_has_to_be_true(case_of("Reduce churn", "Churn from 5% to 3%")) is None


def test_an_end_that_is_not_known_is_quoted_where_every_step_is(case_of: Callable[..., Case]) -> None:
    chain = what_has_to_be_true(case_of("Be the partner that bakers name first", "NPS from 30 to 40"))

    assert chain is not None
    assert chain.sentence == "If NPS rises, then “Be the partner that bakers name first” is reached."


def test_a_step_that_another_one_says_already_is_left_out(case_of: Callable[..., Case]) -> None:
    case = case_of(
        "Reduce churn",
        "Reduce time to first value from 21 days to 7 days",
        "90% of new customers complete the onboarding checklist",
    )

    chain = what_has_to_be_true(case)

    assert chain is not None
    assert not any(one != other and other.startswith(one) for one in chain.steps for other in chain.steps)
