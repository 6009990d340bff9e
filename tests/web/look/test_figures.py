"""Figures in words: a low chance beside "on track" says why both hold."""

from __future__ import annotations

import pytest

from holdfast.web.look.figures import on_track_text


@pytest.mark.parametrize(
    ("chance", "frozen", "is_judged", "said"),
    [
        (0.16, 0.16, True, "16 in 100, as when frozen"),
        (0.14, 0.16, True, "14 in 100, on its course: 16 in 100 when frozen"),
        (0.02, 0.01, False, "2 in 100, out of reach when frozen: its way is judged"),
        (0.88, 0.60, True, ""),
        (None, None, True, ""),
    ],
)
def test_a_low_chance_on_track_says_which_chance_it_had_when_frozen(
    chance: float | None, frozen: float | None, *, is_judged: bool, said: str
) -> None:
    assert on_track_text(chance, frozen, is_judged=is_judged) == said
