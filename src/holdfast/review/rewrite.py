"""A "do" reworded as a result: the coverage it reaches, and the customer's state it is for.

Numbers, units, population, window and deadline stay as they were written. What is not known
is a gap: ‹share›.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.rewrite_check import best_of
from holdfast.review.rewrite_effect import effect_of
from holdfast.review.rewrite_parts import take_apart
from holdfast.review.rewrite_phrases import capital
from holdfast.review.rewrite_states import states_of
from holdfast.review.rewrite_things import CONSEQUENCE
from holdfast.review.rewrite_words import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.reading.model import KeyResultReading

_WINDOW_WITHOUT_OF = Shape(
    r"(?i)\b(within \d+ (?:business |working )?(?:hours?|days?|weeks?|months?)) "
    r"(?=(?:contract |the )?(?:sign|start|purchas|order|deliver|join|renew|registr)\w*)"
)
_SENTENCES = Shape(r"(?<=[a-z)\d][.;!?])\s+(?=[A-Z])")
_ENSURE = Shape(r"(?i)^(?:we (?:will )?|to )?(?:ensure|make sure|guarantee|see to it)(?: that)?\s+(?=\S)")


def as_coverage(reading: KeyResultReading) -> str | None:
    """The state that an activity aims at, or None where the sentence is not understood well enough.

    "Schedule 95% of new customer onboarding calls within 5 days of signing" becomes
    "95% of new customers have a date for their onboarding call within 5 days of signing". Of the wordings
    that are no doing any more, the first that keeps all that the sentence says is taken; one that keeps
    its numbers and words, where none is read in quite the same way.
    """
    text = reading.text.strip().rstrip(".;,!: ").strip()
    return best_of(reading, (_mended(state) for state in _wordings(text)), unwanted="activity")


def _wordings(text: str) -> Iterator[str]:
    """Wordings of the whole text; of each of its sentences, where it holds several."""
    sentences = _SENTENCES().split(text)
    if len(sentences) > 1:
        worded = [next(iter(_of_sentence(one.rstrip(".;!? "))), "") for one in sentences]
        if all(worded):
            yield ". ".join(capital(one.removesuffix(CONSEQUENCE)) for one in worded)
        return
    yield from _of_sentence(text)


def _of_sentence(text: str) -> Iterator[str]:
    ensured = _ENSURE().match(text)
    if ensured:
        yield text[ensured.end() :]
        return
    if re.search(r"\n|;\s", text):
        return
    found = take_apart(text)
    if found is not None:
        for state in states_of(found.deeds):
            yield f"{found.label}{capital(state) if found.label else state}"


def as_effect(reading: KeyResultReading) -> str | None:
    """What the sentence itself says the activity is for, as a result; None where it does not say.

    "Call 50 customers to reduce churn by 10%" is for "Churn has been reduced by 10%".
    """
    effect = effect_of(reading.text.strip().rstrip(".;,!: ").strip())
    return None if effect is None or effect.is_of_thing else capital(effect.state)


def _mended(sentence: str) -> str:
    """A window that lost its "of": within 5 days signing → within 5 days of signing."""
    return _WINDOW_WITHOUT_OF().sub(r"\1 of ", sentence)
