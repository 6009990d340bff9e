"""Browsers by the names that their owners know."""

from __future__ import annotations

import pytest

from holdfast.web.look.browsers import browser_words

_KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_KHTML} Chrome/140.0 Safari/537.36",
            "Chrome on Windows",
        ),
        (f"Mozilla/5.0 (Windows NT 10.0) {_KHTML} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {_KHTML} Chrome/140.0 Mobile", "Chrome on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on an iPhone",
        ),
        ("curl/8.14.1", "curl/8.14.1"),
        ("  ", "An unnamed browser"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_browser_is_called_by_its_name_and_system(agent: str, words: str) -> None:
    assert browser_words(agent) == words
