"""The leavers' test as text: what stands where, and what a pasted reason cannot do."""

from __future__ import annotations

import pytest

from holdfast.report.leavers import leavers_text
from holdfast.service.leavers import replay_leavers

OKR = """Objective: Customers stay because help comes in time
Key results:
1. Median first response time to tickets from 9 hours to 4 hours
2. Median time to value of new customers from 47 days to 30 days
"""


def text_of(leavers: str, *, width: int = 80, ascii_only: bool = False) -> str:
    return leavers_text(replay_leavers(OKR, leavers), width=width, ascii_only=ascii_only)


def test_a_theme_of_several_stands_before_reasons_given_once() -> None:
    text = text_of("A: missing features\nB: too expensive\nC: the price went up\n")

    assert text.index("price or budget (2)") < text.index("a missing feature (1)")


def test_a_reason_with_two_themes_says_which_one_nothing_touches() -> None:
    text = " ".join(text_of("A: slow support and too expensive\n").split())

    assert "key result 1 counts first response time; the reason is slow or poor support" in text
    assert "nothing touches price or budget, which is said too" in text


def test_what_only_leads_to_a_reason_is_named_and_not_counted() -> None:
    text = text_of("A: nobody used it\n")

    assert "The one reason is touched by no key result." in text
    assert "key result 2 (time to value) may lead to adoption and does not touch it" in text


def test_a_key_result_that_shares_words_with_an_unplaced_reason_is_offered() -> None:
    text = text_of("A: the tickets for the fair\n")

    assert "key result 1 also says “ticket”: does it touch this reason?" in " ".join(text.split())


@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = text_of("A: " + "because of this and that " * 20 + "\nB: slow support\n", width=width)

    assert max(map(len, text.splitlines())) <= width


def test_a_reason_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in text_of("A: \x1b[2Jtoo expensive\n")


def test_a_terminal_without_unicode_gets_plain_signs() -> None:
    text = text_of("A: too expensive\n", ascii_only=True)

    assert text.isascii()
    assert 'A: "too expensive"' in text
