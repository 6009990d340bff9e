"""Who acts decides the form, whatever the verb: classes of wordings, each with sentences of our own."""

from __future__ import annotations

import pytest

from holdfast.review.reading import read_key_result


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Renegotiate the lease of the shop", "activity"),
        ("Re-record the welcome video", "output"),
        ("Spruce up the pricing page", "output"),
        ("Migration to the new CRM", "output"),
        ("Completing the rollout of the portal", "output"),
        ("Make sure every form has a help text", "output"),
        ("Partner with finance to build a refund dashboard", "output"),
        ("Pass the SOC 2 audit", "output"),
        ("Achieve 90% GDPR training compliance", "outcome"),
        ("Create a questionnaire for leavers", "output"),
        ("Expand into two new cities", "output"),
        ("Support 40K concurrent sessions", "outcome"),
        ("Support the sales team", "activity"),
        ("All accounts reviewed by their success manager", "activity"),
        ("All invoices reviewed by customers", "outcome"),
        ("Customers complete setup without help", "outcome"),
        ("Complete setup of the test environment", "output"),
        ("Complete the negotiation course", "activity"),
        ("Respond to every comment on our page", "activity"),
        ("Respond to every comment within 2 hours", "outcome"),
        ("All enterprise accounts have an executive sponsor", "outcome"),
        ("Deliver 99.95% uptime", "outcome"),
        ("Repairs that fail again within 30 days stay below 6%", "outcome"),
        ("Ease of use rated 4.5", "outcome"),
    ],
)
def test_the_form_follows_who_acts_and_what_comes_of_it(text: str, form: str) -> None:
    assert read_key_result(text).form == form


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("Win 12 logistics customers", "logistics customers"),
        ("Cut complaints about delivery by 30%", "complaints about delivery"),
        ("Adoption of new features from 20% to 40%", "new features"),
        ("Reduce drop-off at step 3 from 50% to 20%", "step 3"),
        ("Call 30 churned accounts", "churned accounts"),
        ("Improve satisfaction of the support team to 8", "support team"),
        ("Win 12 new customers", None),
        ("Cut monthly logo churn from 3% to 2%", None),
        ("Host 6 dinners", None),
        ("Reduce churn to 2%", None),
    ],
)
def test_a_group_is_named_where_a_word_narrows_it(text: str, population: str | None) -> None:
    assert read_key_result(text).population == population
