"""K206: a change whose size can be read two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.ontology import words
from holdfast.review.quantities import is_points, nature_of, plain
from holdfast.review.rewrite_change import says_of_what, with_ends, with_unit
from holdfast.review.rule import Case, KeyResultCase, Rule
from holdfast.review.words import first_span, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import KeyResultReading


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        quantity = key_result.reading.quantity
        if quantity.target is not None and _reads_two_ways(key_result):
            wordings = with_unit(key_result.reading)
            yield RULE.finding(
                "suggestion",
                key_result.target,
                f"A change of {plain(quantity.target)} can be read two ways: points, or per cent "
                f"of today's value.",
                why=(
                    "The two readings are different targets, and at the end each side is right about its own."
                ),
                span=quantity.span,
                rewrite=next(iter(wordings), None),
                alternatives=wordings[1:],
                question="Points or per cent, of what, and against when?",
            )
        elif _is_open(key_result.reading):
            yield RULE.finding(
                "question",
                key_result.target,
                "It does not say by how much: the smallest change would do.",
                why="Numbers move by themselves; without a size nobody can tell that from success.",
                span=first_span(key_result.reading.text, words("open_change", "changes")),
                # K203 offers the same wording where it finds nothing to measure.
                rewrite=with_ends(key_result.reading) if key_result.reading.measurable else None,
                question="How large a change would be worth the quarter?",
            )


def _is_open(reading: KeyResultReading) -> bool:
    """A rise without a size: of a number, against an earlier time, or asked of everybody by a date."""
    change = first_span(reading.text, words("open_change", "changes"))
    if (
        change is None
        or "‹" in reading.text
        or reading.form != "outcome"
        or any(sign.isdigit() for sign in reading.text[change[1] :])
    ):
        return False
    if reading.measurable:
        return reading.has_deadline
    is_known = reading.metric not in {None, "other"}
    return is_known or any(
        holds(reading.text, words("open_change", kind)) for kind in ("numbers", "compared")
    )


def _reads_two_ways(key_result: KeyResultCase) -> bool:
    quantity = key_result.reading.quantity
    is_money = quantity.unit is not None and quantity.unit in "$€£"
    if key_result.source.target is not None or is_money or says_of_what(key_result.reading.text):
        return False
    if quantity.kind == "delta_absolute":
        return not _says_points(key_result) and _is_score_or_rate(key_result) and quantity.baseline is None
    return (
        quantity.kind == "relative_change"
        and (_is_rate(key_result) or key_result.reading.metric == "nps")
        and quantity.unit != "x"
        and _is_in_figures(key_result)
    )


def _is_in_figures(key_result: KeyResultCase) -> bool:
    """The size itself stands in the sentence: to double a rate, or 2x, reads one way."""
    span, target = key_result.reading.quantity.span, key_result.reading.quantity.target
    return span is None or target is None or plain(target) in key_result.reading.text[slice(*span)]


def _says_points(key_result: KeyResultCase) -> bool:
    """The sentence itself says points; a unit that only follows from the metric does not count."""
    quantity = key_result.reading.quantity
    if quantity.span is None or not is_points(quantity.unit):
        return is_points(quantity.unit)
    return any(sign.isalpha() for sign in key_result.reading.text[slice(*quantity.span)])


def _is_score_or_rate(key_result: KeyResultCase) -> bool:
    return key_result.reading.metric in {"nps", "csat", "ces", "review_rating"} or _is_rate(key_result)


def _is_rate(key_result: KeyResultCase) -> bool:
    """Said to be one, or a share by its metric, unless its words count cases ("number of", "lost carts")."""
    text, nature = key_result.reading.text, nature_of(key_result.reading)
    if holds(text, words("open_change", "rates")):
        return True
    is_count = holds(text, words("open_change", "counts")) or holds(text, words("inverse", "words"))
    return nature is not None and nature.is_share and not is_count


RULE = Rule(
    code="K206",
    name="unclear-change",
    summary="A change in points or per cent, of what, against when",
    source="Allan Kelly's review of a customer engagement OKR, key result 4; OKR corpus (unclear_delta)",
    check=_check,
    weight=60,
)
