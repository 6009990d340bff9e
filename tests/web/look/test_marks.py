"""Parts that are made once for what they show: they escape what people typed, and never show another's."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.scoring import Score
from holdfast.okr.status import StatusInputs, Verdict
from holdfast.web.look.marks import STATUS_ICONS, bar_mark, person_mark, status_mark
from holdfast.web.objectives.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.okr.status import Status
    from holdfast.web.objectives.models import Objective


def test_a_name_with_script_is_shown_as_text() -> None:
    shown = str(person_mark("<script>alert(1)</script> Doe"))

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("word", STATUS_ICONS)
def test_every_status_has_its_icon_and_its_word(word: str) -> None:
    shown = str(status_mark(word))

    assert "<svg" in shown
    assert shown.endswith(f" {word}</span>")


@pytest.mark.parametrize(
    ("progress", "status", "width", "look"),
    [
        (0.25, "on track", '"25.0%"', '"done"'),
        (1.7, "at risk", '"100%"', '"done behind"'),
        (0.1, "off track", '"10.0%"', '"done far"'),
    ],
)
def test_a_bar_is_as_long_as_the_way_and_never_longer_than_all_of_it(
    progress: float, status: Status, width: str, look: str
) -> None:
    shown = str(bar_mark(_standing(progress, status)))

    assert f"class={look}" in shown
    assert f"width={width}" in shown


@pytest.mark.parametrize("progress", [None, 0.0, -0.4])
def test_a_bar_of_no_way_has_no_length(progress: float | None) -> None:
    assert 'class="done' not in str(bar_mark(_standing(progress, "stale")))


def test_pages_are_sent_compressed_to_whoever_can_read_that(
    as_: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    browser = as_(staff.dave)

    small, plain = browser.get("/quarter", headers={"accept-encoding": "gzip"}), browser.get("/quarter")

    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert len(small.content) < len(plain.content) / 2
    assert objective.text in gzip.decompress(small.content).decode()


def _standing(progress: float | None, status: Status) -> Standing:
    inputs = StatusInputs(
        today=date(2026, 8, 24),
        latest=None,
        progress=progress,
        expected=0.5,
        has_data=progress is not None,
    )
    verdict = Verdict(status=status, rule="no mature data", inputs=inputs)
    return Standing(Score(progress), verdict, 0.5, None, "")
