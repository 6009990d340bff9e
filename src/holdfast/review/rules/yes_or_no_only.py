"""K204: done or not done, so that progress cannot be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.ontology import words
from holdfast.review.rewrite_change import with_room
from holdfast.review.rule import Case, Rule
from holdfast.review.words import holds
from holdfast.review.work import is_own_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import KeyResultReading

_ALL = 100


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        reading = key_result.reading
        if key_result.source.kind == "milestone":
            continue
        if is_yes_or_no(reading):
            yield RULE.finding(
                "suggestion" if reading.form == "outcome" else "nit",
                key_result.target,
                "It is met or not met: progress on the way cannot be seen.",
                why="A team that gets nine tenths of the way scores as one that never began.",
                span=reading.form_words,
                question="Which number would rise step by step on the way there?",
            )
        elif _allows_no_miss(reading):
            yield RULE.finding(
                "nit",
                key_result.target,
                "One single miss fails it.",
                why="After the first miss nobody has a reason to go on; a target just below leaves room.",
                span=reading.quantity.span,
                alternatives=(room,) if (room := with_room(key_result.reading)) else (),
                question="What share would still be a success?",
            )


def is_yes_or_no(reading: KeyResultReading) -> bool:
    """Whether nothing lies between done and not done.

    One of a thing, unless it is one a month; a deliverable without a number, unless it is only to get
    better; a task that ends; an award.
    """
    kind, text = reading.quantity.kind, reading.text
    if kind == "count":
        return reading.quantity.target == 1 and reading.cadence is None
    if kind is not None or not reading.has_words or holds(text, words("progress", "gradual")):
        return False
    if reading.form == "output":
        return True
    if reading.form == "activity":
        return reading.cadence is None and _ends(reading.verb or "")
    return reading.is_binary or (
        holds(text, words("progress", "wins")) and holds(text, words("progress", "awards"))
    )


def _ends(verb: str) -> bool:
    """The verb, or the first word of it, is of a task that ends."""
    return not {verb, verb.partition(" ")[0]}.isdisjoint(words("progress", "ends"))


def _allows_no_miss(reading: KeyResultReading) -> bool:
    """All or none in figures; a plain "all" counts as coverage, and a level of service is kept, not won."""
    quantity = reading.quantity
    is_service = reading.window is not None or reading.cadence is not None or reading.direction == "maintain"
    if quantity.span is None or quantity.baseline is not None or is_service or not _is_of_customers(reading):
        return False
    said = reading.text[slice(*quantity.span)]
    if quantity.kind == "ratio":
        is_plan = holds(reading.text, words("progress", "plans"))
        return quantity.target == _ALL and "100" in said and not is_plan
    return quantity.kind in {"absolute_target", "count"} and quantity.target == 0 and _says_zero(reading.text)


def _is_of_customers(reading: KeyResultReading) -> bool:
    """Somebody else decides: what the team does to all of a set is coverage, of which each part counts."""
    return reading.metric not in {None, "other"} and not is_own_work(reading)


def _says_zero(text: str) -> bool:
    return holds(text, words("progress", "zero"))


RULE = Rule(
    code="K204",
    name="yes-or-no-only",
    summary="A key result that is met or not met, with nothing between",
    source="Allan Kelly's review of a customer engagement OKR: non-binary is praised; OKR corpus (binary_kr)",
    check=_check,
    weight=45,
)
