"""Which segment a sentence names, and what a key result that only says "up 50" aims at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.okr import read_okr_bytes
from holdfast.review.quantities import latest_final
from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.key_results import measure_key_results
from holdfast.service.segment_names import named_segment, words_of
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.key_results import MeasuredOne
    from holdfast.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(folder, company="Seed", customers=800, seed=5)
    with open_workspace(folder) as opened:
        yield opened


def _measured(workspace: Workspace, *texts: str) -> tuple[MeasuredOne, ...]:
    listed = "\n".join(f"  {number}. {text}" for number, text in enumerate(texts, start=1))
    okr = f"Objective: Paying customers stay with us\n\nKey results:\n\n{listed}\n"
    document = read_okr_bytes(okr.encode(), name="okr.txt")
    return measure_key_results(document, workspace, check=check_workspace(workspace), tell=lambda _: None)


@pytest.mark.parametrize(
    ("words", "segment"),
    [
        ("accounts over $1m", ("arr_band", "over 1m")),
        ("accounts above 1 million", ("arr_band", "over 1m")),
        ("customers > $1M", ("arr_band", "over 1m")),
        ("accounts from Asia Pacific", ("region", "asia pacific")),
        ("large customers in the health industry", None),
        ("new customers", None),
        ("our favourites", None),
        ("", None),
    ],
)
def test_a_part_of_the_customers_is_the_segment_all_of_whose_words_are_said(
    workspace: Workspace, words: str, segment: tuple[str, str] | None
) -> None:
    assert named_segment(workspace, words) == segment


def test_amounts_and_comparisons_are_read_in_one_form() -> None:
    assert words_of("Accounts over $1M") == words_of("customers exceeding 1 million") == {"over", "1m"}
    assert words_of("under 10k") == words_of("less than 10 thousand") == {"under", "10k"}


def test_calls_with_accounts_over_a_million_are_counted_of_those_alone(workspace: Workspace) -> None:
    [calls] = _measured(workspace, "Undertake monthly review call with all accounts over $1m")

    assert calls.asked is not None
    assert dict(calls.asked.request.filters) == {"arr_band": ("over 1m",)}
    assert calls.asked.target == 1.0
    assert 3 <= calls.data.series[-1].denominator <= 6


def test_up_fifty_is_fifty_points_above_the_last_final_quarter(workspace: Workspace) -> None:
    [nps] = _measured(workspace, "NPS (Net Promoter Score) up 50 over previous quarter")

    assert nps.asked is not None
    last = latest_final(nps.data.series)
    assert last is not None
    assert nps.asked.target == pytest.approx((last.value or 0) + 50)
    assert nps.data.evidence[0].verdict == "heroic"
