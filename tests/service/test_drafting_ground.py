"""What a draft follows from: held against what was planted in the named companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.service.drafted import drafted, is_sound, planted

from holdfast.drafting.leads import Lead, leads
from holdfast.records.evidence import EvidenceRecord
from holdfast.records.reason import Reason
from holdfast.service.demo import make_demo_company
from holdfast.service.drafting_ground import heavier

if TYPE_CHECKING:
    from pathlib import Path

SYNC = Reason(
    "integrations", "Integrations and sync", "goes with leaving", "", 400, 500, 90, customers_lost=50.0
)


def lead(metric: str) -> Lead:
    return next(one for one in leads() if one.metric == metric)


def link(verdict: str, estimate: float) -> EvidenceRecord:
    """Of 2,000 customers half have the experience."""
    return EvidenceRecord("link", verdict, "", estimate=estimate, n=2_000, n_exposed=1_000)


WRITTEN = (lead("issues_resolved"), link("cannot tell", 0.02))
ONBOARDED = lead("onboarding_completed")


def test_a_slow_start_in_silence_leads_where_more_are_lost_for_it_than_for_what_is_written() -> None:
    found = heavier(WRITTEN, [(ONBOARDED, link("supported by your data", 0.06))], SYNC)

    assert (found.lead, found.reason) == (ONBOARDED, None)
    assert "“Integrations and sync”: about 50 customers" in found.passed_over
    assert '--reason "Integrations and sync"' in found.passed_over


def test_what_is_written_leads_where_more_are_lost_for_it_and_the_slow_start_is_told() -> None:
    found = heavier(WRITTEN, [(ONBOARDED, link("supported by your data", 0.04))], SYNC)

    assert (found.lead, found.reason) == (lead("issues_resolved"), SYNC)
    assert "about 40 customers" in found.passed_over
    assert "--lead onboarding_completed" in found.passed_over


@pytest.mark.parametrize("verdict", ["suggestive", "cannot tell", "no sign of a link"])
def test_a_slow_start_that_the_data_do_not_support_is_not_drafted_for(verdict: str) -> None:
    found = heavier(WRITTEN, [(ONBOARDED, link(verdict, 0.2)), (lead("time_to_value"), None)], SYNC)

    assert (found.reason, found.passed_over) == (SYNC, "")


@pytest.mark.parametrize(
    ("company", "customers"),
    [
        ("Honest", 1_000),
        ("Mirage", 1_000),
        ("Thermometer", 1_000),
        ("Tiny", 200),
        ("Late", 300),
    ],
)
def test_the_draft_for_a_named_company_addresses_a_cause_that_was_planted_in_it(
    company: str, customers: int, tmp_path: Path
) -> None:
    """Or says that none is known, where it is too small or too young; `PART=drafts` has all of them."""
    make_demo_company(tmp_path / "made", company=company, customers=customers, seed=1)

    found = drafted(tmp_path / "made")

    assert is_sound(company, found)
    assert not found.problems


def test_onboarding_is_no_cause_in_company_mirage() -> None:
    """So that the test above can fail: there a draft must not lead with it."""
    assert "slow start" not in planted("Mirage")
    assert "slow start" in planted("Honest")
