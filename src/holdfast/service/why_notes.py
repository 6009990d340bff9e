"""What a reader of the reasons must know of how they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.texts.languages import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.reasons.ranking.model import Lives
    from holdfast.reasons.ranking.why import Told
    from holdfast.reasons.texts.model import Reading
    from holdfast.service.why import Heard

_MANY = 0.05
_HALF = 0.5
_LEAST_TEXTS = 20


def notes_on_reading(heard: Heard, told: Told, lives: Lives, customers: Sequence[str]) -> tuple[str, ...]:
    """Sentences, the weightiest first."""
    return tuple(
        note
        for some in (_on_customers(heard, lives, customers), _on_texts(heard.reading), _on_themes(told))
        for note in some
    )


def _on_customers(heard: Heard, lives: Lives, customers: Sequence[str]) -> Iterator[str]:
    if heard.sampled_share < 1:
        yield f"{100 * heard.sampled_share:.1f}% of the customers were drawn; what was lost is scaled up."
    left = int(np.isfinite(lives.left).sum())
    if customers and not left:
        yield "Nobody left: a flag or an end date may be missing from the subscriptions."
    if customers and left == len(customers):
        yield "Everybody left: those who stay cannot be compared, only who left sooner with who left later."
    there = {one for one, day in zip(customers, lives.left.tolist(), strict=True) if not np.isfinite(day)}
    contrary = len({customer for customer, _, _ in heard.listed} & there)
    if contrary:
        yield (
            f"{_many(contrary, 'customer')} gave a reason for leaving and still pay, or came back, by the"
            " subscriptions: whoever does counts as staying."
        )


def _on_texts(reading: Reading) -> Iterator[str]:
    yield f"{len(reading.texts):,} texts of {reading.rows:,} rows were read."
    if reading.empty:
        yield f"{_many(reading.empty, 'row')} had no words, or nothing but a dot or a filler."
    if reading.repeated:
        yield f"{reading.repeated:,} said again what the same customer had said, and count once."
    if reading.agents:
        yield f"In {_many(reading.agents, 'text')} an agent's part was left out."
    if reading.cut:
        yield f"Of {_many(reading.cut, 'text')} longer than 5,000 characters the beginning was read."
    if reading.rows >= _LEAST_TEXTS and reading.most_by_one > _HALF * reading.rows / 2:
        yield (
            f"One customer wrote {reading.most_by_one:,} of {reading.rows:,} rows; "
            "customers are counted, so that it counts once."
        )


def _on_themes(told: Told) -> Iterator[str]:
    count = len(told.texts)
    nowhere = int((~told.about.any(axis=1)).sum())
    if nowhere:
        yield f"{nowhere:,} of {count:,} texts are about none of the themes."
    foreign = [place for place, text in enumerate(told.texts) if text.language not in {"en", UNKNOWN}]
    if len(foreign) > _MANY * count:
        missed = int((~told.about[foreign].any(axis=1)).sum())
        yield (
            f"{len(foreign):,} texts are in other languages than English, and {missed:,} of these fit no"
            " theme: add their words to themes.toml, or confirm some of them."
        )


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
