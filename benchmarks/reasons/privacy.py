"""Personal data on synthetic text: how many are masked, kind by kind, and what is masked for nothing."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line
from tests.reasons import personal

from holdfast.reasons.privacy.masking import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXTS = 5000
_KINDS: tuple[tuple[str, Callable[[np.random.Generator], str], str, float], ...] = (
    ("e-mail addresses", personal.email, "[e-mail]", 0.99),
    ("card numbers", personal.card, "[card]", 0.95),
    ("IBANs", personal.iban, "[iban]", 0.95),
    ("telephone numbers", personal.phone, "[phone]", 0.90),
)


def lines() -> Iterator[Line]:
    """One line per kind, one of false matches, one of time."""
    rng = np.random.default_rng(1)
    for name, make, mark, goal in _KINDS:
        found = sum(_is_masked(personal.framed("\x00", rng), make(rng), mark) for _ in range(TEXTS))
        yield Line(f"{name} masked whole", Goal(goal, 1), found, TEXTS)
    false = sum(bool(mask(personal.harmless(rng)).counts) for _ in range(TEXTS))
    yield Line("texts without any in which something was masked", Goal(0, 0.01), false, TEXTS)
    start = process_time()
    for _ in range(TEXTS):
        mask(personal.framed(personal.email(rng), rng) + personal.harmless(rng))
    yield Line("seconds for 5,000 texts, making them included", Goal(0, 10), figure=process_time() - start)


def _is_masked(frame: str, datum: str, mark: str) -> bool:
    """Nothing of it is left, and nothing of the frame has gone."""
    return mask(frame.replace("\x00", datum)).text == frame.replace("\x00", mark)


def missed(name: str) -> Iterator[str]:
    """Texts of a kind that are not masked as they should be: for looking at them."""
    rng = np.random.default_rng(2)
    make, mark = next((make, mark) for title, make, mark, _ in _KINDS if title == name)
    for _ in range(TEXTS):
        frame, datum = personal.framed("\x00", rng), make(rng)
        if not _is_masked(frame, datum, mark):
            yield f"{datum!r} in {frame!r}: {mask(frame.replace(chr(0), datum)).text!r}"
