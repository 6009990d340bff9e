"""A key result is read into form, quantity, population, window and metric."""

from __future__ import annotations

import re

from holdfast.review.reading.model import KeyResultReading, Quantity, Window

_PERCENT_OF = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s?% of")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,9})?")
_WINDOW = re.compile(r"within (\d{1,6}) (day|week|month|hour)s?")
_ACTIVITIES = {"schedule", "complete", "undertake", "call", "run", "hold", "book", "arrange", "conduct"}
_OUTPUTS = {"launch", "build", "ship", "create", "write", "publish", "hire", "release", "develop"}


def read_key_result(text: str, *, objective: str | None = None) -> KeyResultReading:
    """Reading of one key result; never raises."""
    del objective
    first = (text.split() or [""])[0].lower()
    form = "activity" if first in _ACTIVITIES else "output" if first in _OUTPUTS else "outcome"
    share, window, number = _PERCENT_OF.search(text), _WINDOW.search(text), _NUMBER.search(text)
    quantity = Quantity()
    if share:
        quantity = Quantity(kind="ratio", target=float(share[1]), unit="%", span=share.span())
    elif number:
        quantity = Quantity(kind="absolute_target", target=float(number[0]), span=number.span())
    return KeyResultReading(
        text=text,
        form=form,  # type: ignore[arg-type]
        measurable=quantity.kind is not None,
        quantity=quantity,
        direction="up" if form == "outcome" else None,
        has_deadline=False,
        population=None,
        outcome=None,
        window=Window(value=float(window[1]), unit=window[2] + "s", span=window.span()) if window else None,
        metric="nps" if "NPS" in text else "other" if form == "outcome" else None,
        proposed_metric="nps" if "NPS" in text else None,
        metric_confidence=0.5,
        verb=first or None,
    )
